"""Ranks say how sure they are, and what ties with what."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats.ranks import ranked


def draws(centres, spread, seed=0, n=2000):
    """Return normal draws around the centres."""
    return np.random.default_rng(seed).normal(centres, spread, (n, len(centres)))


def test_clear_items_have_their_own_ranks_and_close_ones_share_one():
    """10 and 9.9 cannot be told apart and are both first; 5 is third by itself, 1 and 0.9 are fourth together."""
    found = ranked([1.0, 10, 9.9, 5, 0.9], draws([1.0, 10, 9.9, 5, 0.9], 0.5))
    assert found.order.tolist() == [1, 2, 3, 0, 4]
    assert found.rank.tolist() == [4, 1, 1, 3, 4]
    assert found.tie.tolist() == [3, 1, 1, 2, 3]
    assert found.among_first[[1, 2, 3]] == pytest.approx(1, abs=0.001)
    assert found.best.sum() == pytest.approx(1)
    assert found.best[1] == pytest.approx(0.556, abs=0.03)


def test_a_chain_of_close_items_is_cut_where_its_best_is_left_behind():
    """Each is close to the next, but the last is clearly below the first: it opens a group of its own."""
    centres = [3.0, 2.2, 1.4]
    found = ranked(centres, draws(centres, 0.5))
    assert found.tie.tolist() == [1, 1, 2]


def test_regret_is_what_a_wrong_choice_costs():
    """Draws 2, 0 and 0, 1: choosing the first costs 0 and 1, the second 2 and 0."""
    found = ranked([1.0, 0.5], [[2.0, 0.0], [0.0, 1.0]])
    assert found.regret.tolist() == [0.5, 1.0]
    assert found.best.tolist() == [0.5, 0.5]


@settings(max_examples=25, deadline=None)
@given(centres=st.lists(st.integers(-5, 5), min_size=1, max_size=8), seed=st.integers(0, 50))
def test_groups_are_runs_of_the_order_and_the_best_costs_least(centres, seed):
    """Tie groups never interleave, ranks never fall along the order, chances sum to the places given."""
    found = ranked(centres, draws([float(c) for c in centres], 1.0, seed, 200))
    assert (np.diff(found.tie[found.order]) >= 0).all()
    assert (np.diff(found.rank[found.order]) >= 0).all()
    assert found.among_first.sum() == pytest.approx(min(3, len(centres)))
    assert (found.regret >= 0).all()
    assert found.rank.min() == 1


def test_draws_that_do_not_fit_are_refused():
    """Two estimates, three columns."""
    with pytest.raises(InvalidSetting, match="do not fit"):
        ranked([1.0, 2.0], np.ones((5, 3)))
