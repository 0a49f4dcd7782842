"""From the journeys' results to the map document, and to the sentences a run ends with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from wegweiser import collect, levers, maps
from wegweiser.clock import today, wall_time
from wegweiser.domain.channels import channels_of
from wegweiser.domain.claims import Claim
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.journey_maps import DataBox, JourneyMap
from wegweiser.domain.personas import PersonaSet
from wegweiser.domain.voices import Heard
from wegweiser.i18n import Between, Count, Share, Text, both
from wegweiser.journeys import JOURNEY, STEP, Journeys, Registry
from wegweiser.levers import Ranked
from wegweiser.levers.consistency import Consistency
from wegweiser.maps import Figures, Plan
from wegweiser.progress import Progress, silent
from wegweiser.version import VERSION
from wegweiser.warehouse import Result
from wegweiser.workspace import hearing, listening, people
from wegweiser.workspace.claims import tested
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.levers import drifts, ranked
from wegweiser.workspace.output import put
from wegweiser.workspace.report import FileReport

AUTHORED, GENERATED = "journey.yaml", "journey.data.json"
_MOMENTS = ("since", "until")
_SAID_OF_CAMPAIGNS, _SAID_OF_GOALS = 3, 2


@dataclass(frozen=True)
class Drawn:
    """The map, and what a person should mend in wegweiser.toml or journey.yaml."""

    journey_map: JourneyMap
    remarks: tuple[Text, ...]
    heard: Heard = field(default_factory=Heard)
    """What customers said, as the map shows it."""
    figures: Figures | None = None
    """Everything counted for it; None where nothing was."""
    dropped: tuple[Text, ...] = ()
    """Why drivers named in wegweiser.toml are in no lever."""


def draw(ws: Ground, registry: Registry, files: tuple[FileReport, ...], progress: Progress = silent) -> Drawn:
    """Join the words in journey.yaml with everything measured, which goes to journey.data.json."""
    plan = plan_of(ws)
    known = people.known(ws)
    heard = hearing.heard(ws, registry, plan, progress)
    figures = _with_loyal(replace(_figures(ws, registry, files, progress), heard=heard, personas=known), ws.journeys)
    gaps = levers.gaps(figures, plan=plan, personas=known)
    found = ranked(ws, registry, figures, plan, known)
    generated = maps.draft(plan, figures, gaps, found.levers)
    put(ws.folder / GENERATED, generated.json())
    aged = tested(ws, maps.join(plan, generated), generated.further)
    remarks = (*found.problems, *_remarks(aged.journey_map, plan, generated), *aged.remarks, *listening.unheard(ws))
    return Drawn(aged.journey_map, remarks, figures.heard, figures, found.problems)


def generated_of(ws: Ground, journeys: Journeys, feelings: tuple[Feeling, ...] = ()) -> maps.document.Generated:
    """Return the measured side of the map for some customers or a period, with feelings of theirs; nothing is written.

    Levers and friction are left out, because they are weighed for everybody.
    """
    registry, plan = ws.registry, plan_of(ws)
    figures = replace(_figures(ws, registry, (), silent, journeys), heard=Heard(feelings=feelings))
    return maps.draft(plan, figures, levers.gaps(figures, plan=plan))


def levers_of(ws: Ground, registry: Registry) -> Ranked:
    """Return the levers of what is loaded now and the drivers left out, without drawing anything."""
    plan = plan_of(ws)
    known = people.known(ws)
    figures = replace(_figures(ws, registry, (), silent), heard=hearing.heard(ws, registry, plan), personas=known)
    return ranked(ws, registry, figures, plan, known)


def _remarks(journey_map: JourneyMap, plan: Plan, generated: maps.document.Generated) -> tuple[Text, ...]:
    """Return what a person can mend in her file; the words of customers and of the generator are none of hers.

    A phase needs no goal where only answers are known: goals are reached by events.
    """
    written = {claim.id for cell in plan.cells for claim in cell.claims}
    found = maps.document.lint(journey_map, plan, generated)
    left = {"long_text", "one_language"} if journey_map.data.events else {"long_text", "one_language", "no_goal"}
    return tuple(one.text for one in found if one.rule not in left or one.where in written)


def findings(journey_map: JourneyMap, personas: PersonaSet) -> tuple[Text, ...]:
    """Return what a run says last: the finding, what campaigns and goals come to, coverage, and the personas.

    At most eight sentences; a goal that everybody reached is left to the map, and shares of fewer than 20 people
    are not said at all.
    """
    sentences = [journey_map.finding.text] if journey_map.finding else []
    shares = {lane: _shares(journey_map, lane) for lane in ("measure", "goal")}
    sentences += [_with_interval(claim) for claim in shares["measure"][:_SAID_OF_CAMPAIGNS]]
    reached = [claim for claim in shares["goal"] if claim.share and claim.share.hits < claim.share.n]
    sentences += [claim.text for claim in reached[:_SAID_OF_GOALS]]
    coverage = journey_map.data.coverage
    if coverage and not coverage.suppressed:
        sentences.append(
            both(
                "The map explains {share} of {n} customers: their first contacts follow its phases in order.",
                share=Share(coverage.value),
                n=Count(coverage.n),
            )
        )
    return (*sentences, personas.verdict)


def _shares(journey_map: JourneyMap, lane: str) -> list[Claim]:
    claims = (claim for cell in journey_map.cells if cell.lane == lane for claim in cell.claims)
    return [claim for claim in claims if claim.share and not claim.share.suppressed]


def _with_interval(claim: Claim) -> Text:
    share = claim.share
    if share is None:
        return claim.text
    return both("{text} ({within})", text=claim.text, within=Between(Share(share.lo, 1), Share(share.hi, 1)))


def plan_of(ws: Ground) -> Plan:
    """Read journey.yaml, which is written once, from the template or the phase model, and never again."""
    path = ws.folder / AUTHORED
    if not path.exists():
        config = ws.config
        started = Plan.of(config.model, config.title or config.name, config.organisation)
        if config.template:
            started = started.with_words_of(maps.template(config.template))
        msgspec.structs.replace(started, subtitle=config.subtitle).write(path)
    return Plan.read(path)


def _figures(
    ws: Ground,
    registry: Registry,
    files: tuple[FileReport, ...],
    progress: Progress,
    among: Journeys | None = None,
) -> Figures:
    """Return everything counted of all journeys, or of those `among` some customers."""
    journeys = among or ws.journeys
    told = _told(journeys, registry, ZoneInfo(ws.config.timezone), progress, everybody=among is None)
    if ws.config.driver and among is None:
        told.hear("drifts", drifts(ws, registry))
        named = {(one.touchpoint, one.property): one for one in ws.config.driver}
        for row in told.rows["drifts"]:
            driver = named[row["touchpoint"], row["property"]]
            row |= {"name": driver.name or driver.property, "unit": driver.unit, "better": str(driver.better)}
    if ws.config.offers and among is None:
        told.hear("contradictions", Consistency(ws.warehouse, registry, ws.config.timezone).contradictions())
    (summary,) = told.rows["summary"]
    figures = Figures(
        as_of=summary["until"].date() if summary["until"] else hearing.last_day(ws) or today(ws.clock),
        rows=told.rows,
        phases=registry.model.phases,
        touchpoints=registry.touchpoints,
        goals=registry.goals,
        channels=channels_of((t.channel for t in registry.touchpoints), ws.config.channel),
        data=DataBox(
            unmapped=registry.unmapped(ws.signatures),
            quarantined=sum(part.rows for part in ws.warehouse.parts(collect.tables.QUARANTINE.kind)),
            sources=tuple(dict.fromkeys(file.source for file in files)),
            note=ws.config.note,
            simulated=ws.config.simulated,
        ),
        snapshot=_snapshot(ws),
        version=VERSION,
        queries=told.queries,
        notes=told.notes,
    )
    return _with_funnels(figures, journeys, told.zone)


@dataclass
class _Told:
    """What the journeys answered, question by question, its days read in the customers' zone."""

    zone: ZoneInfo
    rows: dict[str, Any] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Text] = field(default_factory=dict)

    def hear(self, name: str, result: Result) -> None:
        """Keep an answer; 'dropoff:purchase' is kept under 'dropoff' by its goal."""
        kind, _, which = name.partition(":")
        rows = [{column: self._local(column, value) for column, value in row.items()} for row in result.rows()]
        if which:
            self.rows.setdefault(kind, {})[which] = rows
        else:
            self.rows[kind] = rows
        self.queries[name], self.notes[name] = result.statement, result.note

    def _local(self, column: str, value: object) -> object:
        """Return a moment as the clock on the customers' wall showed it; a month is no moment."""
        if column in _MOMENTS and isinstance(value, datetime):
            return wall_time(value, self.zone)
        return value


def _told(
    journeys: Journeys, registry: Registry, zone: ZoneInfo, progress: Progress, *, everybody: bool = True
) -> _Told:
    """Ask the journeys everything a map shows; friction, which takes longest, is looked for among everybody only."""
    questions: dict[str, Callable[[], Result]] = {
        name: getattr(journeys, name)
        for name in (
            "summary", "touchpoints", "phases", "goals", "transitions", "paths", "loops", "coverage", "campaigns",
            "responses", "onward",
        )
    }  # fmt: skip
    if registry.goals and everybody:
        questions["friction"] = journeys.reasons.friction
    for goal in registry.goals:
        for name in ("dropoff", "repeats", "loyalty"):
            questions[f"{name}:{goal.id}"] = partial(getattr(journeys, name), goal.id)
        questions[f"months:goal:{goal.id}"] = partial(journeys.months, goal.id)
    for phase in registry.model.phases:
        questions[f"months:phase:{phase.id}"] = partial(journeys.months, phase=phase.id)
    told = _Told(zone, {"dropoff": {}, "months": {}})
    for done, (name, ask) in enumerate(questions.items()):
        progress("Count journeys", done, len(questions))
        told.hear(name, ask())
    progress("Count journeys", len(questions), len(questions))
    return told


def _with_funnels(figures: Figures, journeys: Journeys, zone: ZoneInfo) -> Figures:
    """Add the funnel within one visit of every goal that has steps of its own before it."""
    told = _Told(zone, dict(figures.rows), dict(figures.queries), dict(figures.notes))
    for goal in figures.goals:
        steps = levers.stages(figures, goal.id)
        if steps:
            told.hear(f"funnels:{goal.id}", journeys.funnel(steps, unit="session"))
    return replace(figures, rows=told.rows, queries=told.queries, notes=told.notes)


def _with_loyal(figures: Figures, journeys: Journeys) -> Figures:
    """Add how each persona repeats the goal that most customers reach again, where customers weigh before they do."""
    name = figures.again
    if name is None or not any(phase.role == "consider" for phase in figures.phases):
        return figures
    found = {one.id: journeys.among(f"persona:{one.id}").loyalty(name).rows() for one in figures.personas}
    return replace(figures, rows={**figures.rows, "loyal": found})


def _snapshot(ws: Ground) -> str:
    """Return a short hash of the data behind the map: the same events and rules give the same one."""
    parts = [f"{p.kind}/{p.key}/{p.inputs}/{p.rows}" for kind in (STEP, JOURNEY) for p in ws.warehouse.parts(kind.kind)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
