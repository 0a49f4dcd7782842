"""The feelings curve as a figure: this map's, an earlier one's as a ghost, other personas' beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from msgspec.structs import replace

from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.i18n import Language, Shown, Signed, Text, message, read
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.widths import SEMIBOLD, width, wrapped
from wegweiser.maps.drawings import dotted
from wegweiser.maps.drawings.dotted import Plot, Row
from wegweiser.maps.drawings.figure import Cell, Figure, Picture, Rows, Words, figure, heads
from wegweiser.maps.drawings.scale import Scale
from wegweiser.maps.render import geometry
from wegweiser.maps.render.feelings import feelings as felt
from wegweiser.maps.render.sheet import Mark

_BROAD, _LEFT, _HIGH = 940.0, 34.0, 220.0
_PHASE = Type(13, SEMIBOLD, anchor="middle", serif=True)
_SMALL = Type(12, colour="ink-2", anchor="end")
_STYLES = (("accent", "7 4"), ("ochre", "2 4"), ("accent", "2 4"), ("ochre", "7 4"))
"""None is a whole line: that is the map's own curve."""
_KINDS: tuple[dotted.Kind, ...] = ("diamond", "tick")

Runs = tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True)
class _Curve:
    """A curve with its name and how its line is drawn; the ghost has no points of its own."""

    name: str
    runs: Runs
    tone: str
    dashes: str
    main: bool = False
    ghost: bool = False


def feelings(
    journey_map: JourneyMap,
    language: Language,
    *,
    ghost: tuple[Text, JourneyMap] | None = None,
    others: Sequence[tuple[Text, JourneyMap]] = (),
    beside: bool = False,
    name: str = "feelings",
) -> Figure:
    """Return what customers feel along the phases; `ghost` is another version's curve, `others` are other maps'.

    `beside` draws the curves of the personas on the map itself, too: more than two hide one another. A phase without
    a point is a gap no line bridges.
    """
    if not beside:
        journey_map = _of_everybody(journey_map)
    curves = _curves(journey_map, ghost, others, language)
    phases = [read(phase.name, language) for phase in journey_map.phases]
    title = _title(curves[0].runs if curves else (), phases, language)
    how = message("From \u22122 to +2. Band: 95 % interval. Hollow: fewer than 30 people, or assumed.", language)
    if ghost:
        how += " " + message("Grey and dashed: {name}.", language, name=ghost[0])
    own = felt(journey_map, language)
    words = Words(title, how, own.spoken if own else title)
    columns = heads(language, "Curve", "Phase", "Feeling", "Number of people", "In their words")
    cells = [_cells(curve, mark, phases, language) for curve in curves for run in curve.runs for mark in run]
    return figure(name, words, _broad(curves, phases, language), _narrow(curves, phases, language),
                  Rows(columns, 2, cells))  # fmt: skip


def _title(runs: Runs, phases: Sequence[str], language: Language) -> str:
    """Return where it feels worst, if all other phases are better by more than chance; a guess heads nothing."""
    marks = [mark for run in runs for mark in run]
    known = [mark for mark in marks if mark.support != message("assumption", language)]
    if not known:
        if marks:
            return message("Nobody has told yet how it felt; the curve is assumed", language)
        return message("Nobody has told yet how it felt", language)
    low = min(known, key=lambda mark: (mark.value, mark.x))
    others = [mark for mark in known if int(mark.x) != int(low.x)]
    values: dict[str, Shown] = {"phase": phases[min(int(low.x), len(phases) - 1)], "value": Signed(low.value)}
    if not others:
        return message("Feelings are known from “{phase}” alone ({value})", language, **values)
    if all(_better(mark, low) for mark in others):
        return message("It feels worst in “{phase}” ({value})", language, **values)
    return message("Lowest in “{phase}” ({value}); the difference may be chance", language, **values)


def _better(one: Mark, low: Mark) -> bool:
    """Return whether a point lies above the lowest by more than chance; without intervals nobody can say."""
    beyond = sqrt((one.hi - one.lo) ** 2 + (low.hi - low.lo) ** 2) / 2
    return one.lo < one.hi and low.lo < low.hi and one.value - low.value > beyond


def _curves(
    journey_map: JourneyMap,
    ghost: tuple[Text, JourneyMap] | None,
    others: Sequence[tuple[Text, JourneyMap]],
    language: Language,
) -> list[_Curve]:
    """Return the curves there are: the map's own, its personas', other maps', and the ghost last."""
    own = felt(journey_map, language)
    if own is None:
        return []
    found = [_Curve(own.name or message("now", language), own.runs, "ink", "", main=True)]
    sides = [(side.name, side.runs) for side in own.sides]
    for called, other in others:
        drawn = felt(_of_everybody(other), language)
        sides += [(read(called, language), drawn.runs)] if drawn else []
    for i, (called, runs) in enumerate(sides):
        found.append(_Curve(called, runs, *_STYLES[i % len(_STYLES)]))
    before = felt(_of_everybody(ghost[1]), language) if ghost else None
    if ghost and before:
        found.append(_Curve(read(ghost[0], language), before.runs, "ink-3", "5 4", ghost=True))
    return found


def _of_everybody(journey_map: JourneyMap) -> JourneyMap:
    """Return the map without the curves of its personas."""
    everybody = tuple(point for point in journey_map.curve if point.persona is None)
    return replace(journey_map, beside=(), curve=everybody)


def _cells(curve: _Curve, mark: Mark, phases: Sequence[str], language: Language) -> list[Cell]:
    place = phases[min(int(mark.x), len(phases) - 1)] if phases else ""
    return [
        Cell(curve.name, curve.name),
        Cell(place, place),
        Cell(Signed(mark.value, fixed=True).shown(language), round(mark.value, 4)),
        Cell(mark.support, mark.support),
        Cell(mark.quote, mark.quote),
    ]


def _broad(curves: Sequence[_Curve], phases: Sequence[str], language: Language) -> Picture:
    """Return the curves over the phases from left to right, each named at its end."""
    right = max((width(curve.name, 12.5, SEMIBOLD) for curve in curves), default=0.0) if len(curves) > 1 else 0.0
    right = min(right, 150.0) + (14 if right else 0)
    across = (_BROAD - _LEFT - right) / max(len(phases), 1)
    names = [wrapped(phase, across - 10, _PHASE.size, SEMIBOLD) for phase in phases]
    top = max((len(name) for name in names), default=1) * 16 + 12
    reach = _reach(curves)
    x: Callable[[float], float] = lambda at: _LEFT + at * across  # noqa: E731
    y: Callable[[float], float] = lambda at: top + (reach - at) / (2 * reach) * _HIGH  # noqa: E731
    drawn = [pen.lines(x(i + 0.5), 14, name, _PHASE, 16 / 13) for i, name in enumerate(names)]
    drawn += [
        pen.path(f"M{n(x(i))} {n(top)}V{n(top + _HIGH)}", stroke=pen.paint("line")) for i in range(len(phases) + 1)
    ]
    for at in (reach, 0.0, -reach):
        stroke = pen.paint("line" if at else "line-2")
        drawn.append(pen.path(f"M{n(_LEFT)} {n(y(at))}H{n(x(len(phases)))}", stroke=stroke))
        drawn.append(pen.text(_LEFT - 7, y(at) + 4, Signed(at).shown(language), _SMALL))
    for curve in reversed(curves):
        drawn += [part for run in curve.runs for part in _run(curve, run, x, y, (top, y(0), top + _HIGH))]
    drawn += _named(curves, y, top) if len(curves) > 1 else []
    return Picture((_BROAD, top + _HIGH + 8), "".join(drawn))


def _reach(curves: Sequence[_Curve]) -> float:
    """Return how far the scale goes: to 1 where nothing lies beyond, else to 2."""
    ends = [end for curve in curves for run in curve.runs for mark in run for end in (mark.lo, mark.hi)]
    return 1.0 if ends and max(map(abs, ends)) <= 1 else 2.0


def _run(
    curve: _Curve,
    run: Sequence[Mark],
    x: Callable[[float], float],
    y: Callable[[float], float],
    bounds: tuple[float, float, float],
) -> list[str]:
    """Return a stretch of a curve: for the main one its area, good above and bad below, its band and its points."""
    points = [(x(mark.x), y(mark.value)) for mark in run]
    ink = pen.paint(curve.tone)
    drawn = []
    if curve.main and len(run) > 1:
        top, zero, bottom = bounds
        area = geometry.curve_path(points, base=zero)
        drawn += [_within(area, tone, ends) for tone, ends in (("good", (top, zero)), ("bad", (zero, bottom)))]
        if any(mark.lo != mark.hi for mark in run):
            low, high = ([(x(m.x), y(end)) for m, end in zip(run, ends, strict=True)]
                         for ends in ([m.lo for m in run], [m.hi for m in run]))  # fmt: skip
            drawn.append(pen.path(geometry.band_path(low, high), fill=ink, fill_opacity=0.08))
    if len(run) > 1:
        line = geometry.curve_path(points)
        drawn.append(
            pen.path(line, fill="none", stroke=ink, stroke_width=2.4 if curve.main else 1.8,
                     stroke_dasharray=curve.dashes)
        )  # fmt: skip
    if curve.ghost:
        return drawn
    return drawn + [_point(curve, mark, at) for mark, at in zip(run, points, strict=True)]


def _within(area: str, tone: str, ends: tuple[float, float]) -> str:
    """Return an area cut off at two heights; a picture within the picture shows no more than its own stretch."""
    top, bottom = ends
    inside = pen.path(area, fill=pen.paint(tone), fill_opacity=0.15)
    size = f'y="{n(top)}" width="{n(_BROAD)}" height="{n(bottom - top)}"'
    return f'<svg {size} viewBox="0 {n(top)} {n(_BROAD)} {n(bottom - top)}">{inside}</svg>'


def _point(curve: _Curve, mark: Mark, at: tuple[float, float]) -> str:
    tone = {"good": "good", "bad": "bad"}.get(mark.tone, "ink-3") if curve.main else curve.tone
    fill = pen.paint(tone if mark.solid else "surface")
    told = f"{curve.name}: {mark.spoken}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<circle cx="{n(at[0])}" cy="{n(at[1])}" r="{5 if curve.main else 3.5}" fill="{fill}"'
        f' stroke="{pen.paint(tone)}" stroke-width="2"><title>{told}</title></circle>'
    )


def _named(curves: Sequence[_Curve], y: Callable[[float], float], top: float) -> list[str]:
    """Return the names at the right, each at the height its curve ends, pushed apart where they would touch."""
    wanted = sorted((y(curve.runs[-1][-1].value), i) for i, curve in enumerate(curves) if curve.runs)
    room = [wrapped(curve.name, 150, 12.5, SEMIBOLD)[:2] for curve in curves]
    heights, free = {}, top
    for at, i in wanted:
        heights[i] = max(at - 7.0 * len(room[i]), free)
        free = heights[i] + 15 * len(room[i]) + 2
    over = max(free - (top + _HIGH), 0.0)
    left = _BROAD - max(width(line, 12.5, SEMIBOLD) for lines in room for line in lines)
    drawn = []
    for i, height in heights.items():
        first, style = height - over + 11, Type(12.5, SEMIBOLD, curves[i].tone)
        drawn.append(pen.lines(left, first, room[i], style, 15 / 12.5))
    return drawn


def _narrow(curves: Sequence[_Curve], phases: Sequence[str], language: Language) -> Picture:
    """Return the points one below the other, as they follow on the way: a telephone is too narrow for a curve."""
    rows = []
    for i, phase in enumerate(phases):
        marks = [(place, mark) for place, curve in enumerate(curves) for run in curve.runs for mark in run
                 if min(int(mark.x), len(phases) - 1) == i]  # fmt: skip
        made = tuple(_dot(curves[place], place, mark) for place, mark in marks)
        own = [mark for place, mark in marks if place == 0]
        first = min(own, key=lambda mark: (not mark.solid, -abs(mark.value)), default=None)
        shown = (
            Signed(first.value, fixed=True).shown(language) if first else "" if marks else message("no data", language)
        )
        rows.append(Row(phase, made, value=shown, support=first.support if first else ""))
    key = tuple((_dot(curve, place, None), curve.name) for place, curve in enumerate(curves))
    scale = Scale.over([], (0, 1), lambda at: Signed(at).shown(language), ends=(-2, 2), strong=0.0)
    return dotted.drawn(Plot(tuple(rows), scale, key if len(key) > 1 else ()))[1]


def _dot(curve: _Curve, place: int, mark: Mark | None) -> dotted.Mark:
    kind: dotted.Kind = "dot" if place == 0 else _KINDS[(place - 1) % 2]
    if mark is None:
        return dotted.Mark(0, kind=kind, tone=curve.tone)
    lo, hi = (mark.lo, mark.hi) if curve.main else (None, None)
    return dotted.Mark(mark.value, lo, hi, kind, not mark.solid, curve.tone, told=mark.spoken)
