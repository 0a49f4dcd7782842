"""Bringing guesses to the scale of reports: the line, its interval, and when there is none."""

from __future__ import annotations

import pytest

from wegweiser.domain.estimates import Estimate
from wegweiser.errors import InvalidSetting
from wegweiser.stats.calibration import line

GUESSES = [-2.0, -1.0, 0.0, 1.0, 2.0]
REPORTS = [-1.1, -0.4, 0.0, 0.4, 1.1]


def test_the_line_is_that_of_least_squares():
    """Sxy = 5.2 over Sxx = 10; squared errors of 0.036 over 3 degrees of freedom."""
    found = line(GUESSES, REPORTS)
    assert (round(found.slope, 6), round(found.intercept, 6), found.n) == (0.52, 0.0, 5)
    assert found.error == pytest.approx(0.012**0.5)


def test_a_new_place_carries_the_error_of_the_line():
    """At the centre: t(3) = 3.1824 times the root of 0.012 x 1.2, which is 0.3819."""
    shown = line(GUESSES, REPORTS).at(Estimate(0.0, 0.0, 0.0, 40))
    assert (shown.value, shown.n) == (pytest.approx(0.0), 40)
    assert shown.hi == pytest.approx(0.3819, abs=1e-4)
    assert shown.lo == -shown.hi


def test_the_error_of_the_guess_is_carried_too():
    """A guess give or take 0.5 adds 0.26 in quadrature: 0.4620."""
    shown = line(GUESSES, REPORTS).at(Estimate(0.0, -0.5, 0.5, 40))
    assert shown.hi == pytest.approx((0.38190**2 + 0.26**2) ** 0.5, abs=1e-4)


@pytest.mark.parametrize(
    ("guesses", "reports"),
    [
        (GUESSES[:4], REPORTS[:4]),  # four places
        ([0.5] * 5, REPORTS),  # nothing tells the places apart
        (GUESSES, REPORTS[::-1]),  # what is guessed better is reported worse
        (GUESSES, [0.4, -0.4, 0.1, -0.3, 0.3]),  # no more than chance
    ],
)
def test_guesses_that_tell_nothing_calibrate_nothing(guesses, reports):
    """Fewer than five places, guesses all alike, a line that falls, or one within chance."""
    assert line(guesses, reports) is None


def test_guesses_and_reports_come_in_pairs():
    """Five against four is a mistake."""
    with pytest.raises(InvalidSetting, match="5 guesses but 4 reports"):
        line(GUESSES, REPORTS[:4])
