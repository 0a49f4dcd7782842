"""What a driver that varies by itself says, also where a mood behind rating and outcome deceives regressions."""

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats.adjusted import spread
from wegweiser.stats.two_stage import two_stage

CARRIED = 0.4
DIRECT = np.array([0.010, 0.030, 0.015, 0.040, 0.020, 0.010])


def halo(seed, n=4000):
    """Return waits, ratings and outcomes of six touchpoints: a hidden mood lifts all ratings and the outcome."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=n)
    waits, ratings = rng.normal(size=(n, 6)), np.zeros((n, 6))
    before = np.zeros(n)
    for touchpoint in range(6):
        before = CARRIED * before - 0.7 * waits[:, touchpoint] + 0.7 * mood + rng.normal(size=n)
        ratings[:, touchpoint] = before
    chance = np.clip(0.4 + ratings @ DIRECT + 0.06 * mood, 0.01, 0.99)
    return waits, ratings, (rng.random(n) < chance).astype(float)


def truth(touchpoint):
    """Return the effect of one more point: its own and what it carries to later touchpoints."""
    return sum(DIRECT[later] * CARRIED ** (later - touchpoint) for later in range(touchpoint, 6))


def test_a_driver_moves_what_it_moves():
    """Worked by hand: the driver halves the treatment's way; outcome 3 per 1.5 of treatment gives 2."""
    driver = np.array([0.0, 0, 1, 1, 0, 1])
    treatment = 1.5 * driver + np.array([0.1, -0.1, 0.1, -0.1, 0.0, 0.0])
    found = two_stage(2 * treatment, treatment, driver)
    assert (found.effect, found.first_stage) == pytest.approx((2.0, 1.5))
    assert found.se == pytest.approx(0, abs=1e-9)
    assert found.usable


def test_the_interval_holds_the_truth_under_halo_and_least_squares_does_not():
    """50 simulations of 4,000 customers: the driver's interval holds in 90 % and more, the adjusted one hardly ever."""
    held, deceived = [], []
    for seed in range(50):
        waits, ratings, outcome = halo(seed)
        for touchpoint in (1, 3):
            found = two_stage(outcome, ratings[:, touchpoint], waits[:, touchpoint])
            assert found.usable
            held.append(found.lo <= truth(touchpoint) <= found.hi)
        if seed < 10:
            by = {"what came before": ratings[:, :3], "nothing": None}
            adjusted = spread(outcome, ratings[:, 3], by, rated=True)
            assert adjusted.halo
            deceived.append(adjusted.lo <= truth(3) <= adjusted.hi)
    assert np.mean(held) >= 0.90
    assert np.mean(deceived) <= 0.2


def test_a_driver_that_hardly_moves_anything_is_not_usable():
    """Noise as a driver: first-stage F near 1, so the answer is not to be believed."""
    rng = np.random.default_rng(3)
    found = two_stage(rng.normal(size=500), rng.normal(size=500), rng.normal(size=500))
    assert found.first_stage_f < 10
    assert not found.usable


def test_covariates_make_the_driver_comparable():
    """Waits are long in busy shops, where people buy less anyway; with the shop known, the effect is right."""
    rng = np.random.default_rng(4)
    busy = rng.integers(0, 2, 5000).astype(float)
    wait = 2 * busy + rng.normal(size=5000)
    rating = -wait + rng.normal(size=5000)
    outcome = 0.5 * rating - 3 * busy + rng.normal(size=5000)
    assert two_stage(outcome, rating, wait).lo > 0.6
    found = two_stage(outcome, rating, wait, busy)
    assert found.lo < 0.5 < found.hi


def test_clusters_widen_the_interval_and_two_drivers_narrow_it():
    """Ten rows of one person are no ten people; a second driver adds information."""
    rng = np.random.default_rng(5)
    person = np.repeat(np.arange(200), 10)
    own, driver = rng.normal(size=200)[person], rng.normal(size=200)[person]
    other = rng.normal(size=2000)
    treatment = driver + other + rng.normal(size=2000)
    outcome = treatment + 2 * own + rng.normal(size=2000)
    alone = two_stage(outcome, treatment, driver)
    grouped = two_stage(outcome, treatment, driver, cluster=person)
    assert (grouped.clusters, alone.clusters) == (200, 2000)
    assert grouped.se > 2 * alone.se
    assert two_stage(outcome, treatment, np.column_stack([driver, other])).se < alone.se
    assert grouped.lo < 1 < grouped.hi


def test_what_cannot_be_estimated_is_refused():
    """A driver that follows from the covariates, too few rows, columns of two lengths."""
    x = np.arange(10.0)
    with pytest.raises(InvalidSetting, match="does not vary"):
        two_stage(x, x, x, x)
    with pytest.raises(InvalidSetting, match="too few"):
        two_stage(x[:2], x[:2], x[:2])
    with pytest.raises(InvalidSetting, match="length"):
        two_stage(x, x, x[:3])
