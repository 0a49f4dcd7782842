"""The flow graph is made lighter without a scan."""

from __future__ import annotations

import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.maps.charts import rows
from wegweiser.workspace.insights import lightened

EDGES = tuple(
    rows.Edge(source, target, n, n)
    for source, target, n in (
        ("view", "cart", 50),
        ("view", "view", 30),
        ("cart", "buy", 10),
        ("view", "buy", 6),
        ("faq", "faq", 4),
    )
)
GRAPH = rows.FlowGraph(columns=(), nodes=(), edges=EDGES, shown=1.0, transitions=100, customers=60)


@pytest.mark.parametrize(
    ("share", "kept"),
    [
        (1.0, 5),
        (0.95, 5),
        (0.9, 4),  # 50 + 30 + 10 are enough; faq keeps its only move
        (0.5, 4),  # nobody comes to view but from view itself, so that move stays
    ],
)
def test_every_touchpoint_keeps_its_best_way(share, kept):
    """The heaviest moves come first, and the best way in and out of each touchpoint stays."""
    light = lightened(GRAPH, share)
    assert len(light.edges) == kept
    assert light.shown == pytest.approx(sum(edge.transitions for edge in light.edges) / 100)


@pytest.mark.parametrize("share", [0, -0.1, 1.01])
def test_a_share_that_is_none_is_refused(share):
    """A share is above 0 and at most 1."""
    with pytest.raises(InvalidSetting):
        lightened(GRAPH, share)
