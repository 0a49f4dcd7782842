"""The feelings on a slide: one curve of Bezier segments, a dot for each point, and the words beside them."""

from __future__ import annotations

from wegweiser.maps.exchange.safety import plain
from wegweiser.maps.exchange.shapes import drawn, plainly
from wegweiser.maps.render import geometry
from wegweiser.maps.render.sheet import Mark, Sheet
from wegweiser.maps.render.slides import Box, Slide, Type, describe, height_of

CURVE_HIGH = 118.0
_WORDS = 30.0
_ACCENT, _INK2, _WHITE = "#2440b8", "#545048", "#ffffff"
_TONES = {"good": "#0b6b5e", "bad": "#a63a1e", "plain": _INK2}
_HUES = ("#7181d0", "#805300", "#0b6b5e")
_DOT, _SIDE_DOT = 3.2, 2.0
_QUOTE_WIDE = 0.86


def curve(group: Slide, sheet: Sheet, box: Box) -> None:
    """Draw the feelings of a sheet in a box: zero line, ends of the scale, curves, points and words."""
    found = sheet.feelings
    if found is None:
        return
    wide = box.wide / len(sheet.heads)
    middle, half = box.y + box.high / 2, box.high / 2 - _WORDS

    def at(mark: Mark) -> geometry.Point:
        return box.x + mark.x * wide, middle - mark.value / found.reach * half

    plainly(group, Box(box.x, middle, box.wide, 0.5), "#8f8879")
    for place, end in zip((middle - half, middle + half), found.ends(sheet.language), strict=True):
        group.text(Box(box.x - 30, place - 6, 26, 12), [(plain(end), Type(7.5, colour=_INK2, align="right"))])
    for side in found.sides:
        for run in side.runs:
            _run(group, [at(mark) for mark in run], (_HUES[side.hue % len(_HUES)], 1.2), side.name)
            for mark in run:
                _dot(group, at(mark), mark, _SIDE_DOT)
    for run in found.runs:
        _run(group, [at(mark) for mark in run], (_ACCENT, 2.2), found.spoken)
        for mark in run:
            _dot(group, at(mark), mark, _DOT)
            if mark.quote:
                _quote(group, sheet, mark, at(mark), box)


def _run(group: Slide, points: list[geometry.Point], line: tuple[str, float], spoken: str) -> None:
    """Draw one curve as one shape whose points can be moved in the office program."""
    if len(points) < 2:
        return
    left, right = points[0][0], points[-1][0]
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    box = Box(left, top, right - left, max(bottom - top, 0.5))
    shape = drawn(group, geometry.curve_path([(x - left, y - top) for x, y in points]), box, line=line)
    describe(shape, plain(spoken))


def _dot(group: Slide, place: geometry.Point, mark: Mark, radius: float) -> None:
    colour = _TONES[mark.tone]
    box = Box(place[0] - radius, place[1] - radius, 2 * radius, 2 * radius)
    dot = group.shape(box, colour if mark.solid else _WHITE, round_=True, line=colour)
    describe(dot, plain(mark.spoken))


def _quote(group: Slide, sheet: Sheet, mark: Mark, place: geometry.Point, box: Box) -> None:
    """Write a quote above or below its point, within the lane."""
    wide = box.wide / len(sheet.heads) * _QUOTE_WIDE
    said = mark.quote if mark.named else f"{sheet.words['quote_open']}{mark.quote}{sheet.words['quote_close']}"
    words = [
        (plain(said), Type(8.5, serif=not mark.named, italic=not mark.named, align="center")),
        (plain(mark.support), Type(7, colour=_INK2, align="center")),
    ]
    high = min(height_of(words, wide), box.high / 2)
    x = min(max(place[0] - wide / 2, box.x), box.x + box.wide - wide)
    y = place[1] - high - 5 if mark.up else place[1] + 5
    group.text(Box(x, min(max(y, box.y), box.y + box.high - high), wide, high), words)
