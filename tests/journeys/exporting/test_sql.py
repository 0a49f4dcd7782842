"""The SQL of the logs as it is sent."""

from __future__ import annotations

import pytest

from wegweiser.journeys.counting import Tables
from wegweiser.journeys.exporting.contacts import told
from wegweiser.warehouse import Table
from wegweiser.warehouse.dialects import DuckDBDialect

TABLES = Tables(
    step=Table("step"),
    journey=Table("journey"),
    touchpoint=Table("touchpoint_code"),
    phase=Table("phase_code"),
    goal=Table("goal_code"),
    dialect=DuckDBDialect(),
)


@pytest.mark.parametrize("goal", [None, 0])
def test_the_sql_is_the_one_we_know(snapshot, goal):
    """Whole histories, and the journeys of a goal."""
    assert told(TABLES, goal, (1, 4)).statement() == snapshot
