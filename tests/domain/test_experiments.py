"""Results of experiments are checked where they are written down."""

from __future__ import annotations

import pytest

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.experiments import ExperimentResult
from wegweiser.errors import InvalidSetting


def result(effect, treated=4000, untreated=4000):
    """Return an experiment with this effect."""
    return ExperimentResult("total", "Show the total", "purchase", effect, treated, untreated)


def test_four_points_are_four_hundredths():
    """A difference of rates within its interval, of the customers who took part, is taken."""
    assert result(Estimate(0.04, 0.01, 0.07, 8000)).effect.value == 0.04


def test_per_cent_is_refused_and_so_are_groups_that_do_not_add_up():
    """Both faults are told at once, with what to write instead."""
    with pytest.raises(InvalidSetting, match=r"four points are 0\.04") as told:
        result(Estimate(4.0, 1.0, 7.0, 100))
    assert len(told.value.problems) == 2


def test_a_value_outside_its_interval_is_refused():
    """Ends that were swapped would turn a doubt into a certainty."""
    with pytest.raises(InvalidSetting, match="within its interval"):
        result(Estimate(0.04, 0.07, 0.01, 8000))
