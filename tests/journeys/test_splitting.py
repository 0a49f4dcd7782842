from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.journeys.splitting import Aim, history, split
from wegweiser.warehouse import Query, Warehouse

LOOKBACK = 5
GOAL = 3
CONTACTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), min_size=1, max_size=14)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Return a warehouse that many examples share."""
    with Warehouse(tmp_path_factory.mktemp("split"), threads=1) as warehouse:
        yield warehouse


def journeys(engine, contacts, today):
    """Return the journeys of one profile whose contacts are (day, touchpoint), by the queries."""
    ordered = sorted(contacts, key=lambda c: c[0])
    days = [day for day, _ in ordered]
    count = len(ordered)
    table = pa.table(
        {
            "profile_id": pa.array([5 << 52] * count, pa.int64()),
            "seq": pa.array(range(1, count + 1), pa.int32()),
            "occurred_at": pa.array([day * 86_400_000_000 for day in days], pa.timestamp("us")),
            "touchpoint_id": pa.array([what for _, what in ordered], pa.int16()),
            "value": pa.array([float(n) for n in range(count)], pa.float64()),
            "next_at": pa.array([*[day * 86_400_000_000 for day in days[1:]], None], pa.timestamp("us")),
        }
    )
    steps = engine.offer("split_step", table)
    aims = [Aim(0, (GOAL,), timedelta(days=LOOKBACK))]
    as_of = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=today)
    made = split(steps, engine.create(history(steps, engine.dialect)), aims, engine.dialect, as_of)
    return engine.run(Query("ordered", f"select * from {made} order by journey", (made,))).rows()


def by_hand(contacts, today):
    """Return the same as (state, first, last, path) by walking through the contacts."""
    ordered = sorted(contacts, key=lambda c: c[0])
    found, opening = [], 0
    for place, (day, what) in enumerate(ordered):
        followed = place + 1 < len(ordered)
        silent = not followed or ordered[place + 1][0] - day > LOOKBACK
        if what == GOAL:
            while ordered[opening][0] < day - LOOKBACK:
                opening += 1
            state = "converted"
        elif silent:
            state = "lost" if followed or day + LOOKBACK < today else "open"
        else:
            continue
        found.append((state, opening + 1, place + 1, [name for _, name in ordered[opening : place + 1]]))
        opening = place + 1
    return found


def test_a_journey_ends_with_its_goal_or_with_a_long_silence(cast):
    """Ana converts twice; Cem's first look is lost before he comes back; Ben is lost."""
    assert [(j["state"], j["first_seq"], j["last_seq"], j["value"]) for j in cast.split("Ana")] == [
        ("converted", 1, 5, 40.0),
        ("converted", 6, 6, 25.0),
    ]
    assert [(j["state"], j["steps"]) for j in cast.split("Cem")] == [("lost", 1), ("converted", 2)]
    assert [j["state"] for j in cast.split("Ben")] == ["lost"]


def test_a_journey_holds_its_path_and_the_seconds_since_it_opened(cast):
    """Ana sees the ad, an hour later the product twice, and buys after 78 minutes."""
    first = cast.split("Ana")[0]
    assert first["path"] == [0, 1, 1, 2, 3]
    assert first["offsets"] == [0, 3600, 3960, 4320, 4680]
    assert first["bucket"] == first["profile_id"] >> 52


def test_a_converted_journey_holds_only_the_lookback_before_its_conversion(engine):
    """Contacts on days 0, 4 and 8 lead to a purchase on day 9: with five days of lookback the first two fall out."""
    (journey,) = journeys(engine, [(0, 0), (4, 1), (8, 2), (9, 3)], today=30)
    assert journey["path"] == [1, 2, 3]
    assert (journey["first_seq"], journey["last_seq"], journey["steps"]) == (2, 4, 3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contacts=CONTACTS, after=st.integers(0, 8))
def test_journeys_equal_a_walk_through_the_contacts(engine, contacts, after):
    """Over random contacts states, bounds and paths are those of a plain loop, and no step is in two journeys."""
    today = max(day for day, _ in contacts) + after
    rows = journeys(engine, contacts, today)
    assert [(r["state"], r["first_seq"], r["last_seq"], r["path"]) for r in rows] == by_hand(contacts, today)
    taken = [seq for r in rows for seq in range(r["first_seq"], r["last_seq"] + 1)]
    assert len(taken) == len(set(taken))
    assert [r["journey"] for r in rows] == list(range(1, len(rows) + 1))
