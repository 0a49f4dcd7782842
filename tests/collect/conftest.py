"""A warehouse of its own for every test, and a day on which all of them take place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser.clock import FixedClock
from wegweiser.warehouse import Query, Warehouse


@pytest.fixture
def warehouse(tmp_path):
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "warehouse", memory="1GB", threads=1) as opened:
        yield opened


@pytest.fixture
def clock():
    """Return a clock that shows noon of 1 November 2026."""
    return FixedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))


@pytest.fixture
def rows_of(warehouse):
    """Return a function that gives a schema's rows, or what a select list makes of them."""

    def rows(schema, select="*", order="all"):
        query = Query("asked", f"select {select} from {warehouse.table(schema)} order by {order}")
        return [tuple(row.values()) for row in warehouse.run(query).rows()]

    return rows
