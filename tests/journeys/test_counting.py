from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.journeys.counting import design_effect, share_of, wilson
from wegweiser.stats import wilson as exact
from wegweiser.stats.intervals import clustered
from wegweiser.warehouse import Query, Warehouse

EVENTS = st.tuples(
    st.sampled_from(["Ana", "Ben", "Cem"]),
    st.integers(0, 2000),
    st.sampled_from(["ad", "view", "cart", "buy", "noise"]),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Return a warehouse that many examples share."""
    with Warehouse(tmp_path_factory.mktemp("counting"), threads=1) as warehouse:
        yield warehouse


@settings(max_examples=60, deadline=None)
@given(counts=st.integers(0, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_in_sql_is_that_of_stats(engine, counts):
    """Over counts of any size both ends equal the one formula in stats; nothing of nothing is 0 to 1."""
    hits, n = counts
    lo, hi = wilson("hits", "n")
    sql = f"select {lo} as lo, {hi} as hi, {share_of('hits', 'n')} as share from (select {hits} as hits, {n} as n) as c"
    row = engine.run(Query("interval", sql)).one()
    known = exact(hits, n)
    assert (row["lo"], row["hi"]) == pytest.approx((known.lo, known.hi), abs=1e-12)
    assert row["share"] == (None if n == 0 else pytest.approx(known.value))


CLUSTERS = st.integers(1, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=40, deadline=None)
@given(clusters=st.lists(CLUSTERS, min_size=1, max_size=12))
def test_the_interval_of_clusters_in_sql_is_that_of_stats(engine, clusters):
    """Whatever hits and cases the clusters have, both ends equal the one formula in stats."""
    design = design_effect("(y * 1.0 / x)", "x")
    lo, hi = wilson("y / design", "x / design")
    rows = ", ".join(f"({y}, {x})" for y, x in clusters)
    sql = f"""select {lo} as lo, {hi} as hi from (select *, {design} as design from (
              select sum(y) as y, sum(x) as x, sum(y * y) as yy, sum(x * y) as xy, sum(x * x) as xx
              from (values {rows}) as v (y, x)) as s) as w"""
    row = engine.run(Query("interval", sql)).one()
    known = clustered(*zip(*clusters, strict=True))
    assert (row["lo"], row["hi"]) == pytest.approx((known.lo, known.hi), abs=1e-9)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=st.lists(EVENTS, min_size=1, max_size=25))
def test_totals_agree_between_figures(open_shop, log):
    """Transitions are steps less customers, or plus them with ends; a goal's states are its journeys."""
    with open_shop() as shop:
        shop.load(log)
        built = shop.build()
        summary = shop.journeys.summary().one()
        assert summary["steps"] + summary["unmapped_events"] == len(log)
        moves = sum(shop.journeys.transitions().column("transitions"))
        assert moves == summary["steps"] - summary["customers"]
        assert (
            sum(shop.journeys.transitions(ends=True).column("transitions")) == summary["steps"] + summary["customers"]
        )
        goal = shop.journeys.goals().one()
        assert goal["converted"] + goal["lost"] + goal["open"] == built.journeys
        closed = shop.journeys.transitions("purchase", ends=True).rows()
        assert sum(r["transitions"] for r in closed if r["source"] == "(start)") == goal["converted"] + goal["lost"]
        assert sum(shop.journeys.paths("purchase", top=99).column("journeys")) == goal["converted"] + goal["lost"]
        ends = sum(shop.journeys.dropoff("purchase").column("ends"))
        assert ends == goal["lost"]
