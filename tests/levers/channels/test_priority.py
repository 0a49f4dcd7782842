"""Priority by hand: reach x importance x gap, with what people said before what is derived."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling
from wegweiser.levers.channels.priority import BUCKETS, counts, ranked


def spread_out(item, met, won, contacts, ended):
    """Return rows of one item, its numbers dealt to the buckets one by one."""
    rows = []
    for bucket in range(BUCKETS):
        here = [n // BUCKETS + (bucket < n % BUCKETS) for n in (met, won, contacts, ended)]
        if any(here):
            names = ("met", "won", "contacts", "ends")
            rows.append({"persona": "", "bucket": bucket, "item": item, **dict(zip(names, here, strict=True))})
    return rows


def everyone(customers, won):
    """Return the rows of all customers, dealt to the buckets."""
    return [
        {
            "persona": "",
            "bucket": bucket,
            "customers": customers // BUCKETS + (bucket < customers % BUCKETS),
            "won": won // BUCKETS + (bucket < won % BUCKETS),
        }
        for bucket in range(BUCKETS)
    ]


# 1,000 customers, 200 of them convert. 500 meet the hotline (150 convert; 100 of 500 contacts end a journey), 400 meet
# the newsletter (50 convert; 20 of 500 contacts end one), 10 meet the fair.
ROWS = [
    *spread_out("hotline", 500, 150, 500, 100),
    *spread_out("newsletter", 400, 50, 500, 20),
    *spread_out("fair", 10, 5, 10, 1),
]


@pytest.fixture
def counted():
    """Return the counts of everybody."""
    (found,) = counts(ROWS, everyone(1000, 200), ROWS)
    return found


def test_the_parts_are_worked_by_hand(counted):
    """Hotline: reach 0.5; phi (150*1000 - 500*200) / sqrt(500*500*200*800) = 0.25; gap 100/500 - 121/1010."""
    rows = {row["item"]: row for row in ranked(counted)}
    hotline = rows["hotline"]
    assert (hotline["customers"], hotline["of"], hotline["reach"]) == (500, 1000, 0.5)
    assert hotline["importance"] == pytest.approx(0.25)
    assert hotline["gap"] == pytest.approx(0.2 - 121 / 1010)
    assert hotline["priority"] == pytest.approx(1000 * 0.5 * 0.25 * (0.2 - 121 / 1010))
    assert hotline["priority_lo"] <= hotline["priority"] <= hotline["priority_hi"]
    assert (hotline["importance_from"], hotline["gap_from"]) == ("derived", "drop-off")


def test_negative_parts_count_as_zero(counted):
    """Who meets the newsletter converts less often, which is no importance below nothing."""
    rows = {row["item"]: row for row in ranked(counted)}
    assert rows["newsletter"]["importance"] == 0.0
    assert rows["newsletter"]["priority"] == 0.0


def test_nothing_is_said_of_few_people(counted):
    """Ten people at the fair are counted, and nothing is claimed about them."""
    row = ranked(counted)[-1]
    assert (row["item"], row["customers"]) == ("fair", 10)
    assert row["priority"] is row["importance"] is row["gap"] is row["top3"] is None


def test_what_people_said_stands_above_what_is_derived(counted):
    """Expected +1, experienced -1, importance 0.9: gap 0.5 of the scale, opportunity 9 + (9 - 2.5)."""
    said = Feeling(
        phase="retention",
        touchpoint="hotline",
        experienced=Estimate(-1.0, -1.3, -0.7, 60),
        expected=Estimate(1.0, 0.8, 1.2, 60),
        importance=0.9,
    )
    row = ranked(counted, [said])[0]
    assert (row["item"], row["importance_from"], row["gap_from"]) == ("hotline", "stated", "feeling")
    assert row["priority"] == pytest.approx(1000 * 0.5 * 0.9 * 0.5)
    assert row["odi"] == pytest.approx(15.5)


def test_a_persona_s_own_words_stand_above_everybody_s(counted):
    """What her own persona said counts for her, and what fewer than twenty people said does not count."""
    everybody = Feeling(phase="x", touchpoint="hotline", experienced=Estimate(0.0, -0.2, 0.2, 90), importance=0.2)
    own = Feeling(phase="x", touchpoint="hotline", experienced=Estimate(0.0, -0.2, 0.2, 30), importance=0.8, persona="")
    few = Feeling(phase="x", touchpoint="newsletter", experienced=Estimate(0.0, -1, 1, 19), importance=0.7)
    rows = {row["item"]: row for row in ranked(counted, [own, everybody, few])}
    assert rows["hotline"]["importance"] == pytest.approx(0.8)
    assert rows["newsletter"]["importance_from"] == "derived"


def test_personas_are_kept_apart():
    """Two personas give two lists, each with its own people."""
    rows = [{**row, "persona": persona} for persona in ("p1", "p2") for row in ROWS]
    whole = [{**row, "persona": persona} for persona in ("p1", "p2") for row in everyone(1000, 200)]
    assert [one.persona for one in counts(rows, whole, rows)] == ["p1", "p2"]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5), st.randoms())
def test_the_order_of_rows_never_matters(people, chance):
    """However the rows come, priorities are the same, at least zero, and the chances of the first three add up."""
    rows = [
        row
        for place, (met, won) in enumerate(people)
        for row in spread_out(f"t{place}", 20 + met, min(won, 20 + met), 60, won)
    ]
    whole, mixed = everyone(100, 40), rows.copy()
    chance.shuffle(mixed)
    (one,), (other,) = counts(rows, whole, rows), counts(mixed, whole, mixed)
    assert np.array_equal(one.cells, other.cells)
    found = ranked(one)
    assert found == ranked(other)
    assert all(row["priority"] >= 0 for row in found)
    assert sum(row["top3"] for row in found) == pytest.approx(min(3, len(found)))
