"""Dots with their intervals on one scale, row by row: the picture that scores, credit, drivers and gaps share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.widths import SEMIBOLD, width, wrapped
from wegweiser.maps.drawings.figure import NARROW, WIDE, Picture
from wegweiser.maps.drawings.scale import Scale

Kind = Literal["dot", "tick", "diamond", "number", "range"]
"""A range is an interval without a dot: nobody knows where in it the figure lies."""
_NAME, _BELOW = Type(13.5, SEMIBOLD), Type(12, colour="ink-2")
_VALUE, _SUPPORT = Type(13.5, SEMIBOLD, anchor="end"), Type(12, colour="ink-2", anchor="end")
_LEADING, _LANE, _NEAR, _LEAST, _FOOT, _BESIDE = 16.0, 19.0, 16.0, 40.0, 24.0, 18.0
_KEY = Type(12.5, colour="ink-2")


@dataclass(frozen=True)
class Mark:
    """A figure on the scale with its interval; hollow where it is not firm, `sign` the number it carries."""

    at: float
    lo: float | None = None
    hi: float | None = None
    kind: Kind = "dot"
    hollow: bool = False
    tone: str = "accent"
    sign: str = ""
    told: str = ""


@dataclass(frozen=True)
class Row:
    """A row of marks with what stands beside it: its name, a line below, its value and what supports it."""

    name: str
    marks: tuple[Mark, ...]
    below: str = ""
    value: str = ""
    support: str = ""
    joined: bool = False
    """Whether a line joins the marks: they are two sides of one thing."""
    spread: bool = False
    """Whether the stretch between the outermost marks is shaded: they disagree."""


@dataclass(frozen=True)
class Plot:
    """Rows on one scale that is still to be laid out; the key names the kinds of marks above the first row."""

    rows: tuple[Row, ...]
    scale: Scale
    key: tuple[tuple[Mark, str], ...] = ()


def drawn(plot: Plot) -> tuple[Picture, Picture]:
    """Return the plot for a page and for a telephone: there the words stand above each row instead of beside it."""
    return _wide(plot), _narrow(plot)


def _wide(plot: Plot) -> Picture:
    right = max((max(width(r.value, 13.5, SEMIBOLD), width(r.support, 12)) for r in plot.rows), default=0.0)
    left = min(max((width(row.name, 13.5, SEMIBOLD) for row in plot.rows), default=0.0), 200.0)
    left = max(left, min(max((width(row.below, 12) for row in plot.rows), default=0.0), 200.0))
    stretch = (left + _BESIDE, WIDE - left - right - 2 * _BESIDE)
    scale = replace(plot.scale, left=stretch[0], wide=stretch[1])
    key, y = _key(plot, WIDE)
    top, body = y, []
    for row in plot.rows:
        lanes = _lanes(row, scale)
        names = wrapped(row.name, left, 13.5, SEMIBOLD)
        words = [*wrapped(row.below, left, 12)] if row.below else []
        text = _LEADING * (len(names) + len(words)) + 10
        high = max(_LEAST if words or row.support else 32.0, text, _LANE * (max(lanes, default=0) + 1) + 12)
        middle = y + high / 2
        first = middle - _LEADING * (len(names) + len(words)) / 2 + 12
        body.append(pen.lines(0, first, names, _NAME, _LEADING / 13.5))
        body.append(pen.lines(0, first + len(names) * _LEADING - 1, tuple(words), _BELOW, 15 / 12))
        shift = 0.0 if row.support else 7.0
        body.append(pen.text(WIDE, middle - 2.5 + shift, row.value, _VALUE))
        body.append(pen.text(WIDE, middle + 12.5, row.support, _SUPPORT) if row.support else "")
        body += _marks(row, scale, lanes, middle)
        y += high
    return Picture((WIDE, y + _FOOT), key + scale.drawn(top, y) + "".join(body))


def _narrow(plot: Plot) -> Picture:
    scale = replace(plot.scale, left=12.0, wide=NARROW - 24.0)
    key, y = _key(plot, NARROW)
    body, marks = [], []
    for row in plot.rows:
        lanes = _lanes(row, scale)
        names = wrapped(row.name, NARROW - width(row.value, 13.5, SEMIBOLD) - 12, 13.5, SEMIBOLD)
        body.append(pen.lines(0, y + 15, names, _NAME, _LEADING / 13.5))
        body.append(pen.text(NARROW, y + 15, row.value, _VALUE))
        y += len(names) * _LEADING
        if row.below or row.support:
            beside = width(row.below, 12) + width(row.support, 12) + 10 <= NARROW
            lines = wrapped(row.below, NARROW, 12) if row.below else ()
            body.append(pen.lines(0, y + 14, lines, _BELOW, 15 / 12))
            y += 15.0 * len(lines) if row.support and (lines and not beside) else 0.0
            body.append(pen.text(NARROW, y + 14, row.support, _SUPPORT) if row.support else "")
            y += 15.0 * (1 if row.support else len(lines))
        high = _LANE * (max(lanes, default=0) + 1) + 6
        marks.append(scale.lines(y + 5, y + high + 5))
        marks += _marks(row, scale, lanes, y + 5 + high / 2)
        y += high + 12
    return Picture((NARROW, y + _FOOT), key + "".join(marks) + "".join(body) + scale.labels(y - 4))


def _key(plot: Plot, wide: float) -> tuple[str, float]:
    """Return the kinds of marks with their names in as many lines as they need, and where the rows begin."""
    if not plot.key:
        return "", 2.0
    parts, x, y, high = [], 9.0, 12.0, 0.0
    for mark, name in plot.key:
        lines = wrapped(name, wide - 22, _KEY.size)
        long = 34 + max(width(line, _KEY.size) for line in lines)
        if x > 9 and x + long - 20 > wide:
            x, y, high = 9.0, y + 20 + high, 0.0
        parts.append(_shape(mark, x, y))
        parts.append(pen.lines(x + 13, y + 4.5, lines, _KEY, 15 / _KEY.size))
        x, high = x + long, max(high, 15.0 * (len(lines) - 1))
    y += high
    return "".join(parts), y + 18


def _lanes(row: Row, scale: Scale) -> tuple[int, ...]:
    """Return in which lane each mark is drawn, so that no two cover each other."""
    if row.joined:
        return (0,) * len(row.marks)
    ends: list[float] = []
    given = {}
    for i, mark in sorted(enumerate(row.marks), key=lambda item: (item[1].at, item[0])):
        x = scale.at(mark.at)
        lane = next((lane for lane, end in enumerate(ends) if x - end >= _NEAR), len(ends))
        ends[lane:] = [x, *ends[lane + 1 :]]
        given[i] = lane
    return tuple(given[i] for i in range(len(row.marks)))


def _marks(row: Row, scale: Scale, lanes: Sequence[int], middle: float) -> list[str]:
    """Return the marks of a row around its middle, intervals behind dots."""
    most = max(lanes, default=0)
    heights = [middle + (lane - most / 2) * _LANE for lane in lanes]
    parts = []
    if row.spread and len(row.marks) > 1:
        ends = [scale.at(mark.at) for mark in row.marks]
        high = (most + 1) * _LANE + 4
        parts.append(
            pen.box(min(ends) - 10, middle - high / 2, max(ends) - min(ends) + 20, high, rx="10",
                    fill=pen.paint("accent"), fill_opacity=0.1)
        )  # fmt: skip
    if row.joined and len(row.marks) > 1:
        xs = [scale.at(mark.at) for mark in row.marks]
        course = f"M{n(min(xs))} {n(middle)}H{n(max(xs))}"
        parts.append(pen.path(course, stroke=pen.paint(row.marks[-1].tone), stroke_width=3, stroke_opacity=0.5))
    for mark, y in zip(row.marks, heights, strict=True):
        if mark.lo is not None and mark.hi is not None:
            course = f"M{n(scale.at(mark.lo))} {n(y)}H{n(max(scale.at(mark.hi), scale.at(mark.lo) + 1))}"
            stroke = pen.paint(mark.tone)
            parts.append(
                pen.path(
                    course,
                    stroke=stroke,
                    stroke_width=7 if mark.kind == "range" else 3,
                    stroke_linecap="round",
                    stroke_opacity=0.45,
                )
            )
    return parts + [_shape(mark, scale.at(mark.at), y) for mark, y in zip(row.marks, heights, strict=True)]


def _shape(mark: Mark, x: float, y: float) -> str:
    """Return a mark: a dot, a tick, a diamond, or a disc that carries a number."""
    ink = pen.paint(mark.tone)
    fill = pen.paint("surface") if mark.hollow else ink
    edge: dict[str, str | float] = {"fill": fill, "stroke": ink, "stroke_width": 2}
    if mark.kind == "range":
        return ""
    if mark.kind == "tick":
        return pen.path(f"M{n(x)} {n(y - 8)}V{n(y + 8)}", mark.told, stroke=ink, stroke_width=3)
    if mark.kind == "diamond":
        return pen.path(f"M{n(x)} {n(y - 6.5)}l6.5 6.5l-6.5 6.5l-6.5 -6.5Z", mark.told, **edge)
    radius = 7.5 if mark.kind == "number" else 5.5
    circle = (
        f"M{n(x - radius)} {n(y)}a{radius} {radius} 0 1 0 {2 * radius:g} 0a{radius} {radius} 0 1 0 {-2 * radius:g} 0Z"
    )
    shape = pen.path(circle, mark.told, **edge)
    if mark.kind != "number":
        return shape
    colour = mark.tone if mark.hollow else "paper"
    return shape + pen.text(x, y + 4, mark.sign, Type(11, SEMIBOLD, colour, "middle"))
