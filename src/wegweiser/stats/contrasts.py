"""Many shares of one group beside the same shares of another, and how far apart they are.

Customers fall into 256 buckets. What a share counts (moves, journeys) can come several times from one customer, so
cases are not independent; buckets are, and how the counts spread over them tells how much less is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wegweiser.stats.bootstrap import BUCKETS, weights
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Floats, Z

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

_ENDS = (2.5, 97.5)
_FEW = 10
"""Where a side has fewer hits or misses than this, resamples of them vary too little."""


@dataclass(frozen=True, eq=False)
class Counted:
    """Hits and cases of several shares: a row per share, a column per bucket of customers."""

    hits: Floats
    cases: Floats

    @property
    def shares(self) -> Floats:
        """The shares; nan where there is no case."""
        return _ratio(self.hits.sum(axis=1), self.cases.sum(axis=1))


@dataclass(frozen=True, eq=False)
class Contrast:
    """The differences of shares with 95 % intervals and p-values; nan where a side has no case."""

    value: Floats
    lo: Floats
    hi: Floats
    p: Floats


def apart(here: Counted, there: Counted, *, clustered: bool = False) -> Contrast:
    """Return the shares of one group minus those of another one that shares no customer with it.

    Newcombe 1998, Statistics in Medicine 17, method 10; p by the test of two shares with their common one. Where
    cases are `clustered` in customers, both sides' numbers are divided by their design effects (Rao and Scott 1992,
    Biometrics 48), the variance of the share over buckets against that over cases, not below 1. A share of none or
    all has no variance to compare; it takes the median design effect of the others.

    Example:
        >>> one, other = np.zeros((1, 256)), np.zeros((1, 256))
        >>> one[0, :2], other[0, :2] = (56, 70), (48, 80)
        >>> gap = apart(Counted(one[:, :1], one[:, 1:2]), Counted(other[:, :1], other[:, 1:2]))
        >>> gap.value.round(4).tolist(), gap.lo.round(4).tolist(), gap.hi.round(4).tolist()
        ([0.2], [0.0524], [0.3339])
    """
    n, m = (side.cases.sum(axis=1) / (_design(side) if clustered else 1.0) for side in (here, there))
    first, second = here.shares, there.shares
    (lo1, hi1), (lo2, hi2) = _wilson(first, n), _wilson(second, m)
    gap = first - second
    lo = gap - np.sqrt((first - lo1) ** 2 + (hi2 - second) ** 2)
    hi = gap + np.sqrt((hi1 - first) ** 2 + (second - lo2) ** 2)
    common = _ratio(first * n + second * m, n + m)
    error = np.sqrt(common * (1 - common) * (_ratio(np.ones_like(n), n) + _ratio(np.ones_like(m), m)))
    return Contrast(gap, lo, hi, _two_sided(gap, error))


def apart_within(here: Counted, there: Counted, *, seed: int = 0) -> Contrast:
    """Return the shares of one group minus those of another one that some customers are in as well.

    Resampling buckets keeps a customer of both groups in both: percentiles of 1,000 resamples (Davison and Hinkley
    1997, Bootstrap Methods and their Application, ch. 3.8), p from their standard deviation. A group minus itself is
    zero in every one of them. Nobody among a few stays nobody in every resample: with few hits or misses nothing is
    surer than two groups without a common customer would make it.
    """
    drawn = weights(seed)
    gap = here.shares - there.shares
    sums = [drawn @ counts.T for counts in (here.hits, here.cases, there.hits, there.cases)]
    # A resample without a single case says nothing: it takes the share of all.
    first = np.where(sums[1] > 0, _ratio(sums[0], sums[1]), here.shares)
    second = np.where(sums[3] > 0, _ratio(sums[2], sums[3]), there.shares)
    spread = first - second
    lo, hi = np.percentile(spread, _ENDS, axis=0)
    lo, hi, p = np.minimum(lo, gap), np.maximum(hi, gap), _two_sided(gap, spread.std(axis=0))
    alone = apart(here, there)
    few = (np.minimum(_fewest(here), _fewest(there)) < _FEW) & (spread.std(axis=0) > 0) & ~np.isnan(gap)
    return Contrast(
        gap,
        np.where(few, np.minimum(lo, alone.lo), lo),
        np.where(few, np.maximum(hi, alone.hi), hi),
        np.where(few, np.maximum(p, alone.p), p),
    )


def _fewest(side: Counted) -> Floats:
    hits: Floats = side.hits.sum(axis=1)
    found: Floats = np.minimum(hits, side.cases.sum(axis=1) - hits)
    return found


def _design(side: Counted) -> Floats:
    """Return by how much the variance over buckets exceeds that over cases."""
    shares = side.shares
    n: Floats = side.cases.sum(axis=1)
    residuals: Floats = side.hits - shares[:, None] * side.cases
    over_buckets = (residuals**2).sum(axis=1) * BUCKETS / (BUCKETS - 1)
    effects = _ratio(over_buckets, n * shares * (1 - shares))
    known = effects[~np.isnan(effects)]
    usual = float(np.median(known)) if len(known) else 1.0
    found: Floats = np.maximum(1.0, np.where(np.isnan(effects), usual, effects))
    return found


def _wilson(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    grown = 1 + _ratio(np.full_like(n, Z**2), n)
    centre = (share + _ratio(np.full_like(n, Z**2), 2 * n)) / grown
    half = Z / grown * np.sqrt(_ratio(share * (1 - share), n) + _ratio(np.full_like(n, Z**2), 4 * n**2))
    lo, hi = np.maximum(0.0, centre - half), np.minimum(1.0, centre + half)
    return np.where(share == 0, 0.0, lo), np.where(share == 1, 1.0, hi)


def _two_sided(gap: Floats, error: Floats) -> Floats:
    """Return the p-value of a gap; without any error nothing can be told apart."""
    known = error > 1e-12
    p = np.where(known, 2 * special.ndtr(-np.abs(np.divide(gap, error, out=np.zeros_like(gap), where=known))), 1.0)
    found: Floats = np.where(np.isnan(gap), np.nan, p)
    return found


def _ratio(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(
        above, below, out=np.full(np.broadcast_shapes(above.shape, below.shape), np.nan), where=below > 0
    )
    return found
