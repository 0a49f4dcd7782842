"""Columns of times, whatever way they are written."""

from __future__ import annotations

import pytest

from wegweiser.collect.plain import moment
from wegweiser.warehouse import Query


@pytest.mark.parametrize(
    ("values", "read"),
    [
        (["05/09/2016 12:00:00 AM", "05/21/2016 01:30:00 PM"], ["2016-05-09 00:00:00", "2016-05-21 13:30:00"]),
        (["31.01.2026", "01.02.2026"], ["2026-01-31 00:00:00", "2026-02-01 00:00:00"]),
        (["2026-01-31 10:00", "2026-02-01 11:00"], ["2026-01-31 10:00:00", "2026-02-01 11:00:00"]),
    ],
)
def test_times_are_read_as_they_are_written(warehouse, values, read):
    """American halves of the day, German days, ISO."""
    found = moment(values)
    assert found is not None
    listed = ", ".join(f"({warehouse.dialect.text(value)})" for value in values)
    sql = found.sql("said", warehouse.dialect)
    query = Query("asked", f"select cast({sql} as varchar) as moment from (values {listed}) t(said) order by moment")
    assert warehouse.run(query).column("moment") == read


@pytest.mark.parametrize(
    "values", [["15", "3", "27"], ["14:30:00", "9:00:00"], ["12/31/1899 02:00:00 PM"], ["Ana"], []]
)
def test_what_names_no_day_is_no_time(values):
    """Days of a month, clock times, the spreadsheet's day zero, names."""
    assert moment(values) is None
