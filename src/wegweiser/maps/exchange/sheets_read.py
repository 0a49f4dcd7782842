"""Workbooks opened with care: the sheets of any, and the rows of ours beside what stood there before."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec

from wegweiser.errors import SourceProblem
from wegweiser.i18n import LANGUAGES, Language, Text, both, message
from wegweiser.maps.exchange.columns import OTHER, SHEETS, Column, Kind, SheetPlan
from wegweiser.maps.exchange.lines import Line, Value
from wegweiser.maps.exchange.safety import LIMITS, Limits, plain, unpacked
from wegweiser.maps.exchange.workbook import BASE, SCHEMA, Base, names_of, shown
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    import openpyxl
else:
    openpyxl = Deferred("openpyxl")


class Table(msgspec.Struct, frozen=True):
    """The cells of one sheet, or of a CSV file, row by row."""

    name: str
    rows: tuple[tuple[Value, ...], ...]


class Row(msgspec.Struct, frozen=True):
    """A row of one of our sheets as it stands now, and as it was written."""

    number: int
    values: dict[str, Value]
    before: Line | None = None
    changed: frozenset[str] = frozenset()

    def text(self, key: str) -> str:
        """Return a value as a text."""
        value = self.values.get(key)
        return "" if value is None else str(value)

    @property
    def generated(self) -> bool:
        """Whether it shows what was measured, and not a person's own."""
        return self.before is not None and not self.before.own


def tables(content: bytes, where: str, limits: Limits = LIMITS) -> tuple[Table, ...]:
    """Return the sheets of a workbook; formulas are read as the value they had.

    Raises:
        SourceProblem: it is no workbook, or larger than what is read.
    """
    unpacked(content, limits, where)
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return tuple(_table(sheet, where, limits) for sheet in book.worksheets)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as problem:
        # a syntax error is what both readers of XML raise
        raise SourceProblem(f"{where} is no workbook that can be read: {problem}.") from None


def _table(sheet: Any, where: str, limits: Limits) -> Table:  # noqa: ANN401  (openpyxl's)
    sheet.reset_dimensions()
    rows: list[tuple[Value, ...]] = []
    empty = 0
    for row in sheet.iter_rows(max_col=limits.columns, values_only=True):
        values = tuple(_value(value) for value in row)
        empty = 0 if any(value not in {None, ""} for value in values) else empty + 1
        rows.append(values)
        if len(rows) - empty > limits.rows:
            raise SourceProblem(f"{where} has more than {limits.rows:,} rows in sheet '{sheet.title}'.")
        if empty > limits.rows:
            break
    return Table(sheet.title, tuple(rows[: len(rows) - empty]))


def _value(value: Any) -> Value:  # noqa: ANN401  (whatever a cell holds)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | int | float) or value is None:
        return value
    return plain(str(value)).replace("\r\n", "\n").replace("\r", "\n")


def base_of(found: tuple[Table, ...], where: str) -> Base | None:
    """Return what one of our workbooks was made from; None where it is none of ours.

    Raises:
        SourceProblem: it was one of ours and is damaged, or a newer version wrote it.
    """
    hidden = next((table for table in found if table.name == BASE), None)
    if hidden is None:
        return None
    text = "".join(str(row[0] or "")[1:-1] for row in hidden.rows if row)
    try:
        base = msgspec.json.decode(text.encode(), type=Base)
    except (msgspec.MsgspecError, ValueError):
        raise SourceProblem(f"{where} is a damaged workbook of ours: its sheet '{BASE}' cannot be read.") from None
    if not all(_whole(plan, base) for plan in SHEETS):
        raise SourceProblem(f"{where} is a damaged workbook of ours: its sheet '{BASE}' lacks rows or values.")
    if base.schema != SCHEMA:
        raise SourceProblem(f"{where} was written as '{base.schema}'; this version reads '{SCHEMA}'.")
    return base


def _empty(values: dict[str, Value]) -> bool:
    return all(value is None or value == "" for value in values.values())


def _whole(plan: SheetPlan, base: Base) -> bool:
    """Return whether the rows of a sheet as they were written have every value."""
    keys = {key for key, _, _ in plan.keys(base.language)}
    return plan.id in base.lines and all(keys <= set(line.values) for line in base.lines[plan.id])


def rows_of(plan: SheetPlan, found: tuple[Table, ...], base: Base, remarks: list[Text]) -> list[Row] | None:
    """Return the rows of a sheet with what changed in each; None where the sheet is gone."""
    titles = {message(plan.title, language).casefold() for language in LANGUAGES}
    table = next((one for one in found if one.name.casefold() in titles), None)
    if table is None or not table.rows:
        remarks.append(both("Sheet {sheet} is missing; nothing of it was changed.", sheet=_both(plan.title)))
        return None
    known = plan.headings()
    heads = [known.get(str(title or "").strip().casefold(), "") for title in table.rows[0]]
    strange = [
        str(title) for title, key in zip(table.rows[0], heads, strict=True) if title and not key and title != "id"
    ]
    remarks += [
        both("Sheet {sheet}: the column “{column}” is not known and was left out.", sheet=_both(plan.title), column=one)
        for one in strange
    ]
    if "id" not in [str(title or "") for title in table.rows[0]]:
        remarks.append(both("Sheet {sheet} has lost its ids; nothing of it was changed.", sheet=_both(plan.title)))
        return None
    before = {line.id: line for line in base.lines.get(plan.id, ())}
    columns = {key: column for key, column, _ in plan.keys(base.language)}
    place = [str(title or "") for title in table.rows[0]].index("id")
    rows, taken = [], set()
    for number, cells in enumerate(table.rows[1:], start=2):
        values = {key: cell for key, cell in zip(heads, cells, strict=False) if key}
        name = str(cells[place] or "") if place < len(cells) else ""
        line = before.get(name)
        if _empty(values) and (line is None or not _empty(line.values)):
            continue
        if name in taken and line is not None:
            line = None
            remarks.append(
                both("Sheet {sheet}, row {row}: a copied row counts as new.", sheet=_both(plan.title), row=number)
            )
        taken.add(name)
        rows.append(_row(number, values, line, columns, base))
    return rows


def _row(number: int, values: dict[str, Value], line: Line | None, columns: dict[str, Column], base: Base) -> Row:
    named = names_of(base)
    changed = set()
    for key, value in values.items():
        kept = line.values.get(key) if line else None
        was = shown(kept, columns[key], named, base.language) if line else None
        # Older workbooks say `rule` where these say a word.
        if _same(value) not in {_same(was), _same(kept)}:
            changed.add(key)
    return Row(number=number, values=values, before=line, changed=frozenset(changed))


def _same(value: Value) -> Value:
    """Return a value as it is compared: an empty text is nothing, 3.0 is 3, and a day is its text."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()
    # a workbook keeps fifteen digits of a number, we keep more
    return round(float(value), 9) if isinstance(value, int | float) else value


def said(row: Row, key: str, old: Text | None, language: Language) -> Text:
    """Return a text of the map after what was written in its two columns."""
    other = next(one for one in LANGUAGES if one != language)
    spoken = {language: key, other: f"{key}{OTHER}"}
    if not row.changed & set(spoken.values()):
        return old or ""
    if isinstance(old, dict):
        found = dict(old)
        for tongue, column in spoken.items():
            if column in row.changed:
                found[tongue] = row.text(column)
        return {tongue: words for tongue, words in found.items() if words} or ""
    second = row.text(spoken[other])
    return {language: row.text(key), other: second} if second and row.text(key) else row.text(key) or second


def number_in(value: Value) -> float | None:
    """Return a number however it was written; None where it is none.

    Example:
        >>> number_in("1,5"), number_in("\u22122"), number_in("many")
        (1.5, -2.0, None)
    """
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(str(value).strip().replace("\u2212", "-").replace(",", "."))
    except ValueError:
        return None


def day_in(value: Value) -> date | None:
    """Return a day however it was written; None where it is none.

    Example:
        >>> day_in("31.12.2026"), day_in("2026-12-31"), day_in("soon")
        (datetime.date(2026, 12, 31), datetime.date(2026, 12, 31), None)
    """
    if isinstance(value, date):
        return value
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None


def choice_in(column: Column, value: Value) -> str | None:
    """Return the value somebody chose by its name in either language; None where there is none such."""
    wanted = str(value or "").strip().casefold()
    for one, called in column.choices:
        if wanted in {one.casefold(), *(message(called, language).casefold() for language in LANGUAGES)}:
            return one
    return None


def name_kind(column: Column) -> bool:
    """Return whether a column names a phase or a lane."""
    return column.kind in {Kind.PHASE, Kind.LANE}


def _both(msgid: str) -> Text:
    return {language: message(msgid, language) for language in LANGUAGES}
