"""From where something was dropped to the edit that puts it there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from wegweiser.domain.journey_maps import JourneyMap, LaneType
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.maps.editing import edits

_HOLDS = {LaneType.TOUCHPOINTS: "touchpoint", LaneType.STEPS: "step", LaneType.METRIC: "metric"}
Move: TypeAlias = (
    edits.MoveClaim | edits.MoveCard | edits.MoveStep | edits.EditMetric | edits.MovePhase | edits.MoveLane
)


class PlaceAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What was moved (`claim:<id>`), to which list (`cell:<lane>/<phase>`, `phases`, `lanes:<band>`), and its place."""

    map: str
    id: str
    list: str
    place: int
    look: str = ""


def placed(journey_map: JourneyMap, asked: PlaceAsked) -> Move:
    """Return the edit that puts a thing where it was dropped.

    Raises:
        InvalidSetting: no such thing stands in a list of that kind.
        UnknownName: there is no such list.
    """
    kind, _, name = asked.id.partition(":")
    where, _, place = asked.list.partition(":")
    if (kind, where) == ("phase", "phases"):
        return edits.MovePhase(id=name, before=_before([p.id for p in journey_map.phases], name, asked.place))
    if (kind, where) == ("lane", "lanes"):
        lanes = [lane.id for lane in journey_map.lanes if lane.band == place]
        return edits.MoveLane(id=name, before=_before(lanes, name, asked.place) or _after(journey_map, lanes, name))
    if where != "cell":
        raise UnknownName("list", asked.list, ["cell:<lane>/<phase>", "phases", "lanes:<band>"])
    lane, _, phase = place.rpartition("/")
    return _in_cell(journey_map, kind, name, (lane, phase, asked.place))


def _in_cell(journey_map: JourneyMap, kind: str, name: str, to: tuple[str, str, int]) -> Move:
    lane, phase, place = to
    types = {one.id: one.type for one in journey_map.lanes}
    if lane not in types:
        raise UnknownName("lane", lane, types)
    if _HOLDS.get(types[lane], "claim") != kind:
        raise InvalidSetting("The move", [f"this lane holds no {kind}"])
    if kind == "touchpoint":
        cards = [f"{card.id}@{card.phase}" for card in journey_map.touchpoints if card.phase == phase]
        return edits.MoveCard(id=name, phase=phase, before=_before(cards, name, place))
    if kind == "step":
        steps = [step.id for step in journey_map.steps if step.phase == phase]
        return edits.MoveStep(id=name, phase=phase, before=_before(steps, name, place))
    if kind == "metric":
        return edits.EditMetric(id=name, phase=phase)
    claims = [claim.id for claim in journey_map.cell(lane, phase).claims]
    return edits.MoveClaim(id=name, lane=lane, phase=phase, before=_before(claims, name, place))


def _before(names: Sequence[str], moved: str, place: int) -> str:
    """Return what follows at a place once the moved thing is there; empty at the end.

    Example:
        >>> _before(["a", "b", "c"], "a", 1), _before(["a", "b"], "x", 2)
        ('c', '')
    """
    rest = [name for name in names if name != moved]
    return rest[place] if 0 <= place < len(rest) else ""


def _after(journey_map: JourneyMap, lanes: Sequence[str], moved: str) -> str:
    """Return the lane that follows the last one of a band, so that a lane moved to its end stays in it."""
    every = [lane.id for lane in journey_map.lanes if lane.id != moved]
    last = next((name for name in reversed(lanes) if name != moved), None)
    at = every.index(last) + 1 if last in every else len(every)
    return every[at] if at < len(every) else ""
