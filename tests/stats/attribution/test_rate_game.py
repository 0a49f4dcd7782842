"""The conversion-rate game: its closed form is the game played out, its worths are shrunken sensibly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution import rate_game, shapley


def log(seed, touchpoints, journeys=2000, helps=0):
    """Return journeys with random sets, of which touchpoint 1 + `helps` doubles the rate."""
    rng = np.random.default_rng(seed)
    members = rng.integers(0, 1 << touchpoints, journeys) & rng.integers(0, 1 << touchpoints, journeys)
    chance = 0.05 * (1 + ((members >> helps) & 1))
    won = (rng.random(journeys) < chance).astype(float)
    return shapley.Sets(rng.integers(0, 256, journeys), members, np.ones(journeys), won, touchpoints)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 1000), touchpoints=st.integers(1, 8))
def test_the_closed_form_is_the_game_played_out(seed, touchpoints):
    """Exact over all 2^n worths gives the same values; they sum to the worth of all less that of none."""
    some = log(seed, touchpoints, 500)
    found = rate_game.rates(some, draws=2)
    worths = rate_game.worth(some, np.arange(1 << touchpoints))
    assert found.values.estimate == pytest.approx(shapley.exact(worths), abs=1e-12)
    assert found.values.estimate.sum() == pytest.approx(found.worth_of_all - found.worth_of_none, abs=1e-12)
    assert (worths[0], worths[-1]) == pytest.approx((found.worth_of_none, found.worth_of_all))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000), touchpoints=st.integers(1, 6))
def test_credit_and_baseline_are_all_conversions(seed, touchpoints):
    """In the estimate and in every draw nothing is lost, and no credit is below zero."""
    some = log(seed, touchpoints, 400)
    found = rate_game.rates(some, draws=20, seed=1)
    assert found.credit.estimate.sum() + found.baseline.estimate[0] == pytest.approx(some.conversions.sum())
    assert (found.credit.draws >= 0).all()
    assert found.credit.draws.shape == (20, touchpoints)


def test_what_helps_is_found_at_few_and_at_many_touchpoints():
    """The touchpoint that doubles the rate has the most credit, of 6 by a wide margin, and of 30 as well."""
    few = rate_game.rates(log(1, 6, 20_000, helps=2), draws=50).credit
    assert few.estimate.argmax() == 2
    assert few.lo[2] > np.delete(few.estimate, 2).max()
    rng = np.random.default_rng(2)
    members = np.zeros(30_000, dtype=np.int64)
    for _ in range(5):
        members |= np.int64(1) << rng.integers(0, 30, len(members))
    won = (rng.random(len(members)) < 0.04 * (1 + ((members >> 9) & 1))).astype(float)
    many = shapley.Sets(rng.integers(0, 256, len(members)), members, np.ones(len(members)), won, 30)
    assert rate_game.rates(many, draws=2).credit.estimate.argmax() == 9


def test_a_sampled_game_of_twenty_agrees_with_the_closed_form():
    """Random orders of the same worths come within five of their errors."""
    some = log(4, 20)
    values, error = shapley.sampled(lambda masks: rate_game.worth(some, masks), 20, permutations=60, seed=1)
    exact = rate_game.rates(some, draws=1).values.estimate
    assert (np.abs(values - exact) <= 5 * error).all()


def test_a_set_seen_once_is_drawn_to_what_its_pairs_foretell():
    """One journey of all three converted; its worth stays far from 1. Thousands of singles keep their own rate."""
    rows = [(1, 5000, 250), (2, 5000, 500), (4, 5000, 100), (0, 5000, 50), (7, 1, 1)]
    members, journeys, won = (np.array(column) for column in zip(*rows, strict=True))
    some = shapley.Sets(np.arange(5), members, journeys.astype(float), won.astype(float), 3)
    worths = rate_game.worth(some, np.arange(8))
    assert worths[[1, 2, 4]] == pytest.approx([0.05, 0.10, 0.02], abs=0.002)
    assert worths[0] == pytest.approx(0.01)
    assert worths[7] < 0.2


def test_without_a_journey_without_touchpoints_the_baseline_is_zero_and_said_to_be_unseen():
    """Everybody met something: what would come without is not in the data."""
    one = np.ones(4)
    found = rate_game.rates(shapley.Sets(np.arange(4), np.array([1, 1, 2, 3]), one * 10, one, 2), draws=2)
    assert not found.baseline_observed
    assert found.baseline.estimate[0] == 0
    assert found.credit.estimate.sum() == pytest.approx(4)


def test_where_touchpoints_do_not_help_all_conversions_are_baseline():
    """Journeys without a touchpoint convert more than those with: nothing is divided."""
    found = rate_game.rates(
        shapley.Sets(np.array([0, 1]), np.array([0, 1]), np.array([100.0, 100.0]), np.array([50.0, 1.0]), 1), draws=2
    )
    assert (found.credit.estimate.tolist(), found.baseline.estimate.tolist()) == ([0.0], [51.0])


def test_no_journey_has_no_rate():
    """Nothing in, a refusal out."""
    none = np.zeros(0)
    with pytest.raises(InvalidSetting, match="no closed journey"):
        rate_game.rates(shapley.Sets(none.astype(int), none.astype(int), none, none, 2))
