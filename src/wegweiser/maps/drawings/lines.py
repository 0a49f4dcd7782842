"""Figures over time as lines: months as small multiples, versions of a map, how long a step takes, feelings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

import msgspec

from wegweiser.domain.estimates import HOLLOW_BELOW, Estimate, Proportion
from wegweiser.i18n import Amount, Count, Language, Share, Span, Text, message, read
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.widths import SEMIBOLD, width, wrapped
from wegweiser.maps.drawings.figure import NARROW, WIDE, Cell, Figure, Picture, Rows, Words, figure, heads, word
from wegweiser.maps.drawings.moods import feelings
from wegweiser.maps.drawings.overview import overview
from wegweiser.maps.render.figures import interval, people, too_few, value

__all__ = ["Point", "Reached", "Trend", "feelings", "history", "overview", "survival", "trends"]

Known = Estimate | Proportion
_BROAD = 940.0
_HEAD, _SMALL = Type(13.5, SEMIBOLD), Type(12, colour="ink-2")
_HIGH, _LEADING = 84.0, 16.0


class Point(msgspec.Struct, frozen=True):
    """A figure at a time, which stands in words: a month, a wave, a version; None is a gap no line bridges."""

    when: Text
    figure: Known | None


class Trend(msgspec.Struct, frozen=True):
    """A figure over time, oldest first."""

    name: Text
    points: tuple[Point, ...]


class Reached(msgspec.Struct, frozen=True):
    """The share that has reached the next step so many days after the start, with its 95 % interval."""

    days: float
    share: float
    lo: float
    hi: float


def trends(rows: Sequence[Trend], language: Language, *, name: str = "trends") -> Figure:
    """Return each figure over time in a small picture of its own scale; a month without data is a gap."""
    moved = [(row, way) for row in rows if (way := _moved(row))]
    title = message("Nothing has clearly changed from first to last", language)
    if moved:
        row, way = max(moved, key=lambda item: abs(item[1]))
        up = message("“{name}” has clearly risen", language, name=row.name)
        down = message("“{name}” has clearly fallen", language, name=row.name)
        title = up if way > 0 else down
    how = message(
        "Band: 95 % interval. Hollow: fewer than 30 people. A gap: no data. Each picture has its own scale.", language
    )
    words = Words(title, how, "; ".join(_spoken(row, language) for row in rows))
    cells = [
        [word(row.name, language), word(point.when, language), *_cells(point.figure, language)]
        for row in rows
        for point in row.points
    ]
    columns = heads(language, "Name", "Point in time", "Figure", "Interval", "Number of people")
    large, small = _multiples(rows, 3, _BROAD, language), _multiples(rows, 1, NARROW, language)
    return figure(name, words, large, small, Rows(columns, 2, cells))


def history(row: Trend, language: Language, *, name: str = "history") -> Figure:
    """Return one figure over the versions of a map, each version named."""
    way = _moved(row)
    title = message("“{name}” has not clearly changed", language, name=row.name)
    if way:
        up = message("“{name}” has clearly risen", language, name=row.name)
        down = message("“{name}” has clearly fallen", language, name=row.name)
        title = up if way > 0 else down
    how = message("Dot: the figure at a version. Band: 95 % interval. Hollow: fewer than 30 people.", language)
    cells = [[word(point.when, language), *_cells(point.figure, language)] for point in row.points]
    columns = heads(language, "Version", "Figure", "Interval", "Number of people")
    large, small = (_panel(row, wide, 120.0, language, named=True) for wide in (WIDE, NARROW))
    return figure(name, Words(title, how, _spoken(row, language)), large, small, Rows(columns, 1, cells))


def survival(
    rows: Sequence[Reached], people_behind: int, said: Text, language: Language, *, name: str = "survival"
) -> Figure:
    """Return the share that has gone on as days pass; who is still on the way counts until today (Kaplan-Meier)."""
    if too_few(people_behind) or not rows:
        rows, title = (), message("Too few people to say how long it takes", language)
    else:
        half = next((row for row in rows if row.share >= 0.5), None)
        last = rows[-1]
        title = message(
            "{share} have gone on; followed for {time}",
            language,
            share=Share(last.share),
            time=_time(last.days, language),
        )
        if half:
            title = message("Half need {time} at most", language, time=_time(half.days, language))
    how = message(
        "{about}. Steps: share that has gone on (Kaplan-Meier). Band: 95 % interval. {n}.",
        language,
        about=said,
        n=people(people_behind, language),
    )
    cells = [
        [Cell(Amount(row.days, digits=1).shown(language), row.days)]
        + [Cell(Share(one).shown(language), round(one, 6)) for one in (row.share, row.lo, row.hi)]
        for row in rows
    ]
    columns = heads(language, "Days", "Have gone on", "From", "To")
    large, small = (_steps(rows, wide, language) for wide in (WIDE, NARROW))
    return figure(name, Words(title, how, title), large, small, Rows(columns, 0, cells))


def _time(days: float, language: Language) -> str:
    return Span(timedelta(days=days)).shown(language)


def _moved(row: Trend) -> float:
    """Return by how much the last figure differs from the first where their intervals lie apart; else 0."""
    known = [point.figure for point in row.points if point.figure is not None and not too_few(point.figure.n)]
    if len(known) < 2 or (known[0].hi >= known[-1].lo and known[-1].hi >= known[0].lo):
        return 0.0
    return (known[-1].value - known[0].value) / (abs(known[0].value) or 1.0)


def _spoken(row: Trend, language: Language) -> str:
    known = [point for point in row.points if point.figure is not None and not too_few(point.figure.n)]
    if not known:
        return message("{name}: no data", language, name=row.name)
    first, last = known[0], known[-1]
    return message(
        "{name}: {first} ({then}), {last} ({now})",
        language,
        name=row.name,
        first=value(first.figure, language) if first.figure else "",
        then=first.when,
        last=value(last.figure, language) if last.figure else "",
        now=last.when,
    )


def _cells(one: Known | None, language: Language) -> list[Cell]:
    if one is None or too_few(one.n):
        return [Cell("", None), Cell("", None), Cell(people(one.n, language) if one else "", None)]
    within = interval(one, language)
    return [Cell(value(one, language), round(one.value, 6)), Cell(within, within), Cell(people(one.n, language), one.n)]


def _multiples(rows: Sequence[Trend], columns: int, wide: float, language: Language) -> Picture:
    """Return the small pictures beside each other, row by row as high as the highest of them."""
    across = (wide - 28.0 * (columns - 1)) / columns
    panels = [_panel(row, across, _HIGH, language) for row in rows]
    drawn, y = [], 0.0
    for first in range(0, len(panels), columns):
        line = panels[first : first + columns]
        high = max(panel.size[1] for panel in line)
        drawn += [
            f'<g transform="translate({n(i * (across + 28))} {n(y + high - panel.size[1])})">{panel.body}</g>'
            for i, panel in enumerate(line)
        ]
        y += high + 22
    return Picture((wide, max(y - 16, 24)), "".join(drawn))


@dataclass(frozen=True)
class _Place:
    x: float
    y: float
    lo: float
    hi: float
    point: Point


def _panel(row: Trend, wide: float, high: float, language: Language, *, named: bool = False) -> Picture:
    """Return one figure over time: name, band, line, dots, the last figure, and the first and last time below."""
    places, last = _places(row, wide, high, language)
    names = wrapped(read(row.name, language), wide, _HEAD.size, SEMIBOLD)
    top = len(names) * _LEADING + 10
    body = [pen.lines(0, 14, names, _HEAD, _LEADING / _HEAD.size)]
    drawn = [pen.path(f"M0 {n(high)}H{n(wide)}", stroke=pen.paint("line"))]
    for known, run in groupby(places, key=lambda place: place is not None):
        drawn += _run([place for place in run if place is not None]) if known else []
    found = [place for place in places if place is not None]
    if found:
        at = found[-1]
        drawn.append(pen.text(min(at.x + 10, wide - width(last, 13.5, SEMIBOLD)), at.y + 4.5, last, _HEAD))
    else:
        drawn.append(pen.text(0, high / 2, message("no data", language), _SMALL))
    drawn.append(_times(row, wide, high + 17, language, every=named))
    body.append(f'<g transform="translate(0 {n(top)})">{"".join(drawn)}</g>')
    return Picture((wide, top + high + 24), "".join(body))


def _places(row: Trend, wide: float, high: float, language: Language) -> tuple[list[_Place | None], str]:
    """Return where each point stands, None for a gap; and the words of the last figure, which need room beside it."""
    known = [p.figure for p in row.points if p.figure is not None and not too_few(p.figure.n)]
    last = value(known[-1], language) if known else ""
    lo, hi = min((one.lo for one in known), default=0.0), max((one.hi for one in known), default=1.0)
    across = wide - width(last, 13.5, SEMIBOLD) - 18
    scale: Callable[[float], float] = lambda at: high - 8 - (at - lo) / ((hi - lo) or 1.0) * (high - 16)  # noqa: E731
    steps = max(len(row.points) - 1, 1)
    places = [
        _Place(7 + i * (across - 7) / steps, scale(p.figure.value), scale(p.figure.lo), scale(p.figure.hi), p)
        if p.figure is not None and not too_few(p.figure.n)
        else None
        for i, p in enumerate(row.points)
    ]
    return places, last


def _run(run: Sequence[_Place]) -> list[str]:
    """Return points next to each other: band, line and dots."""
    there = "L".join(f"{n(place.x)} {n(place.hi)}" for place in run)
    back = "L".join(f"{n(place.x)} {n(place.lo)}" for place in reversed(run))
    ink = pen.paint("accent")
    drawn = [pen.path(f"M{there}L{back}Z", fill=ink, fill_opacity=0.14)] if len(run) > 1 else []
    if len(run) == 1:
        only = run[0]
        course = f"M{n(only.x)} {n(only.lo)}V{n(only.hi)}"
        drawn.append(pen.path(course, stroke=ink, stroke_width=3, stroke_opacity=0.3, stroke_linecap="round"))
    line = "L".join(f"{n(place.x)} {n(place.y)}" for place in run)
    drawn.append(pen.path(f"M{line}", fill="none", stroke=ink, stroke_width=2))
    return drawn + [_dot(place) for place in run]


def _dot(place: _Place) -> str:
    hollow = place.point.figure is not None and place.point.figure.n < HOLLOW_BELOW
    fill = pen.paint("surface" if hollow else "accent")
    return (
        f'<circle cx="{n(place.x)}" cy="{n(place.y)}" r="3.5" fill="{fill}" stroke="{pen.paint("accent")}"'
        ' stroke-width="1.8"/>'
    )


def _times(row: Trend, wide: float, y: float, language: Language, *, every: bool) -> str:
    """Return the first and the last time below the line; all between that have room where each is named."""
    said = [read(point.when, language) for point in row.points]
    if not said:
        return ""
    last = next((p.figure for p in reversed(row.points) if p.figure is not None and not too_few(p.figure.n)), None)
    across = wide - (width(value(last, language), 13.5, SEMIBOLD) if last else 0.0) - 18
    steps = max(len(said) - 1, 1)
    drawn, free = [], 0.0
    end = width(said[-1], _SMALL.size)
    # the last one stands under its point, but never before its own width nor beyond the edge
    final = min(max(across - end / 2, end), wide - end)
    for i, words in enumerate(said[:-1] if len(said) > 1 else said):
        long = width(words, _SMALL.size)
        x = max(7 + i * (across - 7) / steps - long / 2, 0.0)
        wanted = i == 0 or every
        if wanted and x >= free and (len(said) == 1 or x + long + 10 <= final):
            drawn.append(pen.text(x, y, words, _SMALL))
            free = x + long + 10
    if len(said) > 1:
        drawn.append(pen.text(final, y, said[-1], _SMALL))
    return "".join(drawn)


def _steps(rows: Sequence[Reached], wide: float, language: Language) -> Picture:
    """Return the share as steps over the days, its band behind it, with the share at the end."""
    if not rows:
        return Picture((wide, 24), pen.text(0, 16, message("no data", language), _SMALL))
    high, left, right = 170.0, 44.0, wide - 62.0
    most = rows[-1].days or 1.0
    at: Callable[[float], float] = lambda days: left + days / most * (right - left)  # noqa: E731
    up: Callable[[float], float] = lambda share: 8 + (1 - share) * (high - 8)  # noqa: E731
    drawn = []
    for share in (0.0, 0.5, 1.0):
        drawn.append(pen.path(f"M{n(left)} {n(up(share))}H{n(right)}", stroke=pen.paint("line")))
        words = Share(share, 0).shown(language)
        drawn.append(pen.text(left - 8, up(share) + 4, words, Type(12, colour="ink-2", anchor="end")))
    line = _stairs([(at(row.days), up(row.share)) for row in rows], (at(0), up(0)))
    upper = _stairs([(at(row.days), up(row.hi)) for row in rows], (at(0), up(0)))
    lower = [(at(row.days), up(row.lo)) for row in rows]
    back = "".join(f"V{n(y)}H{n(x)}" for x, y in reversed([(at(0), up(0)), *[(at(r.days), up(r.lo)) for r in rows]]))
    ink = pen.paint("accent")
    drawn.append(pen.path(f"{upper}L{n(lower[-1][0])} {n(lower[-1][1])}{back}Z", fill=ink, fill_opacity=0.14))
    drawn.append(pen.path(line, fill="none", stroke=ink, stroke_width=2.2))
    drawn.append(pen.text(right + 8, up(rows[-1].share) + 4.5, Share(rows[-1].share).shown(language), _HEAD))
    for days, anchor in ((0.0, "start"), (most, "end")):
        words = _time(days, language) if days else Count(0).shown(language)
        drawn.append(pen.text(at(days), high + 18, words, Type(12, colour="ink-2", anchor=anchor)))
    return Picture((wide, high + 26), "".join(drawn))


def _stairs(points: Sequence[tuple[float, float]], start: tuple[float, float]) -> str:
    return f"M{n(start[0])} {n(start[1])}" + "".join(f"H{n(x)}V{n(y)}" for x, y in points)
