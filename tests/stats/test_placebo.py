"""A driver of noise passes the placebo check at its nominal rate, one that matters passes it."""

from __future__ import annotations

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats.placebo import placebo
from wegweiser.stats.testing import benjamini_hochberg

NOTHING = np.empty((600, 0))


def simulated(seed: int, *, effect: float = 0.0):
    """Return 600 journeys of 250 customers with habits: outcome, a driver each customer keeps, customer."""
    random = np.random.default_rng(seed)
    who = np.sort(random.integers(0, 250, 600))
    habit, kept = random.normal(0, 0.25, 250), random.exponential(1.0, 250)
    chance = np.clip(0.4 + habit[who] + effect * kept[who], 0, 1)
    return (random.random(600) < chance).astype(float), kept[who], who


def test_noise_that_customers_keep_is_found_at_the_nominal_rate():
    """Journeys of one customer are alike in outcome and driver; 5 in 100 placebos are as strong, not 20."""
    found = [placebo(y, z, NOTHING, cluster=who, draws=99) for y, z, who in map(simulated, range(300))]
    assert 0.02 <= np.mean(np.array(found) <= 0.05) <= 0.085


def test_of_ten_drivers_of_noise_hardly_any_list_has_one():
    """With Benjamini and Hochberg over the drivers, at most about 5 lists in 100 hold one."""
    random, lists = np.random.default_rng(5), []
    for seed in range(50):
        y, _, who = simulated(seed)
        chances = [placebo(y, random.normal(size=600), NOTHING, cluster=who, draws=199, seed=n) for n in range(10)]
        lists.append((benjamini_hochberg(chances) <= 0.05).any())
    assert np.mean(lists) <= 0.12


def test_what_matters_is_told_from_chance():
    """12 points a unit are found in nearly every log."""
    found = [
        placebo(y, z, NOTHING, cluster=who, draws=99) for y, z, who in (simulated(n, effect=0.12) for n in range(20))
    ]
    assert np.mean(np.array(found) <= 0.05) >= 0.9


def test_what_came_before_is_no_evidence_for_the_driver():
    """The driver is late in the journey, and so is buying; with what came before held equal nothing is left."""
    random = np.random.default_rng(1)
    before = random.normal(size=600)
    driver, bought = before + random.normal(size=600), (before + random.normal(size=600) > 0).astype(float)
    assert placebo(bought, driver, NOTHING, cluster=np.arange(600)) == 1 / 400
    assert placebo(bought, driver, before[:, None], cluster=np.arange(600)) > 0.05


def test_a_driver_without_variation_is_chance():
    """Nothing varies: every deal is as far. Columns of different length are misuse."""
    y, _, who = simulated(1)
    assert placebo(y, np.ones(600), NOTHING, cluster=who) == 1.0
    with pytest.raises(InvalidSetting, match="differ in length"):
        placebo(y, np.ones(599), NOTHING, cluster=who)
