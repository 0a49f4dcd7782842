"""Stretches of time in which a rate differs from the rest: where a change begins and where it ends.

A series is cut by seeded windows (Kovács, Bühlmann, Li and Munk 2023, Biometrika 110: O(D log D) windows that hold
a good one for every true stretch), each compared with the rest of the series by the likelihood ratio of the scan
statistic (Kulldorff 1997, Communications in Statistics 26). The p-value of the strongest is corrected for every
window looked at (Bonferroni), and days that scatter more than counts do by themselves widen it (quasi-likelihood,
McCullagh and Nelder 1989, ch. 4.5). Further stretches are looked for in what is left: binary segmentation (Scott
and Knott 1974, Biometrics 30).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Floats

if TYPE_CHECKING:
    from scipy import special, stats
else:
    special, stats = Deferred("scipy.special"), Deferred("scipy.stats")

SHORTEST = 3
"""A stretch of fewer days than this is a day out of the ordinary, and no change."""
_DECAY = sqrt(0.5)
_TINY = 1e-300
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Stretch:
    """Places `first` to `last` (both included) where the rate is `rate` beside `usual` in the rest of the series.

    `p` is corrected for all windows of the series; `hits` of `n` lie inside, `other_hits` of `other_n` outside.
    """

    first: int
    last: int
    hits: float
    n: float
    other_hits: float
    other_n: float
    p: float

    @property
    def rate(self) -> float:
        """The rate inside."""
        return self.hits / self.n if self.n else 0.0

    @property
    def usual(self) -> float:
        """The rate outside."""
        return self.other_hits / self.other_n if self.other_n else 0.0


def shares(hits: ArrayLike, n: ArrayLike, *, longest: int | None = None, enough: float = 0.05) -> tuple[Stretch, ...]:
    """Return the stretches in which a larger share than usual are hits, the strongest first; at least one is told.

    `hits` of `n` per place of the series. Further stretches are told while their p stays below `enough`. For
    stretches with a smaller share, hand in the others (`n - hits`). No stretch is longer than `longest`.

    Example:
        >>> found = shares([1, 1, 1, 8, 9, 8, 1, 1, 1, 1], [20] * 10)[0]
        >>> found.first, found.last, found.hits, found.p < 0.001
        (3, 5, 25.0, True)

    Raises:
        InvalidSetting: the two series differ in length, or there are more hits than cases.
    """
    return _stretches(_series(hits, n), _Binomial(longest), 3, enough)


def counts(hits: ArrayLike, expected: ArrayLike, *, longest: int, enough: float = 0.05) -> tuple[Stretch, ...]:
    """Return the stretches of at most `longest` days with more events than `expected` (up to a factor).

    The strongest comes first; at least one is told, further ones while their p stays below `enough`.

    Example:
        >>> found = counts([10, 9, 11, 30, 29, 33, 10, 10, 9, 11], [1.0] * 10, longest=5)[0]
        >>> found.first, found.last
        (3, 5)

    Raises:
        InvalidSetting: the two series differ in length.
    """
    return _stretches(_series(hits, expected, bounded=False), _Poisson(longest), 3, enough)


@cache
def windows(length: int) -> tuple[tuple[int, int], ...]:
    """Return the seeded windows of a series (first, last + 1), the longest first; never the whole of it.

    Example:
        >>> windows(4)
        ((0, 3), (1, 4))
    """
    found: dict[tuple[int, int], None] = {}
    size = length * _DECAY
    while size > SHORTEST * _DECAY:
        width = max(SHORTEST, round(size))
        steps = max(1, 2 * -(-(length - width) // width) if width < length else 1)
        for place in range(steps + 1):
            first = round((length - width) * place / steps)
            found[first, first + width] = None
        size *= _DECAY
    return tuple(window for window in found if 0 < window[1] - window[0] < length)


@dataclass(frozen=True)
class _Series:
    """A series with its running sums; a window's counts are differences of two of them."""

    hits: Floats
    n: Floats

    def inside(self, first: Ints, end: Ints) -> tuple[Floats, Floats]:
        """Return the hits and cases of windows."""
        hits, n = np.concatenate([[0.0], self.hits.cumsum()]), np.concatenate([[0.0], self.n.cumsum()])
        return hits[end] - hits[first], n[end] - n[first]


@dataclass(frozen=True)
class _Binomial:
    """Shares: hits of cases."""

    longest: int | None = None
    """No stretch is longer than this, in days."""

    def gain(self, hits: Floats, n: Floats, series: _Series) -> Floats:
        """Return twice the log-likelihood ratio of windows against the rest."""
        total, cases = series.hits.sum(), series.n.sum()
        return 2 * (self.best(hits, n) + self.best(total - hits, cases - n) - self.best(total, cases))

    def best(self, hits: Floats, n: Floats) -> Floats:
        """Return the largest log-likelihood of counts."""
        share = hits / np.maximum(n, np.float64(_TINY))
        found = special.xlogy(hits, share) + special.xlogy(n - hits, 1 - share)
        return np.asarray(found, dtype=np.float64)

    def tail(self, stretch: Stretch) -> float:
        """Return the chance of as many hits inside, given all hits (Fisher)."""
        total, cases = stretch.hits + stretch.other_hits, stretch.n + stretch.other_n
        return float(stats.hypergeom.sf(stretch.hits - 1, round(cases), round(total), round(stretch.n)))

    def variance(self, expected: Floats, n: Floats) -> Floats:
        """Return the variance of a day's hits."""
        spread: Floats = expected * (1 - expected / np.maximum(n, 1.0))
        return spread


class _Poisson(_Binomial):
    """Counts: events against what is expected."""

    def best(self, hits: Floats, n: Floats) -> Floats:
        """Return the largest log-likelihood of counts, up to what every window has in common."""
        return np.asarray(special.xlogy(hits, hits / np.maximum(n, _TINY)), dtype=np.float64)

    def tail(self, stretch: Stretch) -> float:
        """Return the chance of as many events inside, given all events (binomial)."""
        share = stretch.n / (stretch.n + stretch.other_n)
        return float(stats.binom.sf(stretch.hits - 1, round(stretch.hits + stretch.other_hits), share))

    def variance(self, expected: Floats, n: Floats) -> Floats:
        """Return the variance of a day's events."""
        del n
        return expected


def _series(hits: ArrayLike, n: ArrayLike, *, bounded: bool = True) -> _Series:
    series = _Series(np.asarray(hits, dtype=np.float64).ravel(), np.asarray(n, dtype=np.float64).ravel())
    if len(series.hits) != len(series.n):
        raise InvalidSetting("A series", [f"{len(series.hits)} counts of hits but {len(series.n)} of cases"])
    if bounded and bool((series.hits > series.n).any()):
        raise InvalidSetting("A series", ["it has more hits than cases"])
    return series


def _stretches(series: _Series, model: _Binomial, most: int, enough: float) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    left = series
    while len(found) < most:
        stretch = _strongest(left, model)
        if stretch is None or (found and stretch.p > enough):
            break
        found.append(stretch)
        kept = np.ones(len(series.hits))
        kept[[day for one in found for day in range(one.first, one.last + 1)]] = 0.0
        left = _Series(series.hits * kept, series.n * kept)
    return tuple(found)


def _strongest(series: _Series, model: _Binomial) -> Stretch | None:
    """Return the strongest stretch: found among the seeded windows, its ends then moved to where they fit best."""
    if len(series.hits) <= SHORTEST or series.hits.sum() == 0:
        return None
    seeds = np.asarray(windows(len(series.hits)), dtype=np.int64)
    seed, gain = _best(series, model, seeds[:, 0], seeds[:, 1])
    if gain <= 0:
        return None
    first, end = _refined(series, model, seed)
    stretch = _stretch(series, first, end, 1.0)
    coarse = _stretch(series, *seed, 1.0)
    p = max(model.tail(coarse), _normal(gain / _dispersion(series, model, stretch)))
    return _stretch(series, first, end, min(1.0, p * len(seeds)))


def _best(series: _Series, model: _Binomial, first: Ints, end: Ints) -> tuple[tuple[int, int], float]:
    """Return the window with the largest gain among those with a higher rate than the rest."""
    hits, n = series.inside(first, end)
    total, cases = series.hits.sum(), series.n.sum()
    higher = hits * (cases - n) > (total - hits) * n
    fits = higher & (n > 0) & (n < cases) & (end - first <= (model.longest or len(series.hits)))
    gains = np.where(fits, model.gain(hits, n, series), 0.0)
    place = int(gains.argmax())
    return (int(first[place]), int(end[place])), float(gains[place])


def _refined(series: _Series, model: _Binomial, seed: tuple[int, int]) -> tuple[int, int]:
    """Return the best window near a seeded one; its p-value stays that of the seeded one."""
    length, width = len(series.hits), seed[1] - seed[0]
    starts = np.arange(max(0, seed[0] - width), min(length, seed[1]))
    ends = np.arange(seed[0] + 1, min(length, seed[1] + width) + 1)
    first, end = (grid.ravel() for grid in np.meshgrid(starts, ends))
    fits = (end - first >= SHORTEST) & (end - first < length)
    found, gain = _best(series, model, first[fits], end[fits])
    return found if gain > 0 else seed


def _dispersion(series: _Series, model: _Binomial, stretch: Stretch) -> float:
    """Return how much more the days scatter around the two rates than counts do; at least 1 (Pearson)."""
    inside = np.zeros(len(series.hits), dtype=bool)
    inside[stretch.first : stretch.last + 1] = True
    expected = series.n * np.where(inside, stretch.rate, stretch.usual)
    variance = model.variance(expected, series.n)
    known = variance > 0
    if known.sum() <= 2:
        return 1.0
    squares = (series.hits[known] - expected[known]) ** 2 / variance[known]
    return max(1.0, float(squares.sum()) / (int(known.sum()) - 2))


def _stretch(series: _Series, first: int, end: int, p: float) -> Stretch:
    hits, n = float(series.hits[first:end].sum()), float(series.n[first:end].sum())
    total, cases = float(series.hits.sum()), float(series.n.sum())
    return Stretch(first, end - 1, hits, n, total - hits, cases - n, p)


def _normal(gain: float) -> float:
    """Return the one-sided p-value of a likelihood ratio."""
    return float(special.ndtr(-sqrt(max(gain, 0.0))))


def local_level(values: ArrayLike, *, around: int = 14, week: bool = True) -> Floats:
    """Return what each day leads one to expect: the median of the days around it, by the weekday's usual share.

    A trend over months and the rhythm of the week are expected then; a burst of some days is not.

    Example:
        >>> local_level([2.0, 2.0, 2.0, 9.0, 2.0, 2.0, 2.0], week=False).tolist()
        [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    """
    days = np.asarray(values, dtype=np.float64).ravel()
    level: Floats = np.asarray([np.median(days[max(0, i - around) : i + around + 1]) for i in range(len(days))])
    level = np.maximum(level, max(0.5, 0.05 * float(days.sum()) / max(len(days), 1)))
    if week and len(days) >= 28:
        share = days / level
        rhythm = np.asarray([np.median(share[weekday::7]) for weekday in range(7)])
        level = level * np.maximum(np.resize(rhythm, len(days)), 0.1)
    return level
