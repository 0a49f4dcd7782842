from __future__ import annotations

import pytest

from wegweiser.warehouse.dialects import (
    BigQueryDialect,
    ClickHouseDialect,
    DuckDBDialect,
    SnowflakeDialect,
    SparkDialect,
)

STATEMENT = """select s."on", count(*) * 1.0 / n as share, 'as "is" 1.0' as said from "step" s"""


def test_duckdb_spells_the_common_subset_as_it_is():
    """What is written is what is sent."""
    assert DuckDBDialect().spelled(STATEMENT) == STATEMENT


def test_spark_takes_backticks_and_doubles():
    """Names get backticks and 1.0 an exponent, which keeps it a double; text is left alone."""
    assert SparkDialect().spelled(STATEMENT) == (
        "select s.`on`, count(*) * 1.0E0 / n as share, 'as \"is\" 1.0' as said from `step` s"
    )


def test_clickhouse_takes_signed_counts_and_plain_names():
    """A count becomes signed, and a selected s."on" is called "on"."""
    assert ClickHouseDialect().spelled(STATEMENT) == (
        """select s."on" as "on", toInt64(count(*)) * 1.0 / n as share, 'as "is" 1.0' as said from "step" s"""
    )


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (SparkDialect(), "select cast(a as string), cast(b as double), p.id >> 52, 2.5E0 from `x`"),
        (ClickHouseDialect(), 'select cast(a as varchar), cast(b as double), bitShiftRight(p.id, 52), 2.5 from "x"'),
        (BigQueryDialect(), "select cast(a as string), cast(b as float64), p.id >> 52, 2.5 from `x`"),
        (SnowflakeDialect(), 'select cast(a as varchar), cast(b as double), bitshiftright(p.id, 52), 2.5E0 from "x"'),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_types_and_shifts_follow_the_engine(dialect, expected):
    """Types by the engine's names, bits shifted by its operator or function."""
    assert dialect.spelled('select cast(a as varchar), cast(b as double), p.id >> 52, 2.5 from "x"') == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("select lag(n) over w as l from x", "select lag(toNullable(n)) over w as l from x"),
        ("select lead(coalesce(a, 0), 2) over (order by k) from x",
         "select lead(toNullable(coalesce(a, 0)), 2) over (order by k) from x"),
        ("select row_number() over (partition by a order by b) as nth from x",
         "select toInt64(row_number() over (partition by a order by b)) as nth from x"),
        ("select sum(count(*)) over (order by k) as n from x",
         "select sum(toInt8(0) + (toInt64(count(*)))) over (order by k) as n from x"),
        ("select 'count(*)' as t from (select distinct a.k, max(b.n) as m from x a join y b on a.k = b.k) as q",
         "select 'count(*)' as t from (select distinct a.k as k, max(b.n) as m from x a join y b on a.k = b.k) as q"),
        ("select a.k union all select b.k from b", "select a.k as k union all select b.k as k from b"),
    ],
)  # fmt: skip
def test_clickhouse_gets_what_it_does_its_own_way(written, expected):
    """The row before the first is null, whole numbers are signed, and columns keep their names in joins."""
    assert ClickHouseDialect().spelled(written) == expected


@pytest.mark.parametrize("dialect", [SparkDialect(), ClickHouseDialect(), BigQueryDialect(), SnowflakeDialect()])
def test_a_quote_cannot_end_a_text(dialect):
    """Quotes and backslashes are escaped, and what stands inside a text is never respelled."""
    text = dialect.text("""it's "1.0" \\ count(""")
    assert text == """'it\\'s "1.0" \\\\ count('"""
    assert dialect.spelled(f"select {text} as t") == f"select {text} as t"
