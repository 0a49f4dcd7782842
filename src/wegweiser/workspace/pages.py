"""From the journeys' results to the page of ways and levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from wegweiser import levers
from wegweiser.clock import today, wall_time
from wegweiser.domain.estimates import Proportion
from wegweiser.domain.journey_maps import DataBox, JourneyMap
from wegweiser.i18n import Text
from wegweiser.journeys import Journeys, Registry
from wegweiser.maps import Figures
from wegweiser.maps.charts import rows
from wegweiser.workspace.ground import Ground

SHARE, TOP = 0.8, 5
"""How much the page shows, so that it stays readable: the share of all moves, and touchpoints per step."""


@dataclass(frozen=True)
class Asked:
    """What a person wants to see: the way to which goal, and how much of all moves."""

    goal: str | None = None
    share: float = SHARE


def ways(ws: Ground, asked: Asked, journey_map: JourneyMap | None = None) -> rows.Ways:
    """Return everything the page shows, for the goal asked for or the first one that is reached.

    Raises:
        UnknownName: no goal is called so.
        InvalidSetting: the share is not above 0 and at most 1.
    """
    journeys, registry = ws.journeys, ws.registry
    found = journeys.goals().rows()
    goal = asked.goal or _first_reached(found)
    lost = {row["goal"]: row["lost"] for row in found}
    names = {touchpoint.id: touchpoint.name for touchpoint in registry.touchpoints}
    steps = journeys.moves.steps(goal, top=TOP)
    links = tuple(msgspec.convert(row, rows.Link) for row in steps.rows())
    made = rows.Ways(
        title=ws.config.title or ws.config.name,
        customers=0,
        steps=rows.StepFlow(links, names, registry.goal(goal).name if goal else None, lost.get(goal or "", 0)),
        graph=flow_graph(journeys, registry, goal, asked.share),
        funnel=_funnel(journeys, registry, goal, today(ws.clock)) if goal else None,
        notes=(steps.note,),
    )
    return _headed(made, journey_map, goal) if journey_map else _summed(made, ws)


def flow_graph(journeys: Journeys, registry: Registry, goal: str | None, share: float = SHARE) -> rows.FlowGraph:
    """Return the flow graph of a goal's journeys, or of all histories, on the grid of the phases.

    Raises:
        UnknownName: no goal is called so.
        InvalidSetting: the share is not above 0 and at most 1.
    """
    names = {touchpoint.id: touchpoint.name for touchpoint in registry.touchpoints}
    graph = journeys.moves.graph(goal, share=share)
    nodes, edges = graph.nodes.rows(), graph.edges.rows()
    all_back = [row for row in journeys.moves.back(goal).rows() if row["source_phase"] is None]
    return rows.FlowGraph(
        columns=tuple(rows.Column(phase.id, phase.name) for phase in registry.model.phases),
        nodes=tuple(
            rows.Node(row["touchpoint"], names[row["touchpoint"]], row["customers"], row["phase"]) for row in nodes
        ),
        edges=tuple(msgspec.convert(row, rows.Edge) for row in edges),
        shown=graph.shown,
        transitions=edges[0]["of_transitions"] if edges else 0,
        customers=nodes[0]["of_customers"] if nodes else 0,
        back=_proportion(all_back[0]) if all_back else None,
    )


def _proportion(row: Mapping[str, Any]) -> Proportion:
    return Proportion(row["share"], row["lo"], row["hi"], row["customers"], row["of_customers"])


def _first_reached(found: list[dict[str, Any]]) -> str | None:
    """Return the first goal somebody reached, in the order of the registry."""
    return next((row["goal"] for row in found if row["converted"]), None)


def _funnel(journeys: Journeys, registry: Registry, goal: str, day: date) -> rows.Funnel | None:
    """Return the steps of a goal within one visit; none where nothing leads to it by construction."""
    told = {name: getattr(journeys, name)().rows() for name in ("touchpoints", "transitions")}
    figures = Figures(
        as_of=day, rows=told, phases=registry.model.phases, touchpoints=registry.touchpoints, goals=registry.goals
    )
    stages = levers.stages(figures, goal)
    if not stages:
        return None
    reached = journeys.funnel(stages, unit="session").rows()
    return rows.Funnel(
        registry.goal(goal).name,
        tuple(rows.Stage(figures.name(row["step"]), row["reached"], row.get("customers")) for row in reached),
    )


def _headed(made: rows.Ways, journey_map: JourneyMap, goal: str | None) -> rows.Ways:
    """Return the page under the head of the map it lies beside, with the levers the map has for the goal."""
    return msgspec.structs.replace(
        made,
        title=journey_map.title,
        customers=journey_map.data.customers,
        data=journey_map.data,
        levers=tuple(lever for lever in journey_map.levers or () if goal in {None, lever.goal}),
        as_of=journey_map.as_of,
        snapshot=journey_map.snapshot,
        version=journey_map.version,
    )


def _summed(made: rows.Ways, ws: Ground) -> rows.Ways:
    """Return the page under a head of its own."""
    summary, zone = ws.journeys.summary().one(), ZoneInfo(ws.config.timezone)
    since, until = (summary[name] and wall_time(summary[name], zone).date() for name in ("since", "until"))
    sources: tuple[Text, ...] = tuple(spec.name for spec in ws.config.source)
    data = DataBox(
        customers=summary["customers"],
        since=since,
        until=until,
        sources=sources,
        note=ws.config.note,
        simulated=ws.config.simulated,
    )
    return msgspec.structs.replace(made, customers=summary["customers"], data=data, as_of=until)
