"""Stretches of time with a changed rate: found where they are, and seldom where they are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats.changes import SHORTEST, counts, local_level, shares, windows


def test_a_fault_of_three_days_is_found_to_the_day():
    """Of 20 visits a day one meets the fault; on days 3 to 5 eight or nine do."""
    (found,) = shares([1, 1, 1, 8, 9, 8, 1, 1, 1, 1], [20] * 10)
    assert (found.first, found.last, found.hits, found.n) == (3, 5, 25.0, 60.0)
    assert (found.rate, found.usual) == (25 / 60, 7 / 140)
    assert found.p < 0.001


def test_two_faults_are_two_stretches():
    """The second is looked for in what the first one leaves."""
    series = [1] * 60
    series[10:15] = [12] * 5
    series[40:50] = [9] * 10
    found = shares(series, [30] * 60)
    assert sorted((one.first, one.last) for one in found) == [(10, 14), (40, 49)]
    assert max(one.p for one in found) < 0.001


def test_a_step_that_stays_ends_with_the_series():
    """A rate that rises on day 30 and stays up is a stretch until the last day."""
    (found, *_) = shares([2] * 30 + [6] * 30, [20] * 60)
    assert (found.first, found.last) == (30, 59)


def test_a_burst_of_visits_is_found_beside_growth():
    """Visits grow from 20 to 79 a day; 60 more on three days are a burst, the growth is none."""
    days = np.arange(20, 80, dtype=float)
    days[30:33] += 60
    (found, *_) = counts(days, local_level(days), longest=21)
    assert (found.first, found.last) == (30, 32)
    calm = counts(np.arange(20, 80, dtype=float), local_level(np.arange(20.0, 80.0)), longest=21)
    assert all(one.p > 0.05 for one in calm)


def test_a_busy_weekday_is_expected():
    """Twice the visits on every seventh day are the rhythm of the week."""
    week = [10.0] * 6 + [20.0]
    assert local_level(week * 6).tolist() == week * 6


def test_days_that_scatter_more_than_counts_do_prove_less():
    """The same hits in every second day only: the stretch is there, and its p-value is larger."""
    even = shares([2] * 30 + [5] * 10 + [2] * 30, [20] * 70)[0]
    uneven = shares([4, 0] * 15 + [10, 0] * 5 + [4, 0] * 15, [20] * 70)[0]
    assert uneven.p > even.p


def test_chance_alone_is_seldom_called_a_change():
    """Of 300 series without any change at most one in twenty has a p-value below 5 %."""
    draw = np.random.default_rng(1)
    told = 0
    for _ in range(300):
        n = draw.poisson(15, 120)
        found = shares(draw.binomial(n, 0.05), n)
        told += bool(found) and found[0].p < 0.05
    assert told <= 15


@settings(max_examples=20, deadline=None)
@given(st.integers(4, 200))
def test_windows_lie_within_the_series_and_reach_both_ends(length):
    """No window is empty or the whole series; some begin on the first day, some end on the last."""
    found = windows(length)
    assert all(0 <= first < end <= length and SHORTEST <= end - first < length for first, end in found)
    assert {first for first, _ in found} >= {0}
    assert {end for _, end in found} >= {length}


def test_short_empty_and_impossible_series():
    """Three days hold no change, nor does a series without hits; more hits than visits are refused."""
    assert shares([1, 2, 1], [5, 5, 5]) == ()
    assert shares([0] * 30, [5] * 30) == ()
    with pytest.raises(InvalidSetting, match="more hits"):
        shares([6], [5])
    with pytest.raises(InvalidSetting, match="2 counts"):
        shares([1, 1], [5])
