"""Removal effects of a Markov chain of order 1, exact by one inverse, for many count tables at once.

A table of counts has the shape (..., n + 1, n + 2). Rows: where a transition begins, 0 the start and 1 to n the
touchpoints. Columns: where it leads, 0 to n - 1 the touchpoints 1 to n, then the conversion, then the loss. The
axes in front hold buckets or resamples. Removal effects after Anderl, Becker, von Wangenheim and Schumann
2016, International Journal of Research in Marketing 33; absorbing chains after Kemeny and Snell 1960, ch. 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.bootstrap import BUCKETS

Floats: TypeAlias = NDArray[np.float64]


def counted(bucket: ArrayLike, code: ArrayLike, onward: ArrayLike, n: ArrayLike, touchpoints: int) -> Floats:
    """Return the table of counts of each of the 256 buckets from rows of counted transitions.

    `code` is 0 at the start and 1 to `touchpoints` at a touchpoint; `onward` is 1 to `touchpoints`, one more for a
    conversion and two more for a loss. Rows that name the same cell add up, in any order.

    Example:
        >>> counted([0, 0], [0, 1], [1, 2], [5, 5], touchpoints=1)[0].tolist()
        [[5.0, 0.0, 0.0], [0.0, 5.0, 0.0]]

    Raises:
        InvalidSetting: a code or a bucket is out of range.
    """
    rows, columns = touchpoints + 1, touchpoints + 2
    where = [np.asarray(part) for part in (bucket, code, onward)]
    _within("bucket", where[0], 0, BUCKETS - 1)
    _within("code", where[1], 0, touchpoints)
    _within("onward", where[2], 1, columns)
    # In place, for the columns come in small types, and there may be many rows.
    cell = where[0].astype(np.int64)
    cell *= rows
    cell += where[1]
    cell *= columns
    cell += where[2]
    cell -= 1
    flat = np.bincount(cell, weights=np.asarray(n), minlength=BUCKETS * rows * columns)
    return flat.reshape(BUCKETS, rows, columns).astype(np.float64, copy=False)


def conversion_rate(counts: Floats) -> Floats:
    """Return the chain's probability of converting; of whole journeys it is the observed share that converted.

    Example:
        >>> float(conversion_rate(np.array([[4.0, 0, 0], [0, 1, 3]])))
        0.25
    """
    inner, reward = _chain(counts)
    return _chance(inner, reward)


def removal_effects(counts: Floats) -> Floats:
    """Return for each touchpoint the share of conversions that fail if whoever reaches it is lost.

    N = (I - Q)^-1, b = N r, effect of i = (N_0i / N_ii) b_i / b_0: the chance to reach i at all, times the chance to
    convert from there, as a share of all conversions. One inverse gives all touchpoints. A table without
    conversions has effects of 0.

    Raises:
        InvalidSetting: some journey in the counts never ends.
    """
    inner, reward = _chain(counts)
    try:
        reach = np.linalg.inv(np.eye(inner.shape[-1]) - inner)
    except np.linalg.LinAlgError as error:
        raise InvalidSetting("Counts of transitions", ["some touchpoints only lead to each other"]) from error
    chance = (reach @ reward[..., None])[..., 0]
    itself = np.diagonal(reach, axis1=-2, axis2=-1)
    through = reach[..., 0, 1:] / itself[..., 1:] * chance[..., 1:]
    effects: Floats = np.divide(through, chance[..., :1], out=np.zeros_like(through), where=chance[..., :1] > 0)
    return effects


def removal_of(counts: Floats, touchpoints: Sequence[int]) -> Floats:
    """Return the share of conversions that fail if whoever reaches any of these touchpoints (1 to n) is lost.

    Example:
        >>> both = np.array([[1.0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]])
        >>> removal_effects(both).tolist(), float(removal_of(both, [1, 2]))
        ([0.5, 0.5], 1.0)
    """
    inner, reward = _chain(counts)
    gone = np.asarray(touchpoints, dtype=np.int64)
    whole = conversion_rate(counts)
    inner, reward = inner.copy(), reward.copy()
    inner[..., gone, :], reward[..., gone] = 0.0, 0.0
    left = _chance(inner, reward)
    effect: Floats = np.divide(whole - left, whole, out=np.zeros_like(whole), where=whole > 0)
    return effect


def valued(counts: Floats, converted: Floats, value: Floats) -> Floats:
    """Return counts in which a journey that converted weighs as much as its value, one that was lost weighs 1.

    All three have the same shape: all transitions, those of journeys that converted, and the sum of the journeys'
    values over those. Values are divided by their mean, so the conversion rate stays and the currency does not
    matter; every transition carries the value of its whole journey, not that of its last touchpoint.
    """
    conversions = converted[..., -2].sum(axis=-1)
    total = value[..., -2].sum(axis=-1)
    scale = np.divide(conversions, total, out=np.zeros_like(total), where=total > 0)
    weighted: Floats = counts - converted + value * scale[..., None, None]
    return weighted


def credit(effects: Floats, total: ArrayLike = 1.0) -> Floats:
    """Return the conversions (or the value) in `total`, divided in proportion to the effects; shares by default.

    Example:
        >>> credit(np.array([0.5, 1.0]), 30).tolist()
        [10.0, 20.0]
    """
    whole = effects.sum(axis=-1, keepdims=True)
    shares = np.divide(effects, whole, out=np.zeros_like(effects), where=whole != 0)
    divided: Floats = shares * np.asarray(total, dtype=np.float64)[..., None]
    return divided


def _chain(counts: Floats) -> tuple[Floats, Floats]:
    """Return the transition probabilities between start and touchpoints, and the chance to convert at once."""
    if counts.shape[-1] != counts.shape[-2] + 1:
        raise InvalidSetting(
            "Counts of transitions", [f"a table of {counts.shape[-2:]} has no place for start and ends"]
        )
    leaving = counts.sum(axis=-1, keepdims=True)
    shares = np.divide(counts, leaving, out=np.zeros_like(counts, dtype=np.float64), where=leaving > 0)
    states = counts.shape[-2]
    inner = np.zeros((*counts.shape[:-1], states))
    # Nothing leads back to the start, so its column stays empty.
    inner[..., 1:] = shares[..., : states - 1]
    return inner, shares[..., states - 1]


def _chance(inner: Floats, reward: Floats) -> Floats:
    """Return the probability to convert from the start."""
    solved = np.linalg.solve(np.eye(inner.shape[-1]) - inner, reward[..., None])
    return np.asarray(solved[..., 0, 0], dtype=np.float64)


def _within(name: str, values: NDArray[Any], least: int, most: int) -> None:
    if values.size and (values.min() < least or values.max() > most):
        raise InvalidSetting("Counts of transitions", [f"a {name} is not between {least} and {most}"])
