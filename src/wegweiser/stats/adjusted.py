"""What goes with one more point once other things are held equal, as a range over what is held equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.domain.estimates import Estimate
from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Floats, Z

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

_STEPS = 50
_RIDGE = 1e-6


@dataclass(frozen=True)
class Spread:
    """An association under several sets of covariates: from the lowest to the highest interval, never one number."""

    lo: float
    hi: float
    by_set: dict[str, Estimate]
    halo: bool
    """True where one person gave both the rating and the outcome: a mood behind both would pass for an effect."""

    @property
    def width(self) -> float:
        """How far the estimates themselves lie apart: how much hangs on what is held equal."""
        values = [estimate.value for estimate in self.by_set.values()]
        return max(values) - min(values)

    @property
    def agrees(self) -> bool:
        """True where every set of covariates gives the same sign."""
        return self.lo > 0 or self.hi < 0


def spread(
    outcome: ArrayLike,
    treatment: ArrayLike,
    sets: Mapping[str, ArrayLike | None],
    *,
    rated: bool,
    logistic: bool | None = None,
    cluster: ArrayLike | None = None,
) -> Spread:
    """Return the change of the outcome that goes with one more unit of treatment, under each set of covariates.

    `rated` says that the treatment is a rating by the person whose outcome is looked at. Linear: least squares with
    HC1 errors. Logistic, chosen by itself for an outcome of 0 and 1: the average marginal effect with the delta method
    on the robust covariance (Cameron and Trivedi 2005, Microeconometrics, 14.3). `cluster` names whom the rows belong
    to where several are one person's (Liang and Zeger 1986, Biometrika 73). Hold equal only what came before the
    touchpoint: what came after carries part of the effect. A narrow range is no proof, for all sets may miss the same.

    Raises:
        InvalidSetting: there is no set, columns differ in length, or there are too few rows.

    Example:
        >>> x = np.arange(40.0)
        >>> found = spread(2 * x + np.tile([1.0, -1.0], 20), x, {"nothing": None}, rated=False)
        >>> round(found.by_set["nothing"].value, 2), found.halo
        (2.0, False)
    """
    y, d = (np.asarray(part, dtype=np.float64).ravel() for part in (outcome, treatment))
    if not sets or len(y) != len(d):
        raise InvalidSetting("An adjusted estimate", ["it takes a set of covariates, and columns of one length"])
    groups = None if cluster is None else np.unique(np.asarray(cluster), return_inverse=True)[1].ravel()
    binary = bool(np.isin(y, (0.0, 1.0)).all()) if logistic is None else logistic
    found = {}
    for name, covariates in sets.items():
        x = np.column_stack([d, np.ones(len(y)), *([] if covariates is None else [np.asarray(covariates)])])
        if len(y) <= x.shape[1] + 1:
            raise InvalidSetting("An adjusted estimate", [f"{len(y)} rows are too few for {x.shape[1]} columns"])
        value, se = (_marginal if binary else _slope)(y, x, groups)
        found[name] = Estimate(value=value, lo=value - Z * se, hi=value + Z * se, n=len(y))
    return Spread(min(e.lo for e in found.values()), max(e.hi for e in found.values()), found, halo=rated)


def _together(scores: Floats, groups: NDArray[np.int64] | None) -> Floats:
    """Return the sums of rows by group, scaled for few groups; without groups the rows themselves."""
    if groups is None:
        return scores
    count = int(groups.max()) + 1
    summed = np.zeros((count, *scores.shape[1:]))
    np.add.at(summed, groups, scores)
    return summed * np.sqrt(count / (count - 1)) if count > 1 else summed


def _slope(y: Floats, x: Floats, groups: NDArray[np.int64] | None) -> tuple[float, float]:
    """Return the coefficient of the first column with its HC1 error, robust to groups."""
    bread = np.linalg.pinv(x.T @ x)
    beta = bread @ x.T @ y
    scores = _together(x * (y - x @ beta)[:, None], groups)
    variance = bread @ (scores.T @ scores) @ bread * len(y) / (len(y) - x.shape[1])
    return float(beta[0]), float(np.sqrt(variance[0, 0]))


def _marginal(y: Floats, x: Floats, groups: NDArray[np.int64] | None) -> tuple[float, float]:
    """Return the mean change of the chance per unit of the first column, with its error."""
    # Standardised columns: the ridge, there only against separation, then weighs on all alike.
    scale = np.maximum(np.abs(x).max(axis=0), 1e-12)
    scaled, beta = x / scale, np.zeros(x.shape[1])
    for _ in range(_STEPS):
        chance = special.expit(scaled @ beta)
        curve = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + _RIDGE * np.eye(len(beta))
        step = np.linalg.solve(curve, scaled.T @ (y - chance) - _RIDGE * beta)
        beta = beta + np.clip(step, -5.0, 5.0)
        if np.abs(step).max() < 1e-10:
            break
    chance = special.expit(scaled @ beta)
    steep = chance * (1 - chance)
    curve = (scaled * steep[:, None]).T @ scaled + _RIDGE * np.eye(len(beta))
    own = np.linalg.solve(curve, (scaled * (y - chance)[:, None]).T).T
    slope = beta[0] / scale[0]
    bend = (steep * (1 - 2 * chance)) @ scaled / len(y) * slope
    bend[0] += steep.mean() / scale[0]
    # Each row's pull on the mean marginal effect: through the coefficients, and by being in the mean.
    pull = own @ bend + (steep * slope - steep.mean() * slope) / len(y)
    summed = _together(pull, groups)
    return float(steep.mean() * slope), float(np.sqrt((summed**2).sum() * len(y) / (len(y) - 1)))
