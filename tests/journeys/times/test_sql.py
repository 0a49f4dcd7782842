"""The SQL of every question about time, as it is sent."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.journeys.counting import Tables
from wegweiser.journeys.times import calendar, dwelling, waiting
from wegweiser.warehouse import Query, Table
from wegweiser.warehouse.dialects import DuckDBDialect

NAMES = ("step", "journey", "touchpoint_code", "phase_code", "goal_code")
TABLES = Tables(*(Table(name) for name in NAMES), DuckDBDialect())
EVENTS, VIENNA, BINS = Table("event"), "Europe/Vienna", (("0 min", 0), ("1 h", 3600))
MONTH, WEEK = calendar.Period.MONTH, calendar.Period.WEEK
TOOK, DWELT = waiting.took(TABLES, 0), dwelling.dwelt(TABLES)

QUERIES: dict[str, Query] = {
    "time to convert": waiting.lengths(TABLES, TOOK),
    "what intervals of dwell are drawn from": waiting.spread(DWELT, ("place",)),
    "histogram": waiting.histogram(TABLES, 0, BINS),
    "survival": waiting.curve(TABLES, 0, EVENTS, None),
    "survival by touchpoint": waiting.curve(TABLES, 0, EVENTS, "touchpoint"),
    "dwell": waiting.quantiles(TABLES, DWELT, ("place", "phase")),
    "hours of contacts": calendar.contact_hours(TABLES, VIENNA, 1),
    "hours of a goal": calendar.goal_hours(TABLES, VIENNA, 0),
    "cohorts": calendar.cohorts(TABLES, VIENNA, None, MONTH, (date(2026, 3, 1), date(2026, 4, 1))),
    "cohorts of a goal": calendar.cohorts(TABLES, VIENNA, 0, WEEK, ()),
    "stickiness": calendar.stickiness(TABLES, VIENNA, calendar.covered(TABLES, VIENNA, EVENTS)),
    "active days": calendar.day_counts(TABLES, VIENNA),
    "loyalty": dwelling.loyal(TABLES, 0),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_statement_is_the_reviewed_one(name, snapshot):
    """What is sent equals what was reviewed, word for word, and uses nothing other engines lack."""
    said = QUERIES[name].statement()
    plain = " ".join(said.lower().split())
    assert [word for word in (" qualify ", " asof ", " range between ", "filter (", "::") if word in plain] == []
    assert said == snapshot


def test_a_length_is_cut_to_its_first_three_digits():
    """999 stays, 1,234 becomes 1,230, and 98,765,432 becomes 98,700,000."""
    assert "when seconds < 10000 then seconds - seconds % 10" in waiting.three_digits("seconds")
    assert "when seconds < 100000000 then seconds - seconds % 100000" in waiting.three_digits("seconds")


def test_periods_are_those_that_have_ended():
    """From a Wednesday to the Sunday eleven days later no week but the first has ended; a month needs its last day."""
    assert calendar.ended(WEEK, date(2026, 3, 4), date(2026, 3, 15)) == (date(2026, 3, 2),)
    assert calendar.ended(MONTH, date(2026, 12, 4), date(2027, 1, 1)) == (date(2026, 12, 1),)
    assert calendar.ended(MONTH, date(2026, 12, 4), date(2026, 12, 31)) == ()
