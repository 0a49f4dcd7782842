"""The flow graph on the grid of phases: the columns of the map, touchpoints in them, moves between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.i18n import Count, Language, message, read
from wegweiser.maps.charts import findings, pen
from wegweiser.maps.charts.courses import Courses, Seat
from wegweiser.maps.charts.ordering import untangled
from wegweiser.maps.charts.pen import Type, n
from wegweiser.maps.charts.rows import Column, Edge, FlowGraph, Node
from wegweiser.maps.charts.widths import SEMIBOLD, wrapped
from wegweiser.maps.render.figures import customers

WIDE = 1290.0
_HEAD, _FOOT, _GAP = 50.0, 22.0, 22.0
_LEAST_HIGH, _WIDEST, _PART = 420.0, 158.0, 0.6
_LEADING, _PAD, _LANE = 15.0, 9.0, 9.0
_NAME = Type(12.5, SEMIBOLD, anchor="middle")
_FIGURE = Type(12, colour="ink-2", anchor="middle")
_SETTLING = 30

Stop = str | tuple[str, str, int]
"""A touchpoint, or the place where a long move passes a column between its ends."""


@dataclass(frozen=True)
class _Plan:
    """The columns with what stands in them, the parts of each move between neighbouring columns, and their heights."""

    columns: list[list[Stop]]
    lines: list[tuple[Stop, Stop, float]]
    names: dict[str, tuple[str, ...]]

    def high(self, stop: Stop) -> float:
        """Return the height a touchpoint's box or a passing move needs."""
        return _LANE if isinstance(stop, tuple) else (len(self.names[stop]) + 1) * _LEADING + _PAD


def flow_graph(graph: FlowGraph, language: Language) -> str:
    """Return the flow graph as SVG; moves to an earlier phase are dashed and in the second colour."""
    columns = _shown(graph, language)
    across = WIDE / len(columns)
    wide = min(_WIDEST, across * _PART)
    plan = _plan(graph, columns, wide, language)
    middles, high = _settled(plan)
    seats = {
        stop: Seat((i + 0.5) * across, middles[stop], wide, plan.high(stop))
        for i, column in enumerate(plan.columns)
        for stop in column
    }
    drawn = [_column(column, i, across, high, language) for i, column in enumerate(columns)]
    drawn += Courses(graph, seats, plan.columns, across - wide).drawn(language)
    loops = {edge.source: edge for edge in graph.edges if edge.source == edge.target}
    drawn += [
        _node(node, seats[node.id], plan, (graph.customers, loops.get(node.id)), language) for node in graph.nodes
    ]
    told = findings.of_graph(graph, language)
    return pen.frame("graph", (WIDE, high), "".join(drawn), told.headline, told.summary)


def _shown(graph: FlowGraph, language: Language) -> tuple[Column, ...]:
    """Return the phases that have touchpoints, and a last column for touchpoints without phase."""
    used = {node.phase for node in graph.nodes}
    known = {column.id for column in graph.columns}
    columns = tuple(column for column in graph.columns if column.id in used)
    if used - known or not columns:
        columns = (*columns, Column("", message("No phase yet", language)))
    return columns


def _plan(graph: FlowGraph, columns: tuple[Column, ...], wide: float, language: Language) -> _Plan:
    """Return the order in each column; a move over several columns takes a place in those it passes."""
    places = {column.id: i for i, column in enumerate(columns)}
    of = {node.id: places.get(node.phase or "", len(columns) - 1) for node in graph.nodes}
    found: list[list[Stop]] = [[] for _ in columns]
    for node in sorted(graph.nodes, key=lambda node: (-node.customers, node.id)):
        found[of[node.id]].append(node.id)
    lines: list[tuple[Stop, Stop, float]] = []
    for edge in graph.edges:
        first, last = sorted((edge.source, edge.target), key=lambda name: of[name])
        passed: list[Stop] = [(edge.source, edge.target, i) for i in range(of[first] + 1, of[last])]
        for stop in passed:
            found[stop[2] if isinstance(stop, tuple) else 0].append(stop)
        chain: list[Stop] = [first, *passed, last]
        if of[first] != of[last]:
            lines += [(a, b, float(edge.transitions)) for a, b in pairwise(chain)]
    names = {node.id: wrapped(read(node.name, language), wide - 16, _NAME.size, SEMIBOLD) for node in graph.nodes}
    return _Plan(untangled(found, lines), lines, names)


def _settled(plan: _Plan) -> tuple[dict[Stop, float], float]:
    """Return the middle of everything and the height: each drawn to its neighbours, none nearer than the gap."""
    needed = max(sum(_slot(plan, stop) for stop in column) for column in plan.columns)
    high = max(_LEAST_HIGH, _HEAD + needed + _FOOT)
    middles: dict[Stop, float] = {}
    for column in plan.columns:
        spare = (high - _HEAD - _FOOT - sum(_slot(plan, stop) for stop in column)) / (len(column) + 1)
        y = _HEAD + spare
        for stop in column:
            middles[stop] = y + _slot(plan, stop) / 2
            y += _slot(plan, stop) + spare
    near: dict[Stop, list[tuple[Stop, float]]] = {stop: [] for stop in middles}
    for a, b, weight in plan.lines:
        near[a].append((b, weight))
        near[b].append((a, weight))
    for _ in range(_SETTLING):
        for column in plan.columns:
            for stop in column:
                total = sum(weight for _, weight in near[stop])
                if total:
                    pulled = sum(middles[other] * weight for other, weight in near[stop]) / total
                    middles[stop] += 0.35 * (pulled - middles[stop])
            _apart(column, middles, plan, high - _FOOT)
    return middles, high


def _apart(column: list[Stop], middles: dict[Stop, float], plan: _Plan, bottom: float) -> None:
    """Push what overlaps apart, downwards from the top and then upwards from the bottom."""
    y = _HEAD
    for stop in column:
        half = _slot(plan, stop) / 2
        middles[stop] = max(middles[stop], y + half)
        y = middles[stop] + half
    y = bottom
    for stop in reversed(column):
        half = _slot(plan, stop) / 2
        middles[stop] = min(middles[stop], y - half)
        y = middles[stop] - half


def _slot(plan: _Plan, stop: Stop) -> float:
    return plan.high(stop) + (0 if isinstance(stop, tuple) else _GAP)


def _column(column: Column, place: int, across: float, high: float, language: Language) -> str:
    """Return the ground of a phase and its name, as on the map."""
    token, strength = ("surface", 1) if place % 2 else ("sunken", 0.55)
    ground = pen.box(place * across, 0, across, high, fill=pen.paint(token), fill_opacity=strength)
    name = wrapped(read(column.name, language), across - 24, 16, SEMIBOLD)
    style = Type(16, SEMIBOLD, anchor="middle", serif=True)
    return ground + pen.lines((place + 0.5) * across, 26 if len(name) == 1 else 18, name[:2], style)


def _node(node: Node, seat: Seat, plan: _Plan, among: tuple[int, Edge | None], language: Language) -> str:
    """Return a touchpoint: its box, its name, whom it met, and how often it follows itself."""
    everybody, loop = among
    x, y = seat.x - seat.wide / 2, seat.y - seat.high / 2
    shape = pen.box(
        x, y, seat.wide, seat.high, rx="5", fill=pen.paint("surface"), stroke=pen.paint("line-2"), stroke_width=1
    )
    share = pen.box(
        x + 1,
        y + seat.high - 4,
        max((seat.wide - 2) * node.customers / max(everybody, 1), 2),
        3,
        fill=pen.paint("accent"),
    )
    names = plan.names[node.id]
    words = pen.lines(seat.x, y + 16, names, _NAME, _LEADING / _NAME.size)
    figure = customers(node.customers, language)
    low = y + 16 + len(names) * _LEADING
    if loop is None or loop.customers < SUPPRESSED_BELOW:
        return shape + share + words + pen.text(seat.x, low, figure, _FIGURE)
    again = Count(loop.transitions).shown(language)
    said = message("{n} times again at once", language, n=Count(loop.transitions))
    left, right = Type(12, colour="ink-2", anchor="end"), Type(12, colour="ink-3")
    turn = f"M{n(seat.x + 16)} {n(low - 7.6)}a4 4 0 1 1 -5.6 .2m0 -3.4v3.6h3.6"
    sign = pen.path(turn, said, fill="none", stroke=pen.paint("ink-3"), stroke_width=1.3)
    figures = pen.text(seat.x - 2, low, figure, left) + sign + pen.text(seat.x + 22, low, again, right)
    return shape + share + words + figures
