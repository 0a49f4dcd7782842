"""Adjusted estimates are ranges over what is held equal."""

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats.adjusted import spread


def test_the_range_spans_all_sets():
    """Age drives both: without it 1.5 a point, with it 1.0; the range holds both and says how far they differ."""
    rng = np.random.default_rng(1)
    age, own = rng.normal(size=5000), rng.normal(size=5000)
    rating = age + own
    outcome = rating + age + rng.normal(size=5000)
    found = spread(outcome, rating, {"nothing": None, "age": age}, rated=False)
    assert found.by_set["nothing"].value == pytest.approx(1.5, abs=0.05)
    assert found.by_set["age"].value == pytest.approx(1.0, abs=0.05)
    assert found.width == pytest.approx(0.5, abs=0.06)
    assert found.lo == found.by_set["age"].lo
    assert found.hi == found.by_set["nothing"].hi
    assert (found.agrees, found.halo) == (True, False)


def test_of_yes_and_no_the_mean_marginal_effect_is_given():
    """A true logistic model: the slope of the mean chance, with an interval that fits its spread over samples."""
    rng = np.random.default_rng(2)
    values, errors = [], []
    for _ in range(60):
        x, z = rng.normal(size=(2, 800))
        y = (rng.random(800) < 1 / (1 + np.exp(1 - x - z))).astype(float)
        found = spread(y, x, {"z": z}, rated=True).by_set["z"]
        values.append(found.value)
        errors.append((found.hi - found.lo) / 2 / 1.96)
    x, z = rng.normal(size=(2, 200_000))
    chance = 1 / (1 + np.exp(1 - x - z))
    assert np.mean(values) == pytest.approx((chance * (1 - chance)).mean(), abs=0.004)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.25)


def test_outcomes_all_alike_have_no_slope_and_no_crash():
    """Everybody buys: the estimate stays at zero; least squares can be asked for instead."""
    x = np.arange(30.0)
    assert spread(np.ones(30), x, {"nothing": None}, rated=False).by_set["nothing"].value == pytest.approx(0, abs=1e-3)
    linear = spread((x > 14).astype(float), x, {"nothing": None}, rated=False, logistic=False)
    assert linear.by_set["nothing"].value == pytest.approx(0.05006, abs=1e-4)


def test_nothing_to_adjust_by_or_too_few_rows_are_refused():
    """No set at all; two rows."""
    with pytest.raises(InvalidSetting, match="set of covariates"):
        spread([1.0], [1.0], {}, rated=False)
    with pytest.raises(InvalidSetting, match="too few"):
        spread([1.0, 0.0], [1.0, 2.0], {"nothing": None}, rated=False)


@pytest.mark.parametrize("logistic", [True, False])
def test_rows_of_one_person_count_as_one(logistic):
    """Everybody told three times narrows nothing where it is known who is who; each alone is no group at all."""
    random = np.random.default_rng(4)
    rating = random.normal(size=300)
    bought = (random.random(300) < 0.5 + 0.1 * np.tanh(rating)).astype(float)
    once = spread(bought, rating, {"none": None}, rated=True, logistic=logistic).by_set["none"]
    who = np.repeat(np.arange(300), 3)
    thrice = [np.repeat(column, 3) for column in (bought, rating)]
    known = spread(*thrice, {"none": None}, rated=True, logistic=logistic, cluster=who).by_set["none"]
    assert known.value == pytest.approx(once.value)
    assert known.hi - known.lo == pytest.approx(once.hi - once.lo, rel=0.01)
    blind = spread(*thrice, {"none": None}, rated=True, logistic=logistic).by_set["none"]
    assert blind.hi - blind.lo == pytest.approx((once.hi - once.lo) / 3**0.5, rel=0.01)
