"""Credit brought together with experiments: what a trial measured weighs by its precision, the rest is baseline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.intervals import Z


@dataclass(frozen=True)
class Calibrated:
    """A share of the conversions per item with its standard error, and the share no item gets."""

    share: Floats
    se: Floats
    baseline: float
    tested: NDArray[np.bool_]
    """Which items an experiment spoke about; the others keep the model's share and its assumptions."""
    weight: Floats
    """How much of the result is the experiment's: 0 the model's alone, 1 the experiment's alone."""

    @property
    def lo(self) -> Floats:
        """Lower end of each 95 % interval."""
        return np.asarray(self.share - Z * self.se, dtype=np.float64)

    @property
    def hi(self) -> Floats:
        """Upper end of each 95 % interval."""
        return np.asarray(self.share + Z * self.se, dtype=np.float64)


def calibrated(
    model: ArrayLike, model_se: ArrayLike, experiment: ArrayLike, experiment_se: ArrayLike, *, baseline: float = 0.0
) -> Calibrated:
    """Return model and experiment weighted by their precision; what an item loses goes to the baseline.

    share = (m / s² + x / t²) / (1 / s² + 1 / t²), se = 1 / sqrt(1 / s² + 1 / t²): the mean of two normal estimates
    (Cochran 1937, Supplement to the Journal of the Royal Statistical Society 4). NaN says there is no experiment.
    The shares of the other items stay as they are; the baseline is one minus all shares, below zero where
    experiments prove more than there was to divide.

    Example:
        >>> both = calibrated([0.4, 0.6], [0.1, 0.1], [0.0, float("nan")], [0.1, float("nan")])
        >>> both.share.round(2).tolist(), round(both.baseline, 2)
        ([0.2, 0.6], 0.2)

    Raises:
        InvalidSetting: columns differ in length, a standard error is not above zero, or the model and its baseline
            are not the whole.
    """
    m, s, x, t = (np.asarray(part, dtype=np.float64) for part in (model, model_se, experiment, experiment_se))
    tested = ~np.isnan(x)
    problems = []
    if not m.shape == s.shape == x.shape == t.shape:
        raise InvalidSetting("A calibration", ["the columns differ in length"])
    if (s <= 0).any() or (t[tested] <= 0).any() or np.isnan(t[tested]).any():
        problems.append("a standard error is not above zero")
    if abs(m.sum() + baseline - 1.0) > 1e-6:
        problems.append(f"the shares and the baseline sum to {m.sum() + baseline:.4f}, not to 1")
    if problems:
        raise InvalidSetting("A calibration", problems)
    trust = np.where(tested, 1 / np.where(tested, t, 1.0) ** 2, 0.0)
    own = 1 / s**2
    share = (m * own + np.where(tested, x, 0.0) * trust) / (own + trust)
    return Calibrated(share, 1 / np.sqrt(own + trust), float(1.0 - share.sum()), tested, trust / (own + trust))
