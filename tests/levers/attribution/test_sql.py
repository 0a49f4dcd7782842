"""The SQL of every query of attribution, as it is sent to DuckDB."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.levers.attribution.conftest import registry

from wegweiser.domain.attribution import Basis, By
from wegweiser.levers.attribution import adjusting, chains, heuristics, role_counts
from wegweiser.levers.attribution.scope import scope
from wegweiser.warehouse.dialects import DuckDBDialect

DIALECT = DuckDBDialect()
RESHAPED = Basis("purchase", by=By.CHANNEL, collapse=True, unique=True, session_first=True, lookback=timedelta(days=7))
PERIOD = Basis("purchase", since=date(2026, 1, 1), until=date(2026, 6, 30))
QUERIES = {
    "totals": (Basis("purchase"), heuristics.totals),
    "totals of a period": (PERIOD, heuristics.totals),
    "customers": (Basis("purchase"), heuristics.customers),
    "contacts": (Basis("purchase"), lambda s: heuristics.contacts_of(s, DIALECT)),
    "credits": (Basis("purchase"), lambda s: heuristics.credits_of(s, DIALECT)),
    "credits of reshaped paths": (RESHAPED, lambda s: heuristics.credits_of(s, DIALECT)),
    "moves": (Basis("purchase"), lambda s: chains.moves(s, DIALECT, 1)),
    "moves of order 3": (Basis("purchase"), lambda s: chains.moves(s, DIALECT, 3)),
    "moves of reshaped paths": (RESHAPED, lambda s: chains.moves(s, DIALECT, 1)),
    "sets": (Basis("purchase", by=By.CHANNEL), lambda s: chains.sets(s, DIALECT)),
    "roles": (Basis("purchase"), lambda s: role_counts(s, DIALECT)),
    "periods": (Basis("purchase"), lambda s: adjusting.periods(s, DIALECT)),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_statement_is_the_reviewed_one(name, warehouse, snapshot):
    """What is sent equals what was reviewed, word for word, and uses nothing that other engines lack."""
    basis, query = QUERIES[name]
    said = query(scope(warehouse, registry(), basis, "Europe/Berlin")).statement()
    assert said == snapshot
    plain = " ".join(said.lower().split())
    assert [word for word in (" qualify ", " asof ", " range between ", " filter (", "::") if word in plain] == []
