"""Where a claim stands on a map, and a map with some of its claims changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell, JourneyMap, LaneType, Metric, TouchpointCard
from wegweiser.i18n import LANGUAGES, Text, read


@dataclass(frozen=True)
class Place:
    """Where a claim stands: its lane and phase, and the touchpoint it speaks of; nothing of it for the finding."""

    lane: LaneType | None = None
    phase: str | None = None
    touchpoint: str | None = None
    name: Text = ""
    """What the touchpoint is called, else the phase."""


def place_of(claim: Claim, journey_map: JourneyMap) -> Place:
    """Return where a claim stands on a map; the touchpoint is the first it refers to that people were met at."""
    lane, phase = _standing(claim.id, journey_map)
    cards = {card.id: card for card in reversed(journey_map.touchpoints) if card.share is not None}
    own = next((card.id for card in journey_map.touchpoints if card.claim and card.claim.id == claim.id), None)
    met = next((ref for ref in (*claim.refs, own) if ref in cards), None)
    names = {one.id: one.name for one in journey_map.phases}
    return Place(lane, phase, met, cards[met].name if met else names.get(phase or "", ""))


def _standing(claim: str, journey_map: JourneyMap) -> tuple[LaneType | None, str | None]:
    types = {lane.id: lane.type for lane in journey_map.lanes}
    for cell in journey_map.cells:
        if any(one.id == claim for one in cell.claims):
            return types.get(cell.lane), cell.phase
    for card in journey_map.touchpoints:
        if card.claim and card.claim.id == claim:
            return LaneType.TOUCHPOINTS, card.phase
    for metric in journey_map.metrics:
        if metric.claim.id == claim:
            return LaneType.METRIC, metric.phase
    return None, None


def changed(journey_map: JourneyMap, change: Callable[[Claim], Claim]) -> JourneyMap:
    """Return the map with every claim of it changed by a function: none leaves it, and none comes in."""

    def of_cell(cell: Cell) -> Cell:
        return replace(cell, claims=tuple(change(claim) for claim in cell.claims))

    def of_card(card: TouchpointCard) -> TouchpointCard:
        return replace(card, claim=change(card.claim)) if card.claim else card

    def of_metric(metric: Metric) -> Metric:
        return replace(metric, claim=change(metric.claim))

    return replace(
        journey_map,
        finding=change(journey_map.finding) if journey_map.finding else None,
        cells=tuple(map(of_cell, journey_map.cells)),
        touchpoints=tuple(map(of_card, journey_map.touchpoints)),
        metrics=tuple(map(of_metric, journey_map.metrics)),
    )


def joined(*texts: Text | None) -> Text:
    """Return texts one after the other in every language they have.

    Example:
        >>> joined("Ana buys.", None, {"en": "Ben leaves.", "de": "Ben geht."})
        {'en': 'Ana buys. Ben leaves.', 'de': 'Ana buys. Ben geht.'}
    """
    told = [text for text in texts if text]
    if all(isinstance(text, str) for text in told):
        return " ".join(map(str, told))
    return {language: " ".join(read(text, language) for text in told) for language in LANGUAGES}
