"""Several maps together: which belong below which, what they share, where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.touchpoints import Touchpoint
from wegweiser.i18n import Text, both
from wegweiser.maps.comparing.figures import Measured, changed_by
from wegweiser.maps.generated import Generated
from wegweiser.maps.lint import Finding, lint
from wegweiser.maps.plan import Plan

__all__ = ["Held", "Overlap", "Portfolio", "Spot", "portfolio"]


class Held(msgspec.Struct, frozen=True):
    """A map of the portfolio with what it is made of."""

    plan: Plan
    map: JourneyMap
    generated: Generated | None = None
    parent: str | None = None
    """Id of the map it looks into a part of."""

    @property
    def id(self) -> str:
        """The map's id."""
        return self.plan.id


class Spot(msgspec.Struct, frozen=True):
    """Where a map stands in the hierarchy: below its parent, `depth` levels down."""

    id: str
    depth: int
    parent: str | None = None
    findings: tuple[Finding, ...] = ()


class Overlap(msgspec.Struct, frozen=True):
    """Something that stands in several maps."""

    kind: str
    """touchpoint, claim, or contradiction: a claim whose figures differ beyond chance."""
    id: str
    name: Text
    maps: tuple[str, ...]
    text: Text


class Portfolio(msgspec.Struct, frozen=True):
    """All maps: the hierarchy with what is to be mended in each, what they share, and which touchpoints they cover."""

    spots: tuple[Spot, ...]
    """Each map after its parent."""
    overlaps: tuple[Overlap, ...]
    """Contradictions first."""
    coverage: dict[str, tuple[str, ...]]
    """By touchpoint of the registry: the maps it stands in; none: no map shows it."""


def portfolio(held: Sequence[Held], registry: Sequence[Touchpoint] = ()) -> Portfolio:
    """Return the maps together; one whose parent is unknown, or that would stand below itself, stands at the top."""
    touchpoints = {one.id: {card.id for card in one.map.touchpoints} for one in held}
    coverage = {t.id: tuple(name for name, cards in touchpoints.items() if t.id in cards) for t in registry}
    overlaps = (*_claims(held), *_touchpoints(held))
    order = ("contradiction", "claim", "touchpoint")
    ranked = sorted(overlaps, key=lambda o: (order.index(o.kind), -len(o.maps), o.id))
    return Portfolio(spots=_spots(held), overlaps=tuple(ranked), coverage=coverage)


def _spots(held: Sequence[Held]) -> tuple[Spot, ...]:
    known = {one.id: one for one in held}
    found: list[Spot] = []

    def place(one: Held, depth: int) -> None:
        findings = lint(one.map, one.plan, one.generated)
        found.append(Spot(one.id, depth, one.parent if depth else None, findings))
        for child in held:
            if child.parent == one.id and child.id not in {spot.id for spot in found}:
                place(child, depth + 1)

    for one in held:
        if one.parent not in known:
            place(one, 0)
    for one in held:  # what is left stands in a circle
        if one.id not in {spot.id for spot in found}:
            place(one, 0)
    return tuple(found)


def _touchpoints(held: Sequence[Held]) -> list[Overlap]:
    names = {card.id: card.name for one in held for card in one.map.touchpoints}
    maps = {name: tuple(one.id for one in held if name in {c.id for c in one.map.touchpoints}) for name in names}
    shared = {name: where for name, where in maps.items() if len(where) > 1}
    texts = {
        name: both("“{name}” stands in {n} maps", name=names[name], n=len(where)) for name, where in shared.items()
    }
    return [Overlap("touchpoint", name, names[name], where, texts[name]) for name, where in shared.items()]


def _claims(held: Sequence[Held]) -> list[Overlap]:
    """Return the claims of several maps: those whose figures differ beyond chance contradict each other."""
    places: dict[str, dict[str, tuple[Text, Measured | None]]] = {}
    for one in held:
        for claim in one.map.claims():
            places.setdefault(claim.supersedes or claim.id, {})[one.id] = (claim.text, claim.share or claim.estimate)
    found = []
    for name, where in places.items():
        if len(where) < 2:
            continue
        text = next(iter(where.values()))[0]
        figures = [figure for _, figure in where.values() if figure and figure.n >= SUPPRESSED_BELOW]
        kind, words = "claim", both("“{name}” stands in {n} maps", name=text, n=len(where))
        if any(_differ(a, b) for i, a in enumerate(figures) for b in figures[i + 1 :]):
            kind, words = "contradiction", both("“{name}” has different figures in {n} maps", name=text, n=len(where))
        found.append(Overlap(kind, name, text, tuple(where), words))
    return found


def _differ(one: Measured, other: Measured) -> bool:
    change = changed_by(one, other) if type(one) is type(other) else None
    return change is not None and (change.lo > 0 or change.hi < 0)
