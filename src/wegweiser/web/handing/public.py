"""A map as strangers may see it: without people's names and addresses, and without what single customers said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.journey_maps import CurvePoint, JourneyMap
from wegweiser.domain.phases import Phase
from wegweiser.maps import Plan
from wegweiser.voice.texts import masking

_SHORTEST = 3
"""Names shorter than that stand in other words, too."""
_INTERNAL = ("query", "snapshot", "method")
_MAIL = r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}"
_BY_HAND = "human"
_PROSE = frozenset({
    "title", "subtitle", "organisation", "name", "line", "text", "detail", "label", "source", "sources", "note",
    "method", "doubt", "shown", "target", "impact",
})  # fmt: skip
"""Fields that hold words; the rest are ids, numbers and kinds."""


class Without(msgspec.Struct, frozen=True):
    """Whose names are taken out: everybody who has an account."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    @classmethod
    def of(cls, people: Iterable[Any]) -> Without:
        """Return the names and addresses of these people."""
        known = tuple(people)
        return cls(tuple(one.name for one in known), tuple(one.email for one in known))


def public(journey_map: JourneyMap, without: Without) -> JourneyMap:
    """Return the map as a link shows it to whoever holds it.

    What single customers said, who tested a claim, and how figures were queried is left out; in every text, names and
    addresses of people with an account and whatever looks like personal data become a word in brackets.
    """
    persona = journey_map.persona and replace(journey_map.persona, quote=None)
    bare = replace(
        journey_map,
        persona=persona,
        beside=tuple(replace(one, quote=None) for one in journey_map.beside),
        curve=tuple(_told(point) for point in journey_map.curve),
        validations=(),
        evidence=tuple(replace(one, **dict.fromkeys(_INTERNAL)) for one in journey_map.evidence),
    )
    return msgspec.convert(_cleaned(msgspec.to_builtins(bare), _names(without)), JourneyMap)


def public_plan(journey_map: JourneyMap) -> Plan:
    """Return the least plan a file of a public map needs: its id and phases, and nothing anybody wrote."""
    phases = tuple(Phase(phase.id, phase.name) for phase in journey_map.phases)
    return Plan(id="journey-map", title=journey_map.title, phases=phases)


def _told(point: CurvePoint) -> CurvePoint:
    """Return a point without its quote: one customer said it, and nobody asked her about this reader."""
    few = 0 < point.n < SUPPRESSED_BELOW
    return replace(point, quote=None, label=None if few else point.label)


def _names(without: Without) -> re.Pattern[str]:
    """Return what finds the names and addresses of people with an account, and every other address."""
    known = {one.strip() for one in (*without.names, *without.emails) if len(one.strip()) >= _SHORTEST}
    longest = [*sorted(map(re.escape, known), key=len, reverse=True), _MAIL]
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE)


def _cleaned(value: Any, names: re.Pattern[str], *, written: bool = False) -> Any:  # noqa: ANN401  (a tree)
    """Return a part of the map with its prose cleaned; what a person wrote is masked as texts of customers are."""
    if isinstance(value, list | tuple):
        return [_cleaned(one, names, written=written) for one in value]
    if not isinstance(value, dict):
        return value
    hers = written or ("text" in value and value.get("author", _BY_HAND) == _BY_HAND)
    return {
        key: _prose(one, names, hers) if key in _PROSE else _cleaned(one, names, written=hers)
        for key, one in value.items()
    }


def _prose(value: Any, names: re.Pattern[str], written: bool, language: str = "en") -> Any:  # noqa: ANN401, FBT001
    if isinstance(value, dict):
        return {code: _prose(one, names, written, code) for code, one in value.items()}
    if isinstance(value, list | tuple):
        return [_prose(one, names, written, language) for one in value]
    if not isinstance(value, str):
        return value
    text = names.sub("[\N{HORIZONTAL ELLIPSIS}]", value)
    return masking.mask(text, language) if written else text
