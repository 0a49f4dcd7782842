"""Whether a figure goes with an outcome further than the same figure dealt out by chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.intervals import Floats

DRAWS = 399
_ROUNDING = 1e-9


def placebo(
    outcome: ArrayLike,
    driver: ArrayLike,
    covariates: ArrayLike,
    *,
    cluster: ArrayLike,
    draws: int = DRAWS,
    seed: int = 0,
) -> float:
    """Return how often a driver dealt out by chance goes with the outcome at least as far: the placebo's p-value.

    Whole customers swap their values with others of as many rows, so that what repeats within a customer repeats in
    the placebo too. Covariates are taken out of both sides (Kennedy 1995, JBES 13). What is compared is the sum of
    products over its cluster-robust error, which holds its level where spreads differ (Janssen 1997, Statistics and
    Probability Letters 36); p = (1 + as far) / (1 + draws) (Phipson and Smyth 2010, SAGMB 9).

    Example:
        >>> rows = np.arange(200.0)
        >>> placebo(rows % 7 < 3, rows % 7, np.empty((200, 0)), cluster=rows)
        0.0025

    Raises:
        InvalidSetting: columns differ in length.
    """
    y, z, who = (np.asarray(part).ravel() for part in (outcome, driver, cluster))
    given = np.asarray(covariates, dtype=np.float64)
    if not len(y) == len(z) == len(who) == len(given):
        raise InvalidSetting("A placebo check", ["the columns differ in length"])
    fixed = np.column_stack([np.ones(len(y)), given])
    both = np.column_stack([y, z]).astype(np.float64)
    both -= fixed @ np.linalg.lstsq(fixed, both, rcond=None)[0]
    groups = np.unique(who, return_inverse=True)[1].ravel()
    rest, left = both[:, 0], both[:, 1]
    if float(np.linalg.norm(left)) <= _ROUNDING * float(np.linalg.norm(z.astype(np.float64))):
        return 1.0
    found, random = _strength(rest, left, groups), np.random.default_rng(seed)
    swaps = _strata(groups)
    as_far = sum(_strength(rest, _dealt(left, swaps, random), groups) >= found - 1e-12 for _ in range(draws))
    return (1 + as_far) / (1 + draws)


def _strata(groups: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the places of rows, one table per number of rows a customer has: customers by their rows."""
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    begins = np.cumsum(sizes) - sizes
    return [order[begins[sizes == size][:, None] + np.arange(size)] for size in np.unique(sizes)]


def _dealt(values: Floats, swaps: list[NDArray[np.int64]], random: np.random.Generator) -> Floats:
    dealt = np.empty_like(values)
    for places in swaps:
        dealt[places] = values[places[random.permutation(len(places))]]
    return dealt


def _strength(rest: Floats, left: Floats, groups: NDArray[np.int64]) -> float:
    """Return the sum of products over its error by customer; 0 where nothing varies."""
    sums = np.bincount(groups, weights=rest * left)
    error = float(np.sqrt((sums**2).sum()))
    return abs(float(sums.sum())) / error if error > 0 else 0.0
