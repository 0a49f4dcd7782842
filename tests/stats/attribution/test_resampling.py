"""256 buckets stand for all customers: their spread is that of resampled people."""

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution import markov, resampling


def test_buckets_spread_like_a_bootstrap_of_people(drawn):
    """4,000 customers, each drawn anew with all her journeys: the standard errors agree within 15 %, on average 5 %."""
    people = 4000
    paths = drawn(11, customers=people)
    # Journeys of one customer follow each other in the list and share a bucket there; give everybody her own.
    owner = np.cumsum([1, *(a[2] != b[2] for a, b in zip(paths[1:], paths, strict=False))])
    each = np.zeros((owner.max() + 1, 5, 6))
    for (path, won, _), who in zip(paths, owner, strict=True):
        for begun, onward in zip((0, *path), (*path, 5 if won else 6), strict=True):
            each[who, begun, onward - 1] += 1
    buckets = np.zeros((256, 5, 6))
    np.add.at(buckets, np.random.default_rng(0).integers(0, 256, len(each)), each)

    def share(tables):
        return markov.credit(markov.removal_effects(tables))

    by_bucket = resampling.resampled(buckets, share, draws=600, seed=1)
    drawn_people = np.random.default_rng(5).poisson(1.0, (600, len(each))).astype(float)
    by_people = share((drawn_people @ each.reshape(len(each), -1)).reshape(-1, 5, 6)).std(axis=0, ddof=1)
    ratio = by_bucket.sd / by_people
    assert ratio == pytest.approx(np.ones(4), abs=0.15)
    assert ratio.mean() == pytest.approx(1, abs=0.05)


def test_the_order_of_buckets_rows_changes_no_estimate_and_the_seed_fixes_the_draws(counting, drawn):
    """Same seed, same draws; the estimate is that of all buckets together."""
    tables = counting(4).cells(drawn(1), 1).table()
    first, second = (resampling.resampled(tables, markov.removal_effects, draws=7, seed=3) for _ in range(2))
    assert np.array_equal(first.draws, second.draws)
    assert np.array_equal(first.estimate, markov.removal_effects(tables.sum(axis=0)))


def test_many_draws_in_portions_are_the_draws_at_once(monkeypatch):
    """Memory is bounded by portions; the numbers are the same."""
    tables = np.random.default_rng(1).random((256, 3))
    whole = resampling.resampled(tables, markov.credit, draws=20)
    monkeypatch.setattr(resampling, "_AT_ONCE", 9)
    assert resampling.resampled(tables, markov.credit, draws=20).draws == pytest.approx(whole.draws)


def test_equal_figures_share_their_ranks():
    """Of 3, 3, 1 the first two are first and second half of the time each."""
    found = resampling.Resampled(np.array([3.0, 3, 1]), np.array([[3.0, 3, 1], [3.0, 3, 1]]))
    assert found.rank_probabilities().tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]
    assert found.among_first(1).tolist() == [0.5, 0.5, 0]


def test_ranks_follow_the_draws():
    """One item is first in three of four draws; every item has one rank, every rank one item."""
    found = resampling.Resampled(np.array([2.0, 1.0]), np.array([[2.0, 1], [3, 1], [4, 1], [1, 2]]))
    chances = found.rank_probabilities()
    assert chances.tolist() == [[0.75, 0.25], [0.25, 0.75]]
    assert found.among_first().tolist() == [1.0, 1.0]


def test_a_share_has_wilsons_interval_at_its_effective_number_of_cases():
    """Standard error 0.05 at one half is worth 100 cases: 40.4 % to 59.6 %. Without any spread all 300 cases count."""
    draws = np.column_stack([0.5 + 0.05 * np.array([-1.0, 1.0]) / np.sqrt(2), np.zeros(2)])
    found = resampling.Resampled(np.array([0.5, 0.0]), draws, of=300)
    assert found.sd == pytest.approx([0.05, 0.0])
    assert found.lo == pytest.approx([0.4038, 0.0], abs=1e-4)
    assert found.hi == pytest.approx([0.5962, 0.0126], abs=1e-4)


def test_a_difference_has_the_percentiles_of_the_differences():
    """Paired draws are subtracted draw by draw."""
    one = resampling.Resampled(np.array([3.0]), np.arange(101.0)[:, None])
    gap = one - resampling.Resampled(np.array([1.0]), np.ones((101, 1)))
    assert (gap.estimate[0], gap.lo[0], gap.hi[0]) == pytest.approx((2.0, 1.5, 96.5))
    assert gap.interval(0.5)[0][0] == 24.0


def test_one_bucket_says_nothing_about_others():
    """Nor does a share of nothing."""
    with pytest.raises(InvalidSetting, match="two buckets"):
        resampling.resampled(np.ones((1, 2)), markov.credit)
    with pytest.raises(InvalidSetting, match="shares of something"):
        resampling.resampled(np.ones((2, 2)), markov.credit, of=0)
