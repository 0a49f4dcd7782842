"""Loads texts of customers from files, survey exports and events, masked, sealed and published in one step."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec
import pyarrow as pa

from wegweiser.collect import plain, tables
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName
from wegweiser.progress import Progress, silent
from wegweiser.voice.tables import SAID
from wegweiser.voice.texts import keeping, masking, notes
from wegweiser.voice.texts.keeping import Comment
from wegweiser.voice.texts.lines import json_lines
from wegweiser.voice.texts.spec import TextSpec
from wegweiser.warehouse import Part, Query, Table, Warehouse

__all__ = ["Comment", "Loaded", "load", "load_comments"]

_VERSION = f"1.{masking.VERSION}"
_GRID, _RAW, _STAGE = "text_grid", "text_raw", "Read texts"
_SCRATCH = (_GRID, "text_rows", _RAW)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_SAMPLE = 2000
_KINDS = (SAID, tables.QUARANTINE)


@dataclass(frozen=True)
class Loaded:
    """What became of a file's rows: texts by language, empty ones, scores nobody can read, and rows set aside."""

    source: str
    file: str
    rows: int
    texts: int
    empty: int = 0
    unread_scores: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    skipped: bool = False

    @property
    def quarantined(self) -> int:
        """Rows set aside with their reason."""
        return sum(self.reasons.values())


@dataclass
class _Count:
    """What is counted while the rows go by."""

    rows: int = 0
    unread: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    bad: list[tuple[int, str, str]] = field(default_factory=list)

    def aside(self, line: int, code: str, raw: str, language: str) -> None:
        """Set a row aside; what stood in it is masked as well."""
        self.reasons[code] += 1
        self.bad.append((line, code, masking.mask(raw, language)))


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
    key, inputs = f"text:{spec.name}/{plain.fingerprint(path)[:32]}", _inputs(spec, zone)
    earlier = _earlier(warehouse, key, f"text:{spec.name}/", str(path))
    for part in earlier:
        if part.kind == SAID.kind and part.key == key and part.inputs == inputs:
            return msgspec.convert({**part.details, "skipped": True}, Loaded)
    count = _Count()
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
            _publish(warehouse, Part(SAID.kind, key, inputs, "", 0, asdict(stated)), kept.query, count, earlier)
        finally:
            keeping.forget(warehouse, path.stem)
    return stated


def load_comments(warehouse: Warehouse, spec: TextSpec, key: str, inputs: str, comments: Iterable[Comment]) -> Loaded:
    """Return what became of comments found elsewhere, such as in the rows of a survey; `inputs` says what they follow.

    Comments under the same key and the same inputs change nothing; under other inputs they are replaced.
    """
    whole = f"text:{spec.name}/{key}"
    follows = hashlib.sha256(f"{inputs}\x1f{_inputs(spec, '')}".encode()).hexdigest()
    earlier = _earlier(warehouse, whole, "", "")
    for part in earlier:
        if part.kind == SAID.kind and part.inputs == follows:
            return msgspec.convert({**part.details, "skipped": True}, Loaded)
    try:
        kept = keeping.kept(warehouse, spec, key, comments)
        stated = Loaded(spec.name, key, kept.texts + kept.empty, kept.texts, kept.empty, 0, kept.languages)
        _publish(warehouse, Part(SAID.kind, whole, follows, "", 0, asdict(stated)), kept.query, _Count(), earlier)
    finally:
        keeping.forget(warehouse)
    return stated


def _publish(warehouse: Warehouse, stated: Part, query: Query, count: _Count, earlier: list[Part]) -> None:
    details = dict(stated.details)
    added = [warehouse.seal(SAID, stated.key, query, inputs=stated.inputs, details=details)]
    if count.bad:
        lines, codes, raws = zip(*count.bad, strict=True)
        columns = {"line": pa.array(lines, pa.int64()), "code": pa.array(codes), "raw": pa.array(raws, pa.string())}
        table = warehouse.offer(_RAW, pa.table(columns))
        bad = Query("text_bad", f"select line, code, raw from {table}")
        aside = plain.aside(bad, (details["source"], details["file"]), warehouse.dialect)
        brief = {"file": details["file"], "source": details["source"]}
        added.append(warehouse.seal(tables.QUARANTINE, stated.key, aside, inputs=stated.inputs, details=brief))
    warehouse.publish(added, [part for part in earlier if part.kind != SAID.kind or part.key != stated.key])


def _inputs(spec: TextSpec, zone: str) -> str:
    said = msgspec.json.encode(msgspec.structs.replace(spec, files=(), proposed=False), order="deterministic")
    return hashlib.sha256(said + f"\x1f{zone}\x1f{_VERSION}".encode()).hexdigest()


def _earlier(warehouse: Warehouse, key: str, start: str, file: str) -> list[Part]:
    """Return the parts that a load replaces: those of the same content, and those of the same file."""
    parts = [part for schema in _KINDS for part in warehouse.parts(schema.kind)]
    return [p for p in parts if p.key == key or (start and p.key.startswith(start) and p.details.get("file") == file)]


def _noted(spec: TextSpec, path: Path, count: _Count) -> Iterator[Comment]:
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
    warehouse: Warehouse, spec: TextSpec, path: Path, how: tuple[str, Progress], count: _Count
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


def _comment(spec: TextSpec, row: dict[str, object], count: _Count) -> Comment | None:
    problem = row["problem"]
    if problem is None and row["when_said"] and row["occurred_at"] is None:
        problem = "unreadable_time"
    if problem is not None:
        raw = str(row["raw"] or " | ".join(str(row[n]) for n in ("when_said", "text") if row[n]))
        count.aside(msgspec.convert(row["line"], int), str(problem), raw, spec.languages[0])
        return None
    score = _feeling(str(row["score"]), spec) if row["score"] else None
    count.unread += bool(row["score"]) and score is None
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


def _feeling(said: str, spec: TextSpec) -> float | None:
    """Return the writer's score on -2..+2, None where it cannot be read or lies off the scale: 4, "4,5", "★★★★"."""
    stars = said.count("★")
    number = _NUMBER.match(said)
    if not stars and number is None:
        return None
    value = float(stars) if number is None else float(number[0].replace(",", "."))
    if not min(spec.low, spec.high) <= value <= max(spec.low, spec.high):
        return None
    return -2 + 4 * (value - spec.low) / (spec.high - spec.low)
