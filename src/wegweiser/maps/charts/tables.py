"""The figures of each chart as a table, for whoever does not see the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.levers import Lever
from wegweiser.i18n import Count, Language, Share, Span, Text, message, read
from wegweiser.maps.charts import findings
from wegweiser.maps.charts.dots import effect
from wegweiser.maps.charts.rows import Edge, FlowGraph, Funnel, StepFlow
from wegweiser.maps.charts.sankey import called, head
from wegweiser.maps.render.figures import customers


class Table(NamedTuple):
    """Heads and rows; the first `words` columns hold words, the others figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int


def of_steps(flow: StepFlow, language: Language) -> Table:
    """Return what journeys do at each step, most first."""
    of = Counter[tuple[int, str]]()
    for link in flow.links:
        of[link.step, link.source] += link.journeys
    ordered = sorted(flow.links, key=lambda link: (link.step, -link.journeys, link.source, link.target))
    rows = tuple(
        (
            head(link.step, language),
            called(link.source, flow, language),
            called(link.target, flow, language),
            customers(1, language) if link.few else Count(link.journeys).shown(language),
            "" if link.few else Share(link.journeys / of[link.step, link.source]).shown(language),
        )
        for link in ordered
    )
    heads = ("Step", "From", "To", "Journeys", "Share of the source")
    return Table(tuple(message(name, language) for name in heads), rows, 3)


def of_graph(graph: FlowGraph, language: Language) -> Table:
    """Return the moves the flow graph shows, most first; moves of fewer than 20 customers say no more than that."""
    names = {node.id: read(node.name, language) for node in graph.nodes}
    ordered = sorted(graph.edges, key=lambda edge: (-edge.transitions, edge.source, edge.target))
    rows = tuple(
        (
            names[edge.source],
            names[edge.target],
            _way(edge, language),
            customers(edge.customers, language)
            if edge.customers < SUPPRESSED_BELOW
            else Count(edge.transitions).shown(language),
            customers(edge.customers, language),
            ""
            if edge.median_s is None or edge.customers < SUPPRESSED_BELOW
            else Span(timedelta(seconds=edge.median_s)).shown(language),
        )
        for edge in ordered
    )
    heads = ("From", "To", "Direction", "Moves", "Customers", "Median time")
    return Table(tuple(message(name, language) for name in heads), rows, 3)


def _way(edge: Edge, language: Language) -> str:
    if edge.back:
        return message("back", language)
    return message("again", language) if edge.source == edge.target else message("on", language)


def of_funnel(funnel: Funnel, language: Language) -> Table:
    """Return how many visits reach each step and what share goes on."""
    rows = tuple(
        (
            read(stage.name, language),
            findings.reached(stage, language),
            findings.going_on(funnel.stages[i - 1], stage, language)[0] if i else "",
        )
        for i, stage in enumerate(funnel.stages)
    )
    heads = ("Step", "Visits", "Share going on")
    return Table(tuple(message(name, language) for name in heads), rows, 1)


def of_levers(levers: Sequence[Lever], phases: dict[str, Text], language: Language) -> Table:
    """Return each lever with its grade, what it changes, and the customers it reaches."""
    rows = tuple(
        (
            read(lever.text, language),
            read(phases.get(lever.phase, lever.phase), language),
            str(lever.grade),
            effect(lever, language),
            customers(lever.customers, language),
        )
        for lever in levers
    )
    heads = ("Lever", "Phase", "Grade", "Effect in points", "Customers")
    return Table(tuple(message(name, language) for name in heads), rows, 3)
