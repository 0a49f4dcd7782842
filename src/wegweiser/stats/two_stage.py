"""What one more point changes, read from a driver that varies by itself: two-stage least squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Floats

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

STRONG = 10.0
"""First-stage F above which a driver moves the treatment enough (Staiger and Stock 1997, Econometrica 65)."""
_ROUNDING = 1e-9


@dataclass(frozen=True)
class TwoStage:
    """Change of the outcome per unit of treatment, with robust standard error and 95 % interval."""

    effect: float
    se: float
    lo: float
    hi: float
    first_stage: float
    """Change of the treatment per unit of the driver; of several, of the first."""
    first_stage_f: float
    n: int
    clusters: int
    """Number of independent groups; n where every row stands alone."""

    @property
    def usable(self) -> bool:
        """True where the driver is strong enough for the interval to be believed."""
        return self.first_stage_f > STRONG


def two_stage(
    outcome: ArrayLike,
    treatment: ArrayLike,
    driver: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    cluster: ArrayLike | None = None,
) -> TwoStage:
    """Return the effect of a treatment on an outcome through the part of it that the driver moves.

    With covariates partialled out of all three (Frisch and Waugh 1933), d^ the fit of d on z: effect = d^'y / d^'d.
    The variance is HC1 or, with clusters, Liang and Zeger 1986 with Stata's correction; both stages use the same.
    Valid only if the driver changes the outcome through the treatment alone, which no number shows: say why it holds.

    Raises:
        InvalidSetting: columns differ in length, rows are fewer than columns, or the driver does not vary.
    """
    y, d = (np.asarray(part, dtype=np.float64).ravel() for part in (outcome, treatment))
    z, given = _table(driver, len(y)), _table(covariates, len(y))
    if len(d) != len(y) or len(z) != len(y) or len(given) != len(y):
        raise InvalidSetting("Two-stage least squares", ["the columns differ in length"])
    fixed = np.column_stack([np.ones(len(y)), given])
    used = fixed.shape[1] + z.shape[1]
    if len(y) <= used:
        raise InvalidSetting("Two-stage least squares", [f"{len(y)} rows are too few for {used} columns"])
    wide = np.linalg.norm(z, axis=0)
    y, d, z = (_without(part, fixed) for part in (y, d, z))
    # What is left of a driver the covariates explain is rounding, which has full rank of its own.
    if (wide == 0).any() or np.linalg.matrix_rank(z / np.maximum(wide, 1e-300), tol=_ROUNDING) < z.shape[1]:
        raise InvalidSetting("Two-stage least squares", ["a driver does not vary once the covariates are known"])
    groups = np.arange(len(y)) if cluster is None else np.unique(np.asarray(cluster), return_inverse=True)[1].ravel()
    first = np.asarray(np.linalg.lstsq(z, d, rcond=None)[0], dtype=np.float64)
    fitted = np.asarray(z @ first, dtype=np.float64)
    strength = _wald(z, d - fitted, first, groups, used)
    effect = float(fitted @ y / (fitted @ fitted))
    se = float(np.sqrt(_sandwich(fitted[:, None], y - d * effect, groups, used - z.shape[1] + 1)[0, 0]))
    clusters = int(groups.max()) + 1
    half = se * float(special.stdtrit(len(y) - used if cluster is None else clusters - 1, 0.975))
    return TwoStage(effect, se, effect - half, effect + half, float(first[0]), strength, len(y), clusters)


def _table(values: ArrayLike | None, rows: int) -> Floats:
    if values is None:
        return np.zeros((rows, 0))
    table = np.asarray(values, dtype=np.float64)
    return table[:, None] if table.ndim == 1 else table


def _without(part: Floats, fixed: Floats) -> Floats:
    """Return what of the columns the fixed ones do not explain."""
    return np.asarray(part - fixed @ np.linalg.lstsq(fixed, part, rcond=None)[0], dtype=np.float64)


def _sandwich(x: Floats, residual: Floats, groups: NDArray[np.int64], used: int) -> Floats:
    """Return the covariance of least-squares coefficients, robust to unequal spread and to groups."""
    n, count = len(residual), int(groups.max()) + 1
    scores = np.zeros((count, x.shape[1]))
    np.add.at(scores, groups, x * residual[:, None])
    bread = np.linalg.inv(x.T @ x)
    factor = n / (n - used) if count == n else count / (count - 1) * (n - 1) / (n - used)
    return np.asarray(factor * bread @ (scores.T @ scores) @ bread, dtype=np.float64)


def _wald(z: Floats, residual: Floats, first: Floats, groups: NDArray[np.int64], used: int) -> float:
    variance = _sandwich(z, residual, groups, used)
    return float(first @ np.linalg.solve(variance, first) / len(first))
