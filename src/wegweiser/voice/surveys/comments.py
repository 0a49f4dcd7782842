"""What people wrote in a survey in their own words, with the answer beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wegweiser.domain.surveys import REPORTED, Item, Role
from wegweiser.voice.surveys import loading, matching, meanings, roles, waves
from wegweiser.voice.surveys.loading import Known
from wegweiser.voice.surveys.spec import SurveySpec
from wegweiser.warehouse import Query, Warehouse


@dataclass(frozen=True)
class Comment:
    """One text as written, not yet masked; `score` is the answer beside it, -2 to +2, where there is one."""

    survey: str
    wave: str
    line: int
    subject_id: int
    occurred_at: datetime | None
    item: str
    text: str
    touchpoint: str | None
    phase: str | None
    score: float | None
    origin: str


def comments(warehouse: Warehouse, spec: SurveySpec, path: Path, known: Known) -> Iterator[Comment]:
    """Yield the comments of a file by line; empty ones and those that say nothing are left out.

    Raises:
        SourceProblem: the file cannot be read.
    """
    with warehouse.scratch(waves.GRID):
        wave = waves.wave_of(warehouse, spec, path)
        found = matching.match(known.items, wave.columns, before=known.before, dictionary=known.dictionary)
        frame = waves.framed(warehouse, spec, wave, loading.frame_of(spec, known.items, found))
        columns = {match.item: str(match.column) for match in found.found}
        for item in known.items:
            if item.role is Role.COMMENT and item.id in columns:
                beside = _beside(item, known.items)
                scored = wave.place(columns[beside.id]) if beside and beside.id in columns else -1
                rows = warehouse.run(_said(wave, frame, wave.place(columns[item.id]), scored)).rows()
                for row in rows:
                    if not meanings.says_nothing(row["text"]):
                        yield _comment(row, item, beside, (spec, wave.name))


def _said(wave: waves.Wave, frame: Query, place: int, scored: int) -> Query:
    return Query(
        "survey_comments",
        f"""select c.line as line, f.subject_id as subject_id, f.occurred_at as occurred_at, c.value as text,
                   s.value as beside
            from {wave.cells} c join {frame} f on f.line = c.line
            left join {wave.cells} s on s.line = c.line and s.place = {scored}
            where c.place = {place} and c.value <> '' and f.problem is null order by c.line""",
        (wave.cells, frame),
    )


def _comment(row: dict[str, object], item: Item, beside: Item | None, whence: tuple[SurveySpec, str]) -> Comment:
    score = None
    if beside is not None and beside.scale is not None and row["beside"]:
        value = meanings.Reader(beside).read(str(row["beside"])).value
        score = None if value is None else beside.scale.feeling(value)
    spec, wave = whence
    line, subject, at = row["line"], row["subject_id"], row["occurred_at"]
    place = (item.about or (beside.about if beside else None), item.phase or (beside.phase if beside else None))
    fixed = (str(row["text"]), *place, score, spec.origin.value)
    return Comment(spec.name, wave, line, subject, at, item.id, *fixed)  # type: ignore[arg-type]


def _beside(item: Item, items: Sequence[Item]) -> Item | None:
    """Return the rating a comment explains: the nearest above it of the same question, else right above it."""
    above = items[: items.index(item)]
    rated = [other for other in above if other.metric in REPORTED and other.role is Role.ANSWER]
    number = roles.number(item.columns[0]) if item.columns else None
    same = [other for other in rated if number and other.columns and roles.number(other.columns[0]) == number]
    if same:
        return same[-1]
    return above[-1] if above and number is None and above[-1] in rated else None
