"""Counts and writes the insights at the end of a run; what did not change since the last one is left as it is."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from wegweiser import collect
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.goals import Goal
from wegweiser.domain.levers import Lever
from wegweiser.domain.personas import PersonaSet
from wegweiser.errors import SourceProblem
from wegweiser.i18n import Text
from wegweiser.identity import MEMBERSHIP
from wegweiser.journeys import JOURNEY, STEP, Registry
from wegweiser.maps import Figures
from wegweiser.personas.telling import compare
from wegweiser.progress import Progress, silent
from wegweiser.version import VERSION
from wegweiser.voice import tables as voice
from wegweiser.warehouse import Schema
from wegweiser.workspace.drawing import Drawn
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.insights import crediting, going, rows, saying, stocking
from wegweiser.workspace.insights.reading import FOLDER, FORMAT, Kept, decoded, ways_of
from wegweiser.workspace.output import put

_STAGE = "Keep insights"
_RUNS, _LEVERS = 200, 5
_FIGURE = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")


@dataclass(frozen=True)
class Found:
    """What a run found, for whoever writes it down: the registry in force, the drawn map, personas and sentences."""

    registry: Registry
    drawn: Drawn | None = None
    personas: PersonaSet | None = None
    findings: tuple[Text, ...] = ()


def write(ws: Ground, found: Found, progress: Progress = silent) -> rows.Index:
    """Write the insights of a run and return their index; parts whose data did not change are not counted again.

    Each file appears whole or not at all, and the index last, so that a killed run leaves what was there.
    """
    folder = ws.folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    jobs, seconds = list(_jobs(ws, found)), {}
    written = {f"{job.name}.json" for job in jobs} | {"index.json", "history.json"}
    for done, job in enumerate(jobs):
        progress(_STAGE, done, len(jobs))
        began = time.process_time()
        if _standing(folder / f"{job.name}.json") != job.mark:
            put(folder / f"{job.name}.json", _kept(job.mark, job.count()))
            seconds[job.name] = round(time.process_time() - began, 3)
    progress(_STAGE, len(jobs), len(jobs))
    index = _index(ws, found, seconds)
    _remember(folder, index, found)
    put(folder / "index.json", _kept(index.snapshot, index))
    for path in folder.glob("*.json"):
        # Ways to a goal that is none any more.
        if path.name not in written:
            path.unlink()
    return index


@dataclass(frozen=True)
class _Job:
    """One file: its name, the mark of everything it follows from, and how it is counted."""

    name: str
    mark: str
    count: Callable[[], msgspec.Struct]


def _jobs(ws: Ground, found: Found) -> Iterator[_Job]:
    """Yield every file there is to write."""
    rules = _mark(VERSION, found.registry, ws.config.timezone)
    moved = _mark(rules, _parts(ws, STEP, JOURNEY))
    members = _parts(ws, MEMBERSHIP)
    loaded = [collect.tables.EVENT, collect.tables.COUNTED_PATH, collect.tables.QUARANTINE, collect.tables.OFFER]
    said = _parts(ws, voice.ANSWER, voice.SAID)
    yield _Job("touchpoints", moved, lambda: stocking.touchpoints(ws, found.registry))
    files = _mark(_parts(ws, *loaded), said, _files(ws), ws.config.reading, VERSION)
    yield _Job("data", files, lambda: stocking.data(ws))
    if found.drawn is None:
        return
    drawn, figures = found.drawn, found.drawn.figures
    heard = _mark(moved, said, members, drawn.heard, ws.config.survey, ws.config.ask)
    levers, reached = drawn.journey_map.levers or (), _reached(figures)
    yield _Job("feelings", heard, lambda: saying.feelings(ws, drawn.heard))
    told = crediting.levers(levers, drawn.dropped, figures)
    yield _Job("levers", _mark(told), lambda: told)
    if found.personas is not None:
        people = found.personas
        yield _Job("personas", _mark(people, rules), lambda: _personas(people, found.registry))
    if not ws.events or figures is None:
        return
    for goal in (None, *(one.id for one in found.registry.goals)):
        yield _Job(ways_of(goal), moved, partial(going.ways, ws.journeys, found.registry, goal, figures))
    yield _Job("funnels", moved, lambda: going.funnels(ws.journeys, found.registry, figures))
    credit = _mark(moved, members, drawn.heard.feelings)
    yield _Job("attribution", credit, lambda: crediting.attribution(ws, reached, drawn.heard.feelings))
    cards = found.personas.personas if found.personas else ()
    sheets = _mark(moved, cards, levers, ws.config.channel)
    yield _Job("sheets", sheets, lambda: crediting.strategy(ws, next(iter(reached), None), cards, levers))


def _reached(figures: Figures | None) -> tuple[str, ...]:
    """Return the goals somebody reached, in the order of the registry."""
    return tuple(row.goal for row in figures.results.goals if row.converted) if figures else ()


def _personas(found: PersonaSet, registry: Registry) -> rows.Personas:
    places: dict[tuple[str, str], Text] = {("phase", phase.id): phase.name for phase in registry.model.phases}
    places |= {("touchpoint", touchpoint.id): touchpoint.name for touchpoint in registry.touchpoints}
    ids = [persona.id for persona in found.personas]
    return rows.Personas(found, compare(found, ids, places) if len(ids) > 1 else None)


def _index(ws: Ground, found: Found, seconds: dict[str, float]) -> rows.Index:
    registry, drawn = found.registry, found.drawn
    figures = drawn.figures if drawn else None
    cards = found.personas.personas if found.personas else ()
    data = drawn.journey_map.data if drawn else None
    return rows.Index(
        snapshot=drawn.journey_map.snapshot if drawn else "",
        version=VERSION,
        made_at=ws.clock.now(),
        title=ws.config.title or ws.config.name,
        as_of=drawn.journey_map.as_of if drawn else None,
        since=data.since if data else None,
        until=data.until if data else None,
        customers=_summed(figures, "customers"),
        events=ws.events,
        steps=_summed(figures, "steps"),
        simulated=ws.config.simulated,
        note=ws.config.note,
        timezone=ws.config.timezone,
        sources=tuple(spec.name for spec in ws.config.source),
        findings=found.findings,
        goals=_goals(registry, figures),
        phases=tuple(rows.Named(phase.id, phase.name) for phase in registry.model.phases),
        channels=tuple(rows.Named(one.id, one.name, one.icon) for one in figures.channels) if figures else (),
        personas=tuple(rows.Named(card.id, card.name) for card in cards),
        touchpoints={touchpoint.id: touchpoint.name for touchpoint in registry.touchpoints},
        seconds=seconds,
    )


def _summed(figures: Figures | None, name: str) -> int:
    """Return a count of the summary; 0 where nothing was counted."""
    rows_found = figures.rows.get("summary") if figures else None
    return int(rows_found[0][name]) if isinstance(rows_found, list) and rows_found else 0


def _goals(registry: Registry, figures: Figures | None) -> tuple[rows.GoalRow, ...]:
    counted = figures.rows.get("goals") if figures else None
    by_goal = {row["goal"]: row for row in counted} if isinstance(counted, list) else {}
    return tuple(_goal(goal, by_goal.get(goal.id, {})) for goal in registry.goals)


def _goal(goal: Goal, row: Mapping[str, Any]) -> rows.GoalRow:
    """Return a goal with its journeys; the rate of fewer than 20 is not told."""
    closed = row.get("converted", 0) + row.get("lost", 0)
    told = closed >= SUPPRESSED_BELOW and row.get("rate") is not None
    return rows.GoalRow(
        id=goal.id,
        name=goal.name,
        converted=row.get("converted", 0),
        lost=row.get("lost", 0),
        open=row.get("open", 0),
        customers=row.get("customers", 0),
        rate=Proportion(row["rate"], row["lo"], row["hi"], row["converted"], closed) if told else None,
        value=row.get("value") if told else None,
        touchpoints=goal.touchpoints,
        lookback_days=goal.lookback_days,
        proposed=goal.proposed,
    )


def _remember(folder: Path, index: rows.Index, found: Found) -> None:
    """Put the run before the earlier ones, where it found something else than the last."""
    path = folder / "history.json"
    known = (_read(path, rows.History) or rows.History()).runs
    journey_map = found.drawn.journey_map if found.drawn else None
    line = rows.RunLine(
        made_at=index.made_at,
        snapshot=index.snapshot,
        version=index.version,
        as_of=index.as_of,
        customers=index.customers,
        events=index.events,
        finding=journey_map.finding.text if journey_map and journey_map.finding else None,
        goals=index.goals,
        levers=tuple(_line(lever) for lever in (journey_map.levers or ())[:_LEVERS]) if journey_map else (),
        personas=index.personas,
        quarantined=journey_map.data.quarantined if journey_map else 0,
    )
    if not known or msgspec.structs.replace(known[0], made_at=line.made_at) != line:
        put(path, _kept(index.snapshot, rows.History((line, *known)[:_RUNS])))


def _line(lever: Lever) -> rows.LeverLine:
    return rows.LeverLine(lever.id, lever.text, lever.grade, lever.rank, lever.worth, lever.currency)


def _kept(mark: str, part: msgspec.Struct) -> bytes:
    return msgspec.json.encode(Kept(FORMAT, mark, part), order="sorted") + b"\n"


class _Standing(msgspec.Struct, frozen=True):
    """What of a file says whether it is as it should be."""

    format: int = 0
    snapshot: str = ""


def _standing(path: Path) -> str | None:
    """Return the mark a file was written under; None where there is none, or one of another version."""
    try:
        known = msgspec.json.decode(path.read_bytes(), type=_Standing)
    except (OSError, msgspec.MsgspecError):
        return None
    return known.snapshot if known.format == FORMAT else None


def _read(path: Path, kind: type[rows.History]) -> rows.History | None:
    return decoded(path.read_bytes(), kind) if path.is_file() else None


def _parts(ws: Ground, *schemas: Schema) -> list[str]:
    """Return what changes when parts of these kinds do."""
    return [f"{p.kind}/{p.key}/{p.inputs}/{p.rows}" for one in schemas for p in ws.warehouse.parts(one.kind)]


def _files(ws: Ground) -> list[str]:
    """Return what changes when a file comes, goes or waits."""
    try:
        found = [path for spec in ws.config.reading for path in ws.files.of(spec)]
        return sorted(ws.files.named(path) for path in (*found, *ws.files.dropped(ws.config.reading)))
    except SourceProblem as problem:
        return [str(problem)]


def _mark(*followed: object) -> str:
    """Return a mark that changes when anything does that a part follows from.

    Figures count to six digits: threads add parts in any order, which shows in the last binary ones.
    """
    told = _FIGURE.sub(lambda found: f"{float(found[0]):.6g}", repr(followed))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
