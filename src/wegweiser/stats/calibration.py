"""Calibration: what was guessed brought to the scale of what was reported, with the error of doing so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from wegweiser.domain.estimates import Estimate
from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

ENOUGH = 5
"""Fewer places than this, known both ways, calibrate nothing."""
_TAIL = 0.975
_FLAT = 1e-12


@dataclass(frozen=True)
class Line:
    """A report as a rising line of the guess, from `n` places; `error` is what reports scatter around it."""

    intercept: float
    slope: float
    error: float
    centre: float
    squares: float
    n: int

    def at(self, guess: Estimate) -> Estimate:
        """Return what people would report where this was guessed, with its 95 % interval.

        The interval is that of a new place, t(n - 2) · s · √(1 + 1/n + (x - x̄)² / Sxx) (Draper and Smith 1998,
        Applied Regression Analysis, ch. 3.1), with the interval of the guess itself added in quadrature.
        """
        away = (guess.value - self.centre) ** 2 / self.squares
        line = float(special.stdtrit(self.n - 2, _TAIL)) * self.error * sqrt(1 + 1 / self.n + away)
        half = sqrt(line**2 + (self.slope * (guess.hi - guess.lo) / 2) ** 2)
        value = self.intercept + self.slope * guess.value
        return Estimate(value=value, lo=value - half, hi=value + half, n=guess.n, unit=guess.unit)


def line(guesses: Sequence[float], reports: Sequence[float]) -> Line | None:
    """Return the least squares line from guesses to reports of the same places; None where it proves nothing.

    That is below five places, where all guesses are alike, and where the line does not rise beyond chance (the
    interval of its slope holds zero): guesses that tell nothing about reports would be drawn as their mean.

    Raises:
        InvalidSetting: there are more guesses than reports, or fewer.

    Example:
        >>> found = line([-2, -1, 0, 1, 2], [-1.1, -0.4, 0.0, 0.4, 1.1])
        >>> round(found.slope, 2), round(found.at(Estimate(0.0, 0.0, 0.0, 40)).hi, 2)
        (0.52, 0.38)
    """
    if len(guesses) != len(reports):
        raise InvalidSetting("A calibration", [f"{len(guesses)} guesses but {len(reports)} reports"])
    n = len(guesses)
    if n < ENOUGH:
        return None
    x, y = np.asarray(guesses, dtype=np.float64), np.asarray(reports, dtype=np.float64)
    centre, squares = float(x.mean()), float(((x - x.mean()) ** 2).sum())
    if squares < _FLAT:
        return None
    slope = float(((x - centre) * (y - y.mean())).sum()) / squares
    intercept = float(y.mean()) - slope * centre
    error = sqrt(float(((y - intercept - slope * x) ** 2).sum()) / (n - 2))
    if slope <= float(special.stdtrit(n - 2, _TAIL)) * error / sqrt(squares):
        return None
    return Line(intercept, slope, error, centre, squares, n)
