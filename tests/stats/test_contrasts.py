"""Shares of two groups apart, with the doubt that counting customers several times adds."""

from __future__ import annotations

import numpy as np
import pytest

from wegweiser.stats.contrasts import Counted, apart, apart_within
from wegweiser.stats.intervals import difference, wilson


def spread(hits, cases):
    """Return one share whose hits and cases are dealt to 256 buckets one by one."""
    columns = np.arange(cases) % 256
    return Counted(
        np.bincount(columns[:hits], minlength=256)[None, :].astype(float),
        np.bincount(columns, minlength=256)[None, :].astype(float),
    )


@pytest.mark.parametrize(("a", "n", "b", "m"), [(56, 70, 48, 80), (0, 10, 5, 10), (10, 10, 9, 10), (1, 300, 0, 200)])
def test_shares_of_customers_are_newcombes(a, n, b, m):
    """One customer each: the interval is that of `difference`, also at the borders."""
    found, known = apart(spread(a, n), spread(b, m)), difference(wilson(a, n), wilson(b, m))
    assert (found.value[0], found.lo[0], found.hi[0]) == pytest.approx((known.value, known.lo, known.hi))


def test_a_side_without_a_case_says_nothing():
    """Nothing of nothing is no share."""
    found = apart(spread(5, 10), spread(0, 0))
    assert np.isnan([found.value[0], found.lo[0], found.hi[0], found.p[0]]).all()
    assert np.isnan(apart_within(spread(5, 10), spread(0, 0)).value[0])


def test_customers_who_count_several_times_widen_the_interval():
    """Forty customers who move nine times alike know as much as forty, not as 360."""
    hits, cases = np.zeros((1, 256)), np.zeros((1, 256))
    hits[0, :20], cases[0, :40] = 9, 9
    many, few = Counted(hits, cases), spread(20, 40)
    wide = apart(many, many, clustered=True)
    plain = apart(few, few)
    assert wide.hi[0] == pytest.approx(plain.hi[0], rel=0.02)
    assert apart(many, many).hi[0] < 0.4 * wide.hi[0]


def test_resampled_customers_of_both_groups_stay_in_both():
    """A group minus itself is zero in every resample; two groups apart are about as far as Newcombe says."""
    one = spread(300, 1000)
    same = apart_within(one, one)
    assert (same.value[0], same.lo[0], same.hi[0], same.p[0]) == (0.0, 0.0, 0.0, 1.0)
    rng = np.random.default_rng(1)
    drawn = [np.bincount(rng.integers(0, 256, n), minlength=256)[None, :] for n in (300, 700, 400, 600)]
    here, there = Counted(drawn[0], drawn[0] + drawn[1]), Counted(drawn[2], drawn[2] + drawn[3])
    loose, exact = apart_within(here, there), apart(here, there)
    assert (loose.lo[0], loose.hi[0]) == pytest.approx((exact.lo[0], exact.hi[0]), abs=0.015)


def test_nobody_among_a_few_of_both_groups_is_no_finding():
    """None of 25 customers who are among 2,000 others, of whom one in twenty does it; less themselves it is zero."""
    few, all_of_them = spread(0, 25), spread(100, 2000)
    found = apart_within(few, all_of_them)
    assert found.lo[0] < 0 < found.hi[0]
    assert found.p[0] > 0.2
    itself = apart_within(few, few)
    assert (itself.value[0], itself.lo[0], itself.hi[0], itself.p[0]) == (0, 0, 0, 1)


def test_p_is_that_of_two_shares():
    """56 of 70 against 48 of 80: 0.2 / sqrt(0.6933 * 0.3067 * (1/70 + 1/80)) is z = 2.650 and p = 0.0080."""
    assert apart(spread(56, 70), spread(48, 80)).p[0] == pytest.approx(0.00804, abs=1e-5)


def test_intervals_of_repeating_customers_cover():
    """600 pairs of 300 customers, each with several moves and a liking of their own: 95 % is 93 to 97 %."""
    rng, gap = np.random.default_rng(5), 0.05

    def group(share):
        moves = 1 + rng.poisson(3, 300)
        hits = rng.binomial(moves, rng.beta(2 * share, 2 * (1 - share), 300))
        buckets = rng.integers(0, 256, 300)
        return np.bincount(buckets, hits, 256), np.bincount(buckets, moves, 256)

    pairs = [(group(0.3 + gap), group(0.3)) for _ in range(600)]
    here, there = (Counted(*(np.array([p[side][i] for p in pairs]) for i in (0, 1))) for side in (0, 1))
    for found in (apart(here, there, clustered=True), apart_within(here, there)):
        assert 0.93 <= np.mean((found.lo <= gap) & (gap <= found.hi)) <= 0.97
    unaware = apart(here, there)
    assert np.mean((unaware.lo <= gap) & (gap <= unaware.hi)) < 0.9
