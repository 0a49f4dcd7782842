"""Takes the log of answers into the tables: numbers into ANSWER, what was written into SAID."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyarrow as pa

from wegweiser.domain.surveys import REPORTED, Item, Scale
from wegweiser.errors import InvalidSetting
from wegweiser.voice.asking.log import Line, files, read
from wegweiser.voice.asking.spec import OwnSurvey
from wegweiser.voice.tables import ANSWER
from wegweiser.voice.texts.keeping import Comment, id_of
from wegweiser.voice.texts.loading import load_comments
from wegweiser.voice.texts.spec import TextSpec
from wegweiser.warehouse import Part, Query, Warehouse

SOURCE = "ask"
"""What the key of a part of ours starts with."""
_VERSION = "1"
_RAW = "ask_raw"
_KINDS = {"BIGINT": pa.int64(), "VARCHAR": pa.string(), "DOUBLE": pa.float64(), "TIMESTAMP": pa.timestamp("us")}
_FIELDS = pa.schema([(name, _KINDS[kind]) for name, kind in ANSWER.columns.items()])


@dataclass(frozen=True)
class Taken:
    """What became of the log: forms, answers and texts taken, and lines nobody can read or no survey asks for."""

    files: int = 0
    forms: int = 0
    answers: int = 0
    missing: int = 0
    texts: int = 0
    torn: int = 0
    unknown: int = 0
    skipped: int = 0
    """Files that said nothing new."""


@dataclass(frozen=True)
class _Day:
    """What became of one file."""

    file: str
    forms: int
    answers: int
    missing: int
    texts: int
    torn: int
    unknown: int


def check(surveys: Sequence[OwnSurvey], touchpoints: Collection[str] | None = None) -> None:
    """Refuse surveys that cannot be asked, with everything that is wrong with all of them.

    Raises:
        InvalidSetting: two have one id, a question is empty, a touchpoint unknown, a scale no scale.
    """
    ids = [survey.id for survey in surveys]
    problems = [f"two surveys of our own are called '{name}'" for name in sorted({i for i in ids if ids.count(i) > 1})]
    problems += [f"'{one.id}': {problem}" for one in surveys for problem in one.problems(touchpoints)]
    if problems:
        raise InvalidSetting("[[ask]]", problems)


def items(surveys: Iterable[OwnSurvey]) -> dict[str, tuple[Item, ...]]:
    """Return the questions of every survey as scores read them, by its id."""
    return {survey.id: survey.items for survey in surveys}


def take_in(warehouse: Warehouse, folder: Path, surveys: Sequence[OwnSurvey]) -> Taken:
    """Return what became of the log's files; one that says nothing new changes nothing, one that grew is replaced.

    Answers of a survey that wegweiser.toml no longer names, or to a question it no longer asks, are counted as
    unknown and come back with it.
    """
    asked = {survey.id: {item.id: item for item in survey.items} for survey in surveys}
    days, skipped = [], 0
    for path in files(folder):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        inputs = _inputs(content, surveys)
        earlier = [part for part in warehouse.parts(ANSWER.kind) if part.key == f"{SOURCE}/{path.stem}"]
        if any(part.inputs == inputs for part in earlier):
            skipped += 1
            days.append(msgspec.convert(earlier[0].details["day"], _Day))
        else:
            days.append(_take(warehouse, path, asked, Part(ANSWER.kind, f"{SOURCE}/{path.stem}", inputs, "", 0, {})))
    return Taken(
        files=len(days),
        forms=sum(day.forms for day in days),
        answers=sum(day.answers for day in days),
        missing=sum(day.missing for day in days),
        texts=sum(day.texts for day in days),
        torn=sum(day.torn for day in days),
        unknown=sum(day.unknown for day in days),
        skipped=skipped,
    )


def _inputs(content: str, surveys: Sequence[OwnSurvey]) -> str:
    """Fingerprint of a file, and of everything else its answers follow from: titles and thanks are no part of it."""
    parts = [_VERSION, content, *(repr((one.id, one.items)) for one in sorted(surveys, key=lambda one: one.id))]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _take(warehouse: Warehouse, path: Path, asked: Mapping[str, Mapping[str, Item]], made: Part) -> _Day:
    """Seal one file's answers in place of what stood there, and hand on what was written."""
    found = read(path)
    known = [line for line in found.lines if line.item in asked.get(line.survey, {})]
    kept = _once(known)
    rows = [_row(line, asked[line.survey][line.item].scale, place) for place, line in kept]
    numbers = [row for (_, line), row in zip(kept, rows, strict=True) if asked[line.survey][line.item].scale]
    texts = [
        load_comments(
            warehouse,
            TextSpec(survey, ()),
            f"{SOURCE}/{path.stem}",
            made.inputs,
            _comments(kept, survey, asked[survey]),
        ).texts
        for survey in sorted(asked)
        if any(line.survey == survey and line.text for _, line in kept)
    ]
    answered = sum(row["state"] == "answered" for row in numbers)
    forms = len({(line.survey, line.form) for _, line in kept})
    unknown = len(found.lines) - len(known)
    day = _Day(str(path), forms, answered, len(numbers) - answered, sum(texts), found.torn, unknown)
    earlier = [part for part in warehouse.parts(ANSWER.kind) if part.key == made.key]
    with warehouse.scratch(_RAW):
        table = warehouse.offer(_RAW, pa.Table.from_pylist(numbers, schema=_FIELDS))
        query = Query("ask_answers", f"select {', '.join(ANSWER.columns)} from {table}")
        details = {"source": SOURCE, "file": str(path), "day": asdict(day)}
        warehouse.publish([warehouse.seal(ANSWER, made.key, query, inputs=made.inputs, details=details)], earlier)
    return day


def _once(lines: Iterable[Line]) -> list[tuple[int, Line]]:
    """Keep one answer to each question of a form, and of a personal link the last of the day; with their places."""
    found: dict[tuple[str, str, str], tuple[int, Line]] = {}
    for place, line in enumerate(lines, 1):
        person = line.form if line.subject is None else f"\x1f{line.subject}"
        found[line.survey, person, line.item] = (place, line)
    return sorted(found.values(), key=lambda one: one[0])


def _row(line: Line, scale: Scale | None, place: int) -> dict[str, object]:
    answers = scale is not None and scale.answers(line.value)
    unused = scale is not None and line.value in scale.unused
    return {
        "survey": line.survey,
        "wave": line.time[:7],
        "line": place,
        "subject_id": _subject(line),
        "occurred_at": _moment(line),
        "item": line.item,
        "value": line.value if answers else None,
        "state": "answered" if answers else "unused" if unused else "missing",
        "weight": 1.0,
    }


def _subject(line: Line) -> int:
    """Return the person of the link; who came without one is somebody of this form only."""
    return line.subject if line.subject is not None else id_of(f"{line.survey}\x1f{line.form}")


def _moment(line: Line) -> datetime:
    return datetime.fromisoformat(line.time).astimezone(UTC).replace(tzinfo=None)


def _comments(kept: Sequence[tuple[int, Line]], survey: str, asked: Mapping[str, Item]) -> Iterator[Comment]:
    """Yield what was written with the writer's own score: the answer beside it, about the same touchpoint if any is."""
    forms: dict[str, list[Line]] = {}
    for _, line in kept:
        if line.survey == survey and asked[line.item].metric in REPORTED and line.value is not None:
            forms.setdefault(line.form, []).append(line)
    for place, line in kept:
        if line.survey == survey and line.text:
            beside = sorted(forms.get(line.form, ()), key=lambda one: one.touchpoint != line.touchpoint)
            scores = [_felt(asked[one.item], one.value) for one in beside]
            yield Comment(
                place,
                line.text,
                subject_id=_subject(line),
                at=_moment(line),
                score=next((score for score in scores if score is not None), None),
                touchpoint=line.touchpoint,
            )


def _felt(item: Item, value: float | None) -> float | None:
    """Return an answer as a feeling; None where it is none."""
    scale = item.scale
    return scale.feeling(value) if scale is not None and value is not None and scale.answers(value) else None
