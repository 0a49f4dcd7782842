"""A figure as a file to hand out: a picture, a page with its table, or the table alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from wegweiser.errors import UnknownName
from wegweiser.i18n import Language
from wegweiser.maps.charts.page import coloured, standalone
from wegweiser.maps.charts.tables import Table
from wegweiser.maps.drawings.figure import Figure, Raw
from wegweiser.maps.render.press import Form, press
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    import openpyxl
    from openpyxl import styles
else:
    openpyxl, styles = Deferred("openpyxl"), Deferred("openpyxl.styles")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_LARGE = 660.0
"""Pictures wider than this are printed on a page that lies on its side."""
_PPI, _WIDEST_COLUMN = 192.0, 60
_TABLES = ("csv", "xlsx")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PAPER = {False: ("#f7f5f0", "#1d1b16", "#545048"), True: ("#15171b", "#eceae4", "#bab6ac")}
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  (a workbook knows no zone; any fixed moment keeps its bytes alike)


class Imprint(NamedTuple):
    """What stands at the foot of a printed figure, and how it is made: as dark as the screen or light, on which day."""

    text: str = ""
    dark: bool = False
    made: date | None = None


class Saved(msgspec.Struct, frozen=True):
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


def saved(figure: Figure, form: str, language: Language, imprint: Imprint | None = None) -> Saved:
    """Return a figure in a form of `FORMS`: svg, png, pdf, csv or xlsx; the same figure gives the same picture.

    Raises:
        UnknownName: there is no such form.
    """
    if form not in FORMS:
        raise UnknownName("form of a figure", form, tuple(FORMS))
    media_type, write = FORMS[form]
    return Saved(f"{figure.id}.{form}", media_type, write(figure, language, imprint or Imprint()))


def tabled(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[Raw]], form: str, language: Language = "en"
) -> Saved:
    """Return a table that has no picture as csv or xlsx.

    Raises:
        UnknownName: there is no such form.
    """
    if form not in _TABLES:
        raise UnknownName("form of a table", form, _TABLES)
    shown = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
    table = Table(tuple(heads), shown, len(heads))
    return saved(Figure(name, name, "", "", table, name, data=tuple(map(tuple, rows))), form, language)


def _svg(figure: Figure, _: Language, imprint: Imprint) -> bytes:
    return standalone(figure.svg, dark=imprint.dark).encode()


def _png(figure: Figure, language: Language, imprint: Imprint) -> bytes:
    return _pressed(figure, language, imprint, Form("png", ppi=_PPI, made=imprint.made))


def _pdf(figure: Figure, language: Language, imprint: Imprint) -> bytes:
    return _pressed(figure, language, imprint, Form("pdf", made=imprint.made))


def _pressed(figure: Figure, language: Language, imprint: Imprint, form: Form) -> bytes:
    """Return the figure set in type: a picture of its own size, or a page of A4 with the table below it."""
    alone = form.format != "pdf"
    dark = imprint.dark and alone
    size = _SIZE.search(figure.svg)
    paper, ink, quiet = _PAPER[dark]
    data = {
        "title": figure.title,
        "how": figure.how,
        "note": figure.note,
        "spoken": figure.spoken or figure.title,
        "svg": coloured(figure.svg, dark=dark),
        "width": float(size[1]) if size else _LARGE,
        "flipped": bool(size and float(size[1]) > _LARGE),
        "alone": alone,
        "paper": paper,
        "ink": ink,
        "quiet": quiet,
        "heads": figure.table.heads,
        "rows": figure.table.rows,
        "words": figure.table.words,
        "language": language,
        "imprint": imprint.text,
    }
    return press("figure.typ", data, form)


def _csv(figure: Figure, language: Language, _: Imprint) -> bytes:
    """Return the table with plain numbers, as spreadsheets of the language open it; no cell is taken for a formula."""
    out, german = StringIO(), language == "de"
    writer = csv.writer(out, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow([_inert(head) for head in figure.table.heads])
    for row in figure.rows:
        cells = ["" if cell is None else _inert(cell) for cell in row]
        writer.writerow([str(one).replace(".", ",") if german and isinstance(one, float) else one for one in cells])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(figure: Figure, _: Language, __: Imprint) -> bytes:
    """Return the table as a workbook of one sheet, numbers as numbers, shares in percent."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = _EPOCH
    sheet = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", figure.id)[:31]
    sheet.freeze_panes = "B2"
    for row, cells in enumerate((figure.table.heads, *figure.rows), start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(row, column, _legal(value))
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula, whatever it begins with
            elif value is not None and figure.table.rows[row - 2][column - 1].rstrip().endswith("%"):
                cell.number_format = "0.0%"
            cell.font = styles.Font(bold=row == 1)
    for column, head in enumerate(figure.table.heads, start=1):
        longest = max([len(head), *(len(row[column - 1]) for row in figure.table.rows)])
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(longest + 3, _WIDEST_COLUMN)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _legal(value: Raw) -> Raw:
    """Return a value without the control characters a workbook cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value) if isinstance(value, str) else value


def _inert(value: Raw) -> Raw:
    """Return a text that no spreadsheet takes for a formula.

    Example:
        >>> _inert("=cmd()"), _inert("Ana"), _inert(-1.5)
        ("'=cmd()", 'Ana', -1.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


FORMS: Mapping[str, tuple[str, Callable[[Figure, Language, Imprint], bytes]]] = MappingProxyType(
    {
        "svg": ("image/svg+xml", _svg),
        "png": ("image/png", _png),
        "pdf": ("application/pdf", _pdf),
        "csv": ("text/csv; charset=utf-8", _csv),
        "xlsx": (_XLSX, _xlsx),
    }
)
"""Every form a figure can be had in, with its media type."""
