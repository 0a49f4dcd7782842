"""The contract of every drawing: a figure in one language, with its pictures, its words and its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from markupsafe import Markup

from wegweiser.i18n import Language, Text, message, read
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.tables import Table

WIDE, NARROW = 620.0, 340.0
"""How wide a half-page picture is, and one for a telephone, in units that are pixels at full size."""

Raw = str | float | None


class Cell(NamedTuple):
    """A cell of a table: what people read, and what a spreadsheet calculates with."""

    shown: str
    raw: Raw


class Figure(msgspec.Struct, frozen=True):
    """A chart in one language: its finding as title, how to read it, its pictures, and its figures as a table.

    `svg` is the picture and `small` the same drawn for a screen of 360 px; where that is empty, a narrow page shows
    `svg` at its full size in a box that scrolls. Both hold only text that is escaped. `data` holds the rows of the
    table as plain values, None where too few people stand behind a figure; it is empty where the table holds words
    alone. `tints` gives each cell of a heat table a strength between 0 and 1.
    """

    id: str
    title: str
    how: str
    svg: str
    table: Table
    spoken: str
    note: str = ""
    small: str = ""
    data: tuple[tuple[Raw, ...], ...] = ()
    tints: tuple[tuple[float | None, ...], ...] = ()

    @property
    def picture(self) -> Markup:
        """The picture as it goes into a page."""
        return Markup(self.svg)  # noqa: S704  (drawn here, every text escaped)

    @property
    def small_picture(self) -> Markup:
        """The picture for a narrow screen; the large one where it has no other."""
        return Markup(self.small or self.svg)  # noqa: S704

    @property
    def rows(self) -> tuple[tuple[Raw, ...], ...]:
        """The rows of the table as plain values, or as words where there are none."""
        return self.data or self.table.rows


class Words(NamedTuple):
    """What a figure says: its finding, how to read it, a remark below it, and what is spoken instead of the picture."""

    title: str
    how: str
    spoken: str
    note: str = ""


class Picture(NamedTuple):
    """A drawing before it has its frame: how wide and high it is, and its shapes."""

    size: tuple[float, float]
    body: str


class Rows(NamedTuple):
    """A table before it is shown: its heads, how many columns hold words, and its cells."""

    heads: tuple[str, ...]
    words: int
    cells: Sequence[Sequence[Cell]]


def figure(name: str, words: Words, picture: Picture, small: Picture | None, rows: Rows) -> Figure:
    """Return the figure of two pictures of the same rows; the small one has names of its own for its title."""
    return Figure(
        id=name,
        title=words.title,
        how=words.how,
        spoken=words.spoken,
        note=words.note,
        svg=pen.frame(name, picture.size, picture.body, words.title, words.spoken),
        small=pen.frame(f"{name}-small", small.size, small.body, words.title, words.spoken) if small else "",
        table=Table(rows.heads, tuple(tuple(cell.shown for cell in row) for row in rows.cells), rows.words),
        data=tuple(tuple(cell.raw for cell in row) for row in rows.cells),
    )


def word(text: Text, language: Language) -> Cell:
    """Return a cell that holds a name."""
    shown = read(text, language)
    return Cell(shown, shown)


def heads(language: Language, *msgids: str) -> tuple[str, ...]:
    """Return the heads of a table in the language."""
    return tuple(message(msgid, language) for msgid in msgids)


def renamed(svg: str, old: str, new: str) -> str:
    """Return a picture whose title and description have other ids, so that a page can hold it twice.

    Example:
        >>> renamed('<svg aria-labelledby="funnel-title funnel-desc">', "funnel", "mine")
        '<svg aria-labelledby="mine-title mine-desc">'
    """
    start, closed, rest = svg.partition("</desc>")
    for part in ("title", "desc"):
        start = start.replace(f'id="{old}-{part}"', f'id="{new}-{part}"')
    labels = f'aria-labelledby="{new}-title {new}-desc"'
    return start.replace(f'aria-labelledby="{old}-title {old}-desc"', labels) + closed + rest
