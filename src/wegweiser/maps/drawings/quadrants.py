"""What matters beside how well it goes: touchpoints in four quarters, each named where it has room."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from wegweiser.domain.estimates import HOLLOW_BELOW, SUPPRESSED_BELOW
from wegweiser.i18n import Amount, Count, Language, Signed, Text, message, read
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.widths import SEMIBOLD, width, wrapped
from wegweiser.maps.drawings.figure import NARROW, Cell, Figure, Picture, Rows, Words, figure, heads, word
from wegweiser.maps.render.figures import people

_WIDE, _LEADING = 760.0, 15.0
_LABEL, _QUARTER = Type(12.5, SEMIBOLD, halo=True), Type(14, SEMIBOLD, "ink-3", serif=True)
_AXIS, _LISTED = Type(12, colour="ink-2"), Type(12.5)
_RADIUS, _MOST_LINES = 6.0, 3
_REACHES = (10.0, 18.0, 28.0, 40.0, 54.0)
_STRAIGHT = ((1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0))
_ASLANT = ((0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))
_STEEP = tuple((x * dx, y * dy) for x, y in ((1.0, 0.5), (0.5, 1.0)) for dy in (-1, 1) for dx in (1, -1))
_WAYS = (*_STRAIGHT, *_ASLANT, *_STEEP)

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Line = tuple[float, float, float, float]
"""Where it begins, and where it ends."""


class Place(msgspec.Struct, frozen=True):
    """A touchpoint with its importance for everything, how it feels from -2 to +2, and the people behind both."""

    name: Text
    importance: float
    feeling: float
    n: int


@dataclass(frozen=True)
class _Spot:
    place: Place
    number: int
    x: float
    y: float


def priorities(rows: Sequence[Place], language: Language, *, name: str = "priorities") -> Figure:
    """Return touchpoints by how much they matter and how they feel; the quarters lie around the means of both."""
    known = [row for row in rows if row.n >= SUPPRESSED_BELOW]
    middle = _middle(known)
    first = sorted(
        (row for row in known if row.importance > middle[0] and row.feeling < middle[1]),
        key=lambda row: -row.importance,
    )
    title = message("Nothing that matters more than others feels worse than others", language)
    if first:
        title = message("“{name}” matters much and feels worse than the others", language, name=first[0].name)
    how = message(
        "To the right: matters more. Up: feels better. Lines: the means of all. Hollow: fewer than 30 people.", language
    )
    hidden = len(rows) - len(known)
    note = message("Not shown: {n} rated by fewer than 20 people.", language, n=Count(hidden)) if hidden else ""
    spoken = message("Improve first", language) + ": " + ", ".join(read(row.name, language) for row in first)
    cells = [[*_cells(row, middle, language)] for row in known]
    columns = heads(language, "Touchpoint", "Quarter", "Importance", "Feeling", "Number of people")
    words = Words(title, how, spoken if first else title, note)
    large, small = (_drawn(known, middle, wide, language) for wide in (_WIDE, NARROW))
    return figure(name, words, large, small, Rows(columns, 2, cells))


def _middle(rows: Sequence[Place]) -> tuple[float, float]:
    if not rows:
        return 0.0, 0.0
    return sum(row.importance for row in rows) / len(rows), sum(row.feeling for row in rows) / len(rows)


def _quarter(row: Place, middle: tuple[float, float], language: Language) -> str:
    if row.importance > middle[0]:
        return message("Improve first" if row.feeling < middle[1] else "Keep it so", language)
    return message("Keep an eye on it" if row.feeling < middle[1] else "Good enough", language)


def _cells(row: Place, middle: tuple[float, float], language: Language) -> list[Cell]:
    quarter = _quarter(row, middle, language)
    return [
        word(row.name, language),
        Cell(quarter, quarter),
        Cell(Amount(row.importance, digits=2).shown(language), round(row.importance, 6)),
        Cell(Signed(row.feeling, fixed=True).shown(language), round(row.feeling, 6)),
        Cell(people(row.n, language), row.n),
    ]


def _drawn(rows: Sequence[Place], middle: tuple[float, float], wide: float, language: Language) -> Picture:
    """Return the field with its quarters and dots; who finds no room for a name gets a number, explained below."""
    high = 430.0 if wide > NARROW else 320.0
    field: Box = (20.0, 6.0, wide - 4, high)
    spots, cross = _spots(rows, middle, field)
    left, top, right, bottom = field
    drawn = [pen.box(left, top, right - left, bottom - top, fill=pen.paint("surface"), stroke=pen.paint("line"))]
    bad = (cross[0], cross[1], right - cross[0], bottom - cross[1])
    drawn.append(pen.box(*bad, fill=pen.paint("bad"), fill_opacity=0.06))
    course = f"M{n(cross[0])} {n(top)}V{n(bottom)}M{n(left)} {n(cross[1])}H{n(right)}"
    drawn.append(pen.path(course, stroke=pen.paint("line-2")))
    quarters, taken = _quarters(field, language)
    drawn.append(quarters)
    labels, listed = _labelled(spots, (*taken, *_dots(spots)), field, language)
    drawn += [_dot(spot, numbered=spot in listed) for spot in spots] + labels
    drawn.append(pen.text(right, bottom + 17, message("matters more", language), _end(_AXIS)))
    turned = f'transform="rotate(-90 12 {n(top)})"'
    up = pen.text(12, top, message("feels better", language), _end(_AXIS))
    drawn.append(up.replace("<text ", f"<text {turned} ", 1))
    y = bottom + 24
    for spot in listed:
        words = f"{spot.number}  {read(spot.place.name, language)}"
        for line in wrapped(words, wide - 24, _LISTED.size):
            y += _LEADING + 2
            drawn.append(pen.text(20, y, line, _LISTED))
    return Picture((wide, y + 8), "".join(drawn))


def _end(style: Type) -> Type:
    return Type(style.size, style.weight, style.colour, "end")


def _spots(rows: Sequence[Place], middle: tuple[float, float], field: Box) -> tuple[list[_Spot], tuple[float, float]]:
    """Return where each dot stands, and where the lines of the means cross."""
    left, top, right, bottom = field
    xs, ys = [row.importance for row in rows] or [0.0], [row.feeling for row in rows] or [0.0]
    wide, high = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    pad_x, pad_y = 26.0, 34.0

    def at(importance: float, feeling: float) -> tuple[float, float]:
        x = left + pad_x + (importance - min(xs)) / wide * (right - left - 2 * pad_x)
        return x, bottom - pad_y - (feeling - min(ys)) / high * (bottom - top - 2 * pad_y)

    spots = [_Spot(row, i, *at(row.importance, row.feeling)) for i, row in enumerate(rows, start=1)]
    return spots, at(*middle)


def _dots(spots: Sequence[_Spot]) -> tuple[Box, ...]:
    reach = _RADIUS + 2
    return tuple((spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach) for spot in spots)


def _quarters(field: Box, language: Language) -> tuple[str, tuple[Box, ...]]:
    """Return the names of the quarters in the corners, and the room they take."""
    left, top, right, bottom = field
    said = (
        (message("Good enough", language), left + 8, top + 19, "start"),
        (message("Keep it so", language), right - 8, top + 19, "end"),
        (message("Keep an eye on it", language), left + 8, bottom - 9, "start"),
        (message("Improve first", language), right - 8, bottom - 9, "end"),
    )
    drawn, taken = [], []
    for words, x, y, anchor in said:
        colour = "bad" if (x, y) == (right - 8, bottom - 9) else "ink-3"
        drawn.append(pen.text(x, y, words, Type(14, SEMIBOLD, colour, anchor, serif=True)))
        long = width(words, 14, SEMIBOLD) * 1.06
        start = x if anchor == "start" else x - long
        taken.append((start - 4, y - 15, start + long + 4, y + 6))
    return "".join(drawn), tuple(taken)


def _labelled(
    spots: Sequence[_Spot], taken: Sequence[Box], field: Box, language: Language
) -> tuple[list[str], list[_Spot]]:
    """Return the names that found room, each with a line to its dot where it stands apart, and who found none."""
    room, drawn, listed = _Room(field, list(taken)), [], []
    for spot in sorted(spots, key=lambda spot: (-spot.place.importance, spot.number)):
        words = wrapped(read(spot.place.name, language), 130, _LABEL.size, SEMIBOLD)
        box = _found(spot, words, room) if len(words) <= _MOST_LINES else None
        if box is None:
            listed.append(spot)
            continue
        room.taken.append(box)
        if _apart(spot, box):
            room.leads.append(lead := _lead(spot, box))
            drawn.append(pen.path(f"M{n(lead[0])} {n(lead[1])}L{n(lead[2])} {n(lead[3])}", stroke=pen.paint("line-2")))
        drawn.append(pen.lines(box[0] + 2, box[1] + 12, words, _LABEL, _LEADING / _LABEL.size))
    return drawn, sorted(listed, key=lambda spot: spot.number)


def _found(spot: _Spot, words: Sequence[str], room: _Room) -> Box | None:
    """Return the nearest free place for a name around its dot; its line may run over nothing, and nothing over it."""
    wide = max(width(line, _LABEL.size, SEMIBOLD) for line in words) + 4
    high = len(words) * _LEADING + 2
    for reach in _REACHES:
        for dx, dy in _WAYS:
            x = spot.x + dx * reach - (wide if dx < 0 else 0 if dx > 0 else wide / 2)
            y = spot.y + dy * reach - (high if dy < 0 else 0 if dy > 0 else high / 2)
            box = (x, y, x + wide, y + high)
            if room.free(box) and (not _apart(spot, box) or room.open(_lead(spot, box))):
                return box
    return None


def _lead(spot: _Spot, box: Box) -> Line:
    """Return the line from a dot to the nearest point of its name."""
    return spot.x, spot.y, min(max(spot.x, box[0]), box[2]), min(max(spot.y, box[1]), box[3])


def _apart(spot: _Spot, box: Box) -> bool:
    """Return whether a name stands so far from its dot that a line should lead there."""
    x, y, there_x, there_y = _lead(spot, box)
    return math.hypot(there_x - x, there_y - y) > _REACHES[1]


@dataclass
class _Room:
    """What is taken of the field: by dots, names, and the lines that lead to names."""

    field: Box
    taken: list[Box]
    leads: list[Line] = dataclasses.field(default_factory=list)

    def free(self, box: Box) -> bool:
        """Return whether a name finds room here."""
        left, top, right, bottom = self.field
        inside = box[0] >= left + 2 and box[1] >= top + 2 and box[2] <= right - 2 and box[3] <= bottom - 2
        taken = any(_touch(box, other) for other in self.taken) or any(_crosses(lead, box) for lead in self.leads)
        return inside and not taken

    def open(self, lead: Line) -> bool:
        """Return whether a line runs over nothing on its way; it begins in a dot, alone or on others."""
        x, y = lead[:2]
        begun = [box for box in self.taken if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
        return not any(_crosses(lead, box) for box in self.taken if box not in begun)


def _crosses(line: Line, box: Box) -> bool:
    """Return whether a line touches a box: both lie over each other, and its corners not all on one side of it."""
    x, y, to_x, to_y = line
    if not _touch((min(x, to_x), min(y, to_y), max(x, to_x) + 1e-6, max(y, to_y) + 1e-6), box):
        return False
    corners = ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3]))
    sides = [(to_x - x) * (cy - y) - (to_y - y) * (cx - x) for cx, cy in corners]
    return min(sides) <= 0 <= max(sides)


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _dot(spot: _Spot, *, numbered: bool) -> str:
    hollow = spot.place.n < HOLLOW_BELOW
    fill = pen.paint("surface" if hollow else "accent")
    radius = _RADIUS + 2 if numbered else _RADIUS
    circle = (
        f'<circle cx="{n(spot.x)}" cy="{n(spot.y)}" r="{n(radius)}" fill="{fill}" stroke="{pen.paint("accent")}"'
        ' stroke-width="2"/>'
    )
    if not numbered:
        return circle
    style = Type(11, SEMIBOLD, "accent" if hollow else "paper", "middle")
    return circle + pen.text(spot.x, spot.y + 4, str(spot.number), style)
