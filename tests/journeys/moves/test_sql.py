"""The SQL of the moves, as it is sent."""

from __future__ import annotations

import pytest

from wegweiser.journeys.counting import Tables
from wegweiser.journeys.moves import graphing, walking
from wegweiser.journeys.moves.variants import variants
from wegweiser.warehouse import Query, Table
from wegweiser.warehouse.dialects import DuckDBDialect

TABLES = Tables(
    step=Table("step"),
    journey=Table("journey"),
    touchpoint=Table("touchpoint_code"),
    phase=Table("phase_code"),
    goal=Table("goal_code"),
    dialect=DuckDBDialect(),
)
QUERIES: dict[str, Query] = {
    "matrix": walking.matrix(TABLES, None, depth=10, ends=False),
    "matrix of a goal, with ends": walking.matrix(TABLES, 0, depth=10, ends=True),
    "steps": walking.steps(TABLES, None, depth=6, top=4),
    "steps of a goal": walking.steps(TABLES, 0, depth=6, top=4),
    "nodes": graphing.nodes(TABLES, None),
    "nodes of a goal": graphing.nodes(TABLES, 0),
    "edges": graphing.edges(TABLES, None, 0.9),
    "edges of a goal": graphing.edges(TABLES, 0, 0.9),
    "variants": variants(TABLES, None, top=50),
    "variants of a goal": variants(TABLES, 0, top=50),
    "back": graphing.back(TABLES, None),
    "back of a goal": graphing.back(TABLES, 0),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_statement_is_the_reviewed_one(name, snapshot):
    """What is sent equals what was reviewed, word for word."""
    assert QUERIES[name].statement() == snapshot


@pytest.mark.parametrize("name", QUERIES)
def test_no_statement_uses_what_other_engines_lack(name):
    """No QUALIFY, ASOF, RANGE frame, FILTER clause, or cast by two colons."""
    said = " ".join(QUERIES[name].statement().lower().split())
    assert [word for word in (" qualify ", " asof ", " range between ", " filter (", "::") if word in said] == []
