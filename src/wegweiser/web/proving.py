"""What a place of a map rests on: its statement, sources and figures, how it stood before, and how it is tested."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from wegweiser.clock import today
from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.editing import Revision, Thing
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.levers import Lever
from wegweiser.domain.talk import MapEntry, Task
from wegweiser.domain.touchpoints import is_fault
from wegweiser.domain.validations import Snapshot, Validation
from wegweiser.domain.voices import Saying
from wegweiser.i18n import Span, Text, both
from wegweiser.maps.validation import threshold
from wegweiser.web import pointing
from wegweiser.web.frame.site import Site
from wegweiser.web.mapping import Opened
from wegweiser.web.mapping.lagging import by_thing
from wegweiser.web.mapping.quoting import sayings
from wegweiser.web.pointing import Spot
from wegweiser.workspace import standing

_LOOKED_BACK = 400
"""So many revisions back are told of a statement."""
_TOLD, _SAID = 12, 3
_HEADLINE = "cl_finding"
"""What every headline was called once: what was remembered under it may be about something else."""
NOT_MEASURED = "\u2013"


class Figured(msgspec.Struct, frozen=True, omit_defaults=True):
    """One figure of a place: an estimate with its interval, or a plain one in words."""

    name: Text
    value: Proportion | Estimate | None = None
    words: Text = ""
    n: int | None = None


class Earlier(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an earlier run found of a statement."""

    day: date
    status: Status
    value: Proportion | Estimate | None = None


class Told(msgspec.Struct, frozen=True):
    """A revision that changed a place: who did what, and when."""

    number: int
    at: datetime
    by: str
    name: str
    label: Text


class Tested(msgspec.Struct, frozen=True, omit_defaults=True):
    """A test of a statement, what it needs, and what came of it."""

    validation: Validation
    needed: Text
    verdict: str = ""
    waits: bool = False
    """Whether a result can be written down here: it is not decided, and stands in no file only people write."""


class Proof(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that speaks for or against what stands at a place of a map."""

    entry: MapEntry
    revision: int
    spot: Spot
    where: Text = ""
    """Lane and phase."""
    statement: Claim | None = None
    counted: str = "people"
    """What the statement's n counts: people, visits, journeys, contacts or cases."""
    status: Status | None = None
    """On the day of the data; None where the place makes no statement."""
    stale: Text = ""
    """Why it no longer stands as it did."""
    until: date | None = None
    """The last day on which it counts."""
    authored: bool = False
    """Whether a person wrote its words."""
    statements: tuple[Claim, ...] = ()
    """Of a cell or phase: what is said there."""
    said: tuple[Saying, ...] = ()
    """Of a touchpoint or phase: what customers say most often, in words that may be quoted."""
    lever: Lever | None = None
    figures: tuple[Figured, ...] = ()
    sources: tuple[Evidence, ...] = ()
    as_of: date | None = None
    tests: tuple[Tested, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    history: tuple[Told, ...] = ()
    tasks: tuple[Task, ...] = ()
    comments: int = 0
    """How many stand open here."""
    levers: tuple[Lever, ...] = ()
    """Those that start from it."""
    lagging: str = ""
    """The language that was not changed with the other one, where it has fallen behind."""
    change: str = ""
    """The address under which its words and status are changed; empty where they are not."""


def proof(site: Site, found: Opened, target: str) -> Proof:
    """Return what a place of a map rests on.

    Raises:
        UnknownName: nothing of the map has that address.
    """
    here = found.journey_map
    spot = pointing.spot(here, target)
    claim, lever = _statement(here, spot), _lever(here, spot)
    named = (claim.evidence if claim else ()) + (lever.evidence if lever else ())
    by_id = {one.id: one for one in here.evidence}
    day = here.as_of or today(site.clock)
    validity = site.config.validity
    return Proof(
        entry=found.entry,
        revision=found.revision,
        spot=spot,
        where=_where(here, spot),
        statement=claim,
        counted=_counted(claim) if claim else "people",
        status=claim.standing(day) if claim else None,
        stale=next((one.reason for one in found.aged.stale if claim and one.claim == claim.id), ""),
        until=validity.until(claim) if claim else None,
        authored=claim is not None and claim.author == "human",
        statements=_said_in(here, spot),
        said=_said_of(site, spot),
        lever=lever,
        figures=tuple(_figures(here, spot, claim)),
        sources=tuple(by_id[name] for name in dict.fromkeys(named) if name in by_id),
        as_of=(claim.as_of if claim else None) or here.as_of,
        tests=_tests(site, found, claim),
        earlier=_earlier(site, claim, here.as_of),
        history=_history(site, found.entry.id, spot, claim),
        tasks=tuple(one for one in site.store.tasks.all(map=found.entry.id) if one.target == target),
        comments=site.store.comments.counts(found.entry.id).get(target, 0),
        levers=tuple(one for one in here.levers or () if claim and one.gap == claim.id),
        lagging=_lagging(found, spot),
        change=_change(here, spot),
    )


def _said_of(site: Site, spot: Spot) -> tuple[Saying, ...]:
    if spot.kind not in {"touchpoint", "phase"}:
        return ()
    return sayings(site, **{spot.kind: spot.id})[:_SAID]


def _lagging(found: Opened, spot: Spot) -> str:
    of_map = "field:finding" if spot.anchor == "map-head" else ""
    known = by_thing(found.plan)
    return known.get(_change(found.journey_map, spot) or of_map or spot.target, "")


def _change(here: JourneyMap, spot: Spot) -> str:
    """Return the address of what is changed at a place: claims that stand in a cell, cards, steps, metrics, phases."""
    if spot.kind == "claim":
        own = any(claim.id == spot.id for cell in here.cells for claim in cell.claims)
        return spot.target if own else ""
    if spot.kind == "touchpoint":
        return f"touchpoint:{spot.id}@{spot.phase}"
    return spot.target if spot.kind in {"step", "metric", "phase", "lane"} else ""


def _statement(here: JourneyMap, spot: Spot) -> Claim | None:
    """Return the claim that stands at a place."""
    if spot.kind == "claim":
        return next((one for one in here.claims() if one.id == spot.id), None)
    if spot.kind == "touchpoint":
        cards = [card for card in here.touchpoints if card.id == spot.id and card.claim]
        return cards[0].claim if cards else None
    if spot.kind == "metric":
        return next((one.claim for one in here.metrics if one.id == spot.id), None)
    return None


_COUNTED = {
    **dict.fromkeys(("loss", "loop", "friction"), "visits"),
    **dict.fromkeys(("answer", "response", "drift", "back"), "contacts"),
    "drop": "journeys",
    "break": "cases",
}


def _counted(claim: Claim) -> str:
    """Return what a generated claim's n counts, as the family in its id says; whoever is surveyed is a person."""
    if claim.status is Status.VALIDATED:
        return "people"
    name = (claim.supersedes or claim.id).removeprefix(f"{_HEADLINE}_").removeprefix("cl_")
    family, _, rest = name.partition("_")
    moves = rest.startswith("repeat_") or (rest.startswith("exit_") and any(map(is_fault, claim.refs[:1])))
    return "contacts" if family == "friction" and moves else _COUNTED.get(family, "people")


def _lever(here: JourneyMap, spot: Spot) -> Lever | None:
    return next((one for one in here.levers or () if spot.kind == "lever" and one.id == spot.id), None)


def _where(here: JourneyMap, spot: Spot) -> Text:
    lanes = {lane.id: lane.title for lane in here.lanes}
    phases = {phase.id: phase.name for phase in here.phases}
    if spot.lane in lanes and spot.phase in phases:
        return both("{lane}, {phase}", lane=lanes[spot.lane], phase=phases[spot.phase])
    return phases.get(spot.phase, "") if spot.kind != "phase" else ""


def _said_in(here: JourneyMap, spot: Spot) -> tuple[Claim, ...]:
    if spot.kind not in {"cell", "phase"}:
        return ()
    cells = (one for one in here.cells if one.phase == spot.phase and (spot.kind == "phase" or one.lane == spot.lane))
    return tuple(claim for cell in cells for claim in cell.claims)


def _figures(here: JourneyMap, spot: Spot, claim: Claim | None) -> Iterator[Figured]:
    if spot.kind == "touchpoint":
        names = {phase.id: phase.name for phase in here.phases}
        for card in (one for one in here.touchpoints if one.id == spot.id):
            name = both("Customers met here in “{phase}”", phase=names.get(card.phase, card.phase))
            yield Figured(name, card.share, "" if card.share else NOT_MEASURED)
            if card.contacts:
                yield Figured(both("Contacts in “{phase}”", phase=names.get(card.phase, card.phase)), n=card.contacts)
    elif spot.kind == "phase":
        yield from _flow(here, spot.id)
    elif spot.kind == "metric":
        metric = next(one for one in here.metrics if one.id == spot.id)
        yield Figured(metric.name, metric.interval, metric.shown)
        if metric.target:
            yield Figured(both("Target"), words=metric.target)
    elif spot.kind == "step":
        step = next(one for one in here.steps if one.id == spot.id)
        yield Figured(both("Customers who pass here"), step.share, "" if step.share else NOT_MEASURED)
    elif claim and (claim.share or claim.estimate):
        yield Figured(both("Figure"), claim.share or claim.estimate)


def _flow(here: JourneyMap, name: str) -> Iterator[Figured]:
    flow = next(phase.flow for phase in here.phases if phase.id == name)
    if flow is None:
        return
    yield Figured(both("Customers who came this far"), n=flow.customers)
    yield Figured(both("Customers with a contact here"), n=flow.touched)
    if flow.on:
        yield Figured(both("Share that goes on"), flow.on)
    if flow.dwell:
        half, most = Span(flow.dwell.median), Span(timedelta(seconds=flow.dwell.p90_s))
        words = both("half within {half}, nine of ten within {most}", half=half, most=most)
        yield Figured(both("Time until the next phase"), words=words, n=flow.dwell.n)


def _tests(site: Site, found: Opened, claim: Claim | None) -> tuple[Tested, ...]:
    """Return the tests of a claim, the latest first."""
    if claim is None:
        return ()
    ours = {one.id for one in standing.read(site.folder)} - {one.id for one in found.plan.validations}
    tests = [one for one in found.journey_map.validations if one.claim in {claim.id, claim.supersedes}]
    known = {one.id for one in tests}
    tests += [one for one in standing.read(site.folder) if one.claim == claim.id and one.id not in known]
    tests.sort(key=lambda one: (one.planned_on or date.min, one.id), reverse=True)
    return tuple(
        Tested(one, threshold(one), one.verdict.value if one.verdict else "", one.id in ours and one.result is None)
        for one in tests
    )


def _earlier(site: Site, claim: Claim | None, day: date | None) -> tuple[Earlier, ...]:
    """Return what earlier runs found of a claim, the latest first."""
    if claim is None:
        return ()
    names = {claim.id, claim.supersedes or claim.id} - {_HEADLINE}
    found = []
    for path in sorted((site.folder / standing.REMEMBERED).glob("*.json"), reverse=True)[: _TOLD + 1]:
        then = remembered(site, path)
        held = next((then.claims[name] for name in names if name in then.claims), None) if then else None
        if then and held and (day is None or then.as_of < day):
            found.append(Earlier(then.as_of, held.status, held.figure))
    return tuple(found[:_TOLD])


def remembered(site: Site, path: Path) -> Snapshot | None:
    """Return a map as it was remembered, read again only where its file changed; None where it cannot be read."""
    kept: dict[Path, tuple[int, Snapshot | None]] = site.__dict__.setdefault("_remembered", {})
    mark = path.stat().st_mtime_ns
    if path not in kept or kept[path][0] != mark:
        try:
            kept[path] = (mark, msgspec.json.decode(path.read_bytes(), type=Snapshot))
        except msgspec.MsgspecError:
            kept[path] = (mark, None)
    return kept[path][1]


_CHANGED = {
    "claim": Thing.CLAIM,
    "metric": Thing.METRIC,
    "step": Thing.STEP,
    "phase": Thing.PHASE,
    "lane": Thing.LANE,
    "touchpoint": Thing.TOUCHPOINT,
}


def _history(site: Site, map_id: str, spot: Spot, claim: Claim | None) -> tuple[Told, ...]:
    """Return the revisions that changed a place, the latest first."""
    names, people = {spot.id, claim.id if claim else spot.id}, pointing.names(site)
    found = [one for one in site.store.maps.latest(map_id, limit=_LOOKED_BACK) if _about(one, spot, names)]
    return tuple(Told(r.number, r.at, r.by, people.get(r.by, r.by), r.label) for r in found[:_TOLD])


def _about(revision: Revision, spot: Spot, names: set[str]) -> bool:
    for change in revision.changes:
        if change.thing in {_CHANGED.get(spot.kind), Thing.HIDDEN, Thing.SEEN, Thing.PLACED}:
            if change.id in names or change.id.partition("@")[0] in names:
                return True
        elif spot.kind == "cell" and change.thing is Thing.CLAIM:
            sides = (msgspec.json.decode(raw) for raw in (change.before, change.after) if raw is not None)
            if any(side.get("in") == spot.id for side in sides):
                return True
    return False
