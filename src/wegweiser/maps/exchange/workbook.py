"""A map as a workbook to be edited: one sheet per kind of thing; what people change there can be read back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec

from wegweiser.i18n import Language, message
from wegweiser.maps.exchange.columns import OTHER, SHEETS, Column, Kind, SheetPlan
from wegweiser.maps.exchange.forms import Subject
from wegweiser.maps.exchange.lines import LONGEST, Line, Value, lines
from wegweiser.maps.exchange.safety import escaped, plain, repacked
from wegweiser.maps.plan import Plan
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    import openpyxl
    from openpyxl import styles
    from openpyxl.utils import cell as places
    from openpyxl.worksheet import datavalidation
else:
    openpyxl, styles = Deferred("openpyxl"), Deferred("openpyxl.styles")
    places, datavalidation = Deferred("openpyxl.utils.cell"), Deferred("openpyxl.worksheet.datavalidation")

BASE = "wegweiser"
"""The hidden sheet that says what the workbook was made from."""
SCHEMA = "cjm-xlsx/1"
_LAST_ROW = 2_000
_GREY, _HEAD = "F1EFEA", "DDD7CB"


class Base(msgspec.Struct, frozen=True):
    """What a workbook was made from: the plan, and the rows as they were written."""

    plan: Plan
    language: Language
    lines: dict[str, tuple[Line, ...]]
    schema: str = SCHEMA


def workbook(subject: Subject) -> bytes:
    """Return the map as XLSX; the same map always gives the same bytes."""
    language = subject.language
    book = openpyxl.Workbook()
    book.remove(book.active)
    written = lines(subject)
    _help(book.create_sheet(message("Help", language)), language)
    lists = _Lists(language)
    for plan in SHEETS:
        _sheet(book.create_sheet(message(plan.title, language)), plan, written, lists)
    lists.put(book.create_sheet("lists"))
    base = book.create_sheet(BASE)
    base.sheet_state = "veryHidden"
    text = escaped(msgspec.json.encode(Base(subject.plan, language, written)).decode())
    for i in range(0, len(text), LONGEST):
        # a letter in front, so that no piece is taken for a number or loses a space at its ends
        _put(base.cell(i // LONGEST + 1, 1), f"|{text[i : i + LONGEST]}|")
    made = BytesIO()
    book.save(made)
    return repacked(made.getvalue(), stamp=f"{subject.map.as_of or date(1980, 1, 1)}T00:00:00Z".encode())


class _Lists:
    """The values cells can be chosen from, a column each on a hidden sheet."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.found: list[list[str]] = []

    def range_of(self, column: Column) -> str:
        """Return where the values of a column stand."""
        if column.kind in {Kind.PHASE, Kind.LANE}:
            sheet = message("Phases" if column.kind is Kind.PHASE else "Lanes", self.language)
            return f"'{sheet}'!$B$2:$B$200"
        values = [message(called, self.language) for _, called in column.choices]
        if values not in self.found:
            self.found.append(values)
        letter = places.get_column_letter(self.found.index(values) + 1)
        return f"lists!${letter}$1:${letter}${len(values)}"

    def put(self, sheet: Any) -> None:  # noqa: ANN401  (openpyxl's)
        """Write the lists."""
        sheet.sheet_state = "hidden"
        for place, values in enumerate(self.found, start=1):
            for row, value in enumerate(values, start=1):
                _put(sheet.cell(row, place), value)


def _sheet(sheet: Any, plan: SheetPlan, written: dict[str, tuple[Line, ...]], lists: _Lists) -> None:  # noqa: ANN401
    language, columns = lists.language, plan.keys(lists.language)
    named = _names(written)
    head = styles.PatternFill("solid", start_color=_HEAD)
    for place, title in enumerate(["id", *(title for _, _, title in columns)], start=1):
        _put(sheet.cell(1, place), title)
        sheet.cell(1, place).font, sheet.cell(1, place).fill = styles.Font(bold=True), head
    for row, line in enumerate(written[plan.id], start=2):
        _put(sheet.cell(row, 1), plain(line.id))
        for place, (key, column, _) in enumerate(columns, start=2):
            cell = sheet.cell(row, place)
            _put(cell, shown(line.values.get(key), column, named, language))
            cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
            if not (line.own and column.mine) and not _rewordable(plan.id, key, line):
                cell.fill = styles.PatternFill("solid", start_color=_GREY)
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "C2"
    for place, (key, column, _) in enumerate(columns, start=2):
        letter = places.get_column_letter(place)
        sheet.column_dimensions[letter].width = column.wide
        if column.kind in {Kind.CHOICE, Kind.PHASE, Kind.LANE} and not key.endswith(OTHER):
            rule = datavalidation.DataValidation("list", formula1=lists.range_of(column), allow_blank=True)
            rule.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(rule)


REWORDABLE = {"touchpoints": ("name", "icon", "medium", "direct"), "steps": ("name",), "claims": ("text", "detail")}
"""What people may say in their own words of what was measured."""
REWORDABLE_METRIC = ("name", "target")


def _rewordable(sheet: str, key: str, line: Line) -> bool:
    allowed = REWORDABLE_METRIC if sheet == "metrics" else REWORDABLE.get(sheet, ())
    return not line.own and key.removesuffix(OTHER) in allowed


def _names(written: dict[str, tuple[Line, ...]]) -> dict[Kind, dict[str, str]]:
    """Return what phases and lanes are called in the sheets; names used twice have the id behind them."""
    found: dict[Kind, dict[str, str]] = {}
    for kind, sheet, key in ((Kind.PHASE, "phases", "name"), (Kind.LANE, "lanes", "title")):
        said = {
            line.id: str(line.values[key] or line.values[f"{key}{OTHER}"] or line.id) for line in written.get(sheet, ())
        }
        often = [name for name in said.values() if list(said.values()).count(name) > 1]
        found[kind] = {one: f"{name} ({one})" if name in often else name for one, name in said.items()}
    return found


def shown(value: Value, column: Column, named: dict[Kind, dict[str, str]], language: Language) -> Value:
    """Return a value as it stands in its cell: names for ids, words for choices."""
    if column.kind in named and isinstance(value, str):
        return named[column.kind].get(value, value)
    if column.choices and isinstance(value, str):
        called = dict(column.choices).get(value)
        return message(called, language) if called else value
    return value


def names_of(base: Base) -> dict[Kind, dict[str, str]]:
    """Return what phases and lanes were called in a workbook when it was written."""
    return _names(base.lines)


def _put(cell: Any, value: Value) -> None:  # noqa: ANN401  (openpyxl's)
    """Write a value; a text that looks like a formula stays a text, also when somebody edits it."""
    if value is None or value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


_HELP = (
    "This workbook holds a journey map. Change what you like, save it, and import it again.",
    "White cells are yours. Grey cells are measured or fixed: changes there are not taken, and you are told so.",
    "A new row without an id is a new thing; choose its phase and lane from the lists.",
    "A row you remove is removed from the map. What was measured is then hidden, not lost.",
    "If you reword what was measured, your words stand on the map with its numbers.",
    "The order of phases, lanes, steps and claims on the map is the order of the rows.",
    "The hidden first column holds ids. Please do not change it, and do not copy it to new rows.",
)


def _help(sheet: Any, language: Language) -> None:  # noqa: ANN401  (openpyxl's)
    sheet.column_dimensions["A"].width = 110
    for row, words in enumerate(_HELP, start=1):
        _put(sheet.cell(row, 1), message(words, language))
        sheet.cell(row, 1).alignment = styles.Alignment(wrap_text=True, vertical="top")
