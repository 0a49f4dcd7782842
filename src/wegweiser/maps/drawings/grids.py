"""Figures on two sides: what is met at which step as a heat table, and what matters beside how well it goes."""

from __future__ import annotations

import math

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.i18n import Language, Share, Text, message, read
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type
from wegweiser.maps.charts.widths import SEMIBOLD, width, wrapped
from wegweiser.maps.drawings.figure import Cell, Figure, Picture, Rows, Words, figure, word
from wegweiser.maps.drawings.quadrants import Place, priorities
from wegweiser.maps.render.figures import people

__all__ = ["Heat", "Place", "Spot", "matrix", "priorities"]

_NAME, _HEAD = Type(13, SEMIBOLD), Type(12.5, SEMIBOLD, "ink-2", "middle")
_CELL = Type(12.5, anchor="middle")
_WIDE, _MOST_NAME, _LEADING, _ROW = 940.0, 190.0, 15.0, 30.0
_STRONGEST = 0.5
"""Ink on a cell stays readable to this strength of its tint, in both themes."""


class Spot(msgspec.Struct, frozen=True):
    """The share of a cell, and the customers behind it."""

    share: float
    customers: int

    @property
    def few(self) -> bool:
        """True where fewer than 20 people stand behind it, but not nobody."""
        return 0 < self.customers < SUPPRESSED_BELOW


class Heat(msgspec.Struct, frozen=True):
    """Shares by row and column; None where there is nothing. `of` says what they are shares of."""

    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    cells: tuple[tuple[Spot | None, ...], ...]
    corner: Text = ""
    of: Text = ""


def matrix(heat: Heat, language: Language, *, name: str = "matrix") -> Figure:
    """Return shares as a table whose cells are the darker, the larger they are.

    The page shows the table itself with `tints`; the picture is what is exported.
    """
    spots = [
        (spot.share, -r, -c, spot)
        for r, line in enumerate(heat.cells)
        for c, spot in enumerate(line)
        if spot is not None and spot.customers >= SUPPRESSED_BELOW
    ]
    title = message("Too few people to show shares", language)
    if spots:
        share, r, c, _ = max(spots, key=lambda item: item[:3])
        title = message("Most at “{column}”: “{row}” with {share}", language,
                        row=heat.rows[-r], column=heat.columns[-c], share=Share(share))  # fmt: skip
    how = message("The darker a cell, the larger the share.", language)
    how = f"{read(heat.of, language)}. {how}" if heat.of else how
    most = max((share for share, *_ in spots), default=0.0) or 1.0
    cells = [
        [word(called, language), *(_cell(spot, language) for spot in line)]
        for called, line in zip(heat.rows, heat.cells, strict=True)
    ]
    columns = (
        read(heat.corner, language) or message("Name", language),
        *(read(column, language) for column in heat.columns),
    )
    made = figure(name, Words(title, how, title), _drawn(heat, most, language), None, Rows(columns, 1, cells))
    tints = tuple(tuple(_tint(spot, most) for spot in line) for line in heat.cells)
    return msgspec.structs.replace(made, tints=tints)


def _cell(spot: Spot | None, language: Language) -> Cell:
    if spot is None or not spot.customers:
        return Cell("", None)
    if spot.few:
        return Cell(people(spot.customers, language), None)
    return Cell(Share(spot.share).shown(language), round(spot.share, 6))


def _tint(spot: Spot | None, most: float) -> float | None:
    """Return how dark a cell is, by the root of its share so that small ones differ too."""
    if spot is None or spot.customers < SUPPRESSED_BELOW:
        return None
    return round(math.sqrt(spot.share / most), 3)


def _drawn(heat: Heat, most: float, language: Language) -> Picture:
    names = [wrapped(read(row, language), _MOST_NAME, _NAME.size, SEMIBOLD) for row in heat.rows]
    left = max((width(line, _NAME.size, SEMIBOLD) for name in names for line in name), default=0.0) + 14
    across = (_WIDE - left) / max(len(heat.columns), 1)
    tops = [wrapped(read(column, language), across - 8, _HEAD.size, SEMIBOLD) for column in heat.columns]
    y = max((len(top) for top in tops), default=1) * _LEADING + 8
    drawn = [pen.lines(left + (i + 0.5) * across, 13, top, _HEAD, _LEADING / 12.5) for i, top in enumerate(tops)]
    for called, line in zip(names, heat.cells, strict=True):
        high = max(_ROW, len(called) * _LEADING + 10)
        first = y + high / 2 + 4.5 - (len(called) - 1) * _LEADING / 2
        drawn.append(pen.lines(0, first, called, _NAME, _LEADING / _NAME.size))
        for i, spot in enumerate(line):
            tint = _tint(spot, most)
            strength = _STRONGEST * tint if tint else 0.0
            ground = pen.box(left + i * across + 1, y + 1, across - 2, high - 2, rx="2", fill=pen.paint("sunken"))
            if tint:
                ink = pen.paint("accent")
                ground += pen.box(left + i * across + 1, y + 1, across - 2, high - 2, rx="2", fill=ink,
                                  fill_opacity=strength)  # fmt: skip
            shown = _cell(spot, language).shown
            drawn.append(
                ground + (pen.text(left + (i + 0.5) * across, y + high / 2 + 4.5, shown, _CELL) if shown else "")
            )
        y += high
    return Picture((_WIDE, y + 2), "".join(drawn))
