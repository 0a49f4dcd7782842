"""Bootstrap intervals that resample customers, not contacts: a customer's contacts belong together.

Customers fall into 256 buckets (id modulo 256). Each resample draws 256 buckets with replacement, which is a
multinomial weight per bucket, so what a statistic needs is counted per bucket once and only weighted again.
The interval is the 2.5 % and 97.5 % percentile (Efron 1979, Annals of Statistics 7; Davison and Hinkley
1997, Bootstrap Methods and their Application, ch. 3.8 on clusters).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.random import default_rng
from numpy.typing import ArrayLike, NDArray

from wegweiser.domain.estimates import Estimate
from wegweiser.errors import InvalidSetting

BUCKETS = 256
_RESAMPLES = 1000
_BINS = 4096
_APART = 32
_HAIR = 1e-9
"""Shares of counts are whole numbers but for what rounding adds."""
_ENDS = (2.5, 97.5)


def ratio(
    above: ArrayLike, below: ArrayLike, customers: ArrayLike, *, seed: int = 0, unit: str = ""
) -> Estimate | None:
    """Return sum(above) / sum(below) with its interval over customers; None where the sum below is zero.

    `customers` holds the customer number of each row; rows may be contacts, or sums per customer or bucket.
    n counts the distinct customers.

    Example:
        >>> ratio([1.0, 3.0], [2.0, 2.0], [1, 2]).value
        1.0
    """
    numbers = np.asarray(customers, dtype=np.int64).ravel()
    tops, bottoms = _sums(above, numbers), _sums(below, numbers)
    if bottoms.sum() == 0:
        return None
    drawn = weights(seed)
    below_sums = drawn @ bottoms
    kept = below_sums > 0
    lo, hi = np.percentile((drawn @ tops)[kept] / below_sums[kept], _ENDS)
    value = float(tops.sum() / bottoms.sum())
    return Estimate(value=value, lo=float(lo), hi=float(hi), n=len(np.unique(numbers)), unit=unit)


def ratio_difference(
    here: tuple[ArrayLike, ArrayLike], rest: tuple[ArrayLike, ArrayLike], customers: ArrayLike, *, seed: int = 0
) -> Estimate | None:
    """Return sum / sum of `here` minus that of `rest`, both drawn together; None where a sum below is zero.

    Each side is what stands above and below, row by row for the same `customers`; who stands on both sides is
    drawn for both. n is the sum below of both sides.

    Example:
        >>> ratio_difference(([4.0, 6.0], [1, 1]), ([3.0, 1.0], [1, 1]), [1, 2]).value
        3.0
    """
    numbers = np.asarray(customers, dtype=np.int64).ravel()
    sums = [_sums(values, numbers) for side in (here, rest) for values in side]
    if min(sums[1].sum(), sums[3].sum()) == 0:
        return None
    drawn = [weights(seed) @ one for one in sums]
    kept = (drawn[1] > 0) & (drawn[3] > 0)
    gaps = drawn[0][kept] / drawn[1][kept] - drawn[2][kept] / drawn[3][kept]
    lo, hi = np.percentile(gaps, _ENDS)
    value = float(sums[0].sum() / sums[1].sum() - sums[2].sum() / sums[3].sum())
    return Estimate(value=value, lo=float(lo), hi=float(hi), n=int(sums[1].sum() + sums[3].sum()))


def quantile(
    values: ArrayLike,
    customers: ArrayLike,
    *,
    q: float = 0.5,
    seed: int = 0,
    unit: str = "",
    counts: ArrayLike | None = None,
) -> Estimate | None:
    """Return the smallest known value with at least the share `q` of values at or below it, with its interval.

    n counts the known values; with `counts` each row stands for so many of them. Above 4,096 distinct values the
    interval, not the estimate, is read from 4,096 bins of equal count.

    Example:
        >>> quantile([1.0, 2.0, 9.0], [1, 2, 3]).value
        2.0

    Raises:
        InvalidSetting: q is not between 0 and 1.
    """
    return quantiles(values, customers, (q,), seed=seed, unit=unit, counts=counts)[0]


def quantiles(
    values: ArrayLike,
    customers: ArrayLike,
    shares: Sequence[float],
    *,
    seed: int = 0,
    unit: str = "",
    counts: ArrayLike | None = None,
) -> list[Estimate | None]:
    """Return several quantiles of the same values, each as `quantile` does; the values are sorted and binned once.

    Raises:
        InvalidSetting: a share is not between 0 and 1.
    """
    for q in shares:
        if not 0 < q < 1:
            raise InvalidSetting("A quantile", [f"{q} is not between 0 and 1"])
    known = np.asarray(values, dtype=np.float64).ravel()
    there = ~np.isnan(known)
    numbers = np.asarray(customers, dtype=np.int64).ravel()[there]
    times = np.ones(len(numbers)) if counts is None else np.asarray(counts, dtype=np.float64).ravel()[there]
    if not times.sum() > 0:
        return [None] * len(shares)
    edges, bins = np.unique(known[there], return_inverse=True)
    upto = np.cumsum(np.bincount(bins, weights=times))
    found = [float(edges[np.searchsorted(upto, q * upto[-1] - _HAIR)]) for q in shares]
    if len(edges) > _BINS:
        ends = np.unique(np.searchsorted(upto, np.linspace(0, 1, _BINS + 1)[1:] * upto[-1] - _HAIR))
        edges, bins = edges[ends], np.searchsorted(ends, bins)
    drawn = [
        np.percentile(edges[places], _ENDS, method="nearest")
        for places in _places((numbers % BUCKETS, bins, times), len(edges), shares, seed)
    ]
    return [
        Estimate(value=value, lo=float(min(lo, value)), hi=float(max(hi, value)), n=int(upto[-1]), unit=unit)
        for value, (lo, hi) in zip(found, drawn, strict=True)
    ]


def _places(
    rows: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    bins: int,
    shares: Sequence[float],
    seed: int,
) -> Iterator[NDArray[np.int64]]:
    """Yield per quantile the bin it lies in in each resample, of rows of a bucket, a bin and how many they are.

    Sums up to every 32nd bin tell where all quantiles lie, and only there all bins are counted.
    """
    buckets, places, times = rows
    # Small floats take half as long, and hold sums of whole numbers exactly up to 2^24.
    small = times.sum() * weights(seed).max() < 1 << 24 and not (times % 1).any()
    drawn = weights(seed).astype(np.float32 if small else np.float64, copy=False)
    sums = drawn @ np.cumsum(_cells(buckets, places // _APART, times, -(-bins // _APART)).astype(drawn.dtype), axis=1)
    there = sums[:, -1] > 0
    if not there.all():
        drawn, sums = drawn[there], sums[there]
    for q in shares:
        sought = q * sums[:, [-1]].astype(np.float64) - _HAIR
        coarse = (sums[:, :-1] < sought).sum(axis=1)
        first, last = int(coarse.min()), int(coarse.max()) + 1
        here = (places >= first * _APART) & (places < last * _APART)
        fine = _cells(buckets[here], places[here] - first * _APART, times[here], (last - first) * _APART)
        running = drawn @ np.cumsum(fine, axis=1).astype(drawn.dtype)
        before = sums[:, [first - 1]] if first else np.zeros((len(sums), 1), drawn.dtype)
        yield np.asarray(first * _APART + (before + running < sought).sum(axis=1), dtype=np.int64)


def _cells(
    buckets: NDArray[np.int64], places: NDArray[np.int64], times: NDArray[np.float64], width: int
) -> NDArray[np.float64]:
    """Return the counts of rows: a row per bucket, a column per place."""
    cells = np.bincount(buckets * width + places, weights=times, minlength=BUCKETS * width)
    return cells.astype(np.float64, copy=False).reshape(BUCKETS, width)


def _sums(values: ArrayLike, customers: NDArray[np.int64]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64).ravel()
    return np.bincount(customers % BUCKETS, weights=array, minlength=BUCKETS).astype(np.float64)


@lru_cache(maxsize=8)
def weights(seed: int) -> NDArray[np.float64]:
    """Return how often each bucket falls into each resample: a row per resample, a column per bucket."""
    drawn = default_rng(seed).integers(0, BUCKETS, size=(_RESAMPLES, BUCKETS), dtype=np.uint8)
    cells = drawn + np.arange(_RESAMPLES)[:, np.newaxis] * BUCKETS
    counts = np.bincount(cells.ravel(), minlength=_RESAMPLES * BUCKETS).reshape(_RESAMPLES, BUCKETS)
    found: NDArray[np.float64] = counts.astype(np.float64)
    found.flags.writeable = False
    return found
