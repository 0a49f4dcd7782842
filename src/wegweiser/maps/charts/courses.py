"""The courses of moves through the flow graph: where each leaves its touchpoint, what it passes, where it arrives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.i18n import Count, Language, message
from wegweiser.maps.charts import pen
from wegweiser.maps.charts.pen import n
from wegweiser.maps.charts.rows import Edge, FlowGraph
from wegweiser.maps.render.figures import customers

_THIN, _THICK, _PALE, _STRONG = 0.9, 5.6, 0.34, 0.46
_INSET, _SPREAD, _ASIDE = 14.0, 8.0, 11.0
_FAR = 10_000.0
"""Ports of arcs within a column lie above or below those of every other move."""


@dataclass(frozen=True)
class Seat:
    """Where a touchpoint's box, or a passing move, has its middle, and how large it is."""

    x: float
    y: float
    wide: float
    high: float


Stop = str | tuple[str, str, int]


class Courses:
    """Draws the moves of a graph between seats; the lighter a move, the thinner and paler."""

    def __init__(
        self, graph: FlowGraph, seats: Mapping[Stop, Seat], columns: Sequence[Sequence[Stop]], gutter: float
    ) -> None:
        self._names = {node.id: node.name for node in graph.nodes}
        self._edges = [edge for edge in graph.edges if edge.source != edge.target]
        self._most = max((edge.transitions for edge in self._edges), default=1)
        self._seats, self._gutter = seats, gutter
        self._column = {stop: i for i, column in enumerate(columns) for stop in column}
        boxes = [[stop for stop in column if isinstance(stop, str)] for column in columns]
        self._next = {pair for column in boxes for pair in pairwise(column)}
        self._ports = self._given()

    def drawn(self, language: Language) -> list[str]:
        """Return every move, heavy ones on top."""
        ordered = sorted(self._edges, key=lambda edge: (edge.transitions, edge.source, edge.target))
        return [self._course(edge, language) for edge in ordered]

    def _course(self, edge: Edge, language: Language) -> str:
        part = edge.transitions / self._most
        wide, strength = _THIN + _THICK * part**0.6, _PALE + _STRONG * part**0.5
        colour = pen.paint("bad" if edge.back else "accent")
        tip = 4.5 + 0.9 * wide
        course, head = self._line(edge, tip)
        told = message(
            "{source} to {target}: {n} moves by {people} customers",
            language,
            source=self._names[edge.source],
            target=self._names[edge.target],
            n=customers(1, language) if edge.customers < SUPPRESSED_BELOW else Count(edge.transitions),
            people=customers(edge.customers, language),
        )
        line = pen.path(
            course,
            told,
            fill="none",
            stroke=colour,
            stroke_width=wide,
            stroke_opacity=strength,
            stroke_dasharray="7 4" if edge.back else "",
        )
        return f'<g class="move">{line}{pen.path(head, fill=colour, fill_opacity=min(strength + 0.1, 1))}</g>'

    def _line(self, edge: Edge, tip: float) -> tuple[str, str]:
        """Return the course of a move and the head of its arrow."""
        here, there = self._column[edge.source], self._column[edge.target]
        if here != there:
            return self._across(edge, 1 if there > here else -1, tip)
        if (edge.source, edge.target) in self._next or (edge.target, edge.source) in self._next:
            return self._straight(edge, tip)
        return self._arc(edge, tip)

    def _across(self, edge: Edge, way: int, tip: float) -> tuple[str, str]:
        """Return a course to another column, through its places in the columns it passes."""
        source, target = self._seats[edge.source], self._seats[edge.target]
        (y0, y1), half = self._ports[edge], way * source.wide / 2
        points = [(source.x + half, y0)]
        between = range(self._column[edge.source] + way, self._column[edge.target], way)
        for i in between:
            first, last = (edge.source, edge.target) if way > 0 else (edge.target, edge.source)
            seat = self._seats.get((edge.source, edge.target, i)) or self._seats[first, last, i]
            points += [(seat.x - half, seat.y), (seat.x + half, seat.y)]
        end = target.x - half
        points.append((end - way * tip, y1))
        course = f"M{n(points[0][0])} {n(points[0][1])}"
        for place, (x, y) in enumerate(points[1:]):
            x0, y0 = points[place]
            middle = (x0 + x) / 2
            course += f"L{n(x)} {n(y)}" if place % 2 else f"C{n(middle)} {n(y0)} {n(middle)} {n(y)} {n(x)} {n(y)}"
        return course, _head(end, y1, way, tip)

    def _straight(self, edge: Edge, tip: float) -> tuple[str, str]:
        """Return the course to the box right above or below; the two directions beside each other."""
        source, target = self._seats[edge.source], self._seats[edge.target]
        way = 1 if target.y > source.y else -1
        x = source.x + way * _ASIDE
        y0, y1 = source.y + way * source.high / 2, target.y - way * target.high / 2
        wide = tip * 0.62
        head = f"M{n(x)} {n(y1)}L{n(x - wide)} {n(y1 - way * tip)}H{n(x + wide)}Z"
        return f"M{n(x)} {n(y0)}V{n(y1 - way * tip)}", head

    def _arc(self, edge: Edge, tip: float) -> tuple[str, str]:
        """Return the course round the boxes between: down on the right side, up on the left."""
        source, target = self._seats[edge.source], self._seats[edge.target]
        way = 1 if target.y > source.y else -1
        y0, y1 = self._ports[edge]
        side = source.x + way * source.wide / 2
        bulge = min(16 + 0.11 * abs(y1 - y0), max(self._gutter / 2 - 3, 12)) * 4 / 3
        far = side + way * bulge
        course = f"M{n(side)} {n(y0)}C{n(far)} {n(y0)} {n(far)} {n(y1)} {n(side + way * tip)} {n(y1)}"
        return course, _head(side, y1, -way, tip)

    def _given(self) -> dict[Edge, tuple[float, float]]:
        """Return the heights at which each move leaves and arrives: in the order of the other ends, so none cross."""
        sides: dict[tuple[str, int], list[tuple[float, Edge, int]]] = defaultdict(list)
        for edge in self._edges:
            here, there = self._column[edge.source], self._column[edge.target]
            down = self._seats[edge.target].y > self._seats[edge.source].y
            if here != there:
                way = 1 if there > here else -1
                first, last = self._beside(edge, way)
                sides[edge.source, way].append((self._seats[first].y, edge, 0))
                sides[edge.target, -way].append((self._seats[last].y, edge, 1))
            else:
                way, apart = 1 if down else -1, abs(self._seats[edge.target].y - self._seats[edge.source].y)
                sides[edge.source, way].append((way * (_FAR - apart), edge, 0))
                sides[edge.target, way].append((-way * (_FAR - apart), edge, 1))
        given: dict[Edge, list[float]] = {edge: [0.0, 0.0] for edge in self._edges}
        for (name, _), ports in sides.items():
            seat = self._seats[name]
            step = min((seat.high - _INSET) / len(ports), _SPREAD)
            for place, (_, edge, end) in enumerate(sorted(ports, key=lambda port: port[0])):
                given[edge][end] = seat.y + (place - (len(ports) - 1) / 2) * step
        return {edge: (ends[0], ends[1]) for edge, ends in given.items()}

    def _beside(self, edge: Edge, way: int) -> tuple[Stop, Stop]:
        """Return what a move meets first after its source and last before its target."""
        i, j = self._column[edge.source] + way, self._column[edge.target] - way
        if abs(self._column[edge.target] - self._column[edge.source]) == 1:
            return edge.target, edge.source
        return (edge.source, edge.target, i), (edge.source, edge.target, j)


def _head(x: float, y: float, way: int, tip: float) -> str:
    """Return an arrow head that ends at a point, to the right or to the left."""
    wide = tip * 0.62
    return f"M{n(x)} {n(y)}L{n(x - way * tip)} {n(y - wide)}V{n(y + wide)}Z"
