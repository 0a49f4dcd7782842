"""The SQL of ways and groups, as it is sent: a change of a definition shows here before it shows in a number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import Registry, grouping
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.differences import counts
from wegweiser.journeys.patterns import Unit, Way, searching
from wegweiser.journeys.patterns.around import Centre, Which, around
from wegweiser.journeys.patterns.reading import read
from wegweiser.warehouse import Table
from wegweiser.warehouse.dialects import DuckDBDialect

DIALECT = DuckDBDialect()
TABLES = Tables(
    step=Table("step"),
    journey=Table("journey"),
    touchpoint=Table("touchpoint_code"),
    phase=Table("phase_code"),
    goal=Table("goal_code"),
    dialect=DIALECT,
)
REGISTRY = Registry(
    tuple(Touchpoint(id=n, name=n, match=Match(event=n), channel="web") for n in ("ad", "view", "cart", "buy")),
    phase_model("five"),
    (Goal("purchase", "Purchase", ("buy",)),),
)
MARCH = grouping.Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
GROUP = Table("among")


def way(pattern, goal_id=None, unit=Unit.JOURNEY):
    """Return the way a pattern writes."""
    return Way(read(pattern), REGISTRY, goal_id, unit)


QUERIES = {
    "eventually": searching.search(TABLES, way("view ->> [not cart] buy within 2 days")),
    "directly, of a goal": searching.search(TABLES, way("^ ad -> view -> [within 1 hour] buy $", 0)),
    "repeated": searching.search(TABLES, way("view{2,3} -> any{1,} ->> phase:conversion")),
    "sessions": searching.search(TABLES, way("^ view ->> buy $", None, Unit.SESSION)),
    "paths": searching.variants(TABLES, way("ad ->> buy"), 5),
    "paths of a goal": searching.variants(TABLES, way("ad ->> buy", 0), 5),
    "customers": searching.customers(TABLES, way("ad ->> buy")),
    "around": around(TABLES, Centre("touchpoint_id in (2)", Which.FIRST, 1, 1), 0),
    "members": grouping.members("among", TABLES, MARCH, (searching.customers(TABLES, way("buy")),)),
    "steps of a period": grouping.steps("among_step", TABLES, GROUP, MARCH),
    "steps from a period on": grouping.beyond("among_beyond", TABLES, GROUP, MARCH),
    "journeys of a period": grouping.journeys("among_journey", TABLES, GROUP, MARCH),
    "events of a period": grouping.events("among_event", (Table("event"), Table("profile_of")), DIALECT, GROUP, MARCH),
    "apart, transitions": counts.transitions(TABLES, None, ends=True).hits,
    "apart, paths": counts.paths(TABLES, 0, Table("wanted")).hits,
    "apart, funnel": counts.funnel(TABLES, way("view ->> buy"), clustered=False).hits,
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_statement_is_the_reviewed_one(name, snapshot):
    """What is sent equals what was reviewed, word for word."""
    assert QUERIES[name].statement() == snapshot
