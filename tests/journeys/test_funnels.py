from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.journeys.counting import Tables
from wegweiser.journeys.funnels import Unit, funnel
from wegweiser.warehouse import Table, Warehouse

CONTACTS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 12), st.integers(0, 3)), max_size=20)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Return a warehouse that many examples share."""
    with Warehouse(tmp_path_factory.mktemp("funnel"), threads=1) as warehouse:
        yield warehouse


def reached(engine, contacts, codes, within, unit=Unit.CUSTOMER):
    """Return the funnel's counts over contacts of (customer, hour, touchpoint), in the order of time, then given."""
    ordered = sorted(enumerate(contacts), key=lambda item: (item[1][0], item[1][1], item[0]))
    rows = [(who, place, hour, what) for place, (_, (who, hour, what)) in enumerate(ordered)]
    table = pa.table(
        {
            "profile_id": pa.array([r[0] for r in rows], pa.int64()),
            "seq": pa.array([r[1] for r in rows], pa.int32()),
            "occurred_at": pa.array([r[2] * 3_600_000_000 for r in rows], pa.timestamp("us")),
            "touchpoint_id": pa.array([r[3] for r in rows], pa.int16()),
            "session": pa.array([1 + r[2] // 4 for r in rows], pa.int32()),
        }
    )
    nothing = Table("nothing")
    tables = Tables(engine.offer("step", table), nothing, nothing, nothing, nothing, engine.dialect)
    query = funnel(tables, [str(code) for code in codes], codes, within, unit)
    return engine.run(query).column("reached")


def by_search(contacts, codes, within, session):
    """Return the same by trying every way through the contacts."""
    units = {}
    for who, hour, what in sorted(contacts, key=lambda c: c[:2]):
        units.setdefault((who, hour // 4 if session else 0), []).append((hour, what))
    deepest = [_deepest(events, codes, within) for events in units.values()]
    return [sum(depth > place for depth in deepest) for place in range(len(codes))]


def _deepest(events, codes, within):
    best = 0
    for start, (since, what) in enumerate(events):
        if what != codes[0]:
            continue
        place = 1
        for hour, name in events[start + 1 :]:
            if place < len(codes) and name == codes[place] and hour - since <= within:
                place += 1
        best = max(best, place)
    return best


def test_each_step_counts_who_came_so_far_in_order(cast):
    """Three view, two put into the cart afterwards, Ana buys: 3, 2, 1."""
    rows = cast.journeys.funnel(["view", "cart", "buy"]).rows()
    assert [(r["step"], r["reached"], r["lost"]) for r in rows] == [("view", 3, 0), ("cart", 2, 1), ("buy", 1, 1)]
    assert [r["of_previous"] for r in rows] == [None, pytest.approx(2 / 3), 0.5]
    assert [r["share"] for r in rows] == [1.0, pytest.approx(2 / 3), pytest.approx(1 / 3)]


def test_per_session_each_visit_starts_again(cast):
    """Four sessions view, two of them put into the cart, one buys."""
    assert cast.journeys.funnel(["view", "cart", "buy"], unit="session").column("reached") == [4, 2, 1]


def test_the_window_runs_from_the_latest_possible_start(cast):
    """Ana's second view leads to the purchase in twelve minutes: eleven are too few, twelve are enough."""
    funnel_within = cast.journeys.funnel
    assert funnel_within(["view", "cart", "buy"], within=timedelta(minutes=11)).column("reached") == [3, 2, 0]
    assert funnel_within(["view", "cart", "buy"], within=timedelta(minutes=12)).column("reached") == [3, 2, 1]


def test_one_contact_does_not_fill_two_places(engine):
    """A single view reaches the first place of view, view; two of the same moment reach both."""
    assert reached(engine, [(1, 0, 1)], [1, 1], None) == [1, 0]
    assert reached(engine, [(1, 0, 1), (1, 0, 1)], [1, 1], None) == [1, 1]


def test_tied_contacts_count_in_the_order_of_their_steps(engine):
    """At one moment view then cart is a funnel, cart then view is none."""
    assert reached(engine, [(1, 0, 1), (1, 0, 2)], [1, 2], timedelta(0)) == [1, 1]
    assert reached(engine, [(1, 0, 2), (1, 0, 1)], [1, 2], timedelta(0)) == [1, 0]


def test_a_later_start_counts_where_the_first_one_is_too_early(engine):
    """View at 0 and at 9, cart at 10: within two hours the second view is the start."""
    assert reached(engine, [(1, 0, 1), (1, 9, 1), (1, 10, 2)], [1, 2], timedelta(hours=2)) == [1, 1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contacts=CONTACTS,
    codes=st.lists(st.integers(0, 3), min_size=1, max_size=4),
    hours=st.integers(0, 12),
    unit=st.sampled_from(Unit),
)
def test_the_funnel_equals_a_search_through_all_ways_and_never_rises(engine, contacts, codes, hours, unit):
    """Over random contacts the counts are those of an exhaustive search, and each place has at most the one before."""
    counts = reached(engine, contacts, codes, timedelta(hours=hours), unit)
    assert counts == by_search(contacts, codes, hours, session=unit is Unit.SESSION)
    assert counts == sorted(counts, reverse=True)
