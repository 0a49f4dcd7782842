"""Whatever stands in the basket lines, folding loses and invents nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.collect import SourceSpec
from wegweiser.collect.sources.retail import SOURCE
from wegweiser.warehouse import Query, Warehouse

HEADER = "household_id,basket_id,sales_value,transaction_timestamp\n"
LINE = st.tuples(
    st.sampled_from(["Ana", "Ben", "Cem", "", "guest"]),
    st.sampled_from(["b1", "b2", "b3", ""]),
    st.sampled_from(["0.10", "2.99", "-1.00", "much"]),
    st.sampled_from(["2026-01-05 10:00:00", "2026-01-06 09:30:00", "soon"]),
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "warehouse", threads=1) as opened:
        yield opened


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINE, max_size=12))
def test_lines_are_folded_or_refused_and_their_values_add_up(warehouse, tmp_path, lines):
    """Baskets and their values equal a fold in plain Python, where a basket belongs to its first good line."""
    shop = tmp_path / "shop"
    shop.mkdir(exist_ok=True)
    (shop / "transactions.csv").write_text(HEADER + "".join(",".join(line) + "\n" for line in lines), "utf-8")
    rows = SOURCE.read(warehouse, SourceSpec("shop", "retail"), shop)
    found = warehouse.run(
        Query("found", f"select event_id, customer, value from {rows.table} where problem is null", (rows.table,))
    ).rows()
    owner: dict[str, str] = {}
    total: dict[str, Decimal] = defaultdict(Decimal)
    folded = 0
    for customer, basket, value, time in lines:
        good = customer not in {"", "guest"} and basket and value != "much" and time != "soon"
        if good and owner.setdefault(basket, customer) == customer:
            total[basket] += Decimal(value)
            folded += 1
    assert {row["event_id"]: (row["customer"], row["value"]) for row in found} == {
        f"basket:{basket}": (owner[basket], float(value)) for basket, value in total.items()
    }
    account = rows.accounts["transactions.csv"]
    assert account["rows"] == rows.rows == len(lines)
    assert account["quarantined"] == len(lines) - folded
    assert account["folded"] == folded - len(total)
