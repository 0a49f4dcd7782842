"""Counts how journeys go: ways to a goal, and the funnels before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from wegweiser import levers
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.funnels import Funnel
from wegweiser.i18n import Text
from wegweiser.journeys import Journeys, Registry
from wegweiser.maps import Figures
from wegweiser.maps.charts import rows as charts
from wegweiser.workspace import pages
from wegweiser.workspace.insights import rows

DEPTH, TOP, VARIANTS = 6, 5, 50
_MATRIX = 8
_ROUNDED = 6


def ways(journeys: Journeys, registry: Registry, goal: str | None, figures: Figures | None = None) -> rows.Ways:
    """Return how journeys of a goal go, or whole histories; of `figures`, what was counted already is not again.

    Raises:
        UnknownName: no goal is called so.
    """
    moves, names = journeys.moves, {touchpoint.id: touchpoint.name for touchpoint in registry.touchpoints}
    steps, matrix, back = moves.steps(goal, depth=DEPTH, top=TOP), moves.matrix(goal, depth=_MATRIX), moves.back(goal)
    variants, loops = moves.variants(goal, top=VARIANTS), journeys.loops(goal)
    graph = pages.flow_graph(journeys, registry, goal, 1.0)
    links = tuple(msgspec.convert(row, charts.Link) for row in steps.rows())
    lost = _lost(journeys, goal, figures)
    unshown: dict[str, int] = {}
    ways_taken = variants.rows()
    return rows.Ways(
        goal=goal,
        steps=charts.StepFlow(_folded(links), names, registry.goal(goal).name if goal else None, lost),
        graph=_shown_graph(graph, unshown),
        variants=_enough([(_variant(row), row["customers"]) for row in ways_taken], "variants", unshown),
        matrix=_enough([(_place(row), row["journeys"]) for row in matrix.rows()], "matrix", unshown),
        loops=_enough([(_loop(row), row["customers"]) for row in loops.rows()], "loops", unshown),
        back=_enough([(_way_back(r), r["customers"]) for r in back.rows() if r["source_phase"]], "back", unshown),
        journeys=ways_taken[0]["of_journeys"] if ways_taken else 0,
        unshown=unshown,
        notes={
            "steps": steps.note,
            "variants": variants.note,
            "matrix": matrix.note,
            "loops": loops.note,
            "back": back.note,
        },
    )


def _lost(journeys: Journeys, goal: str | None, figures: Figures | None) -> int:
    """Return how many journeys end without the goal."""
    if goal is None:
        return 0
    counted = figures.rows.get("goals") if figures is not None else None
    found = counted if isinstance(counted, list) else journeys.goals().rows()
    return next((int(row["lost"]) for row in found if row["goal"] == goal), 0)


def _enough(found: Sequence[tuple[Any, int]], name: str, unshown: dict[str, int]) -> tuple[Any, ...]:
    """Return the rows at least 20 people stand behind, and count the others."""
    few = sum(customers < SUPPRESSED_BELOW for _, customers in found)
    if few:
        unshown[name] = few
    return tuple(row for row, customers in found if customers >= SUPPRESSED_BELOW)


def _folded(links: Sequence[charts.Link]) -> tuple[charts.Link, ...]:
    """Return a flow whose links of few people lead from their source to the other touchpoints, together.

    How few they are is not told, as none of them has 20 people; so a little more may come to a place than goes on.
    """
    kept = [link for link in links if not link.few]
    rest: dict[tuple[int, str], list[charts.Link]] = {}
    for link in links:
        if link.few:
            rest.setdefault((link.step, link.source), []).append(link)
    for (step, source), few in rest.items():
        together = charts.Link(
            step, source, charts.OTHER, sum(link.journeys for link in few), sum(link.customers for link in few)
        )
        there = next((one for one in kept if (one.step, one.source, one.target) == (step, source, charts.OTHER)), None)
        if there is not None:
            kept[kept.index(there)] = msgspec.structs.replace(
                there, journeys=there.journeys + together.journeys, customers=there.customers + together.customers
            )
        elif not together.few:
            kept.append(together)
    return tuple(sorted(kept, key=lambda link: (link.step, -link.journeys, link.source, link.target)))


def _shown_graph(graph: charts.FlowGraph, unshown: dict[str, int]) -> charts.FlowGraph:
    """Return the graph without touchpoints and moves of fewer than 20 people."""
    nodes = _enough([(node, node.customers) for node in graph.nodes], "nodes", unshown)
    met = {node.id for node in nodes}
    edges = [edge for edge in graph.edges if {edge.source, edge.target} <= met]
    kept = _enough([(edge, edge.customers) for edge in edges], "edges", unshown)
    held = sum(edge.transitions for edge in kept)
    return msgspec.structs.replace(
        graph, nodes=nodes, edges=kept, shown=held / graph.transitions if graph.transitions else 0.0
    )


def _variant(row: Mapping[str, Any]) -> rows.Variant:
    closed = row["journeys"]
    return rows.Variant(
        path=tuple(row["path"]),
        journeys=closed,
        customers=row["customers"],
        share=round(row["share"], _ROUNDED),
        cumulative=round(row["cumulative"], _ROUNDED),
        converted=row["converted"],
        rate=Proportion(row["rate"], row["lo"], row["hi"], row["converted"], closed),
        median_s=row["median_s"],
    )


def _place(row: Mapping[str, Any]) -> rows.Place:
    return rows.Place(row["step"], row["touchpoint"], _share(row, row["journeys"], row["of_journeys"]))


def _loop(row: Mapping[str, Any]) -> rows.Loop:
    return rows.Loop(
        source=row["source"],
        via=row["via"],
        loops=row["loops"],
        customers=row["customers"],
        share=_share(row, row["sessions"], row["of_sessions"]),
        structural=bool(row["structural"]),
    )


def _way_back(row: Mapping[str, Any]) -> rows.WayBack:
    return rows.WayBack(
        source=row["source"],
        target=row["target"],
        source_phase=row["source_phase"],
        target_phase=row["target_phase"],
        transitions=row["transitions"],
        share=_share(row, row["customers"], row["of_customers"]),
        median_s=row["median_s"],
    )


def _share(row: Mapping[str, Any], hits: int, n: int) -> Proportion:
    return Proportion(row["share"], row["lo"], row["hi"], hits, n)


def funnels(journeys: Journeys, registry: Registry, figures: Figures) -> rows.Funnels:
    """Return the funnel of every goal that has steps of its own before it, by visit and by customer."""
    found = []
    for goal in registry.goals:
        steps = levers.stages(figures, goal.id)
        for unit in ("session", "customer") if steps else ():
            counted = funnel(journeys, registry, Funnel(steps, unit=unit))
            found.append(msgspec.structs.replace(counted, goal=goal.id))
    return rows.Funnels(tuple(found))


def funnel(journeys: Journeys, registry: Registry, asked: Funnel) -> rows.FunnelRows:
    """Return one funnel counted.

    Raises:
        UnknownName: a step is no touchpoint, or no event has the property that is held.
    """
    result = journeys.funnel(asked)
    names = {touchpoint.id: touchpoint.name for touchpoint in registry.touchpoints}
    moved = {(row["source"], row["target"]): row for row in journeys.transitions().rows()}
    told, before, first = [], None, 0
    for row in result.rows():
        there = moved.get((before or "", row["step"]))
        step = _step(row, names, first)
        if there is not None and there["customers"] >= SUPPRESSED_BELOW:
            step = msgspec.structs.replace(step, median_s=there["median_s"])
        told.append(step)
        before, first = row["step"], first or row["reached"]
    within = None if asked.within is None else asked.within.total_seconds()
    return rows.FunnelRows(steps=tuple(told), unit=str(asked.unit), within_s=within, note=result.note)


def _step(row: Mapping[str, Any], names: Mapping[str, Text], first: int) -> rows.FunnelStep:
    customers, name = row.get("customers"), names.get(row["step"], row["step"])
    reached, optional = row["reached"], bool(row.get("optional"))
    if 0 < (reached if customers is None else customers) < SUPPRESSED_BELOW:
        return rows.FunnelStep(row["step"], name, optional=optional)
    share, km = row.get("share"), row.get("km")
    n = first or reached
    return rows.FunnelStep(
        step=row["step"],
        name=name,
        reached=reached,
        customers=customers,
        share=None if share is None or row.get("lo") is None else _share(row, round(share * n), n),
        of_previous=row.get("of_previous"),
        lost=row.get("lost"),
        open=row.get("open"),
        km=None if km is None or row.get("km_lo") is None else Estimate(km, row["km_lo"], row["km_hi"], reached),
        optional=optional,
    )
