"""The questions file: what each column was taken for, written once beside wegweiser.toml and then its reader's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec
import tomlkit

from wegweiser.domain.surveys import Item
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName

_HEAD = (
    "The questions of the survey, one [[item]] for each. What was guessed is marked proposed = true: change it freely,",
    "and take the mark away where you looked. This file is never overwritten; columns of new waves are added below.",
    "Die Fragen der Umfrage, je Frage ein [[item]]. Was geraten ist, trägt proposed = true: Es darf geändert werden,",
    "und wer es geprüft hat, nimmt die Marke weg. Die Datei wird nie überschrieben; neue Spalten kommen unten dazu.",
    "",
    "role: answer, comment (free text), coded (a comment somebody sorted), trait, weight, time, respondent, ignored",
    "metric: recommend, satisfaction, effort, expectation, importance, yes_no, choice",
    "scale: low and high are its ends; missing are codes of no answer, unused those of who never met the touchpoint;",
    "       best_low = true where the lowest number is the best",
    'aspect: what of its touchpoint it asks about (cleanliness), a score of its own; "" is the touchpoint\'s rating',
    "columns: what the column is called, once for each wave that calls it differently",
    "levels: the name of each code, or the id of an item above that has the same",
)
_PLAIN_KEYS = ("id", "text", "section", "role", "columns", "metric", "about", "aspect", "phase", "overall", "proposed")


def write(path: Path, items: Iterable[Item]) -> None:
    """Write a new questions file.

    Raises:
        SourceProblem: it is there already; what people corrected is never overwritten.
    """
    if path.exists():
        raise SourceProblem(f"{path} is there already and is never overwritten; delete it to have it proposed anew.")
    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    path.write_text(tomlkit.dumps(document) + _written(items), "utf-8")


def extend(path: Path, items: Sequence[Item]) -> None:
    """Append items and leave every word, comment and order that stands there as it is."""
    if items:
        standing = path.read_text("utf-8")
        path.write_text(standing.rstrip("\n") + "\n" + _written(items), "utf-8")


def place(path: Path, about: Mapping[str, str]) -> None:
    """Write down which touchpoint questions ask about, by their ids; an empty one: the whole journey.

    Raises:
        UnknownName: there is no such question.
        SourceProblem: the file is not there.
    """
    read(path)
    document = tomlkit.parse(path.read_text("utf-8-sig"))
    tables: dict[str, Any] = {str(table["id"]): table for table in document.get("item", ())}
    for name, touchpoint in about.items():
        if name not in tables:
            raise UnknownName("question", name, list(tables))
        table = tables[name]
        if table.get("about", "") == touchpoint:
            continue
        # Where the touchpoint stands says the registry; what was guessed of the old one goes with it.
        for key in ("phase", "overall", "aspect", "proposed", "about"):
            table.pop(key, None)
        table["about" if touchpoint else "overall"] = touchpoint or True
    path.write_text(tomlkit.dumps(document), "utf-8")


def read(path: Path) -> tuple[Item, ...]:
    """Return the items of a questions file.

    Raises:
        SourceProblem: it is not there.
        InvalidSetting: something in it cannot be used; all problems are named together.
    """
    if not path.is_file():
        raise SourceProblem(f"The questions file {path} does not exist.")
    try:
        written = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise InvalidSetting(str(path), [f"this is no TOML: {wrong}"]) from wrong
    problems = [f"there is no table '{key}'; write [[item]]" for key in written if key != "item"]
    items: list[Item] = []
    for place, table in enumerate(written.get("item", []), 1):
        called = f"[[item]] '{table.get('id', f'number {place}')}'"
        unknown = list(_unknown(table, called))
        problems += unknown
        if not unknown:
            try:
                items.append(msgspec.convert(_with_levels(table, items), Item, strict=False))
            except (msgspec.ValidationError, UnknownName) as wrong:
                problems.append(f"{called}: {wrong}")
    problems += _contradictions(items)
    if problems:
        raise InvalidSetting(str(path), problems)
    return tuple(items)


def _with_levels(table: Mapping[str, Any], above: Sequence[Item]) -> dict[str, Any]:
    """Put the levels of an item above in the place of its id."""
    same = table.get("levels")
    if not isinstance(same, str):
        return dict(table)
    known = {item.id: item.levels for item in above}
    if same not in known:
        raise UnknownName("item with levels above", same, known)
    return {**table, "levels": known[same]}


def _unknown(table: Mapping[str, Any], called: str) -> Iterable[str]:
    known = [field.encode_name for field in msgspec.structs.fields(Item)]
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            yield f"{called} has no key '{key}'.{hint} Known: {', '.join(known)}."


def _contradictions(items: Sequence[Item]) -> list[str]:
    ids = [item.id for item in items]
    problems = [f"two items are called '{name}'" for name in sorted({name for name in ids if ids.count(name) > 1})]
    for item in items:
        if item.role == "answer" and item.metric is not None and item.scale is None:
            problems.append(f"[[item]] '{item.id}' has a metric and no scale; write scale = {{low = 1.0, high = 5.0}}")
        if item.scale is not None and item.scale.low >= item.scale.high:
            problems.append(f"the scale of [[item]] '{item.id}' ends at {item.scale.high:g}, where it starts or before")
    columns = [column for item in items for column in item.columns]
    repeated = sorted({name for name in columns if columns.count(name) > 1})
    return problems + [f"the column '{name}' belongs to two items" for name in repeated]


def _written(items: Iterable[Item]) -> str:
    """Write items as TOML: short keys one a line, the scale on one line, levels as a table of their own."""
    document = tomlkit.document()
    tables = tomlkit.aot()
    standing: list[Item] = []
    for item in items:
        plain = msgspec.to_builtins(item)
        table = tomlkit.table()
        for key in _PLAIN_KEYS:
            if key in plain:
                table.add(key, tomlkit.item(_inline(plain[key])))
        if "scale" in plain:
            table.add("scale", tomlkit.item(_inline(_short(plain["scale"]))))
        if "levels" in plain:
            table.add("levels", _levels(item, standing))
            standing.append(item)
        table.add(tomlkit.nl())
        tables.append(table)
    document.add("item", tables)
    return "\n" + tomlkit.dumps(document)


def _levels(item: Item, above: Sequence[Item]) -> Any:  # noqa: ANN401  (a text or a table)
    """Return levels as a table, or the id of the item above that has the same."""
    same = next((other.id for other in above if other.levels == item.levels), None)
    if same is not None:
        return tomlkit.item(same)
    levels = tomlkit.table()
    levels.update({code: _inline(label) for code, label in item.levels.items()})
    return levels


def _short(scale: Mapping[str, Any]) -> dict[str, Any]:
    """Write 5.0 as 5, as people write their scales."""
    return {k: [*map(_whole, v)] if isinstance(v, list | tuple) else _whole(v) for k, v in scale.items()}


def _whole(value: Any) -> Any:  # noqa: ANN401  (a number or a truth)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _inline(value: Any) -> Any:  # noqa: ANN401  (whatever a struct holds)
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update({key: _inline(one) for key, one in value.items()})
        return table
    return list(value) if isinstance(value, tuple) else value
