"""The SQL of every query, as it is sent: a change of a definition shows here before it shows in a number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wegweiser.journeys import flow, observing, outcomes, reach, responses, splitting, stepping, trends
from wegweiser.journeys.counting import Tables
from wegweiser.warehouse import Query, Table
from wegweiser.warehouse.dialects import DuckDBDialect

DIALECT = DuckDBDialect()
EVENTS, RULES, PROFILES = Table("event"), Table("rule"), Table("profile_of")
TABLES = Tables(
    step=Table("step"),
    journey=Table("journey"),
    touchpoint=Table("touchpoint_code"),
    phase=Table("phase_code"),
    goal=Table("goal_code"),
    dialect=DIALECT,
)
AIMS = [splitting.Aim(0, (3,), timedelta(days=30)), splitting.Aim(1, (4, 5), timedelta(days=7))]
AS_OF = datetime(2026, 5, 12, tzinfo=UTC)
OWN = stepping.contacts(EVENTS, RULES, 3)
CAMPAIGNED = responses.contacts(EVENTS, PROFILES, Table("signature"), RULES)
LINKED = stepping.contacts(EVENTS, RULES, 3, (PROFILES, Table("journeys_moved")))

QUERIES: dict[str, Query] = {
    "moved": stepping.moved(EVENTS, PROFILES, RULES),
    "contacts": OWN,
    "contacts of linked subjects": LINKED,
    "steps": stepping.stepped(OWN, DIALECT, timedelta(minutes=30)),
    "histories": splitting.history(TABLES.step, DIALECT),
    "journeys": splitting.split(TABLES.step, Table("histories"), AIMS, DIALECT, AS_OF),
    "deadlines": splitting.deadlines(TABLES.journey, TABLES.step, AIMS, DIALECT),
    "positions": observing.positions(EVENTS, Table("signature"), [3]),
    "summary": reach.summary(TABLES, EVENTS, RULES),
    "touchpoints": reach.touchpoints(TABLES, EVENTS, RULES, 4),
    "phases": reach.phases(TABLES),
    "onward": reach.onward(TABLES),
    "coverage": reach.coverage(TABLES),
    "transitions": flow.transitions(TABLES),
    "transitions with ends": flow.transitions(TABLES, 0, ends=True),
    "paths": flow.paths(TABLES),
    "paths of a goal": flow.paths(TABLES, 0, top=5),
    "paths of a goal, collapsed": flow.paths(TABLES, 0, collapse=True),
    "loops": flow.loops(TABLES),
    "goals": outcomes.goals(TABLES),
    "drop-off": outcomes.dropoff(TABLES, 0, (3,), outcomes.Stretch.JOURNEY),
    "drop-off of sessions": outcomes.dropoff(TABLES, 0, (3,), outcomes.Stretch.SESSION),
    "repeats": outcomes.repeats(TABLES, 0),
    "loyalty": outcomes.loyalty(TABLES, 0),
    "months of a goal": trends.goal_months(TABLES, 0),
    "months of a touchpoint": trends.contact_months(TABLES, "touchpoint_id", 1),
    "campaigns": trends.campaigns(TABLES, CAMPAIGNED),
    "responses": responses.responses(TABLES, CAMPAIGNED),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_statement_is_the_reviewed_one(name, snapshot):
    """What is sent equals what was reviewed, word for word."""
    assert QUERIES[name].statement() == snapshot


@pytest.mark.parametrize("name", QUERIES)
def test_no_statement_uses_what_other_engines_lack(name):
    """No QUALIFY, ASOF, RANGE frame, or list ordered while it is gathered."""
    said = " ".join(QUERIES[name].statement().lower().split())
    assert [
        word for word in (" qualify ", " asof ", " range between ", "list(touchpoint_id order") if word in said
    ] == []
