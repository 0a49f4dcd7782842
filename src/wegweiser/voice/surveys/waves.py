"""The rows of one file of a survey, whatever its layout: cells, and who answered when with which weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from wegweiser.collect import plain
from wegweiser.collect.plain import Grid
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.voice.surveys.profiles import Column, profiled
from wegweiser.voice.surveys.spec import Layout, SurveySpec
from wegweiser.warehouse import Query, Warehouse

GRID = "survey_grid"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d(?:[-_ ]?(?:q[1-4]|0[1-9]|1[0-2]))?)(?!\d)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Wave:
    """One file: its columns (questions, in the long layout), the name of its wave and its day where one is known.

    `cells` are line, place, value (empty ones too in the wide layout); `grid` is the file itself.
    """

    name: str
    day: date | None
    grid: Grid
    columns: tuple[Column, ...]
    cells: Query

    def place(self, name: str) -> int:
        """Return the place of a column.

        Raises:
            UnknownName: the file has no such column.
        """
        names = [column.name for column in self.columns]
        if name not in names:
            raise UnknownName("column", name, names)
        return names.index(name)


@dataclass(frozen=True)
class Frame:
    """The columns of the file that say who answered, when, and with which weight."""

    person: str | None = None
    time: str | None = None
    weight: str | None = None


def wave_of(warehouse: Warehouse, spec: SurveySpec, path: Path, *, most: int | None = None) -> Wave:
    """Return a file's rows, or the first `most` of them, ready to be read.

    Raises:
        SourceProblem: the file cannot be read.
        InvalidSetting: the long layout names no columns of questions and answers.
        UnknownName: it names a column the file does not have.
    """
    grid = plain.grid(warehouse, path, GRID, most=most)
    name, day = named(spec, path)
    long = spec.layout is Layout.LONG
    names, cells = _long(warehouse, spec, grid) if long else (grid.names, wide_cells(grid))
    return Wave(name, day, grid, profiled(warehouse, names, cells, grid.rows), cells)


def named(spec: SurveySpec, path: Path) -> tuple[str, date | None]:
    """Return the name of a file's wave and its day: what `waves` says of it ("May 2018, 2018-05-07"), else its year.

    Example:
        >>> named(SurveySpec("sfo", ("*.csv",)), Path("sfo_2018.csv"))
        ('2018', None)
        >>> named(SurveySpec("sfo", ("*.csv",), waves={"b.csv": "Spring, 2018-05-07"}), Path("b.csv"))
        ('Spring', datetime.date(2018, 5, 7))
    """
    said = spec.waves.get(path.name, spec.waves.get(path.stem, ""))
    days = _DAY.findall(said)
    if len(days) > 1:
        raise InvalidSetting(f"waves of [[survey]] '{spec.name}'", [f"'{said}' has several days; write one"])
    day = date.fromisoformat(days[0]) if days else None
    name = _DAY.sub("", said).strip(" ,;@") or (days[0] if days else "")
    found = _YEAR.search(path.name)
    return name or (found[1].replace("_", "-") if found else path.name.split(".")[0]), day


def wide_cells(grid: Grid) -> Query:
    """Return every cell of a file with one column a question; empty ones are ''."""
    listed = ", ".join(f"f{place}" for place in range(len(grid.names)))
    texts = ", ".join(f"coalesce(trim(f{place}), '') as f{place}" for place in range(len(grid.names)))
    return Query(
        "survey_cells",
        f"""select line, cast(substr(field, 2) as integer) as place, value
            from (unpivot (select line, {texts} from {grid.table} where problem is null)
                  on {listed} into name field value value)""",
    )


def _long(warehouse: Warehouse, spec: SurveySpec, grid: Grid) -> tuple[Sequence[str], Query]:
    if spec.question is None or spec.answer is None:
        raise InvalidSetting(f"[[survey]] '{spec.name}'", ["the long layout needs `question` and `answer`"])
    question, said = f"trim({_field(grid, spec.question)})", f"trim({_field(grid, spec.answer)})"
    asked = Query(
        "survey_questions",
        f"select {question} as name, min(line) as line from {grid.table} "
        f"where problem is null and {question} <> '' group by {question} order by line",
    )
    names = warehouse.run(asked).column("name")
    places = Query(
        "survey_places", f"select name, row_number() over (order by line, name) - 1 as place from {asked}", (asked,)
    )
    return names, Query(
        "survey_cells",
        f"""select line, cast(p.place as integer) as place, coalesce({said}, '') as value
            from {grid.table} g join {places} p on p.name = {question} where g.problem is null""",
        (places,),
    )


def _field(grid: Grid, name: str) -> str:
    if name not in grid.names:
        raise UnknownName("column", name, grid.names)
    return grid.column(name)


def framed(warehouse: Warehouse, spec: SurveySpec, wave: Wave, frame: Frame) -> Query:
    """Return line, subject_id, occurred_at, weight and what is wrong with the weight, for every row."""
    dialect, grid = warehouse.dialect, wave.grid
    person = f"nullif(trim({_field(grid, frame.person)}), '')" if frame.person else "cast(null as varchar)"
    named_here = dialect.text(chr(31).join((spec.name, wave.name, "")))
    subject = dialect.id_of(f"{named_here} || coalesce({person}, 'line ' || cast(line as varchar))")
    if frame.person and spec.person_kind:
        lowered = f"lower({person})" if spec.person_kind == "email" else person
        everywhere = dialect.id_of(f"{dialect.text(spec.person_kind + ':')} || {lowered}")
        subject = f"case when {person} is null then {subject} else {everywhere} end"
    weight = f"nullif(trim({_field(grid, frame.weight)}), '')" if frame.weight else "cast(null as varchar)"
    read = plain.number(weight, ".") if frame.weight else "cast(null as double)"
    return Query(
        "survey_frame",
        f"""select line, {subject} as subject_id, {_moment(warehouse, wave, frame)} as occurred_at,
                   coalesce({read}, 1) as weight,
                   case when {weight} is not null and coalesce({read}, -1) < 0 then 'unreadable_number' end as problem
            from {grid.table} where problem is null""",
    )


def _moment(warehouse: Warehouse, wave: Wave, frame: Frame) -> str:
    """Return the time of an answer: that of its row, else the day of its wave, else null."""
    day = "cast(null as timestamp)"
    if wave.day:
        day = warehouse.dialect.timestamp(datetime.combine(wave.day, time(12), UTC))
    if frame.time is None:
        return day
    field = f"nullif(trim({_field(wave.grid, frame.time)}), '')"
    values = warehouse.run(
        Query("survey_times", f"select distinct {field} as value from {wave.grid.table} order by value limit 5000")
    ).column("value")
    found = plain.moment([value for value in values if value])
    return f"coalesce({found.sql(field, warehouse.dialect)}, {day})" if found else day
