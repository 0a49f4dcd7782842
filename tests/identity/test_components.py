from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.identity.components import components
from wegweiser.warehouse import Query, Warehouse

SHAPES = {
    "a path in order": [(n, n + 1) for n in range(1, 300)],
    "a path numbered from both ends": [(n, 600 - n) for n in range(1, 300)] + [(600 - n, n + 1) for n in range(1, 299)],
    "a star": [(1, n) for n in range(2, 300)],
    "a ring": [(n, n % 300 + 1) for n in range(1, 301)],
    "many pairs": [(2 * n, 2 * n + 1) for n in range(300)],
    "a loop on itself": [(7, 7), (8, 9)],
    "double edges in both directions": [(1, 2), (2, 1), (1, 2)],
    "nothing": [],
    "the largest ids": [(2**60 - 1, 2**60 - 2), (2**60 - 2, 5)],
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """Return one warehouse for all graphs."""
    with Warehouse(tmp_path_factory.mktemp("graphs"), threads=1) as opened:
        yield opened


def roots(warehouse, edges):
    """Return {id: root} as the SQL finds it."""
    table = pa.table(
        {"a": [a for a, _ in edges], "b": [b for _, b in edges]}, schema=pa.schema({"a": "int64", "b": "int64"})
    )
    found = components(warehouse, warehouse.offer("edges", table), "found")
    rows = warehouse.run(Query("rows", f"select * from {found}")).rows()
    assert len(rows) == len({row["id"] for row in rows})
    return {row["id"]: row["root"] for row in rows}


def by_networkx(edges):
    """Return {id: smallest id of its component} as networkx finds it."""
    graph = nx.Graph()
    graph.add_edges_from(edges)
    return {one: min(members) for members in nx.connected_components(graph) for one in members}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_that_are_hard_for_label_propagation(warehouse, shape):
    """Long paths, stars, rings and degenerate graphs give the components networkx gives."""
    assert roots(warehouse, SHAPES[shape]) == by_networkx(SHAPES[shape])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=50))
def test_random_graphs_agree_with_networkx(warehouse, edges):
    """Random graphs around the threshold of connectedness give the components networkx gives."""
    assert roots(warehouse, edges) == by_networkx(edges)


def test_a_large_sparse_graph_agrees_with_networkx(warehouse):
    """Twenty thousand vertices with as many edges as half of them: one giant component and many small ones."""
    edges = [(n * 7919 % 20_011, n * n * 31 % 20_011) for n in range(11_000)]
    assert roots(warehouse, edges) == by_networkx(edges)


def test_only_the_answer_is_left(warehouse):
    """The tables of the rounds are dropped."""
    roots(warehouse, SHAPES["a ring"])
    query = "select table_name from duckdb_tables() order by table_name"
    assert warehouse.run(Query("left", query)).column("table_name") == ["edges", "found"]
