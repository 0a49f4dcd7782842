"""Places of a map by their address, such as `claim:cl_a`: what stands there, what it is called, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wegweiser.domain.journey_maps import JourneyMap, LaneType
from wegweiser.domain.people import Person
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text, both
from wegweiser.web.frame.site import Site

_KINDS = ("claim:…", "touchpoint:…", "phase:…", "cell:<lane>/<phase>", "metric:…", "step:…", "lane:…", "lever:…", "map")

_HEADLINE = "cl_finding"


class Spot(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place of a map: what it is called, the phase and lane it stands in, and where the page jumps to."""

    target: str
    kind: str
    id: str
    name: Text
    phase: str = ""
    lane: str = ""
    anchor: str = ""
    """Id of its element on the page of the map; empty where it has none of its own."""


def spot(here: JourneyMap, target: str) -> Spot:
    """Return a place of a map.

    Raises:
        UnknownName: nothing of the map has that address.
    """
    kind, _, name = target.partition(":")
    found = next((one for one in _spots(here, kind, name) if one.target == target), None)
    if found is None:
        raise UnknownName("place", target, _KINDS)
    return found


def called(here: JourneyMap, target: str) -> Text:
    """Return what a place is called; something people speak of may be gone from the map by now."""
    try:
        return spot(here, target).name
    except UnknownName:
        return both("something that is no longer on the map")


def anchor(here: JourneyMap, target: str) -> str:
    """Return the element of a place on the map's page; empty where there is none (any more)."""
    try:
        return spot(here, target).anchor
    except UnknownName:
        return ""


def sought(here: JourneyMap, name: str) -> str:
    """Return the address of a thing known by its id alone, as lint names it; empty where the map has none."""
    for kind in ("claim", "touchpoint", "phase", "metric", "step", "lane", "lever"):
        for one in _spots(here, kind, name):
            if one.id == name:
                return one.target
    return ""


def _spots(here: JourneyMap, kind: str, name: str) -> Iterator[Spot]:
    """Yield the places of a kind that a name could mean."""
    if kind == "claim":
        yield from _claims(here, name)
    elif kind == "touchpoint":
        yield from _cards(here, name)
    elif kind == "cell":
        yield from _cells(here, name)
    elif kind == "phase":
        yield from (Spot(f"phase:{p.id}", kind, p.id, p.name, p.id, anchor=f"phase-{p.id}") for p in here.phases)
    elif kind == "lane":
        yield from (Spot(f"lane:{one.id}", kind, one.id, one.title, lane=one.id) for one in here.lanes)
    elif kind == "lever":
        yield from (Spot(f"lever:{one.id}", kind, one.id, one.text, one.phase) for one in here.levers or ())
    elif kind in {"metric", "step"}:
        yield from _rows(here, kind)
    elif kind == "map":
        yield Spot("map", kind, here.id, here.title)


def _rows(here: JourneyMap, kind: str) -> Iterator[Spot]:
    lane = _lane(here, LaneType.METRIC if kind == "metric" else LaneType.STEPS)
    for one in here.metrics if kind == "metric" else here.steps:
        yield Spot(f"{kind}:{one.id}", kind, one.id, one.name, one.phase, lane, _cell(lane, one.phase))


def _claims(here: JourneyMap, name: str) -> Iterator[Spot]:
    if here.finding and here.finding.id == name:
        yield Spot(f"claim:{name}", "claim", name, here.finding.text, anchor="map-head")
    elif here.finding and name == _HEADLINE:
        # Whoever spoke of it when all headlines had one name may have meant another one than stands there now.
        yield Spot(f"claim:{name}", "claim", here.finding.id, both("The headline of the map"), anchor="map-head")
    for cell in here.cells:
        for claim in cell.claims:
            if claim.id == name:
                yield Spot(
                    f"claim:{name}", "claim", name, claim.text, cell.phase, cell.lane, _cell(cell.lane, cell.phase)
                )
    for card in here.touchpoints:
        if card.claim and card.claim.id == name:
            lane = _lane(here, LaneType.TOUCHPOINTS)
            yield Spot(f"claim:{name}", "claim", name, card.name, card.phase, lane, _cell(lane, card.phase))
    for metric in here.metrics:
        if metric.claim.id == name:
            lane = _lane(here, LaneType.METRIC)
            yield Spot(f"claim:{name}", "claim", name, metric.name, metric.phase, lane, _cell(lane, metric.phase))


def _cards(here: JourneyMap, name: str) -> Iterator[Spot]:
    lane = _lane(here, LaneType.TOUCHPOINTS)
    for card in here.touchpoints:
        whole = f"{card.id}@{card.phase}"
        if name in {card.id, whole}:
            yield Spot(
                f"touchpoint:{name}", "touchpoint", card.id, card.name, card.phase, lane, _cell(lane, card.phase)
            )


def _cells(here: JourneyMap, name: str) -> Iterator[Spot]:
    lane_id, _, phase_id = name.partition("/")
    lanes = {lane.id: lane.title for lane in here.lanes}
    phases = {phase.id: phase.name for phase in here.phases}
    if lane_id in lanes and phase_id in phases:
        words = both("{lane}, {phase}", lane=lanes[lane_id], phase=phases[phase_id])
        yield Spot(f"cell:{name}", "cell", name, words, phase_id, lane_id, _cell(lane_id, phase_id))
    elif lane_id in lanes and not phase_id:
        yield Spot(f"cell:{name}", "cell", name, lanes[lane_id], "", lane_id, "map-curve")


def _cell(lane: str, phase: str) -> str:
    """Return the element of a cell; the page names no smaller one unless somebody edits."""
    return f"c-{lane}-{phase}"


def _lane(here: JourneyMap, kind: LaneType) -> str:
    return next((lane.id for lane in here.lanes if lane.type is kind), "")


def names(site: Site) -> dict[str, str]:
    """Return what everybody is called who may stand in a revision or a comment; programs by the name of their key."""
    people = {person.id: person.name for person in site.store.people.all()}
    return people | {f"key:{key.id}": key.name for key in site.store.keys.all()}


def present(site: Site) -> tuple[Person, ...]:
    """Return the people who can be called, own and be told."""
    return tuple(person for person in site.store.people.all() if person.active)
