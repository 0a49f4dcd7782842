"""Sample sizes against published ones, and against each other."""

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats.power import detectable, hold_out, hold_out_for, per_group


@pytest.mark.parametrize(
    ("here", "there", "alpha", "power", "n"),
    [
        (0.10, 0.12, 0.05, 0.8, 3841),
        (0.60, 0.70, 0.01, 0.95, 808),
        (0.5, 0.6, 0.05, 0.8, 388),
    ],
)
def test_two_shares_take_the_number_of_people_of_the_formula(here, there, alpha, power, n):
    """The pooled normal formula, worked by hand; the order of the shares does not matter."""
    assert per_group(here, there, alpha=alpha, power=power) == pytest.approx(n, abs=1)
    assert per_group(there, here, alpha=alpha, power=power) == per_group(here, there, alpha=alpha, power=power)


def test_the_planned_power_is_the_power_had():
    """3,841 per group at 10 % against 12 %: of 4,000 simulated tests 80 % find it."""
    rng, n = np.random.default_rng(1), 3841
    a, b = rng.binomial(n, 0.10, 4000) / n, rng.binomial(n, 0.12, 4000) / n
    pooled = (a + b) / 2
    found = np.abs(a - b) > 1.959964 * np.sqrt(pooled * (1 - pooled) * 2 / n)
    assert found.mean() == pytest.approx(0.8, abs=0.02)


def test_what_a_number_of_people_shows_takes_that_number_of_people():
    """The two questions are each other's answer; twenty people per group show no rise from 95 %."""
    rise = detectable(0.10, 3841)
    assert rise == pytest.approx(0.02, abs=1e-5)
    assert detectable(0.95, 20) is None
    assert detectable(0.1, 0) is None


def test_a_hold_out_has_the_error_of_two_groups():
    """A tenth of 300,000 at 5.7 %: 30,000 people, error 423 conversions; half of all is the most it can show."""
    group = hold_out(300_000, 0.057, 0.1)
    assert (group.people, group.of, group.share) == (30_000, 300_000, 0.1)
    assert group.se == pytest.approx(300_000 * np.sqrt(0.057 * 0.943 * (1 / 30_000 + 1 / 270_000)))
    assert group.detectable == pytest.approx(2.8016 * group.se / 300_000, rel=1e-4)
    found = hold_out_for(300_000, 0.057, group.detectable)
    assert found is not None
    assert found.people == pytest.approx(30_000, abs=2)
    assert hold_out_for(1000, 0.05, 0.001) is None


def test_questions_without_an_answer_are_refused():
    """Equal shares, shares beyond 0 and 1, a group of nobody, a difference of nothing."""
    with pytest.raises(InvalidSetting, match="equal shares"):
        per_group(0.1, 0.1)
    with pytest.raises(InvalidSetting, match="not between"):
        per_group(0.1, 1.2)
    with pytest.raises(InvalidSetting, match="empty"):
        hold_out(10, 0.1, 0.01)
    with pytest.raises(InvalidSetting, match="above zero"):
        hold_out_for(10, 0.1, 0.0)
