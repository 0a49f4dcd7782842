from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.warehouse import Query
from wegweiser.warehouse.dialects import DuckDBDialect

DUCKDB = DuckDBDialect()
BERLIN_SUMMER = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (DUCKDB.text("it's \0; drop"), "it's ; drop"),
        (DUCKDB.timestamp(datetime(2026, 3, 1, 12, 30, tzinfo=BERLIN_SUMMER)), datetime(2026, 3, 1, 10, 30)),  # noqa: DTZ001
        (f"timestamp '2026-03-01' + {DUCKDB.interval(timedelta(minutes=30))}", datetime(2026, 3, 1, 0, 30)),  # noqa: DTZ001
        (DUCKDB.id_of("'customer:ana'"), 0x9648AA654678467),
        (DUCKDB.seconds("timestamp '2026-03-01'", "timestamp '2026-03-01 00:01:00.25'"), 60.25),
        (f"(select {DUCKDB.quantile('v', 0.9)} from (values (0), (10)) t(v))", 9.0),
        (DUCKDB.item(DUCKDB.numbers([7, 8, 9]), "2"), 8),
        (f"(select {DUCKDB.coded_list('v', 'k')} from (values (2, 7), (1, 9)) t(k, v))", [9, 7]),
        (
            f"(select {DUCKDB.ordered_list('v', ['k', 'v'])} from (values (2, 'c'), (1, 'b'), (1, 'a')) t(k, v))",
            ["a", "b", "c"],
        ),
        (DUCKDB.local("timestamp '2026-07-01 22:30:00'", "Europe/Berlin"), datetime(2026, 7, 2, 0, 30)),  # noqa: DTZ001
        (DUCKDB.json_text('\'{"a": "Größe 5"}\'', "a"), "Größe 5"),
        (DUCKDB.json_object({"it's": "1", "b": "'x'"}), '{"it\'s":1,"b":"x"}'),
    ],
)
def test_every_construct_gives_its_value(warehouse, expression, expected):
    """Each construct, run by the engine, gives the value worked out by hand."""
    assert warehouse.run(Query("value", f"select {expression} as value")).one() == {"value": expected}


def test_identifiers_are_quoted(warehouse):
    """A column may have quotation marks in its name."""
    name = DUCKDB.identifier('a "b"')
    assert warehouse.run(Query("value", f"select 1 as {name}")).one() == {'a "b"': 1}


@pytest.mark.parametrize("length", [timedelta(seconds=-1), timedelta(seconds=0.5)])
def test_a_length_of_time_is_a_whole_number_of_seconds(length):
    """Negative lengths and fractions of a second are refused."""
    with pytest.raises(InvalidSetting, match="not a whole, positive number of seconds"):
        DUCKDB.interval(length)


def test_times_carry_their_zone():
    """The same moment is the same literal, in whatever zone it was written."""
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert (
        DUCKDB.timestamp(noon) == DUCKDB.timestamp(noon.astimezone(BERLIN_SUMMER)) == "timestamp '2026-03-01 12:00:00'"
    )
