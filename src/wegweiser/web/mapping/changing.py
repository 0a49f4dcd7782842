"""One thing of a map with everything that can be done to it, for those who edit without a mouse or without scripts."""

from __future__ import annotations

from typing import Any

import msgspec

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.editing import Thing
from wegweiser.domain.journey_maps import JourneyMap, Lane, LaneType, MapPhase, MapStep, Metric, TouchpointCard
from wegweiser.domain.talk import MapEntry
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text
from wegweiser.maps import Plan, editing
from wegweiser.maps.editing import edits
from wegweiser.web.mapping.lagging import Lagging, lagging
from wegweiser.web.mapping.opening import Opened
from wegweiser.web.mapping.placing import PlaceAsked, placed

_COUNTED = {LaneType.TOUCHPOINTS, LaneType.STEPS, LaneType.METRIC}


class ChangeAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which thing of a map: `claim:<id>`, `touchpoint:<id>@<phase>`, `phase:<id>` …, `curve` or `structure`.

    `languages` is every text that was not changed with its other language.
    """

    map: str
    target: str
    view: str = ""
    editing: str = ""


class Way(msgspec.Struct, frozen=True):
    """One move with a button of its own: up, down, left or right, and the edit it makes."""

    way: str
    edit: edits.Edit


class Point(msgspec.Struct, frozen=True):
    """A point of the curve somebody assumed, by the id its edits name."""

    id: str
    phase: str
    value: float
    quote: Text = ""
    at: float = 0.5
    """How far into its phase."""


class Changeable(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of a map, where it stands, and where it can go."""

    entry: MapEntry
    revision: int
    kind: str
    """claim, touchpoint, step, metric, phase, lane, curve, structure or languages."""
    target: str
    phases: tuple[MapPhase, ...]
    lanes: tuple[Lane, ...]
    """For a claim: the lanes it can stand in; else all."""
    ways: tuple[Way, ...] = ()
    claim: Claim | None = None
    card: TouchpointCard | None = None
    step: MapStep | None = None
    metric: Metric | None = None
    phase: MapPhase | None = None
    lane: Lane | None = None
    points: tuple[Point, ...] = ()
    """The points of the curve somebody assumed."""
    in_lane: str = ""
    in_phase: str = ""
    statuses: tuple[Status, ...] = tuple(Status)
    lagging: tuple[Lagging, ...] = ()
    """Its texts that were not changed with their other language."""

    def edit(self, name: str, **values: Any) -> str:  # noqa: ANN401  (whatever the edit holds)
        """Return an edit as JSON, for the value of a button."""
        return msgspec.json.encode({"edit": name, **values}).decode()

    def way(self, way: Way) -> str:
        """Return a move as JSON."""
        return msgspec.json.encode(way.edit).decode()


def changeable(found: Opened, target: str) -> Changeable:
    """Return a thing of a map with what can be done to it.

    Raises:
        UnknownName: the map has no such thing.
    """
    here = found.journey_map
    kind, _, name = target.partition(":")
    told: dict[str, Any] = {"lanes": here.lanes}
    if kind == "claim":
        told = _claim(here, name)
    elif kind == "touchpoint":
        card = _one("touchpoint", name, {f"{c.id}@{c.phase}": c for c in here.touchpoints})
        told |= {"card": card, "in_phase": card.phase, "in_lane": _lane_of(here, LaneType.TOUCHPOINTS)}
    elif kind == "step":
        step = _one("step", name, {s.id: s for s in here.steps})
        told |= {"step": step, "in_phase": step.phase, "in_lane": _lane_of(here, LaneType.STEPS)}
    elif kind == "metric":
        metric = _one("metric", name, {m.id: m for m in here.metrics})
        told |= {"metric": metric, "in_phase": metric.phase, "in_lane": _lane_of(here, LaneType.METRIC)}
    elif kind == "phase":
        told |= {"phase": _one("phase", name, {p.id: p for p in here.phases})}
    elif kind == "lane":
        told |= {"lane": _one("lane", name, {one.id: one for one in here.lanes})}
    elif target not in {"curve", "structure", "languages"}:
        raise UnknownName("thing", target, ["claim:…", "touchpoint:…", "step:…", "metric:…", "phase:…", "lane:…"])
    made = Changeable(
        entry=found.entry,
        revision=found.revision,
        kind=kind,
        target=target,
        phases=here.phases,
        points=_points(found.plan) if kind == "curve" else (),
        lagging=lagging(found.plan, "" if kind == "languages" else target),
        **told,
    )
    return msgspec.structs.replace(made, ways=tuple(_ways(here, made)))


def _claim(here: JourneyMap, name: str) -> dict[str, Any]:
    places = {claim.id: (cell, claim) for cell in here.cells for claim in cell.claims}
    cell, claim = _one("claim", name, places)
    lanes = tuple(lane for lane in here.lanes if lane.type not in _COUNTED)
    return {"claim": claim, "in_lane": cell.lane, "in_phase": cell.phase, "lanes": lanes}


def _ways(here: JourneyMap, made: Changeable) -> list[Way]:
    """Return the moves that lead somewhere, one step in each direction."""
    kind, _, name = made.target.partition(":")
    if kind == "phase":
        order = [phase.id for phase in here.phases]
        return _stepped("phases", made, order, ("left", "right"), here)
    if kind == "lane" and made.lane:
        order = [lane.id for lane in here.lanes if lane.band == made.lane.band]
        return _stepped(f"lanes:{made.lane.band}", made, order, ("up", "down"), here)
    if not made.in_phase:
        return []
    place = f"cell:{made.in_lane}/{made.in_phase}"
    inside = {
        "claim": [claim.id for claim in here.cell(made.in_lane, made.in_phase).claims],
        "touchpoint": [f"{c.id}@{c.phase}" for c in here.touchpoints if c.phase == made.in_phase],
        "step": [step.id for step in here.steps if step.phase == made.in_phase],
    }
    found = _stepped(place, made, inside[kind], ("up", "down"), here) if kind in inside else []
    phases = [phase.id for phase in here.phases]
    for way, by in (("left", -1), ("right", 1)):
        at = phases.index(made.in_phase) + by
        if 0 <= at < len(phases):
            to = f"cell:{made.in_lane}/{phases[at]}"
            found.append(Way(way, placed(here, PlaceAsked(map="", id=f"{kind}:{name}", list=to, place=10_000))))
    return found


def _stepped(to: str, made: Changeable, order: list[str], names: tuple[str, str], here: JourneyMap) -> list[Way]:
    kind, _, name = made.target.partition(":")
    at = order.index(name)
    moves = [(names[0], at - 1)] if at else []
    moves += [(names[1], at + 1)] if at < len(order) - 1 else []
    asked = PlaceAsked(map="", id=f"{kind}:{name}", list=to, place=0)
    return [Way(way, placed(here, msgspec.structs.replace(asked, place=place))) for way, place in moves]


def points(plan: Plan, here: JourneyMap) -> tuple[Point, ...]:
    """Return the assumed points of everybody's curve that the map draws, from left to right."""
    columns = {phase.id: i for i, phase in enumerate(here.phases)}
    drawn = {round(point.x, 3) for point in here.curve if point.persona is None and not point.n}
    found = [one for one in _points(plan) if one.phase in columns and round(columns[one.phase] + one.at, 3) in drawn]
    return tuple(sorted(found, key=lambda one: columns[one.phase] + one.at))


def _points(plan: Plan) -> tuple[Point, ...]:
    changes = editing.diff(msgspec.structs.replace(plan, curve=()), plan)
    raw = [(one.id, msgspec.json.decode(one.after)["is"]) for one in changes if one.thing is Thing.POINT and one.after]
    return tuple(
        Point(name, point["phase"], point["value"], point.get("quote") or "", point["at"]) for name, point in raw
    )


def _one(kind: str, name: str, known: dict[str, Any]) -> Any:  # noqa: ANN401  (one of the known)
    if name not in known:
        raise UnknownName(kind, name, known)
    return known[name]


def _lane_of(here: JourneyMap, kind: LaneType) -> str:
    return next((lane.id for lane in here.lanes if lane.type is kind), "")
