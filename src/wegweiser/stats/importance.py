"""Derived importance: how much of an overall score goes with each of several correlated feelings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegweiser.domain.estimates import Estimate
from wegweiser.errors import InvalidSetting
from wegweiser.stats.bootstrap import BUCKETS, weights
from wegweiser.stats.intervals import Floats

_ENDS = (2.5, 97.5)
_LEAST = 1e-6
_MOMENTS = 6


@dataclass(frozen=True)
class Importance:
    """Relative weights of the columns, which add up to R²; each with its interval."""

    weights: tuple[Estimate, ...]
    explained: Estimate
    """R², the share of the overall score's variance that goes with all columns together."""


def relative_weights(correlations: Floats) -> Floats:
    """Return how much of the last column's variance goes with each column before it; they add up to R².

    Columns are replaced by the orthogonal ones closest to them, whose squared effects are handed back by squared
    loadings (Johnson 2000, Multivariate Behavioral Research 35). Takes one matrix or a stack of them.

    Example: two columns that do not go with each other take what each explains alone.
        >>> relative_weights(np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]])).round(2).tolist()
        [0.36, 0.09]
    """
    among, beside = correlations[..., :-1, :-1], correlations[..., :-1, -1]
    values, vectors = np.linalg.eigh(among)
    # correlations of pairs answered by different people need not fit together: what is negative is cut off
    roots = np.sqrt(np.maximum(values, _LEAST))
    loadings = (vectors * roots[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    back = (vectors / roots[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    effects = (back @ beside[..., None])[..., 0]
    found: Floats = ((loadings**2) @ (effects**2)[..., None])[..., 0]
    return found


def importance(moments: NDArray[np.float64], *, seed: int = 0) -> Importance:
    """Return the relative weights of all columns but the last, which is the overall score, with their intervals.

    `moments` holds for each of 256 buckets of people, and each pair of columns, how many answered both, then the sums
    x, y, x², xy and y²: a correlation of each pair over the people who answered both. Intervals are percentiles over
    resampled buckets. n is the fewest people behind a column and the overall score.

    Raises:
        InvalidSetting: the moments are not 256 buckets of pairs.
    """
    if moments.ndim != 4 or moments.shape[0] != BUCKETS or moments.shape[-1] != _MOMENTS:
        raise InvalidSetting("Moments", [f"{moments.shape} is not (256, columns, columns, 6)"])
    columns = moments.shape[1]
    found = relative_weights(_correlations(moments.sum(axis=0)))
    drawn = (weights(seed) @ moments.reshape(BUCKETS, -1)).reshape(-1, columns, columns, _MOMENTS)
    resampled = relative_weights(_correlations(drawn))
    n = moments.sum(axis=0)[:-1, -1, 0]
    ends = np.percentile(resampled, _ENDS, axis=0)
    return Importance(
        tuple(_estimate(found[i], ends[:, i], n[i]) for i in range(columns - 1)),
        _estimate(found.sum(), np.percentile(resampled.sum(axis=1), _ENDS), n.min()),
    )


def _estimate(value: float, ends: Floats, n: float) -> Estimate:
    lo, hi = (min(max(float(end), 0.0), 1.0) for end in ends)
    inside = min(max(float(value), 0.0), 1.0)
    return Estimate(value=inside, lo=min(lo, inside), hi=max(hi, inside), n=round(float(n)))


def _correlations(moments: Floats) -> Floats:
    """Return the correlation of each pair of columns; nothing goes with a column in which all are alike."""
    n, x, y, xx, xy, yy = (moments[..., i] for i in range(_MOMENTS))
    n = np.maximum(n, 1.0)
    spread = np.maximum(xx - x**2 / n, 0.0) * np.maximum(yy - y**2 / n, 0.0)
    found: Floats = np.where(spread > _LEAST, (xy - x * y / n) / np.sqrt(np.maximum(spread, _LEAST)), 0.0)
    places = np.arange(found.shape[-1])
    found[..., places, places] = 1.0
    return found
