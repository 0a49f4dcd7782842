"""Shapley values against games worked by hand, and the identity that makes "Shapley of conversions" linear."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution import shapley

GAMES = arrays(np.float64, st.sampled_from([2, 4, 8, 16]), elements=st.floats(-10, 10))


def sets(rows, touchpoints=3):
    """Return sets from rows of bucket, members, journeys, conversions."""
    bucket, members, journeys, conversions = (np.array(column) for column in zip(*rows, strict=True))
    return shapley.Sets(bucket, members, journeys.astype(float), conversions.astype(float), touchpoints)


def test_the_glove_game_has_its_textbook_values():
    """Two left gloves, one right glove: a pair is worth 1, so the right glove is worth 2/3 and each left one 1/6."""
    worth = np.array([0, 0, 0, 0, 0, 1, 1, 1.0])
    assert shapley.exact(worth) == pytest.approx([1 / 6, 1 / 6, 2 / 3])


@settings(max_examples=20, deadline=None)
@given(worth=GAMES)
def test_values_are_the_mean_over_all_orders_and_sum_to_the_whole(worth):
    """Exact = mean gain over every order; the sum is the worth of all less the worth of none."""
    n = len(worth).bit_length() - 1
    gains = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        inside = 0
        for i in order:
            gains[i] += worth[inside | 1 << i] - worth[inside]
            inside |= 1 << i
    assert shapley.exact(worth) == pytest.approx(gains / len(orders), abs=1e-9)
    assert shapley.exact(worth).sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(worth=GAMES)
def test_sampled_values_are_exact_within_their_own_error(worth):
    """Every sampled order sums to the whole, and no value is further than five errors from the exact one."""
    n = len(worth).bit_length() - 1
    values, error = shapley.sampled(lambda masks: worth[masks], n, permutations=400, seed=3)
    assert values.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)
    assert (np.abs(values - shapley.exact(worth)) <= 5 * error + 1e-9).all()


def test_the_same_seed_samples_the_same_orders():
    """Values are equal to the last bit."""
    first, second = (shapley.sampled(lambda m: (m % 7) * 1.0, 20, permutations=50, seed=4) for _ in range(2))
    assert np.array_equal(first[0], second[0])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 15), st.just(1), st.integers(0, 3)), min_size=1))
def test_shapley_of_conversions_is_linear_over_distinct_touchpoints(rows):
    """The game "conversions of journeys within the set", played out, gives unique-linear: no package needs the loop."""
    some = sets(rows, 4)
    within = np.array(
        [sum(row[3] for row in rows if row[1] and row[1] & ~mask == 0) for mask in range(16)], dtype=float
    )
    assert shapley.unique_linear(some).sum(axis=0) == pytest.approx(shapley.exact(within))


def test_participation_counts_a_conversion_at_every_touchpoint_it_touches():
    """Ana buys twice after 1 and 3, Cem once after 3: 2, 0, 3 of 3; the linear credit is 1, 0, 2."""
    some = sets([(0, 0b101, 5, 2), (7, 0b100, 4, 1), (7, 0b010, 9, 0)])
    assert shapley.participation(some).sum(axis=0).tolist() == [2, 0, 3, 3]
    assert shapley.unique_linear(some).sum(axis=0).tolist() == [1, 0, 2]
    assert shapley.participation(some)[7].tolist() == [0, 0, 1, 1]


def test_sets_and_games_that_cannot_be_are_refused():
    """A set with a fourth of three touchpoints, 63 touchpoints, five worths."""
    with pytest.raises(InvalidSetting, match="does not exist"):
        sets([(0, 8, 1, 0)])
    with pytest.raises(InvalidSetting, match="63 touchpoints"):
        sets([(0, 1, 1, 0)], 63)
    with pytest.raises(InvalidSetting, match="5 worths"):
        shapley.exact(np.zeros(5))
