from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats.intervals import wilson
from wegweiser.stats.survival import kaplan_meier

# Freireich and others 1963, Blood 21: weeks of remission of 21 children with 6-MP; the second row was still in it.
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_WELL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
WAITS = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=30)


def test_the_remissions_of_freireich_have_their_published_curve():
    """The table every textbook prints: at risk 21, 17, 15 ..., and S from 0.857 down to 0.448."""
    curve = kaplan_meier(RELAPSED + STILL_WELL, [1] * 9 + [0] * 12)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.events.tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert np.round(curve.survival, 4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert (curve.n, curve.hits) == (21, 9)


def test_their_median_is_23_weeks_and_its_upper_end_is_not_reached():
    """Published with the curve: median 23, and with log-log intervals from 13 weeks on, without an upper end."""
    curve = kaplan_meier(RELAPSED + STILL_WELL, [1] * 9 + [0] * 12)
    assert curve.quantile(0.5) == (23.0, 13.0, None)


def test_the_interval_is_greenwoods_on_the_log_log_scale():
    """At week 10: S = 0.752941, variance of log S 3/378 + 1/272 + 1/210, worked by hand to 0.503 and 0.889."""
    share, lo, hi = kaplan_meier(RELAPSED + STILL_WELL, [1] * 9 + [0] * 12).at(10)
    spread = (3 / (21 * 18) + 1 / (17 * 16) + 1 / (15 * 14)) ** 0.5
    shift = np.exp(1.959963984540054 * spread / -np.log(share))
    assert share == pytest.approx(6 / 7 * 16 / 17 * 14 / 15)
    assert (lo, hi) == (pytest.approx(share**shift), pytest.approx(share ** (1 / shift)))
    assert (round(lo, 3), round(hi, 3)) == (0.503, 0.889)


def test_a_worked_table_of_four():
    """Of four one goes at 1, one of three at 2 where another is watched no longer: 3/4, then 3/4 times 2/3."""
    curve = kaplan_meier([1, 2, 2, 4], [1, 1, 0, 0])
    assert curve.at(0.5) == (1.0, 1.0, 1.0)
    assert curve.at(1)[0] == 0.75
    assert curve.at(3)[0] == 0.5


def test_where_everybody_went_the_curve_ends_at_zero_with_an_end_above_it():
    """Three of three: S is 0, and its interval reaches up to Wilson's for none of three."""
    share, lo, hi = kaplan_meier([5, 5, 5], [1, 1, 1]).at(5)
    assert (share, lo) == (0.0, 0.0)
    assert hi == pytest.approx(wilson(0, 3).hi)


def test_nothing_happened_or_nobody_was_watched():
    """Without an event the curve has no step; without a case it is empty."""
    assert kaplan_meier([3, 4], [0, 0]).at(10) == (1.0, 1.0, 1.0)
    assert kaplan_meier([3, 4], [0, 0]).quantile() == (None, None, None)
    assert kaplan_meier([], []).n == 0


def test_what_does_not_belong_together_is_refused():
    """Lengths that differ, negative times and impossible quantiles are named."""
    with pytest.raises(InvalidSetting, match="do not belong together"):
        kaplan_meier([1, 2], [1])
    with pytest.raises(InvalidSetting, match="negative"):
        kaplan_meier([-1], [1])
    with pytest.raises(InvalidSetting, match="not between"):
        kaplan_meier([1], [1]).quantile(1)


@given(WAITS)
def test_a_row_that_stands_for_several_is_as_good_as_several_rows(waits):
    """Grouped with weights the curve is the same."""
    grouped = {wait: waits.count(wait) for wait in waits}
    times, events = zip(*grouped, strict=True)
    one = kaplan_meier([t for t, _ in waits], [e for _, e in waits])
    many = kaplan_meier(times, events, list(grouped.values()))
    assert np.allclose(one.survival, many.survival)
    assert np.allclose(one.lo, many.lo)
    assert np.allclose(one.hi, many.hi)


@given(WAITS)
def test_the_curve_never_rises_and_lies_within_its_interval(waits):
    """S falls from event to event, lo <= S <= hi; where all were seen to the end S is the plain share left."""
    curve = kaplan_meier([t for t, _ in waits], [e for _, e in waits])
    assert np.all(np.diff(curve.survival) <= 1e-12)
    assert np.all((curve.lo <= curve.survival + 1e-12) & (curve.survival <= curve.hi + 1e-12))
    full = kaplan_meier([t for t, _ in waits], [1] * len(waits))
    left = [sum(t > moment for t, _ in waits) / len(waits) for moment in full.times]
    assert np.allclose(full.survival, left)
