"""Intervals of shares, means and differences against numbers worked by hand or published."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegweiser.domain.estimates import Proportion
from wegweiser.errors import InvalidSetting
from wegweiser.stats import difference, mean, standardised_difference, wilson


@pytest.mark.parametrize(
    ("hits", "n", "lo", "hi"),
    [
        (5, 10, 0.2366, 0.7634),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_the_published_wilson_interval(hits, n, lo, hi):
    """81 of 263 and 1 of 29 are the examples of Newcombe 1998; 5 of 10 is worked by hand."""
    share = wilson(hits, n)
    assert (share.hits, share.n, share.value) == (hits, n, hits / n)
    assert (share.lo, share.hi) == pytest.approx((lo, hi), abs=5e-5)


def test_a_share_of_nobody_could_be_anything():
    """Without cases the interval is 0 to 1, and the share may not be shown."""
    assert wilson(0, 0) == Proportion(value=0.0, lo=0.0, hi=1.0, hits=0, n=0)
    assert wilson(0, 0).suppressed


@pytest.mark.parametrize(("hits", "n"), [(3, 2), (-1, 5)])
def test_impossible_counts_are_refused(hits, n):
    """Three hits of two cases cannot be a share."""
    with pytest.raises(InvalidSetting, match="impossible"):
        wilson(hits, n)


@given(n=st.integers(1, 100_000), part=st.floats(0, 1))
def test_the_interval_of_a_share_holds_it_and_stays_within_0_and_1(n, part):
    """Whatever the counts, 0 <= lo <= value <= hi <= 1."""
    share = wilson(round(part * n), n)
    assert 0 <= share.lo <= share.value <= share.hi <= 1


def test_a_mean_has_students_interval():
    """1, 2, 3: mean 2, standard error 1/sqrt(3), t(2) = 4.3027, so 2 +- 2.4841; an unknown value does not count."""
    found = mean([1.0, 2.0, math.nan, 3.0], "orders")
    assert found is not None
    assert (found.value, found.n, found.unit) == (2.0, 3, "orders")
    assert (found.lo, found.hi) == pytest.approx((-0.4841, 4.4841), abs=1e-4)


def test_one_value_says_nothing_about_the_others():
    """The interval of a single value is endless, and there is no mean of nothing."""
    alone = mean([7.0])
    assert alone is not None
    assert (alone.lo, alone.hi) == (-math.inf, math.inf)
    assert mean([math.nan]) is None


def test_the_difference_of_two_shares_is_newcombes():
    """56 of 70 against 48 of 80: +0.2000, 0.0524 to 0.3339 (Newcombe 1998, table II, method 10)."""
    gap = difference(wilson(56, 70), wilson(48, 80))
    assert gap is not None
    assert (gap.value, gap.lo, gap.hi) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert gap.n == 150


def test_the_difference_of_two_means_is_welchs():
    """1, 2, 3 against 2, 4, 6: variances 1 and 4, se = sqrt(5/3), 50/17 degrees of freedom, t = 3.2211."""
    gap = difference([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
    assert gap is not None
    assert (gap.value, gap.lo, gap.hi) == pytest.approx((-2.0, -6.1556, 2.1556), abs=0.005)


def test_what_cannot_be_compared_has_no_difference():
    """One value has no variance, nobody has no share, and a share is no mean."""
    assert difference([1.0], [1.0, 2.0]) is None
    assert difference(wilson(0, 0), wilson(1, 2)) is None
    same = difference([2.0, 2.0], [1.0, 1.0])
    assert same is not None
    assert (same.lo, same.hi) == (1.0, 1.0)
    with pytest.raises(InvalidSetting, match="share"):
        difference(wilson(1, 2), [1.0, 2.0])


def test_a_standardised_difference_is_in_standard_deviations_of_everyone():
    """3, 4, 5 against 1, 2, 3: everyone's variance is 10/5 = 2, so d = 2 / sqrt(2); se2 = (2/3)/2 + 2/12 = 1/2."""
    gap = standardised_difference([3.0, 4.0, 5.0], [1.0, 2.0, 3.0])
    assert gap is not None
    assert gap.value == pytest.approx(math.sqrt(2))
    assert gap.hi - gap.value == pytest.approx(1.959964 * math.sqrt(0.5), abs=1e-5)
    assert gap.n == 6
    assert standardised_difference([1.0, 1.0], [1.0, 1.0]) is None
    assert standardised_difference([1.0], [1.0, 2.0]) is None


@given(shift=st.floats(-100, 100), scale=st.floats(0.01, 100))
def test_a_standardised_difference_ignores_the_unit(shift, scale):
    """Cents or euros: the same difference."""
    here, rest = np.array([3.0, 4.0, 7.0]), np.array([1.0, 2.0, 2.5, 3.0])
    plain, moved = (
        standardised_difference(here, rest),
        standardised_difference(here * scale + shift, rest * scale + shift),
    )
    assert plain is not None
    assert moved is not None
    assert moved.value == pytest.approx(plain.value, rel=1e-6)
