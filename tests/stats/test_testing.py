"""Tests of two shares against hand-worked tables and published values."""

from __future__ import annotations

from math import inf, isnan, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as reference

from wegweiser.errors import InvalidSetting
from wegweiser.stats.testing import (
    benjamini_hochberg,
    clustered,
    clustered_odds,
    fisher,
    odds_ratio,
    same_share,
    score,
    two_sided,
)

# The fifteen p-values of Benjamini and Hochberg 1995, section 4.1: at a rate of 5 % the first four are findings.
THROMBOLYSIS = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]


def test_the_published_example_has_four_findings():
    """Four of the fifteen hypotheses are rejected at a false discovery rate of 5 %."""
    assert int((benjamini_hochberg(THROMBOLYSIS) <= 0.05).sum()) == 4


def test_a_test_that_was_none_does_not_count():
    """With two tests the smaller p-value doubles, whatever is no number beside it."""
    found = benjamini_hochberg([0.02, nan, 0.5])
    assert found[0] == pytest.approx(0.04)
    assert isnan(found[1])
    assert len(benjamini_hochberg([])) == 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_values_keep_the_order_and_never_fall_below_p(p):
    """The smallest p has the smallest q, and q is between p and 1; scipy agrees."""
    q = benjamini_hochberg(p)
    assert np.all(q >= np.asarray(p) - 1e-12)
    assert np.all(np.diff(q[np.argsort(p)]) >= -1e-12)
    assert q == pytest.approx(reference.false_discovery_control(p), abs=1e-12)


def test_the_odds_ratio_is_worked_by_hand():
    """20/80 over 10/90 is 2.25."""
    ratio = odds_ratio(20, 100, 10, 100)
    assert (ratio.value, ratio.n) == (pytest.approx(2.25), 200)
    assert (ratio.lo, ratio.hi) == (pytest.approx(0.9943, abs=1e-4), pytest.approx(5.0915, abs=1e-4))


def test_an_empty_cell_gives_a_wide_interval_and_no_infinity():
    """0 of 10 against 5 of 10: half a case is added to each cell, (0.5 / 10.5) / (5.5 / 5.5)."""
    ratio = odds_ratio(0, 10, 5, 10)
    assert ratio.value == pytest.approx(0.5 / 10.5)
    assert ratio.hi < inf
    assert (odds_ratio(0, 0, 5, 10).lo, odds_ratio(0, 0, 5, 10).hi) == (0.0, inf)


def test_more_hits_than_cases_are_refused():
    """Eleven of ten is impossible."""
    with pytest.raises(InvalidSetting, match="11 of 10"):
        odds_ratio(11, 10, 0, 10)


def test_small_tables_are_tested_exactly():
    """Fisher's lady tasting tea: 3 of 4 against 1 of 4 gives 0.4857, and the score test is left aside."""
    assert same_share(3, 4, 1, 4) == fisher(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert same_share(20, 100, 10, 100) == score(20, 100, 10, 100)
    assert isnan(same_share(0, 0, 1, 4))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_scipy_agrees(n, m, data):
    """Both tests equal scipy's."""
    hits, others = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    table = [[hits, n - hits], [others, m - others]]
    assert fisher(hits, n, others, m) == pytest.approx(reference.fisher_exact(table).pvalue, abs=1e-9)
    if 0 < hits + others < n + m:
        chi = reference.chi2_contingency(table, correction=False).pvalue
        assert score(hits, n, others, m) == pytest.approx(chi, abs=1e-9)
    else:
        assert score(hits, n, others, m) == 1.0


def test_two_sided_doubles_the_tail():
    """At 1.96 both tails hold 5 %, on either side."""
    assert two_sided(1.959963984540054) == two_sided(-1.959963984540054) == pytest.approx(0.05)


def test_buckets_of_customers_that_agree_are_sure_and_others_are_not():
    """50 of 100 against 30 of 100, evenly in ten buckets or all in five of them."""
    even = clustered([5] * 10, [10] * 10, [3] * 10, [10] * 10)
    uneven = clustered([10, 0] * 5, [10] * 10, [0, 6] * 5, [10] * 10)
    assert even.value == uneven.value == pytest.approx(0.2)
    assert even.p == score(50, 100, 30, 100)
    assert 0 < even.lo < 0.2 < even.hi
    assert uneven.p > 0.2
    assert uneven.lo < 0 < uneven.hi


def test_nobody_among_a_few_is_no_finding():
    """None of 25 where one in twenty does it happens to more than every fourth such group."""
    others = [1.0] * 100 + [0.0] * 156, [8.0] * 250 + [0.0] * 6
    found = clustered([0] * 256, [1] * 25 + [0] * 231, *others)
    assert found.p == same_share(0, 25, 100, 2000) > 0.2
    assert found.lo < 0 < found.hi
    assert clustered_odds([1, *[0] * 255], [1] * 25 + [0] * 231, *others).lo <= odds_ratio(1, 25, 100, 2000).lo


def test_nothing_to_compare_says_nothing():
    """Without a case on one side, or with one bucket, p is 1."""
    assert clustered([1], [2], [0], [0]).p == clustered([1], [2], [1], [4]).p == 1.0
