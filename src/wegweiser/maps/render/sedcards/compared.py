"""Personas side by side as one self-contained page: one column a persona, one row a thing said of them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.personas import Cell, Comparison, Row
from wegweiser.i18n import Amount, Between, Language, Share, Signed, message, read
from wegweiser.maps.render.figures import between, people, too_few, value
from wegweiser.maps.render.page import environment, with_fonts
from wegweiser.maps.render.sedcards.portrait import HUES, Backdrop, hues_of, monogram
from wegweiser.maps.render.sedcards.traits import capital

_WORDS = {
    "title": "Side by side",
    "personas": "Personas",
    "region": "Personas side by side: a table to scroll",
    "stands_out": "differs from everyone else",
    "read": "Bold: differs from everyone else, the 95 % interval leaves out their value",
    "unknown": "does not stand out, not known, or fewer than 20 people",
    "simulated": "simulated data",
}
_SERIES = {"text": "inferred from texts", "behaviour": "inferred from behaviour"}
_FEELINGS = "feelings"


class Head(msgspec.Struct, frozen=True):
    """A column: name and monogram."""

    name: str
    initials: str
    hue: int


class Shown(msgspec.Struct, frozen=True):
    """A cell as it is printed: the figure, what it rests on, and the length of its bar (below 0: none)."""

    value: str = ""
    small: str = ""
    bar: float = -1.0
    lo: float = 0.0
    hi: float = 0.0
    stands_out: bool = False


class Shelf(msgspec.Struct, frozen=True):
    """Rows that belong together, under their title."""

    title: str
    rows: tuple[tuple[str, tuple[Shown, ...]], ...]


def compared_page(comparison: Comparison, language: Language, backdrop: Backdrop) -> str:
    """Return the page of a comparison; it asks for nothing from outside."""
    return with_fonts(_rendered("compared.html", comparison, language, backdrop))


def table_drawn(comparison: Comparison, language: Language, backdrop: Backdrop) -> str:
    """Return the table of a comparison alone, for a page that brings its style."""
    return _rendered("compared_table.html", comparison, language, backdrop)


def _rendered(template: str, comparison: Comparison, language: Language, backdrop: Backdrop) -> str:
    names = [read(name, language) for name in comparison.names]
    heads = [Head(*pair) for pair in zip(names, map(monogram, names), hues_of(comparison.personas), strict=True)]
    return (
        environment()
        .get_template(template)
        .render(
            language=language,
            heads=heads,
            shelves=_shelves(comparison, language, backdrop),
            hues=HUES,
            simulated=backdrop.simulated,
            w={name: message(msgid, language) for name, msgid in _WORDS.items()},
        )
    )


def _shelves(comparison: Comparison, language: Language, backdrop: Backdrop) -> list[Shelf]:
    """Return the rows by part; one in which nobody has anything to show is left out."""
    shelves = []
    for part, own in groupby(comparison.rows, key=lambda row: row.part):
        rows = [(_name(row, language, backdrop), _cells(row, language)) for row in own]
        told = tuple((name, cells) for name, cells in rows if any(cell.value for cell in cells))
        if told:
            shelves.append(Shelf(read(comparison.parts[part], language), told))
    return shelves


def _name(row: Row, language: Language, backdrop: Backdrop) -> str:
    """Return the name of a row; that of a feeling names its phase or touchpoint, and where it was inferred."""
    if row.part != _FEELINGS:
        return capital(read(row.name, language))
    series, phase, touchpoint = row.id.split(":", 2)
    named = backdrop.touchpoints.get(touchpoint, touchpoint) if touchpoint else backdrop.phases.get(phase, phase)
    name = read(named, language)
    return f"{name} ({message(_SERIES[series], language)})" if series in _SERIES else name


def _cells(row: Row, language: Language) -> tuple[Shown, ...]:
    """Return the cells; shares of one row are bars on the same scale, other figures have none."""
    scales = [_ends(cell) for cell in row.cells]
    longest = max((ends[1] for ends in scales if ends), default=1.0) or 1.0
    return tuple(_shown(row, cell, ends, longest, language) for cell, ends in zip(row.cells, scales, strict=True))


def _ends(cell: Cell) -> tuple[float, float] | None:
    """Return the interval of a share of enough people; None for any other figure."""
    told = cell.value
    if isinstance(told, Proportion) and not _few(told):
        return told.lo, told.hi
    return (told.lo, told.hi) if isinstance(told, Estimate) and cell.percent and not too_few(told.n) else None


def _few(told: Proportion) -> bool:
    return told.suppressed or 0 < told.hits < SUPPRESSED_BELOW


def _shown(row: Row, cell: Cell, ends: tuple[float, float] | None, longest: float, language: Language) -> Shown:
    told = cell.value
    if told is None or (isinstance(told, Proportion) and _few(told)):
        return Shown()
    if isinstance(told, float | int):
        return Shown(Share(told).shown(language) if row.id == "homogeneity" else Amount(told).shown(language))
    if too_few(told.n):
        return Shown()
    if isinstance(told, Estimate) and row.part == _FEELINGS:
        within = Between(_signed(told.lo, language), _signed(told.hi, language)).shown(language)
        return Shown(_signed(told.value, language), f"({within}) {people(told.n, language)}")
    if isinstance(told, Estimate) and cell.percent:
        told = Estimate(100 * told.value, 100 * told.lo, 100 * told.hi, told.n, "%")
    small = f"{between(told, language).strip()} {people(told.n, language)}"
    if ends is None:
        return Shown(value(told, language), small, stands_out=cell.stands_out)
    size = told.value if isinstance(told, Proportion) else told.value / 100
    places: dict[str, Any] = {"bar": size / longest, "lo": ends[0] / longest, "hi": min(ends[1] / longest, 1.0)}
    return Shown(value(told, language), small, stands_out=cell.stands_out, **places)


def _signed(number: float, language: Language) -> str:
    return Signed(number).shown(language)
