"""The flow graph made lighter: the heaviest moves until a share of all is shown, each touchpoint's best way kept."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wegweiser.errors import InvalidSetting
from wegweiser.maps.charts import rows


def lightened(graph: rows.FlowGraph, share: float) -> rows.FlowGraph:
    """Return the graph with the heaviest moves that together hold the share of all asked for.

    The heaviest way in and out of each touchpoint stays too, so that none stands alone: more may be shown.

    Raises:
        InvalidSetting: the share is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise InvalidSetting("A flow graph", [f"share is {share:g}; it must be above 0 and at most 1"])
    ordered = sorted(graph.edges, key=lambda edge: (-edge.transitions, edge.source, edge.target))
    kept = _best(ordered)
    shown, wanted = 0, share * graph.transitions
    for edge in ordered:
        if shown >= wanted:
            break
        kept.add((edge.source, edge.target))
        shown += edge.transitions
    edges = tuple(edge for edge in ordered if (edge.source, edge.target) in kept)
    held = sum(edge.transitions for edge in edges)
    return msgspec.structs.replace(graph, edges=edges, shown=held / graph.transitions if graph.transitions else 0.0)


def _best(ordered: Iterable[rows.Edge]) -> set[tuple[str, str]]:
    """Return the heaviest move out of and into every touchpoint; one to itself only where there is no other."""
    out: dict[str, tuple[str, str]] = {}
    into: dict[str, tuple[str, str]] = {}
    for edge in sorted(ordered, key=lambda edge: edge.source == edge.target):
        out.setdefault(edge.source, (edge.source, edge.target))
        into.setdefault(edge.target, (edge.source, edge.target))
    return {*out.values(), *into.values()}
