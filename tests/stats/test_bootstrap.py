"""Intervals that resample customers."""

import math

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats import quantile, ratio
from wegweiser.stats.bootstrap import ratio_difference


def test_a_ratio_is_the_sum_over_the_sum():
    """Ana 3 of 4, Ben 0 of 2, Cem 1 of 2: 4 of 8, from three customers."""
    found = ratio([3.0, 0.0, 1.0], [4.0, 2.0, 2.0], [1, 2, 3])
    assert found is not None
    assert (found.value, found.n) == (0.5, 3)
    assert 0.0 <= found.lo < 0.5 < found.hi <= 0.75


def test_where_all_customers_agree_the_interval_is_a_point():
    """Everyone converts half of the contacts, however often they are drawn."""
    found = ratio([1.0, 2.0, 5.0], [2.0, 4.0, 10.0], [1, 2, 3])
    assert found is not None
    assert (found.lo, found.value, found.hi) == (0.5, 0.5, 0.5)
    assert ratio([0.0], [0.0], [1]) is None


def test_the_interval_of_a_ratio_has_the_width_theory_gives():
    """256 customers, one contact each, half of them yes: 0.5 +- 1.96 * 0.5 / 16 = 0.439 to 0.561."""
    customers = np.arange(256)
    found = ratio((customers % 2).astype(float), np.ones(256), customers, seed=3)
    assert found is not None
    assert (found.lo, found.hi) == pytest.approx((0.439, 0.561), abs=0.008)


def test_many_contacts_of_few_customers_do_not_narrow_the_interval():
    """16 customers with 1,000 equal contacts each know as little as 16 customers with one."""
    few = np.arange(16)
    once = ratio((few % 2).astype(float), np.ones(16), few, seed=1)
    often = ratio(np.repeat(few % 2, 1000).astype(float), np.ones(16_000), np.repeat(few, 1000), seed=1)
    assert once is not None
    assert often is not None
    assert (once.lo, once.hi) == pytest.approx((often.lo, often.hi))


@pytest.mark.parametrize(
    ("values", "q", "expected"),
    [([1, 2, 9], 0.5, 2.0), ([1, 2, 3, 4], 0.5, 2.0), (list(range(1, 11)), 0.9, 9.0), ([5, math.nan, 5], 0.9, 5.0)],
)
def test_a_quantile_is_a_value_that_occurred(values, q, expected):
    """The median of 1, 2, 3, 4 is 2: at least half of the values are at or below it."""
    found = quantile(values, list(range(len(values))), q=q)
    assert found is not None
    assert found.value == expected
    assert found.lo <= found.value <= found.hi
    assert found.n == np.count_nonzero(~np.isnan(np.asarray(values, dtype=float)))


def test_the_interval_of_a_median_has_the_width_theory_gives():
    """Ranks 1 to 2,560 of 2,560 customers: 1,280 +- 1.96 * sqrt(2,560)/2 = some 50, give or take the buckets."""
    found = quantile(np.arange(1.0, 2561.0), np.random.default_rng(5).permutation(2560), seed=2)
    assert found is not None
    assert found.value == 1280
    assert 35 < found.value - found.lo < 65
    assert 35 < found.hi - found.value < 65


def test_many_distinct_values_are_binned_without_moving_the_estimate():
    """With 20,000 distinct values the estimate stays exact, and the same seed gives the same interval."""
    values = np.arange(20_000.0)
    found, again = (
        quantile(values, np.arange(20_000), q=0.9, seed=1),
        quantile(values, np.arange(20_000), q=0.9, seed=1),
    )
    assert found is not None
    assert found == again
    assert found.value == 17_999
    assert found.lo < 17_999 < found.hi
    assert quantile([], []) is None
    with pytest.raises(InvalidSetting, match="between 0 and 1"):
        quantile([1.0], [1], q=1.0)


def test_a_difference_of_ratios_draws_both_sides_together():
    """Side by side customers differ by 3 each and from each other by much more: the interval is around 3 and narrow."""
    level = np.arange(200.0)
    found = ratio_difference((level + 3, np.ones(200)), (level, np.ones(200)), np.arange(200))
    assert found is not None
    assert (found.value, found.n) == (pytest.approx(3), 400)
    assert (found.lo, found.hi) == (pytest.approx(3), pytest.approx(3))
    apart = ratio_difference((level[:100], np.ones(100)), (level[100:], np.ones(100)), np.arange(100))
    assert apart is not None
    assert apart.value == -100
    assert ratio_difference(([1.0], [0]), ([1.0], [1]), [1]) is None
