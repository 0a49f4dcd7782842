from __future__ import annotations

import re
from itertools import pairwise

from walked import GRAPH, strained

from wegweiser.maps.charts import flow_graph
from wegweiser.maps.charts.rows import FlowGraph, Node

_MOVE = re.compile(r'<g class="move"><path d="([^"]+)"([^>]*)><title>([^<]+)</title>')


def moves(svg):
    """Return every move by what it says: its course and how it is drawn."""
    return {told.split(":")[0]: (course, drawn) for course, drawn, told in _MOVE.findall(svg)}


def test_ways_back_are_dashed_and_in_the_second_colour():
    """Only the move from the cart back to the product page leads to an earlier phase."""
    found = moves(flow_graph(GRAPH, "en"))
    assert [name for name, (_, drawn) in found.items() if "stroke-dasharray" in drawn] == ["Cart to Product page"]
    assert 'stroke="var(--bad)"' in found["Cart to Product page"][1]
    assert 'stroke="var(--accent)"' in found["Product page to Cart"][1]


def test_moves_run_with_the_phases():
    """A move onward goes to the right, a way back to the left, and one over a column takes a lane through it."""
    found = {
        name: [float(x) for x in re.findall(r"[MCL](\S+)", c)]
        for name, (c, _) in moves(flow_graph(GRAPH, "en")).items()
    }
    assert found["Advertisement to Product page"][0] < found["Advertisement to Product page"][-1]
    assert found["Cart to Product page"][0] > found["Cart to Product page"][-1]
    assert len(found["Advertisement to Cart"]) == 4


def test_phases_without_touchpoints_take_no_room():
    """Three of four phases have touchpoints; one without a phase gets a column of its own at the end."""
    assert re.findall(r">([A-Z]\w+)</text>", flow_graph(GRAPH, "en"))[:3] == ["Look", "Weigh", "Buy"]
    alone = FlowGraph(GRAPH.columns, (*GRAPH.nodes, Node("x", "Loose", 30)), GRAPH.edges, 0.9, 10, 1000)
    assert "No phase yet" in flow_graph(alone, "en")


def test_a_touchpoint_that_follows_itself_says_so_in_its_box():
    """No line leads from the product page to itself; a sign and the number stand beside its customers."""
    svg = flow_graph(GRAPH, "de")
    assert "900-mal gleich noch einmal" in svg
    assert "Produktseite zu Produktseite" not in svg


def test_few_people_are_not_counted_out():
    """Twelve customers bought: neither the box nor the move says so."""
    svg = flow_graph(GRAPH, "en")
    assert "Cart to Purchase: &lt;\u00a020 moves by &lt;\u00a020 customers" in svg
    assert ">12</text>" not in svg


def test_the_summary_counts_what_is_drawn():
    """The share of moves that is shown is part of what is spoken."""
    assert "4 touchpoints in 3 phases, 6 kinds of moves, 1 of them to an earlier phase. Shown: 88% of 1,991 moves." in (
        flow_graph(GRAPH, "en")
    )


def test_boxes_never_overlap():
    """However many touchpoints a phase has and however long their names, each box has its own place."""
    columns = {}
    svg = flow_graph(strained().graph, "de")
    for x, y, high in re.findall(r'<rect x="(\S+)" y="(\S+)" width="\S+" height="(\S+)" rx="5"', svg):
        columns.setdefault(x, []).append((float(y), float(y) + float(high)))
    assert sum(map(len, columns.values())) == 18
    for boxes in map(sorted, columns.values()):
        assert all(below[0] > above[1] for above, below in pairwise(boxes))


def test_the_same_rows_give_the_same_picture():
    """Drawing twice gives the same bytes."""
    assert flow_graph(strained().graph, "de") == flow_graph(strained().graph, "de")
