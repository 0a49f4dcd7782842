"""Loads one file of a survey: its answers, traits and what nobody can read, sealed and published in one step."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from wegweiser.collect import places, plain, tables
from wegweiser.domain.surveys import Item, Role
from wegweiser.progress import Progress, silent
from wegweiser.voice.surveys import matching, meanings, waves
from wegweiser.voice.surveys.dictionaries import Field
from wegweiser.voice.surveys.matching import Matched
from wegweiser.voice.surveys.profiles import Column
from wegweiser.voice.surveys.spec import Layout, SurveySpec
from wegweiser.voice.tables import ANSWER
from wegweiser.warehouse import Part, Query, Table, Warehouse

_READ = frozenset({Role.ANSWER, Role.CODED, Role.TRAIT})
_KINDS = (ANSWER, tables.TRAIT, tables.QUARANTINE)
_STAGE = "Read surveys"
_VERSION = "1"
"""Raised where files must be read anew because the same answers mean something else."""


@dataclass(frozen=True)
class Loaded:
    """What became of a file: people, answers by state, cells set aside, and where its questions were found."""

    survey: str
    wave: str
    file: str
    rows: int
    answers: int
    missing: int
    unused: int
    quarantined: int
    matched: Matched
    reasons: Mapping[str, int] = field(default_factory=dict)
    skipped: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of a survey before a file of it is read: its items, how each looked, what its dictionary says."""

    items: tuple[Item, ...]
    before: Mapping[str, Column] = field(default_factory=dict)
    dictionary: Mapping[str, Field] = field(default_factory=dict)


def load(warehouse: Warehouse, spec: SurveySpec, path: Path, known: Known, *, progress: Progress = silent) -> Loaded:
    """Return what became of a file's rows; the same file under the same questions changes nothing.

    Raises:
        SourceProblem: the file cannot be read.
        InvalidSetting: the survey does not say what the long layout needs.
        UnknownName: it names a column the file does not have.
    """
    key = f"{spec.name}/{plain.fingerprint(path)[:32]}"
    inputs = _inputs(spec, path, known)
    earlier = [
        part
        for schema in _KINDS
        for part in warehouse.parts(schema.kind)
        if part.key == key or (part.details.get("survey") == spec.name and places.stood_in(warehouse, part, path))
    ]
    for part in earlier:
        if part.kind == ANSWER.kind and part.key == key and part.inputs == inputs:
            return _stated(part.details, skipped=True)
    progress(_STAGE, 0, 2)
    with warehouse.scratch(waves.GRID, "survey_meant", "survey_read", "survey_frame"):
        wave = waves.wave_of(warehouse, spec, path)
        found = matching.match(known.items, wave.columns, before=known.before, dictionary=known.dictionary)
        read = _read(warehouse, spec, wave, known.items, found)
        progress(_STAGE, 1, 2)
        details = _counted(warehouse, read, wave) | {
            "survey": spec.name,
            "source": spec.name,
            **places.place_of(warehouse, path),
            "wave": wave.name,
            "matched": msgspec.to_builtins(found),
        }
        added = _sealed(warehouse, read, wave, Part(ANSWER.kind, key, inputs, "", 0, details))
        warehouse.publish(added, earlier)
    progress(_STAGE, 2, 2)
    return _stated(details)


def frame_of(spec: SurveySpec, items: Sequence[Item], found: Matched) -> waves.Frame:
    """Return the columns that say who answered, when, with which weight."""
    if spec.layout is Layout.LONG:
        return waves.Frame(spec.person, spec.time, spec.weight)
    columns = {match.item: match.column for match in found.found}
    by_role = {item.role: columns[item.id] for item in reversed(items) if item.id in columns}
    return waves.Frame(
        spec.person or by_role.get(Role.RESPONDENT),
        spec.time or by_role.get(Role.TIME),
        spec.weight or by_role.get(Role.WEIGHT),
    )


def _inputs(spec: SurveySpec, path: Path, known: Known) -> str:
    """Fingerprint of everything a file's answers follow from, besides the file."""
    said = msgspec.structs.replace(spec, files=(), waves={}, questions="", dictionary="", proposed=False)
    parts = [_VERSION, msgspec.json.encode(said, order="deterministic"), repr(waves.named(spec, path))]
    parts += [msgspec.json.encode(known.items, order="deterministic"), repr(sorted(known.before.items()))]
    parts.append(repr(sorted((name, one.text) for name, one in known.dictionary.items())))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _read(warehouse: Warehouse, spec: SurveySpec, wave: waves.Wave, items: Sequence[Item], found: Matched) -> Table:
    """Keep every cell of the matched questions with what it means, and its row's person, time and weight."""
    columns = {match.item: str(match.column) for match in found.found}
    columns_at = {wave.place(columns[i.id]): i for i in items if i.id in columns and i.role in _READ}
    meant = warehouse.offer("survey_meant", _meant(warehouse, wave, columns_at))
    people = warehouse.create(waves.framed(warehouse, spec, wave, frame_of(spec, items, found)))
    name, said = warehouse.dialect.text(spec.name), warehouse.dialect.text(wave.name)
    return warehouse.create(
        Query(
            "survey_read",
            f"""select {name} as survey, {said} as wave, c.line as line, p.subject_id as subject_id,
                       p.occurred_at as occurred_at, p.weight as weight, m.item as item, m.value as value,
                       m.state as state, m.trait as trait, m.problem as problem, m.name || ' = ' || c.value as raw
                from {wave.cells} c join {meant} m on m.place = c.place and m.said = c.value
                join {people} p on p.line = c.line where p.problem is null""",
            (wave.cells,),
        )
    )


def _meant(warehouse: Warehouse, wave: waves.Wave, columns_at: Mapping[int, Item]) -> pa.Table:
    """Read every different value of every question once."""
    listed = ", ".join(map(str, sorted(columns_at))) or "-1"
    asked = Query(
        "survey_said",
        f"select distinct place, value from {wave.cells} where place in ({listed}) order by place, value",
        (wave.cells,),
    )
    values: dict[int, list[str]] = defaultdict(list)
    for row in warehouse.run(asked).rows():
        values[row["place"]].append(row["value"])
    rows = [
        (place, said, item.id, wave.columns[place].name, told.value, told.state, told.trait, told.problem)
        for place, item in columns_at.items()
        for said, told in meanings.meanings(item, values[place])
        if told.state or told.trait or told.problem
    ]
    text, number = pa.string(), pa.float64()
    names = ("place", "said", "item", "name", "value", "state", "trait", "problem")
    kinds = (pa.int32(), text, text, text, number, text, text, text)
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})


def _counted(warehouse: Warehouse, read: Table, wave: waves.Wave) -> dict[str, Any]:
    states = Query("survey_states", f"select state, count(*) as n from {read} where state is not null group by state")
    counted = {row["state"]: int(row["n"]) for row in warehouse.run(states).rows()}
    problems = Query(
        "survey_problems", f"select code, count(*) as n from ({_bad(read, wave)}) group by code order by code"
    )
    reasons = {row["code"]: int(row["n"]) for row in warehouse.run(problems).rows()}
    people = Query("survey_persons", f"select count(distinct subject_id) as n from {Table('survey_frame')}")
    (rows,) = warehouse.run(people).column("n")
    return {
        "rows": int(rows),
        "answers": counted.get(meanings.ANSWERED, 0),
        "missing": counted.get(meanings.MISSING, 0),
        "unused": counted.get(meanings.UNUSED, 0),
        "reasons": reasons,
    }


def _bad(read: Table, wave: waves.Wave) -> str:
    """Every cell and row that could not be read, with its text."""
    return (
        f"select line, problem as code, raw from {read} where problem is not null union all "
        f"select line, problem, raw from {wave.grid.table} where problem is not null union all "
        f"select line, problem, '' from {Table('survey_frame')} where problem is not null"
    )


def _sealed(warehouse: Warehouse, read: Table, wave: waves.Wave, made: Part) -> list[Part]:
    """Seal answers, traits and what stands in quarantine; those without rows are left out, answers never."""
    brief = {key: made.details[key] for key in ("survey", "source", "file", "path", "place", "wave")}
    answers = Query("survey_answers", f"select {', '.join(ANSWER.columns)} from {read} where state is not null")
    added = [warehouse.seal(ANSWER, made.key, answers, inputs=made.inputs, details=made.details)]
    traits = Query(
        "survey_traits",
        f"""select subject_id, item as name, min(trait) as value, cast(null as timestamp) as occurred_at
            from {read} where trait is not null group by subject_id, item""",
    )
    kept = warehouse.seal(tables.TRAIT, made.key, traits, inputs=made.inputs, details=brief)
    added += [kept] if kept.rows else []
    if made.details["reasons"]:
        bad = Query("survey_bad", _bad(read, wave))
        aside = plain.aside(bad, (str(brief["survey"]), str(brief["file"])), warehouse.dialect)
        added.append(warehouse.seal(tables.QUARANTINE, made.key, aside, inputs=made.inputs, details=brief))
    return added


def _stated(details: Mapping[str, Any], *, skipped: bool = False) -> Loaded:
    reasons = details["reasons"]
    return Loaded(
        survey=details["survey"],
        wave=details["wave"],
        file=details["file"],
        rows=details["rows"],
        answers=details["answers"],
        missing=details["missing"],
        unused=details["unused"],
        quarantined=sum(reasons.values()),
        matched=msgspec.convert(details["matched"], Matched),
        reasons=reasons,
        skipped=skipped,
    )
