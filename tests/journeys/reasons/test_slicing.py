"""What is counted slice by slice of the customers."""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pytest
from tests.journeys.conftest import Shop

from wegweiser.journeys.reasons import slicing
from wegweiser.journeys.reasons.slicing import Slice, cut, joined, summed
from wegweiser.warehouse import Result

MINUTE = 1 / 60


@pytest.mark.parametrize(("steps", "pieces"), [(0, 1), (4_000_000, 1), (4_000_001, 2), (50_000_000, 16), (10**10, 16)])
def test_a_log_is_cut_by_its_size_and_at_most_by_partition(steps, pieces):
    """Up to four million steps are one slice; more are 2, 4, 8 or 16."""
    assert len(cut(steps)) == pieces


@pytest.mark.parametrize("steps", [0, 9_000_000, 10**9])
def test_every_customer_is_in_one_slice(steps):
    """The first slice begins with 0, each goes on where the one before ends, the last ends with the sixtieth bit."""
    pieces = cut(steps)
    assert (pieces[0].lowest, pieces[-1].highest) == (0, 2**60 - 1)
    assert all(after.lowest == before.highest + 1 for before, after in pairwise(pieces))


def test_a_slice_says_whom_it_holds():
    """Both ends belong to it."""
    assert Slice(1, 5, 9).held == "profile_id between 5 and 9"


def test_counts_of_slices_are_put_together_or_added_up():
    """Two slices count the same day 2 and 3 times: joined it stands there twice, summed once with 5."""
    parts = [Result("days", pa.table({"day": [1], "visits": [count]})) for count in (2, 3)]
    assert joined(parts).rows() == [{"day": 1, "visits": 2}, {"day": 1, "visits": 3}]
    assert summed(parts, "visits").rows() == [{"day": 1, "visits": 5}]


def test_friction_is_the_same_however_the_customers_are_cut(shop: Shop, monkeypatch):
    """Of 240 customers a third turns back from the cart: one slice or sixteen find the same."""
    ways = ("ad cart view cart", "ad view cart buy", "ad view help")
    rows = [
        (f"p{number}", number // 4 * 24 + place * MINUTE, event)
        for number in range(240)
        for place, event in enumerate(ways[number % 3].split())
    ]
    shop.load(rows)
    shop.build()
    whole = shop.journeys.reasons.friction().rows()
    monkeypatch.setattr(slicing, "_MOST_STEPS", 10)
    assert len(cut(len(rows))) == 16
    assert whole == shop.journeys.reasons.friction().rows()
    assert [row["kind"] for row in whole].count("loop") == 1
