"""From the journeys' results to the map document, and to the sentences a run ends with."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING

import msgspec

from wegweiser import __version__, collect, levers, maps
from wegweiser.domain.channels import channels_of
from wegweiser.domain.journey_maps import DataBox, JourneyMap
from wegweiser.domain.personas import PersonaSet
from wegweiser.i18n import Count, Share, Text, both
from wegweiser.journeys import JOURNEY, STEP, Journeys, Registry
from wegweiser.maps import Figures, Plan, Results
from wegweiser.progress import Progress, silent
from wegweiser.workspace.output import put
from wegweiser.workspace.report import FileReport

if TYPE_CHECKING:
    from wegweiser.workspace.workspace import Workspace

AUTHORED, GENERATED = "journey.yaml", "journey.data.json"


def draw(ws: Workspace, registry: Registry, files: tuple[FileReport, ...], progress: Progress = silent) -> JourneyMap:
    """Return the map: the words in journey.yaml joined with everything measured, which goes to journey.data.json."""
    plan = _plan(ws)
    figures = _figures(ws, registry, files, progress)
    generated = maps.draft(plan, figures, levers.gaps(figures))
    put(ws.folder / GENERATED, generated.json())
    return maps.join(plan, generated)


def findings(journey_map: JourneyMap, personas: PersonaSet) -> tuple[Text, ...]:
    """Return what a run says last: the map's finding, its coverage, its goals, and the verdict on personas."""
    sentences = [journey_map.finding.text] if journey_map.finding else []
    sentences += [
        claim.text for cell in journey_map.cells if cell.lane == "goal" for claim in cell.claims if claim.share
    ]
    coverage = journey_map.data.coverage
    if coverage:
        sentences.append(
            both(
                "The map explains {share} of {n} customers: their first contacts follow its phases in order.",
                share=Share(coverage.value),
                n=Count(coverage.n),
            )
        )
    return (*sentences, personas.verdict)


def _plan(ws: Workspace) -> Plan:
    """Read journey.yaml, which is written once, from the template or the phase model, and never again."""
    path = ws.folder / AUTHORED
    if not path.exists():
        config = ws.config
        started = Plan.of(config.model, config.title or config.name, config.organisation)
        msgspec.structs.replace(started, subtitle=config.subtitle).write(path)
    return Plan.read(path)


def _figures(ws: Workspace, registry: Registry, files: tuple[FileReport, ...], progress: Progress) -> Figures:
    results = _results(ws.journeys, registry, progress)
    summary = results.summary[0]
    figures = Figures(
        as_of=summary.until or ws.clock.now().date(),
        results=results,
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
        version=__version__,
    )
    return _with_funnels(figures, ws.journeys)


def _results(told: Journeys, registry: Registry, progress: Progress) -> Results:
    """Ask the journeys everything a map shows, with a stage of progress for each question."""
    goals = [goal.id for goal in registry.goals]
    questions = {
        "summary": told.summary,
        "touchpoints": told.touchpoints,
        "phases": told.phases,
        "goals": told.goals,
        "transitions": told.transitions,
        "paths": told.paths,
        "loops": told.loops,
        "coverage": told.coverage,
        "campaigns": told.campaigns,
    }
    answers: dict[str, object] = {}
    total = len(questions) + 2
    for done, (name, ask) in enumerate(questions.items()):
        progress("Count journeys", done, total)
        answers[name] = ask().rows()
    answers["dropoff"] = {goal: told.dropoff(goal).rows() for goal in goals}
    progress("Count journeys", total - 1, total)
    answers["months"] = {f"phase:{phase.id}": told.months(phase=phase.id).rows() for phase in registry.model.phases} | {
        f"goal:{goal}": told.months(goal=goal).rows() for goal in goals
    }
    progress("Count journeys", total, total)
    return Results.of(answers)


def _with_funnels(figures: Figures, told: Journeys) -> Figures:
    """Add the funnel within one visit of every goal that has steps of its own before it."""
    stages = {goal.id: levers.stages(figures, goal.id) for goal in figures.goals}
    funnels = {goal: told.funnel(list(steps), unit="session").rows() for goal, steps in stages.items() if steps}
    plain = msgspec.to_builtins(figures.results) | {"funnels": funnels}
    return dataclasses.replace(figures, results=Results.of(plain)) if funnels else figures


def _snapshot(ws: Workspace) -> str:
    """Return a short hash of the data behind the map: the same events and rules give the same one."""
    parts = [f"{p.kind}/{p.key}/{p.inputs}/{p.rows}" for kind in (STEP, JOURNEY) for p in ws.warehouse.parts(kind.kind)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
