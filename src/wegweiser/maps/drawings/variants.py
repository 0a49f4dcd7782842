"""The most travelled whole paths as rows of chips: what was met in which order, how often, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.i18n import Count, Language, Share, Span, Text, message, read
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type
from wegweiser.maps.charts.widths import fitting, width, wrapped
from wegweiser.maps.drawings.figure import NARROW, Cell, Figure, Picture, Rows, Words, figure, heads
from wegweiser.maps.render.figures import DOT, between, customers
from wegweiser.maps.render.figures import share as shared

_WIDE = 960.0
_CHIP, _CHIP_HIGH, _ARROW, _LINE = 12.5, 22.0, 16.0, 27.0
_FIGURES, _BAR = Type(12.5, colour="ink-2"), 6.0


class Variant(msgspec.Struct, frozen=True):
    """A whole path: its touchpoints in order, its journeys and customers, their share of all, and how they fared."""

    steps: tuple[Text, ...]
    journeys: int
    customers: int
    share: float
    converted: Proportion | None = None
    median_s: float | None = None

    @property
    def few(self) -> bool:
        """True where fewer than 20 people took it."""
        return self.customers < SUPPRESSED_BELOW


def variants(rows: Sequence[Variant], language: Language, *, name: str = "variants") -> Figure:
    """Return whole paths, most travelled first; each touchpoint is a chip, the bar its share of all journeys."""
    shown = [row for row in rows if not row.few]
    together = sum(row.share for row in shown)
    title = message("No path is travelled by 20 customers or more", language)
    if shown:
        title = message("The most travelled paths ({n}) hold {share} of all journeys", language,
                        n=Count(len(shown)), share=Share(together))  # fmt: skip
    how = message("One row is one whole path from left to right. Bar: its share of all journeys.", language)
    hidden = len(rows) - len(shown)
    note = (
        message("Not shown: {n} of the paths, each of fewer than 20 customers.", language, n=Count(hidden))
        if hidden
        else ""
    )
    spoken = "; ".join(f"{_path(row, language)}: {_figures(row, language)}" for row in shown[:3])
    columns = heads(language, "Path", "Journeys", "Share", "Reach the goal", "Median time")
    return figure(
        name,
        Words(title, how, spoken or title, note),
        _drawn(shown, _WIDE, language),
        _drawn(shown, NARROW, language),
        Rows(columns, 1, [_cells(row, language) for row in shown]),
    )


def _path(row: Variant, language: Language) -> str:
    return " → ".join(read(step, language) for step in row.steps)


def _cells(row: Variant, language: Language) -> list[Cell]:
    goal, wait = row.converted, row.median_s
    return [
        Cell(_path(row, language), _path(row, language)),
        Cell(Count(row.journeys).shown(language), row.journeys),
        Cell(Share(row.share).shown(language), row.share),
        Cell(shared(goal, language) + between(goal, language), None if goal.suppressed else goal.value)
        if goal
        else Cell("", None),
        Cell(_span(wait, language), wait) if wait is not None else Cell("", None),
    ]


def _span(seconds: float, language: Language) -> str:
    return Span(timedelta(seconds=seconds)).shown(language)


def _figures(row: Variant, language: Language) -> str:
    """Return what stands under a path: its share and number, how many reach the goal, and the median time."""
    parts = [message("{share} of journeys", language, share=Share(row.share)), customers(row.journeys, language)]
    if row.converted is not None and not row.converted.suppressed:
        goal = message("{share} reach the goal", language, share=Share(row.converted.value))
        parts.append(goal + between(row.converted, language))
    if row.median_s is not None:
        parts.append(message("median time {time}", language, time=_span(row.median_s, language)))
    return DOT.join(parts)


@dataclass(frozen=True)
class _Chip:
    x: float
    y: float
    wide: float
    words: str


def _drawn(rows: Sequence[Variant], wide: float, language: Language) -> Picture:
    most = max((row.share for row in rows), default=0.0) or 1.0
    drawn, y = [], 2.0
    for row in rows:
        chips = _chips(row, wide, language)
        drawn += [_chip(chip, y, last=chip is chips[-1]) for chip in chips]
        y += chips[-1].y + _CHIP_HIGH + 8
        drawn.append(pen.box(0, y, wide, _BAR, rx="3", fill=pen.paint("sunken")))
        drawn.append(pen.box(0, y, max(wide * row.share / most, 2), _BAR, rx="3", fill=pen.paint("accent")))
        y += _BAR
        for line in wrapped(_figures(row, language), wide, _FIGURES.size):
            y += 16
            drawn.append(pen.text(0, y, line, _FIGURES))
        y += 20
    return Picture((wide, max(y - 10, 24)), "".join(drawn))


def _chips(row: Variant, wide: float, language: Language) -> list[_Chip]:
    """Return a path's chips from left to right, in as many lines as they need; a long name is cut by an ellipsis."""
    chips, x, y = [], 0.0, 0.0
    for step in row.steps:
        words = fitting(read(step, language), wide - 18 - _ARROW, _CHIP)
        long = width(words, _CHIP) + 18
        if x and x + long + _ARROW > wide:
            x, y = 0.0, y + _LINE
        chips.append(_Chip(x, y, long, words))
        x += long + _ARROW
    return chips


def _chip(chip: _Chip, y: float, *, last: bool) -> str:
    top = y + chip.y
    shape = pen.box(chip.x, top, chip.wide, _CHIP_HIGH, rx="11", fill=pen.paint("surface"), stroke=pen.paint("line-2"))
    words = pen.text(chip.x + 9, top + 15.5, chip.words, Type(_CHIP))
    x, middle = chip.x + chip.wide + 4, top + _CHIP_HIGH / 2
    arrow = f"M{pen.n(x)} {pen.n(middle)}h7m-3 -3l3 3l-3 3"
    return shape + words + ("" if last else pen.path(arrow, fill="none", stroke=pen.paint("ink-3"), stroke_width=1.4))
