"""Levers as dots with their intervals against a line at zero; hollow where nothing is settled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from wegweiser.domain.levers import Lever
from wegweiser.i18n import NBSP, Language, Text, message, read
from wegweiser.maps.charts import findings, pen
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.widths import SEMIBOLD, wrapped

WIDE = 620.0
_BADGE, _NAME_ROOM, _VALUE_ROOM, _BRACKET, _AXIS = 26.0, 196.0, 92.0, 18.0, 26.0
_WIDE_NAME_ROOM, _LEADING, _LEAST = 410.0, 16.0, 44.0
_NAME = Type(13.5, SEMIBOLD)
_PHASE = Type(12, colour="ink-2")


@dataclass(frozen=True)
class _Row:
    """A lever with its lines, and its effect in percentage points where it has one."""

    lever: Lever
    names: tuple[str, ...]
    phase: str
    value: float | None
    ends: tuple[float, float] | None
    high: float


def lever_dots(levers: Sequence[Lever], phases: dict[str, Text], language: Language) -> str:
    """Return levers as SVG: dot and 95 % interval for grades A and B, a range for C, words alone for D.

    Effects are changes of the conversion rate (0.02 is two points). A bracket holds levers that cannot be told apart.
    """
    # Where nothing has a range there is no axis, and names have its room.
    room = _NAME_ROOM if any(lever.effect or lever.spread for lever in levers) else _WIDE_NAME_ROOM
    rows = [_row(lever, phases, room, language) for lever in levers]
    bounds = [end for row in rows if row.ends for end in row.ends]
    axis = _Axis.over(bounds)
    drawn, y = [axis.drawn(sum(row.high for row in rows), language)] if bounds else [], 6.0
    middles = []
    for row in rows:
        middles.append(y + row.high / 2)
        drawn.append(_words(row, y, language) + _mark(row, middles[-1], axis, language))
        y += row.high
    drawn += _brackets(rows, middles, language)
    told = findings.of_levers(tuple(levers), language)
    return pen.frame("levers", (WIDE, y + (_AXIS if bounds else 4)), "".join(drawn), told.headline, told.summary)


@dataclass(frozen=True)
class _Axis:
    """The scale of effects: its ends and the distance of its lines, in points."""

    lo: float
    hi: float
    step: float

    @classmethod
    def over(cls, bounds: Sequence[float]) -> _Axis:
        """Return the scale that holds all bounds and zero, in round steps."""
        lo, hi = min([0.0, *bounds]), max([0.0, *bounds])
        wide = max(hi - lo, 0.1)
        power = 10 ** math.floor(math.log10(wide / 5))
        step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= wide / 5)
        return cls(lo - 0.04 * wide, hi + 0.04 * wide, step)

    @property
    def left(self) -> float:
        """Where the scale begins."""
        return _BADGE + _NAME_ROOM + 14

    def at(self, points: float) -> float:
        """Return where an effect stands."""
        return self.left + (points - self.lo) / (self.hi - self.lo) * (WIDE - self.left - _VALUE_ROOM - _BRACKET)

    def drawn(self, high: float, language: Language) -> str:
        """Return the lines with their figures; zero is the strong one."""
        marks = range(math.ceil(self.lo / self.step), math.floor(self.hi / self.step) + 1)
        style = Type(12, colour="ink-2", anchor="middle")
        return "".join(
            pen.path(f"M{n(self.at(i * self.step))} 2V{n(high + 8)}", stroke=pen.paint("line-2" if i == 0 else "line"))
            + pen.text(self.at(i * self.step), high + 24, _points(i * self.step, language), style)
            for i in marks
        )


def _row(lever: Lever, phases: dict[str, Text], room: float, language: Language) -> _Row:
    names = wrapped(read(lever.text, language), room, _NAME.size, SEMIBOLD)
    phase = read(phases.get(lever.phase, lever.phase), language)
    ends = lever.effect or lever.spread
    return _Row(
        lever=lever,
        names=names,
        phase=phase,
        value=100 * lever.effect.value if lever.effect else None,
        ends=(100 * ends.lo, 100 * ends.hi) if ends else None,
        high=max(_LEAST, _LEADING * (len(names) + 1) + 12),
    )


def _words(row: _Row, y: float, language: Language) -> str:
    """Return the grade, the lever and its phase."""
    first = y + row.high / 2 - (len(row.names) + 1) * _LEADING / 2 + 12
    badge = pen.box(0, first - 13, 19, 19, rx="4", fill="none", stroke=pen.paint("line-2"))
    grade = pen.text(9.5, first + 1.2, row.lever.grade, Type(12.5, SEMIBOLD, anchor="middle"))
    names = pen.lines(_BADGE, first, row.names, _NAME, _LEADING / _NAME.size)
    rank = message("rank {n}", language, n=row.lever.rank) if row.lever.rank else ""
    rank = message("no effect shown", language) if row.lever.doubt else rank
    below = " · ".join(part for part in (row.phase, rank) if part)
    return badge + grade + names + pen.text(_BADGE, first + len(row.names) * _LEADING - 1, below, _PHASE)


def _mark(row: _Row, y: float, axis: _Axis, language: Language) -> str:
    """Return the dot with its interval, the range, or that there is an association only."""
    words = effect(row.lever, language)
    plain = Type(12.5, colour="ink-2", anchor="end", halo=True)
    if row.ends is None:
        return pen.text(WIDE - _BRACKET, y + 4.5, words, plain)
    lo, hi = row.ends
    sure = findings.settled(row.lever)
    token = ("good" if lo > 0 else "bad") if sure else "ink-3"
    line = pen.path(
        f"M{n(axis.at(lo))} {n(y)}H{n(max(axis.at(hi), axis.at(lo) + 1))}",
        stroke=pen.paint(token),
        stroke_width=3 if row.value is not None else 7,
        stroke_linecap="round",
        stroke_opacity=0.5 if row.value is not None else 0.35,
    )
    if row.value is None:
        return line + pen.text(WIDE - _BRACKET, y + 4.5, words, plain)
    fill = pen.paint(token if sure else "surface")
    dot = f'<circle cx="{n(axis.at(row.value))}" cy="{n(y)}" r="6" fill="{fill}" stroke="{pen.paint(token)}"'
    shown = pen.text(WIDE - _BRACKET, y + 4.5, words, Type(13, SEMIBOLD, token, "end"))
    return f'{line}{dot} stroke-width="2.2"/>{shown}'


def effect(lever: Lever, language: Language) -> str:
    """Return a lever's effect in words: a number of points, a range of them, or that it only goes with the goal."""
    if lever.effect is not None:
        return message("{points} pts.", language, points=_points(100 * lever.effect.value, language))
    if lever.spread is not None:
        lo, hi = (_points(100 * end, language) for end in (lever.spread.lo, lever.spread.hi))
        return message("{lo} to {hi} pts.", language, lo=lo, hi=hi)
    return message("goes with, no effect", language)


def _brackets(rows: Sequence[_Row], middles: Sequence[float], language: Language) -> list[str]:
    """Return a bracket at the right beside each run of levers that cannot be told apart."""
    drawn, first = [], 0
    for i in range(1, len(rows) + 1):
        tie = rows[first].lever.tie
        if i < len(rows) and tie is not None and rows[i].lever.tie == tie:
            continue
        if i - first > 1:
            course = f"M{n(WIDE - 8)} {n(middles[first] - 8)}h5V{n(middles[i - 1] + 8)}h-5"
            told = message("cannot be told apart", language)
            drawn.append(pen.path(course, told, fill="none", stroke=pen.paint("ink-3"), stroke_width=1.5))
        first = i
    return drawn


def _points(value: float, language: Language) -> str:
    """Return percentage points with their sign."""
    digits = "0" if abs(value) >= 10 or value == round(value) else "0.0"
    words = format_decimal(abs(round(value, 1)), format=f"#,##{digits}", locale=language)
    if not float(f"{value:.1f}"):
        return "0"
    return ("+" if value > 0 else "\u2212") + words.replace(" ", NBSP)
