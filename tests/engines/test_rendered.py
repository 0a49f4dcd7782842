"""The SQL of a representative set as each engine would get it; that of BigQuery and Snowflake was never sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wegweiser.journeys import flow, outcomes, reach, splitting, stepping, trends
from wegweiser.journeys.counting import Tables
from wegweiser.personas import PersonaSettings
from wegweiser.personas.queries import features
from wegweiser.warehouse import Dialect, Query, Table
from wegweiser.warehouse.dialects import BigQueryDialect, ClickHouseDialect, SnowflakeDialect, SparkDialect

DIALECTS = {d.name: d for d in (SparkDialect(), ClickHouseDialect(), BigQueryDialect(), SnowflakeDialect())}
AIM = splitting.Aim(0, (3,), timedelta(days=30))
AS_OF = datetime(2026, 5, 12, tzinfo=UTC)


def queries(dialect: Dialect) -> dict[str, Query]:
    """Return what is rendered, written with a dialect's methods."""
    names = ("step", "journey", "touchpoint_code", "phase_code", "goal_code")
    tables = Tables(*map(Table, names), dialect)
    contacts = stepping.contacts(Table("event"), Table("rule"), 3)
    lists = {"code": "path", "second": "offsets"}
    behaviour = features(dialect, PersonaSettings(timezone="Europe/Berlin"), date(2026, 3, 1), date(2026, 5, 12))
    return {
        "steps": stepping.stepped(contacts, dialect, timedelta(minutes=30)),
        "histories": splitting.history(tables.step, dialect),
        "journeys": splitting.split(tables.step, Table("histories"), [AIM], dialect, AS_OF),
        "transitions": flow.transitions(tables, 0, ends=True),
        "paths": flow.paths(tables, 0, collapse=True),
        "phases": reach.phases(tables),
        "drop-off": outcomes.dropoff(tables, 0, (3,), outcomes.Stretch.SESSION),
        "repeats": outcomes.repeats(tables, 0),
        "months": trends.goal_months(tables, 0),
        "unrolled": Query("unrolled", dialect.unrolled(str(tables.journey), ("bucket",), lists, "place")),
        "behaviour": behaviour.behaviour,
    }


@pytest.mark.parametrize("query", queries(SparkDialect()))
@pytest.mark.parametrize("engine_name", DIALECTS)
def test_the_statement_is_the_reviewed_one(engine_name, query, snapshot):
    """What the engine would get equals what was reviewed, word for word."""
    dialect = DIALECTS[engine_name]
    assert dialect.spelled(queries(dialect)[query].statement()) == snapshot
