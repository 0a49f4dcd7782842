"""Longer memories against the slow way, and their linear draws against real resamples."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution import higher, markov, resampling


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.integers(1, 3))
def test_sweeps_give_what_removing_state_by_state_gives(counting, drawn, seed, order):
    """Every state that contains the touchpoint is removed; chain conversion = empirical rate at every order."""
    paths = drawn(seed)
    cells = counting(4).cells(paths, order)
    assert higher.removal_effects(cells) == pytest.approx(counting(4).effects(paths, order), abs=1e-11)
    assert higher.conversion_rate(cells) == pytest.approx(np.mean([won for _, won, _ in paths]))


def test_memory_tells_a_path_from_its_parts():
    """1 > 2 buys and 3 > 2 leaves: order 2 knows that 3 helps nobody, order 1 cannot."""
    rows = [(0, 1), (1, 2), (1 * 64 + 2, 4), (0, 3), (3, 2), (3 * 64 + 2, 5)]
    state, onward = (np.array(part) for part in zip(*rows, strict=True))
    cells = higher.Cells(np.zeros(6, dtype=int), state, onward, np.full(6, 10.0), 3, 2)
    assert higher.removal_effects(cells) == pytest.approx([1.0, 1.0, 0.0])
    assert higher.removal_effects(cells.shortened(1)) == pytest.approx([0.5, 1.0, 0.5])


def test_a_longer_memory_comes_nearer_to_the_participation(counting, drawn):
    """At an order beyond all paths the effect would be the share of conversions that touch it."""
    paths = [(path[:3], won, bucket) for path, won, bucket in drawn(5, customers=300)]
    won = [path for path, bought, _ in paths if bought]
    share = [np.mean([i in path for path in won]) for i in range(1, 5)]
    assert higher.removal_effects(counting(4).cells(paths, 3)) == pytest.approx(share)


def test_shortening_gives_the_counts_of_the_shorter_memory(counting, drawn):
    """Order 3 added up is order 2 counted, and order 1 is the table `markov` takes."""
    paths = drawn(2)
    three, two = counting(4).cells(paths, 3), counting(4).cells(paths, 2)
    again = three.shortened(2)
    for column in ("bucket", "state", "onward", "n"):
        assert np.array_equal(getattr(again, column), getattr(two, column))
    assert np.array_equal(three.table(), counting(4).cells(paths, 1).table())
    one = markov.removal_effects(three.table().sum(axis=0))
    assert higher.removal_effects(three.shortened(1)) == pytest.approx(one)


@pytest.mark.parametrize("order", [1, 2])
def test_linear_draws_spread_like_resamples_solved_anew(counting, drawn, order):
    """3,000 customers: the standard errors agree within 5 %, and the centre within a fifth of one."""
    cells = counting(4).cells([(p, w, i % 256) for i, (p, w, _) in enumerate(drawn(3, customers=3000))], order)
    linear = higher.resampled(cells, draws=400, seed=2)
    solved = []
    for weight in resampling.weights(400, seed=2):
        n = cells.n * weight[cells.bucket]
        kept = n > 0
        solved.append(
            higher.removal_effects(
                replace(cells, bucket=cells.bucket[kept], state=cells.state[kept], onward=cells.onward[kept], n=n[kept])
            )
        )
    again = np.array(solved)
    assert linear.sd == pytest.approx(again.std(axis=0, ddof=1), rel=0.05)
    assert np.abs(again.mean(axis=0) - linear.estimate).max() < 0.2 * linear.sd.min()
    assert linear.of == cells.n[cells.onward == 5].sum()


def test_plain_sweeps_end_what_the_aggregate_does_not(counting, drawn, monkeypatch):
    """Without any aggregation the same effects come out, only later."""
    cells = counting(4).cells(drawn(8), 2)
    fast = higher.removal_effects(cells)
    monkeypatch.setattr(higher, "_PATIENCE", 0)
    assert higher.removal_effects(cells) == pytest.approx(fast, abs=1e-12)


def test_without_conversions_nothing_has_an_effect():
    """Ben leaves: effects and all their draws are 0."""
    cells = higher.Cells(np.zeros(2, dtype=int), np.array([0, 1]), np.array([1, 3]), np.ones(2), 1, 1)
    found = higher.resampled(cells, draws=5)
    assert higher.removal_effects(cells).tolist() == [0.0]
    assert found.draws.tolist() == [[0.0]] * 5


def test_what_are_no_counts_of_journeys_is_refused():
    """A base too small, an unknown order, columns of two lengths, no start: each is named."""
    one, n = np.zeros(1, dtype=int), np.ones(1)
    with pytest.raises(InvalidSetting, match="leaves no room for 64") as error:
        higher.Cells(one, one, one, np.ones(2), 64, 4)
    assert len(error.value.problems) == 3
    with pytest.raises(InvalidSetting, match="does not begin"):
        higher.removal_effects(higher.Cells(one, one + 1, one + 2, n, 1, 1))
    with pytest.raises(InvalidSetting, match="order 1 does not know order 2"):
        higher.Cells(one, one, one + 2, n, 1, 1).shortened(2)
