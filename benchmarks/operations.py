"""The one table of what is timed: an operation's name, the product's call, and what the peers have like it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pyarrow as pa

from wegweiser.domain.attribution import HEURISTICS, Basis, Model
from wegweiser.domain.funnels import Funnel

GOAL = "purchase"
FUNNEL = ("product_view", "cart_add", "purchase")
EXCLUDED = "price_check"
WITHIN = timedelta(days=7)
ZONE = "Europe/Vienna"
LEAST = 20
"""Journeys with and without something, below which drivers compare nothing."""
RETENTIONEERING, PM4PY, CHANNELATTRIBUTION = "retentioneering", "pm4py", "channelattribution"
BASIS = Basis(GOAL)


@dataclass(frozen=True)
class Operation:
    """One operation: `call` is the product's, `baseline/<name>.sql` the hand-written SQL for the same result.

    `of` says what the call is handed: the journeys, the attribution or the roles. `peers` says in words what a peer
    does instead, under the name its script in `peers/` knows the operation by.
    """

    name: str
    call: Callable[[Any], Any]
    peers: Mapping[str, str] = field(default_factory=dict)
    of: str = "journeys"
    most: int | None = None
    """Peers take part up to so many customers, where more would take them hours."""


def graph(asked: Any) -> pa.Table:  # noqa: ANN401  (the journeys)
    """Return the edges of the flow graph, then its nodes."""
    drawn = asked.moves.graph()
    return pa.concat_tables([drawn.edges.table, drawn.nodes.table], promote_options="default")


def moves(attribution: Any) -> pa.Table:  # noqa: ANN401  (what an operation is handed)
    """Return the moves of order 1 that removal effects and their replicates are made of."""
    counted = attribution.counted(BASIS).moves(1, valued=True)
    return pa.table({name: getattr(counted, name) for name in ("passes", "converted", "value")})


OPERATIONS = (
    Operation("summary", lambda j: j.summary()),
    Operation("touchpoints", lambda j: j.touchpoints()),
    Operation(
        "sessions",
        lambda j: j.sessions(),
        {RETENTIONEERING: "split_sessions(timeout=30 min) and get_metrics of length and duration by session"},
    ),
    Operation("phases", lambda j: j.phases()),
    Operation("goals", lambda j: j.goals()),
    Operation(
        "transitions",
        lambda j: j.transitions(),
        {
            RETENTIONEERING: "transition_graph_data: count, unique_paths and time_median, one call each",
            PM4PY: "discover_dfg and discover_performance_dfg (median), no customers",
        },
    ),
    Operation(
        "paths",
        lambda j: j.paths(GOAL, top=20),
        {PM4PY: "get_variants of whole cases, not split at a goal"},
    ),
    Operation(
        "histories",
        lambda j: j.paths(top=20),
        {
            RETENTIONEERING: "Eventstream from a frame: contacts sorted into paths, none of them counted",
            PM4PY: "format_dataframe, which sorts contacts into cases, and get_variants",
        },
    ),
    Operation(
        "funnel",
        lambda j: j.funnel(FUNNEL, within=WITHIN),
        {RETENTIONEERING: "funnel_data: the same steps without a time window"},
    ),
    Operation("funnel_sessions", lambda j: j.funnel(FUNNEL, within=WITHIN, unit="session")),
    Operation("funnel_strict", lambda j: j.funnel(Funnel(FUNNEL, WITHIN, order="strict"))),
    Operation("funnel_any", lambda j: j.funnel(Funnel(FUNNEL, WITHIN, order="any"))),
    Operation("funnel_exclude", lambda j: j.funnel(Funnel(FUNNEL, WITHIN, exclude=(EXCLUDED,)))),
    Operation("dropoff", lambda j: j.dropoff(GOAL)),
    Operation("loops", lambda j: j.loops()),
    Operation("repeats", lambda j: j.repeats(GOAL)),
    Operation("loyalty", lambda j: j.loyalty(GOAL)),
    Operation("coverage", lambda j: j.coverage()),
    Operation("months", lambda j: j.months(GOAL)),
    Operation("campaigns", lambda j: j.campaigns()),
    Operation("responses", lambda j: j.responses()),
    Operation("onward", lambda j: j.onward()),
    Operation("matrix", lambda j: j.moves.matrix()),
    Operation("step_flow", lambda j: j.moves.steps()),
    Operation("graph", graph),
    Operation("back", lambda j: j.moves.back()),
    Operation("pattern", lambda j: j.patterns.search(f"{' ->> '.join(FUNNEL)} within 7 days")),
    Operation("pattern_paths", lambda j: j.patterns.paths(f"{' ->> '.join(FUNNEL[:2])} within 7 days")),
    Operation("around", lambda j: j.patterns.around(FUNNEL[1])),
    Operation("to_convert", lambda j: j.times.to_convert(GOAL)),
    Operation("survival", lambda j: j.times.survival(GOAL)),
    Operation("dwell", lambda j: j.times.dwell()),
    Operation("hours", lambda j: j.times.hours()),
    Operation("cohorts", lambda j: j.times.cohorts()),
    Operation("stickiness", lambda j: j.times.stickiness()),
    Operation("instead", lambda j: j.reasons.instead(*FUNNEL[:2])),
    Operation("drivers", lambda j: j.reasons.drivers(GOAL, least=LEAST)),
    Operation("conformance", lambda j: j.reasons.conformance(FUNNEL, goal=GOAL)),
    Operation("friction", lambda j: j.reasons.friction(GOAL)),
    Operation(
        "credit",
        lambda a: a.credit(BASIS, HEURISTICS),
        {CHANNELATTRIBUTION: "heuristic_models: first, last and linear, no interval"},
        "attribution",
    ),
    Operation("roles", lambda r: r.roles(BASIS), {}, "roles"),
    Operation("chain_counts", moves, {}, "attribution"),
    Operation(
        "chain_1",
        lambda a: a.credit(BASIS, [Model.MARKOV_1]),
        {CHANNELATTRIBUTION: "markov_model of order 1, simulated, no interval"},
        "attribution",
    ),
    Operation(
        "chain_2",
        lambda a: a.removal(BASIS, 2),
        {CHANNELATTRIBUTION: "markov_model of order 2, simulated, no interval"},
        "attribution",
    ),
    Operation(
        "chain_3",
        lambda a: a.removal(BASIS, 3),
        {CHANNELATTRIBUTION: "markov_model of order 3, simulated, no interval"},
        "attribution",
        50_000,
    ),
    Operation("shapley", lambda a: a.credit(BASIS, [Model.SHAPLEY]), {}, "attribution"),
)

STAGES = {
    "build": {
        RETENTIONEERING: "Eventstream from a frame, split_sessions(timeout=30 min)",
        PM4PY: "format_dataframe",
    }
}
"""What peers do before they can answer anything, beside our build."""


def operation(name: str) -> Operation:
    """Return the operation of that name."""
    return next(one for one in OPERATIONS if one.name == name)
