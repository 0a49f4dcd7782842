"""Expectation beside experience, touchpoint by touchpoint, as dumbbells under the curve."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from wegweiser.domain.estimates import HOLLOW_BELOW, Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.i18n import Language, Signed, message, read
from wegweiser.maps.render.figures import people, too_few
from wegweiser.maps.render.sheet import Pair

_SHOWN = 3


def pairs(journey_map: JourneyMap, language: Language) -> Iterator[Pair]:
    """Yield what everybody expected and felt, phase by phase: the three widest gaps of each, the widest first."""
    names = {point.touchpoint: point.label for point in journey_map.curve if point.label}
    names |= {card.id: card.name for card in journey_map.touchpoints}
    for place, phase in enumerate(journey_map.phases):
        here = [one for one in journey_map.feelings if one.phase == phase.id and _asked(one)]
        here.sort(key=lambda one: (-abs(one.gap or 0.0), one.touchpoint or ""))
        for one in here[:_SHOWN]:
            name = names.get(one.touchpoint) or one.touchpoint or phase.name
            yield _pair(one, one.expected or one.experienced, read(name, language), place, language)


def _asked(one: Feeling) -> bool:
    everybody = one.persona is None and one.series is Series.SURVEY
    return everybody and one.expected is not None and not too_few(min(one.expected.n, one.experienced.n))


def _pair(one: Feeling, expected: Estimate, name: str, place: int, language: Language) -> Pair:
    felt, gap = one.experienced, one.gap or 0.0
    # Beyond chance: wider than both intervals together (Zou and Donner 2008, Statistics in Medicine 27).
    sides = (felt.hi - felt.value, expected.value - expected.lo) if gap < 0 else (
        felt.value - felt.lo, expected.hi - expected.value
    )  # fmt: skip
    sure = abs(gap) > hypot(*sides)
    shown, n = Signed(round(gap, 1)).shown(language), min(expected.n, felt.n)
    return Pair(
        name=name,
        phase=place,
        expected=min(max(expected.value, -2.0), 2.0),
        felt=min(max(felt.value, -2.0), 2.0),
        gap=shown,
        tone=("bad" if gap < 0 else "good") if sure else "plain",
        solid=n >= HOLLOW_BELOW,
        spoken=message(
            "{name}: expected {expected}, felt {felt} ({n})",
            language,
            name=name,
            expected=Signed(expected.value),
            felt=Signed(felt.value),
            n=people(n, language),
        ),
    )
