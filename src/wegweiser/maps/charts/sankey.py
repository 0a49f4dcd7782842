"""The step Sankey: what journeys do at each of their first steps, exits at the bottom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.i18n import Count, Language, Share, message, read
from wegweiser.maps.charts import findings, pen
from wegweiser.maps.charts.ordering import untangled
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.rows import CONVERTED, END, LEFT, OTHER, Link, StepFlow
from wegweiser.maps.charts.widths import SEMIBOLD, wrapped
from wegweiser.maps.render.figures import customers

WIDE = 1290.0
_LAST_LABEL, _NODE, _BESIDE, _TOP = 138.0, 10.0, 7.0, 34.0
_HIGH, _GAP, _LEADING = 430.0, 9.0, 16.0
_NAME = Type(13.5, SEMIBOLD, halo=True)
_FIGURE = Type(12.5, colour="ink-2", halo=True)
_RANKS = {OTHER: 1, CONVERTED: 2, LEFT: 3, END: 3}
_COLOURS = {OTHER: "ink-3", CONVERTED: "good", LEFT: "bad", END: "bad"}
_THINNEST = 1.0

Place = tuple[int, str]
"""A step and what stands there."""


@dataclass
class _Spot:
    """Where a place is drawn: its top and height, the lines of its name, and how much of both sides is taken."""

    journeys: int
    few: bool
    names: tuple[str, ...]
    top: float = 0.0
    high: float = 0.0
    taken: dict[str, float] = field(default_factory=lambda: {"in": 0.0, "out": 0.0})

    @property
    def label(self) -> float:
        """The height its label needs."""
        return _LEADING * (len(self.names) + 1)


def sankey(flow: StepFlow, language: Language) -> str:
    """Return the step Sankey as SVG; the width of a band is its number of journeys."""
    spots = _spots(flow, language)
    columns = _columns(flow, spots)
    high = _placed(columns, spots)
    across = (WIDE - _LAST_LABEL - _NODE) / max(flow.depth - 1, 1)
    bands = "".join(_bands(flow, spots, across, language))
    heads = "".join(
        pen.text(i * across, 15, head(i + 1, language), Type(13, SEMIBOLD, "ink-3")) for i in range(len(columns))
    )
    nodes = "".join(_node(place, spots[place], across, language) for column in columns for place in column)
    told = findings.of_steps(flow, language)
    return pen.frame("steps", (WIDE, high), heads + bands + nodes, told.headline, told.summary)


def head(step: int, language: Language) -> str:
    """Return what a step is called above its column."""
    return message("Start", language) if step == 1 else message("Step {n}", language, n=step)


def called(name: str, flow: StepFlow, language: Language) -> str:
    """Return what stands for a touchpoint or an ending in words."""
    endings = {OTHER: "Others", END: "Exit", LEFT: "Exit", CONVERTED: "Goal reached"}
    if name in endings:
        return message(endings[name], language)
    return read(flow.names.get(name, name), language)


def _spots(flow: StepFlow, language: Language) -> dict[Place, _Spot]:
    """Return every place with its journeys: those that come to it, or that go out from it where none come."""
    coming, going, people = Counter[Place](), Counter[Place](), Counter[Place]()
    for link in flow.links:
        going[link.step, link.source] += link.journeys
        coming[link.step + 1, link.target] += link.journeys
        people[link.step + 1, link.target] += link.customers
        people[link.step, link.source] += link.customers if link.step == 1 else 0
    room = (WIDE - _LAST_LABEL - _NODE) / max(flow.depth - 1, 1) - _NODE - _BESIDE - 12
    return {
        place: _Spot(
            journeys=max(coming[place], going[place]),
            few=people[place] < SUPPRESSED_BELOW,
            names=wrapped(
                called(place[1], flow, language),
                room if place[0] < flow.depth else _LAST_LABEL - _BESIDE,
                _NAME.size,
                SEMIBOLD,
            ),
        )
        for place in sorted({*coming, *going})
    }


def _columns(flow: StepFlow, spots: dict[Place, _Spot]) -> list[list[Place]]:
    """Return the places of each step from top to bottom: touchpoints untangled, then the rest, goal and exits."""
    columns: list[list[Place]] = [[] for _ in range(flow.depth)]
    for place in sorted(spots, key=lambda place: (-spots[place].journeys, place[1])):
        columns[place[0] - 1].append(place)
    lines = [((link.step, link.source), (link.step + 1, link.target), float(link.journeys)) for link in flow.links]
    return untangled(columns, lines, rank=lambda place: _RANKS.get(place[1], 0))


def _placed(columns: list[list[Place]], spots: dict[Place, _Spot]) -> float:
    """Give every place its top and height, one scale for all, each with room for its label; return the height."""
    least = max((sum(spots[p].label + _GAP for p in column) for column in columns), default=0.0)
    high = max(_HIGH, least + 60)
    low, up = 0.0, high / max((spot.journeys for spot in spots.values()), default=1)
    for _ in range(40):
        scale = (low + up) / 2
        fits = all(_room(column, spots, scale) <= high for column in columns)
        low, up = (scale, up) if fits else (low, scale)
    for column in columns:
        y = _TOP
        for place in column:
            spot = spots[place]
            slot = max(spot.journeys * low, spot.label)
            spot.high = spot.journeys * low
            spot.top = y + (slot - spot.high) / 2
            y += slot + _GAP
    return _TOP + max((_room(column, spots, low) for column in columns), default=0.0) + 4


def _room(column: list[Place], spots: dict[Place, _Spot], scale: float) -> float:
    return sum(max(spots[p].journeys * scale, spots[p].label) + _GAP for p in column) - _GAP


def _bands(flow: StepFlow, spots: dict[Place, _Spot], across: float, language: Language) -> list[str]:
    """Return the bands between steps; each takes its own stretch of both places, in the order of the other ends."""
    scale = next((spot.high / spot.journeys for spot in spots.values() if spot.journeys), 0.0)
    leaving, arriving = {}, {}
    for link in sorted(flow.links, key=lambda link: (link.step, spots[link.step + 1, link.target].top)):
        leaving[link] = _take(spots[link.step, link.source], "out", link.journeys * scale)
    for link in sorted(flow.links, key=lambda link: (link.step, spots[link.step, link.source].top)):
        arriving[link] = _take(spots[link.step + 1, link.target], "in", link.journeys * scale)
    of: Counter[Place] = Counter()
    for link in flow.links:
        of[link.step, link.source] += link.journeys
    # Wide bands first, so that narrow ones stay visible where they cross.
    ordered = sorted(flow.links, key=lambda link: (-link.journeys, link.step, link.source, link.target))
    drawn = []
    for link in ordered:
        x0, x1 = (link.step - 1) * across + _NODE, link.step * across
        band = _band((x0, leaving[link]), (x1, arriving[link]), max(link.journeys * scale, _THINNEST))
        colour = _COLOURS.get(link.target, _COLOURS.get(link.source, "accent"))
        told = _told(link, of[link.step, link.source], flow, language)
        drawn.append(pen.path(band, told, class_="flow", fill=pen.paint(colour), fill_opacity=_opacity(colour)))
    return drawn


def _opacity(colour: str) -> float:
    return {"accent": 0.22, "good": 0.24, "ink-3": 0.13}.get(colour, 0.17)


def _take(spot: _Spot, side: str, high: float) -> float:
    """Return the top of the next free stretch of a place's side, and take it."""
    top = spot.top + spot.taken[side]
    spot.taken[side] += high
    return top


def _band(start: tuple[float, float], end: tuple[float, float], high: float) -> str:
    """Return the area between two places, as high all along."""
    (x0, y0), (x1, y1) = start, end
    m = (x0 + x1) / 2
    return (
        f"M{n(x0)} {n(y0)}C{n(m)} {n(y0)} {n(m)} {n(y1)} {n(x1)} {n(y1)}V{n(y1 + high)}"
        f"C{n(m)} {n(y1 + high)} {n(m)} {n(y0 + high)} {n(x0)} {n(y0 + high)}Z"
    )


def _told(link: Link, of: int, flow: StepFlow, language: Language) -> str:
    """Return what a band says to whoever points at it."""
    return message(
        "{source} to {target}: {n} ({share})",
        language,
        source=called(link.source, flow, language),
        target=called(link.target, flow, language),
        n=customers(1, language) if link.few else Count(link.journeys),
        share="" if link.few else Share(link.journeys / of),
    ).removesuffix(" ()")


def _node(place: Place, spot: _Spot, across: float, language: Language) -> str:
    """Return a place: its bar, its name and its figure."""
    x, middle = (place[0] - 1) * across, spot.top + spot.high / 2
    bar = pen.box(x, spot.top, _NODE, max(spot.high, 2), rx="1.5", fill=pen.paint(_COLOURS.get(place[1], "accent")))
    first = middle - spot.label / 2 + 12.5
    figure = customers(1, language) if spot.few else Count(spot.journeys).shown(language)
    at = x + _NODE + _BESIDE
    names = pen.lines(at, first, spot.names, _NAME, _LEADING / _NAME.size)
    return bar + names + pen.text(at, first + len(spot.names) * _LEADING - 0.5, figure, _FIGURE)
