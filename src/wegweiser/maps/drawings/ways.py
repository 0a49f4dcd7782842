"""Ways through the journey as figures: step flow, flow graph, funnel, variants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.i18n import Count, Language, Share, Span, message, read
from wegweiser.maps.charts import findings, flow_graph, pen, sankey, tables
from wegweiser.maps.charts.findings import Told
from wegweiser.maps.charts.pen import Type
from wegweiser.maps.charts.rows import Edge, FlowGraph, Funnel, Stage, StepFlow
from wegweiser.maps.charts.tables import Table
from wegweiser.maps.charts.widths import SEMIBOLD, width, wrapped
from wegweiser.maps.drawings.figure import (
    NARROW,
    WIDE,
    Cell,
    Figure,
    Picture,
    Rows,
    Words,
    figure,
    heads,
    renamed,
    word,
)
from wegweiser.maps.drawings.variants import Variant, variants
from wegweiser.maps.render.figures import between, too_few

__all__ = ["Passage", "Variant", "flow", "funnel", "graph", "kept", "readable", "variants"]

_NAME = Type(14, SEMIBOLD)
_FIGURE = Type(14, SEMIBOLD, anchor="end")
_SMALL = Type(12.5, colour="ink-2")
_LOST = Type(12.5, colour="bad")
_BAR, _LEADING = 22.0, 17.0
_READABLE = 120
"""Moves a reader can follow on the grid of phases; no layout saves three hundred."""


class Passage(msgspec.Struct, frozen=True):
    """How people come from one step of a funnel to the next: the median time, and the share that arrives at last.

    `arriving` is the Kaplan-Meier share, which counts in who is still on the way.
    """

    median_s: float | None = None
    arriving: Estimate | None = None


def flow(steps: StepFlow, language: Language, *, name: str = "steps") -> Figure:
    """Return what journeys do at each of their first steps, as bands between columns."""
    told = findings.of_steps(steps, language)
    return _as_figure(name, told, renamed(sankey(steps, language), "steps", name), tables.of_steps(steps, language))


def graph(moves: FlowGraph, language: Language, *, share: float = 1.0, name: str = "graph") -> Figure:
    """Return how customers move between touchpoints, in the columns of their phases.

    Of all moves so large a `share` is drawn: each touchpoint's heaviest way in and out, then the heaviest others. What
    share that comes to stands in `how`.
    """
    shown = kept(moves, share)
    told = findings.of_graph(shown, language)
    return _as_figure(name, told, renamed(flow_graph(shown, language), "graph", name), tables.of_graph(shown, language))


def kept(moves: FlowGraph, share: float) -> FlowGraph:
    """Return the graph with the moves that carry a share of all moves; no touchpoint loses its heaviest way in or out.

    Example:
        >>> edges = (Edge("a", "b", 70, 60), Edge("b", "c", 20, 20), Edge("a", "c", 10, 10))
        >>> [edge.target for edge in kept(FlowGraph((), (), edges, 1.0, 100, 60), 0.5).edges]
        ['b', 'c']
    """
    ordered = sorted(moves.edges, key=lambda edge: (-edge.transitions, edge.source, edge.target))
    best: dict[tuple[str, str], Edge] = {}
    for edge in ordered:
        if edge.source != edge.target:
            best.setdefault(("out", edge.source), edge)
            best.setdefault(("in", edge.target), edge)
    taken = set(best.values())
    carried = sum(edge.transitions for edge in taken)
    for edge in ordered:
        if carried >= share * moves.transitions:
            break
        if edge not in taken:
            taken.add(edge)
            carried += edge.transitions
    edges = tuple(edge for edge in moves.edges if edge in taken)
    return msgspec.structs.replace(moves, edges=edges, shown=carried / moves.transitions if moves.transitions else 0.0)


def readable(moves: FlowGraph) -> float:
    """Return the share of all moves that so many of the heaviest carry as a reader can follow, 0.3 to 0.8.

    Example:
        >>> readable(FlowGraph((), (), (Edge("a", "b", 70, 60), Edge("b", "c", 30, 20)), 1.0, 100, 60))
        0.8
    """
    heaviest = sorted((edge.transitions for edge in moves.edges), reverse=True)[:_READABLE]
    carried = sum(heaviest) / moves.transitions if moves.transitions else 1.0
    return min(0.8, max(0.3, int(carried * 20) / 20))


def funnel(
    steps: Funnel, language: Language, *, passages: Sequence[Passage | None] = (), name: str = "funnel"
) -> Figure:
    """Return how many visits reach each step; what is lost in between stands in words, and how long the rest took.

    `passages` has one entry for each pair of neighbouring steps, or none at all.
    """
    told = findings.of_funnel(steps, language)
    waits = dict(enumerate(passages, start=1))
    rows = [_funnel_row(steps.stages, i, waits.get(i), language) for i in range(len(steps.stages))]
    columns = ["Step", "Visits", "Share going on", "Of the first step", "Lost here", "Median time"]
    columns = columns[: 6 if passages else 5]
    cells = [row[: len(columns)] for row in rows]
    words = Words(told.headline, told.lead, told.summary)
    large, small = (_funnel(steps, waits, wide, language) for wide in (WIDE, NARROW))
    return figure(name, words, large, small, Rows(heads(language, *columns), 1, cells))


def _as_figure(name: str, told: Told, svg: str, table: Table) -> Figure:
    return Figure(name, told.headline, told.lead, svg, table, told.summary)


def _funnel_row(stages: Sequence[Stage], i: int, passage: Passage | None, language: Language) -> list[Cell]:
    stage = stages[i]
    reached = Cell(findings.reached(stage, language), None if stage.few else stage.reached)
    if not i:
        return [word(stage.name, language), reached, *[Cell("", None)] * 4]
    before = stages[i - 1]
    known = not (before.few or stage.few) and before.reached > 0
    lost = before.reached - stage.reached
    on = findings.going_on(before, stage, language)[0]
    first = stage.reached / stages[0].reached if known else None
    median = passage.median_s if passage and known else None
    wait = "" if median is None else _span(median, language)
    return [
        word(stage.name, language),
        reached,
        Cell(on, stage.reached / before.reached if known else None),
        Cell("" if first is None else Share(first).shown(language), first),
        Cell(Count(lost).shown(language) if known else "", lost if known else None),
        Cell(wait, median),
    ]


def _span(seconds: float, language: Language) -> str:
    return Span(timedelta(seconds=seconds)).shown(language)


def _funnel(steps: Funnel, waits: dict[int, Passage | None], wide: float, language: Language) -> Picture:
    """Return the steps below each other: name and number, the bar, then what is lost before the next one."""
    most = max((stage.reached for stage in steps.stages), default=0) or 1
    drawn, y = [], 0.0
    for i, stage in enumerate(steps.stages):
        if i:
            top = y
            for words, style in _between(steps.stages[i - 1], stage, waits.get(i), language):
                for line in wrapped(words, wide - 18, style.size):
                    y += _LEADING
                    drawn.append(pen.text(18, y, line, style))
            if y > top:
                rail = f"M7 {pen.n(top + 6)}V{pen.n(y + 3)}"
                drawn.append(pen.path(rail, stroke=pen.paint("line-2"), stroke_width=1.5))
            y += 9
        number = findings.reached(stage, language)
        names = wrapped(read(stage.name, language), wide - width(number, 14, SEMIBOLD) - 16, 14, SEMIBOLD)
        drawn.append(pen.lines(0, y + 15, names, _NAME, _LEADING / 14))
        drawn.append(pen.text(wide, y + 15 + (len(names) - 1) * _LEADING, number, _FIGURE))
        y += len(names) * _LEADING + 5
        long = 2.0 if stage.few else max(wide * stage.reached / most, 2.0)
        drawn.append(pen.box(0, y, wide, _BAR, rx="3", fill=pen.paint("sunken")))
        drawn.append(pen.box(0, y, long, _BAR, rx="3", fill=pen.paint("accent")))
        y += _BAR + 2
    return Picture((wide, y + 4), "".join(drawn))


def _between(before: Stage, stage: Stage, passage: Passage | None, language: Language) -> list[tuple[str, Type]]:
    """Return what happens between two steps: how many go on, how many are lost, and the median time."""
    if before.few or stage.few or not before.reached:
        return []
    lost = before.reached - stage.reached
    on = findings.going_on(before, stage, language)[0]
    if passage and passage.median_s is not None:
        on = message("{on}; median time {time}", language, on=on, time=_span(passage.median_s, language))
    said = [(on, _SMALL)]
    if passage and passage.arriving and not too_few(passage.arriving.n):
        at_last = Proportion(passage.arriving.value, passage.arriving.lo, passage.arriving.hi, 0, passage.arriving.n)
        arriving = message(
            "{share} arrive, counting in who is still on the way (Kaplan-Meier)", language, share=Share(at_last.value)
        )
        said.append((arriving + between(at_last, language), _SMALL))
    if lost > 0:
        share = Share(lost / before.reached)
        said.append((message("{n} lost here ({share})", language, n=Count(lost), share=share), _LOST))
    return said
