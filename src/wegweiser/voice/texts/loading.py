"""Loads texts of customers from files, survey exports and events, masked, sealed and published in one step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import msgspec

from wegweiser.collect import places, plain
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName
from wegweiser.progress import Progress, silent
from wegweiser.voice.tables import SAID
from wegweiser.voice.texts import keeping, notes
from wegweiser.voice.texts.comments import RAW, Count, Loaded, earlier_of, inputs_of, load_comments, publish
from wegweiser.voice.texts.events import FIELDS, load_events
from wegweiser.voice.texts.expiring import expire
from wegweiser.voice.texts.keeping import Comment
from wegweiser.voice.texts.lines import json_lines
from wegweiser.voice.texts.spec import TextSpec
from wegweiser.warehouse import Part, Query, Table, Warehouse

__all__ = ["FIELDS", "Comment", "Loaded", "expire", "load", "load_comments", "load_events"]

_GRID, _STAGE = "text_grid", "Read texts"
_SCRATCH = (_GRID, "text_rows", RAW)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_SAMPLE = 2000


def load(warehouse: Warehouse, spec: TextSpec, path: Path, *, zone: str = "UTC", progress: Progress = silent) -> Loaded:
    """Return what became of the texts of a file or folder; the same content under the same spec changes nothing.

    CSV, JSON lines, Parquet and spreadsheets have one text a row; Markdown files, or a folder of them, are interview
    notes. Times without an offset are local times of the `zone`.

    Raises:
        SourceProblem: the file cannot be read.
        UnknownName: it lacks a column the spec names.
        InvalidSetting: the column of times holds none, or the ends of the scale of scores are the same.
    """
    if spec.low == spec.high:
        raise InvalidSetting(f"The texts '{spec.name}'", ["low and high of its scores are the same"])
    key, inputs = f"text:{spec.name}/{plain.fingerprint(path)[:32]}", inputs_of(spec, zone)
    earlier = earlier_of(warehouse, key, f"text:{spec.name}/", path)
    for part in earlier:
        if part.kind == SAID.kind and part.key == key and part.inputs == inputs:
            return msgspec.convert({**part.details, "skipped": True}, Loaded)
    count = Count()
    with warehouse.scratch(*_SCRATCH):
        try:
            if path.is_dir() or path.suffix == ".md":
                comments = _noted(spec, path, count)
            else:
                comments = _tabled(warehouse, spec, path, (zone, progress), count)
            kept = keeping.kept(warehouse, spec, path.name, comments)
            stated = Loaded(
                spec.name,
                str(path),
                count.rows,
                kept.texts,
                kept.empty,
                count.unread,
                kept.languages,
                dict(count.reasons),
            )
            details = {**asdict(stated), **places.place_of(warehouse, path)}
            publish(warehouse, Part(SAID.kind, key, inputs, "", 0, details), kept.query, count, earlier)
        finally:
            keeping.forget(warehouse, path.stem)
    return stated


def _noted(spec: TextSpec, path: Path, count: Count) -> Iterator[Comment]:
    """Yield what interview notes hold; the lines of a folder's files are counted on."""
    first = 1
    files = notes.pages(path)
    if not files:
        raise SourceProblem(f"The folder {path} holds no notes: no file of it ends in .md.")
    for file in files:
        found = notes.notes_of(file, first)
        lines = file.read_text("utf-8-sig").splitlines()
        if found.problem:
            count.rows += 1
            count.aside(first, found.problem, "\n".join(lines[:10]), spec.languages[0])
        count.rows += len(found.comments)
        yield from found.comments
        first += len(lines) + 1


def _tabled(
    warehouse: Warehouse, spec: TextSpec, path: Path, how: tuple[str, Progress], count: Count
) -> Iterator[Comment]:
    """Yield the rows of a file of columns, some lines at a time."""
    zone, progress = how
    grid = json_lines(warehouse, path, _GRID) if ".json" in path.suffixes or ".jsonl" in path.suffixes else None
    grid = grid or plain.grid(warehouse, path, _GRID)
    rows = _rows(warehouse, spec, grid, zone)
    last = warehouse.run(Query("text_lines", f"select coalesce(max(line), 0) as n from {rows}")).column("n")[0]
    for start in range(0, int(last) + 1, keeping.BATCH):
        progress(_STAGE, min(count.rows, grid.rows), grid.rows)
        between = f"line > {start} and line <= {start + keeping.BATCH}" if start else f"line <= {keeping.BATCH}"
        asked = Query("text_batch", f"select * from {rows} where {between} order by line")
        for row in warehouse.run(asked).rows():
            count.rows += 1
            comment = _comment(spec, row, count)
            if comment is not None:
                yield comment
    progress(_STAGE, grid.rows, grid.rows)


def _comment(spec: TextSpec, row: dict[str, object], count: Count) -> Comment | None:
    problem = row["problem"]
    if problem is None and row["when_said"] and row["occurred_at"] is None:
        problem = "unreadable_time"
    if problem is not None:
        raw = str(row["raw"] or " | ".join(str(row[n]) for n in ("when_said", "text") if row[n]))
        count.aside(msgspec.convert(row["line"], int), str(problem), raw, spec.languages[0])
        return None
    score = _score(row, spec, count) if row["score"] else None
    fields = {n: row[n] for n in ("line", "person", "topic", "touchpoint", "phase")}
    return Comment(text=str(row["text"] or ""), at=row["occurred_at"], score=score, **fields)  # type: ignore[arg-type]


def _rows(warehouse: Warehouse, spec: TextSpec, grid: plain.Grid, zone: str) -> Table:
    """Create the rows of a file with the columns the spec names."""
    named = {
        "text": spec.text,
        "when_said": spec.time,
        "person": spec.person,
        "score": spec.score,
        "topic": spec.topic,
        "touchpoint": spec.touchpoint_column,
        "phase": spec.phase_column,
    }
    for column in named.values():
        if column is not None and column not in grid.names:
            raise UnknownName("column", column, grid.names)
    fields = {
        name: "cast(null as varchar)" if column is None else f"nullif(trim({grid.column(column)}), '')"
        for name, column in named.items()
    }
    at = _instant(warehouse, spec, grid, fields["when_said"], zone) if spec.time else "cast(null as timestamp)"
    listed = ", ".join(f"{expression} as {name}" for name, expression in fields.items())
    return warehouse.create(
        Query("text_rows", f"select line, problem, raw, {listed}, {at} as occurred_at from {grid.table}")
    )


def _instant(warehouse: Warehouse, spec: TextSpec, grid: plain.Grid, said: str, zone: str) -> str:
    """Return the expression that reads the column of times, however it is written."""
    sample = Query(
        "text_times", f"select {said} as at from {grid.table} where {said} is not null order by line limit {_SAMPLE}"
    )
    values = warehouse.run(sample).column("at")
    moment = plain.moment(values, zone)
    if moment is None and values:
        raise InvalidSetting(f"The texts '{spec.name}'", [f"the column '{spec.time}' holds no times that can be read"])
    return moment.sql(said, warehouse.dialect) if moment else "cast(null as timestamp)"


def _score(row: dict[str, object], spec: TextSpec, count: Count) -> float | None:
    """Return the writer's score on -2..+2; one off the scale, or no number, is set aside, and her text stays."""
    value = _number(str(row["score"]))
    if value is not None and min(spec.low, spec.high) <= value <= max(spec.low, spec.high):
        return -2 + 4 * (value - spec.low) / (spec.high - spec.low)
    count.unread += 1
    code = "unreadable_answer" if value is None else "off_scale"
    raw = f"{spec.score}: {row['score']} | {row['text'] or ''}"
    count.aside(msgspec.convert(row["line"], int), code, raw, spec.languages[0])
    return None


def _number(said: str) -> float | None:
    """Return the number a score was written as, None where there is none: 4, "4,5", "★★★★"."""
    stars = said.count("★")
    found = _NUMBER.match(said)
    if found is not None:
        return float(found[0].replace(",", "."))
    return float(stars) if stars else None
