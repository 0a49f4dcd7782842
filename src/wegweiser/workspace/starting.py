"""The guided start: what a file was taken for, so that a person can correct it, and written once she agrees."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from tomlkit import TOMLDocument

from wegweiser import collect
from wegweiser.collect import SourceSpec, plain, texts
from wegweiser.domain.events import KINDS
from wegweiser.domain.surveys import Item
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName
from wegweiser.i18n import LANGUAGES, Text, both
from wegweiser.voice.surveys import SurveySpec, questions, telling
from wegweiser.voice.surveys import guess as guess_survey
from wegweiser.voice.texts import TextSpec
from wegweiser.warehouse import Query
from wegweiser.workspace import changing, hearing
from wegweiser.workspace.config import Config
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.insights.masked import shape
from wegweiser.workspace.refusals import framed

_LOOKED_AT, _SAMPLES, _NAMES = 2_000, 3, 40
_MOST_KINDS, _OFTEN, _LONGEST = 20, 5, 40
_NUMBERED = re.compile(r"@|\d\D?\d")
_SHOWN = ("time", "event", "channel", "campaign", "value", "currency", "score", "recommend", "weight", "question")
_OBJECTS = frozenset({".json", ".jsonl", ".ndjson"})
_TABLES = _OBJECTS | {".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm"}
ASKED = tuple(one.value for one in telling.Told)
"""What a column of a survey is."""
_NO_TIME = "No column of "
PEOPLE = tuple(kind.name for kind in KINDS)
"""Fields that say who it was."""
PROPERTY, TRAIT, IGNORED = "property", "trait", "ignored"
"""What a column is where it holds none of the fields of an event."""


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column of the file and what it was taken for: a field of events, a trait, a property, or ignored.

    Times, events, amounts and words that come again and again are shown as they stand, all else by its shape:
    letters as x, digits as 0.
    """

    name: str
    role: str
    samples: tuple[str, ...] = ()


class Named(msgspec.Struct, frozen=True):
    """An event name and how often the first rows hold it."""

    event: str
    rows: int


class Guessed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file was taken for; `kind` is events, paths, survey, texts, or unknown."""

    path: str
    kind: str
    name: str = ""
    source: SourceSpec | None = None
    survey: SurveySpec | None = None
    text: TextSpec | None = None
    columns: tuple[Column, ...] = ()
    events: tuple[Named, ...] = ()
    sentences: tuple[Text, ...] = ()
    """What was assumed, as a reader would check it."""
    problems: tuple[Text, ...] = ()
    """Why it cannot be read as it stands."""
    items: tuple[Item, ...] = ()
    """The questions of a survey."""
    told: bool = False
    """Whether somebody said what its columns hold."""


def guess(ws: Ground, path: Path, told: Mapping[str, str] | None = None, kind: str = "") -> Guessed:
    """Return what a file is and how it would be read; nothing is written. What nobody can read says why.

    Args:
        ws: the workspace that would read it.
        path: the file, as it is called from the workspace's folder on.
        told: what somebody says columns hold, by their names; what she leaves out is guessed.
        kind: what she says the file is: events, texts or survey; empty: as it looks.
    """
    file = path if path.is_absolute() else ws.folder / path
    said = told or {}
    try:
        if kind == "texts":
            return Guessed(str(path), kind, _free(ws, file), columns=_columns(ws, file, said))
        survey = _survey(ws, file, said, kind)
        if survey is not None:
            columns = _columns(ws, file, said if survey.spec.question else _roles(survey.items))
            spec = msgspec.structs.replace(survey.spec, files=(ws.files.named(file),))
            return Guessed(
                str(path),
                "survey",
                spec.name,
                survey=spec,
                columns=columns,
                sentences=survey.sentences,
                items=survey.items,
                told=bool(said),
            )
        fields = {role: column for column, role in said.items() if role in SourceSpec.FIELDS}
        found = collect.guess(ws.warehouse, file, _free(ws, file), ws.config.timezone, fields)
        read = _read(ws, path, found)
        others = {column: role for column, role in said.items() if role not in SourceSpec.FIELDS}
        return with_roles(read, others) if others else read
    except SourceProblem as problem:
        return Guessed(str(path), "unknown", problems=(_why(problem, file),), columns=_columns(ws, file, said))


def _why(problem: SourceProblem, file: Path) -> Text:
    """Return why a file cannot be read, without the place it waits at."""
    said = str(problem).replace(str(file), file.name)
    if said.startswith(_NO_TIME):
        return both("No column looks like a time.")
    return {language: framed(said, language) for language in LANGUAGES}


def _survey(ws: Ground, file: Path, said: Mapping[str, str], kind: str) -> Any:  # noqa: ANN401  (the survey's own)
    """Return how a file is read as a survey, None where it is none and nobody says so.

    Raises:
        SourceProblem: somebody says so, and it cannot be read as one.
    """
    found = guess_survey(ws.warehouse, file, told=said) if kind in {"", "survey"} else None
    if found is None and kind == "survey":
        raise SourceProblem(f"{file.name} cannot be read as a survey: it is no table.")
    return found


def _roles(items: Iterable[Item]) -> dict[str, str]:
    """Return what each column of a survey is, in the words people choose from."""
    return {item.columns[0]: telling.said_of(item) for item in items if item.columns}


def _join(document: TOMLDocument, name: str, file: str) -> None:
    table: Any = next(one for one in document["survey"] if one["name"] == name)
    table["files"] = [*table["files"], file]


def _columns(ws: Ground, file: Path, roles: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns of a file somebody may name by hand, each as it was named; none where it has none."""
    names = [suffix.lower() for suffix in file.suffixes]
    if not set(names) & _TABLES:
        return ()
    try:
        objects = bool(set(names) & _OBJECTS)
        rows = list(_objects(file) if objects else _grid(ws, file))
    except SourceProblem:
        return ()
    known = dict.fromkeys(name for row in rows for name in row)
    return tuple(
        Column(name, roles.get(name, IGNORED), _samples([row.get(name, "") for row in rows], roles.get(name)))
        for name in known
    )


def _read(ws: Ground, path: Path, found: collect.Guess) -> Guessed:
    file = path if path.is_absolute() else ws.folder / path
    source = msgspec.structs.replace(found.spec, files=(ws.files.named(file),))
    rows = list(_rows(ws, file, source))
    return Guessed(
        path=str(path),
        kind="paths" if "path" in source.columns else "events",
        name=source.name,
        source=source,
        columns=columns_of(source, rows),
        events=_events(source, rows),
        sentences=found.sentences,
    )


def accept(ws: Ground, guessed: Guessed) -> Config:
    """Write a guess, corrected perhaps, to wegweiser.toml and return the configuration with it.

    Raises:
        InvalidSetting: nothing was recognised, or it says something that cannot be used; nothing is written.
        UnknownName: it names a field or a column that does not exist.
        SourceProblem: the file is not there.
    """
    if guessed.survey is not None:
        path = Path(guessed.path)
        hearing.add(ws, path if path.is_absolute() else ws.folder / path, name=guessed.survey.name)
        return ws.config
    if guessed.source is not None:
        _refuse_columns(guessed)
        ws.config = changing.add(ws.folder, "source", SourceSpec.of(msgspec.to_builtins(guessed.source)))
    elif guessed.text is not None:
        ws.config = changing.add(ws.folder, "text", guessed.text)
    else:
        raise InvalidSetting(guessed.path, ["nothing was recognised in it, so there is nothing to write down"])
    return ws.config


def keep_survey(folder: Path, guessed: Guessed, file: str) -> str:
    """Write down how a survey is read that somebody corrected, and return its name.

    A file of a survey that is known joins it as a further wave: its questions stand in their file already.

    Raises:
        InvalidSetting: the guess is of no survey, or its name cannot be used; nothing is written.
    """
    if guessed.survey is None:
        raise InvalidSetting(guessed.path, ["it is no survey"])
    spec = msgspec.structs.replace(guessed.survey, files=(file,))
    config = Config.read(folder)
    standing = next((one for one in config.survey if one.name == spec.name), None)
    if standing is not None:
        changing.edited(folder, lambda document: _join(document, spec.name, file))
        return spec.name
    path = folder / f"{spec.name}.survey.toml"
    if not path.exists():
        questions.write(path, guessed.items)
    changing.add(folder, "survey", spec)
    hearing.follow(folder, config, guessed.items)
    return spec.name


def questions_of(folder: Path, spec: SurveySpec) -> tuple[Item, ...]:
    """Return the questions of a survey as they are written down; none before a run wrote them."""
    path = folder / (spec.questions or f"{spec.name}.survey.toml")
    return questions.read(path) if path.is_file() else ()


def place(folder: Path, spec: SurveySpec, about: Mapping[str, str]) -> None:
    """Write down which touchpoints the questions of a survey ask about; an empty one: the whole journey.

    Raises:
        UnknownName: there is no such question.
        SourceProblem: no questions are written down yet.
    """
    questions.place(folder / (spec.questions or f"{spec.name}.survey.toml"), about)


def with_roles(guessed: Guessed, roles: Mapping[str, str]) -> Guessed:
    """Return a guess of events with columns taken for something else, as a person corrected them.

    Raises:
        UnknownName: a column is not in the file, or there is no such role.
        InvalidSetting: two columns are to be the same field, or the guess is of no events.
    """
    source = guessed.source
    if source is None:
        raise InvalidSetting(guessed.path, ["only columns of events can be corrected"])
    known = [column.name for column in guessed.columns]
    fields = (*SourceSpec.FIELDS, PROPERTY, TRAIT, IGNORED)
    for name, role in roles.items():
        if name not in known:
            raise UnknownName("column", name, known)
        if role not in fields:
            raise UnknownName("role of a column", role, fields)
    told = {column.name: roles.get(column.name, column.role) for column in guessed.columns}
    # Counted paths have fields of their own, which nobody chooses but which stay.
    held = {*SourceSpec.FIELDS, *source.columns}
    twice = [field for field, n in Counter(told.values()).items() if n > 1 and field in SourceSpec.FIELDS]
    if twice:
        raise InvalidSetting(guessed.path, [f"two columns are '{field}'" for field in sorted(twice)])
    mapped = {role: name for name, role in told.items() if role in held}
    spec = msgspec.structs.replace(
        source,
        columns=mapped,
        # What a column says now needs no value of ours for every row.
        fixed={field: value for field, value in source.fixed.items() if field not in mapped},
        traits=tuple(name for name, role in told.items() if role == TRAIT),
        ignored=tuple(name for name, role in told.items() if role == IGNORED),
        rows_are_profiles=guessed.kind == "events" and not names_people(mapped),
    )
    columns = tuple(msgspec.structs.replace(one, role=told[one.name]) for one in guessed.columns)
    return msgspec.structs.replace(guessed, source=spec, columns=columns)


def names_people(fields: Iterable[str]) -> bool:
    """Return whether a field says who it was; where none does, every row is a person of its own.

    Example:
        >>> names_people(["time", "card"]), names_people(["time", "event"])
        (True, False)
    """
    return not set(PEOPLE).isdisjoint(fields)


def columns_of(source: SourceSpec, rows: list[dict[str, str]]) -> tuple[Column, ...]:
    """Return the columns of the first rows with their roles and samples."""
    roles = {column: field for field, column in source.columns.items()}
    roles |= dict.fromkeys(source.traits, TRAIT) | dict.fromkeys(source.ignored, IGNORED)
    names = dict.fromkeys(name for row in rows for name in row)
    return tuple(
        Column(name, roles.get(name, PROPERTY), _samples([row.get(name, "") for row in rows], roles.get(name)))
        for name in (*names, *(name for name in roles if name not in names))
    )


def _samples(values: list[str], role: str | None) -> tuple[str, ...]:
    told = role in _SHOWN or (role in {None, PROPERTY, TRAIT} and _kinds(values))
    found = dict.fromkeys(value if told else shape(value) for value in values if value)
    return tuple(islice(found, _SAMPLES))


def _kinds(values: list[str]) -> bool:
    """Return whether a column names kinds of things, not people: few values, each often, none like a number."""
    found = Counter(value for value in values if value)
    return len(found) <= _MOST_KINDS and all(
        rows >= _OFTEN and len(value) <= _LONGEST and not _NUMBERED.search(value) for value, rows in found.items()
    )


def _events(source: SourceSpec, rows: list[dict[str, str]]) -> tuple[Named, ...]:
    column = source.columns.get("event")
    if column is None:
        return ()
    counted = Counter(row[column] for row in rows if row.get(column))
    return tuple(Named(name, n) for name, n in counted.most_common(_NAMES))


def _free(ws: Ground, file: Path) -> str:
    """Return a source name by the file's that no source has yet."""
    clean = "".join(c if c.isalnum() or c in "-_" else "_" for c in file.name.split(".")[0]) or "source"
    taken = {spec.name for spec in ws.config.source}
    return next(name for name in (clean, *(f"{clean}_{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _rows(ws: Ground, file: Path, source: SourceSpec) -> Iterator[dict[str, str]]:
    """Yield the first rows of a file of columns; none of other formats."""
    if source.format in {"jsonl", "json"}:
        yield from _objects(file)
    elif source.format in {"csv", "parquet", "xlsx", "excel"}:
        if file.suffix in {".parquet", ".xlsx", ".xlsm"}:
            yield from _grid(ws, file)
        else:
            with texts.text_of(file, source.text.encoding, "replace") as stream:
                reader = csv.DictReader(stream, delimiter=source.text.separator, quotechar=source.text.quote or '"')
                for row in islice(reader, _LOOKED_AT):
                    yield {str(key): value or "" for key, value in row.items() if key is not None}


def _grid(ws: Ground, file: Path) -> Iterator[dict[str, str]]:
    with ws.warehouse.scratch("looked"):
        found = plain.grid(ws.warehouse, file, "looked", most=_LOOKED_AT)
        table = ws.warehouse.run(Query("looked_at", f"select * from {found.table} order by line limit {_LOOKED_AT}"))
        for row in table.rows():
            yield {name: str(row[found.column(name)] or "") for name in found.names}


def _objects(file: Path) -> Iterator[dict[str, str]]:
    with texts.text_of(file, "utf-8", "replace") as stream:
        for line in islice(stream, _LOOKED_AT):
            try:
                found = msgspec.json.decode(line)
            except msgspec.DecodeError:
                # A line that is no JSON ends in quarantine; the others tell what the file is.
                continue
            if isinstance(found, dict):
                yield {str(key): "" if value is None else str(value) for key, value in found.items()}


def _refuse_columns(guessed: Guessed) -> None:
    """Refuse a column the file does not have; a format that names none is not asked."""
    known = [column.name for column in guessed.columns]
    source = guessed.source
    for name in (*source.columns.values(), *source.traits, *source.ignored) if source and known else ():
        if name not in known:
            raise UnknownName("column", name, known)
