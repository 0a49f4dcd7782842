"""Tests of two shares, odds ratios, and how many findings among many tests may be called so."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from wegweiser.domain.estimates import Estimate
from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Floats, Z, difference, wilson

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

_TAIL = 0.975
_LARGEST = 700.0
"""The exponential of more than this is no number."""
_SMALL = 5.0
"""Where an expected count is below this, the normal approximation of a 2 x 2 table is left (Cochran 1954)."""
_FEW = 10
"""Where a side has fewer hits or misses than this, they are too few to tell by how much buckets vary."""
_TIE = 1e-7
"""Tables this close in probability to the observed one count as equally likely, as R's fisher.test does it."""


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Return the q-value of each p-value: the smallest false discovery rate at which it would be a finding.

    q(i) = min over j >= i of p(j) * m / j, the p-values in rising order (Benjamini and Hochberg 1995, JRSS B 57).
    A p-value that is not a number was no test: it does not count among the m, and its q is not a number either.

    Example:
        >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
        [0.04, 0.0533, 0.0533, 0.5]
    """
    values = np.asarray(p, dtype=np.float64).ravel()
    found = np.full(len(values), np.nan)
    tested = np.flatnonzero(~np.isnan(values))
    if len(tested) == 0:
        return found
    order = tested[np.argsort(values[tested], kind="stable")]
    scaled = values[order] * len(order) / np.arange(1, len(order) + 1)
    found[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return found


def holm(p: ArrayLike) -> Floats:
    """Return p-values adjusted so that the chance of any false alarm among all keeps its bound.

    Sorted ascending, p(i) becomes the running maximum of (m - i + 1) p(i), at most 1 (Holm 1979, Scandinavian
    Journal of Statistics 6).

    Example:
        >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
        [0.03, 0.06, 0.06]
    """
    values: Floats = np.asarray(p, dtype=np.float64).ravel()
    order = np.argsort(values, kind="stable")
    raised = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1)) if len(values) else values
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(raised, 1.0)
    return adjusted


def odds_ratio(hits: int, n: int, others: int, m: int) -> Estimate:
    """Return the odds of `hits` of `n` over those of `others` of `m`, with Woolf's 95 % interval.

    se(ln OR) = √(1/a + 1/b + 1/c + 1/d) (Woolf 1955, Annals of Human Genetics 19). Where a cell is empty, 0.5 is
    added to each (Haldane 1956, Annals of Human Genetics 20; Anscombe 1956, Biometrika 43). Without any case on a
    side nothing is known: 1, from 0 to infinity.

    Raises:
        InvalidSetting: there are more hits than cases, or fewer than none.

    Example:
        >>> ratio = odds_ratio(20, 100, 10, 100)
        >>> round(ratio.value, 4), round(ratio.lo, 4), round(ratio.hi, 4)
        (2.25, 0.9943, 5.0915)
    """
    if not (0 <= hits <= n and 0 <= others <= m):
        raise InvalidSetting("An odds ratio", [f"{hits} of {n} against {others} of {m} is impossible"])
    if min(n, m) == 0:
        return Estimate(value=1.0, lo=0.0, hi=inf, n=n + m)
    cells = [float(hits), float(n - hits), float(others), float(m - others)]
    if min(cells) == 0:
        cells = [cell + 0.5 for cell in cells]
    a, b, c, d = cells
    centre, half = log(a * d / (b * c)), Z * sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return Estimate(value=exp(centre), lo=exp(centre - half), hi=exp(centre + half), n=n + m)


def same_share(hits: int, n: int, others: int, m: int) -> float:
    """Return the two-sided p-value of the same share on both sides: score test, Fisher's exact one for small counts.

    The score test is Pearson's chi-square without correction; Fisher's is taken where a count expected under equal
    shares is below 5. Not a number where a side has no case.

    Example:
        >>> round(same_share(20, 100, 10, 100), 4), round(same_share(3, 4, 1, 4), 4)
        (0.0477, 0.4857)
    """
    if min(n, m) == 0:
        return float("nan")
    both = hits + others
    expected = min(both, n + m - both) * min(n, m) / (n + m)
    return fisher(hits, n, others, m) if expected < _SMALL else score(hits, n, others, m)


def score(hits: int, n: int, others: int, m: int) -> float:
    """Return the two-sided p-value of the score test of equal shares; 1 where nobody or everybody is a hit.

    z = (p1 - p2) / √(p(1 - p)(1/n + 1/m)), p the share of both sides together (Pearson 1900; Agresti 2013,
    Categorical Data Analysis, ch. 3.2).

    Example:
        >>> round(score(20, 100, 10, 100), 4)
        0.0477
    """
    pooled = (hits + others) / (n + m)
    variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    if variance <= 0:
        return 1.0
    return two_sided((hits / n - others / m) / sqrt(variance))


def fisher(hits: int, n: int, others: int, m: int) -> float:
    """Return the two-sided p-value of Fisher's exact test: all tables with these margins that are no more likely.

    Fisher 1935, JRSS 98; two-sided as in R's fisher.test.

    Example:
        >>> round(fisher(3, 4, 1, 4), 4)
        0.4857
    """
    both = hits + others
    tables = np.arange(max(0, both - m), min(n, both) + 1)
    logs = _choices(n, tables) + _choices(m, both - tables)
    chances = np.exp(logs - logs.max())
    observed = chances[hits - int(tables[0])]
    return float(min(1.0, chances[chances <= observed * (1 + _TIE)].sum() / chances.sum()))


def two_sided(z: float) -> float:
    """Return the two-sided p-value of a standard normal statistic.

    Example:
        >>> round(two_sided(1.959964), 4)
        0.05
    """
    return float(2 * special.ndtr(-abs(z)))


def _choices(n: int, k: ArrayLike) -> Floats:
    """Return the logarithms of n choose k."""
    taken = np.asarray(k, dtype=np.float64)
    logs: Floats = special.gammaln(n + 1) - special.gammaln(taken + 1) - special.gammaln(n - taken + 1)
    return logs


@dataclass(frozen=True)
class Compared:
    """The share on one side less that on the other, with its 95 % interval and two-sided p-value."""

    value: float
    lo: float
    hi: float
    p: float


def clustered(hits: ArrayLike, n: ArrayLike, others: ArrayLike, m: ArrayLike) -> Compared:
    """Return how far two shares lie apart where cases belong to customers: counts come per bucket of customers.

    A customer may stand on both sides and several times; buckets hold whole customers, so they vary as customers
    do. Linearised variance of a difference of ratios, Σ d² · B / (B - 1) with d the bucket's influence (Woodruff
    1971, JASA 66; Rao and Scott 1992, Biometrics 48), Student's t with B - 1 degrees of freedom. Without a case on
    a side, or with one bucket, nothing is known: p is 1. A side with nobody or everybody does not vary at all, and one
    with few hits or misses seems to vary too little; there nothing is surer than independent cases would make it
    (`same_share`, Newcombe).

    Example:
        >>> found = clustered([1, 2, 1, 2], [10, 10, 10, 10], [6, 5, 5, 6], [10, 10, 10, 10])
        >>> round(found.value, 2), found.p < 0.01
        (-0.4, True)
    """
    counts = [np.asarray(side, dtype=np.float64).ravel() for side in (hits, n, others, m)]
    a, cases, b, rest = counts
    used = int(((cases > 0) | (rest > 0)).sum())
    if min(cases.sum(), rest.sum()) == 0 or used < 2:
        return Compared(0.0, -1.0, 1.0, 1.0)
    here, there = a.sum() / cases.sum(), b.sum() / rest.sum()
    influence = (a - here * cases) / cases.sum() - (b - there * rest) / rest.sum()
    error = sqrt(float((influence**2).sum()) * used / (used - 1))
    gap = float(here - there)
    if error == 0:
        return _without_spread(*(round(float(side.sum())) for side in counts))
    half = float(special.stdtrit(used - 1, _TAIL)) * error
    lo, hi, p = max(-1.0, gap - half), min(1.0, gap + half), float(2 * special.stdtr(used - 1, -abs(gap / error)))
    if _fewest(a, cases, b, rest) >= _FEW:
        return Compared(gap, lo, hi, p)
    alone = _without_spread(*(round(float(side.sum())) for side in counts))
    return Compared(gap, min(lo, alone.lo), max(hi, alone.hi), max(p, alone.p))


def _fewest(a: Floats, cases: Floats, b: Floats, rest: Floats) -> float:
    """Return the smallest cell of the table of hits and misses on both sides."""
    return float(min(a.sum(), (cases - a).sum(), b.sum(), (rest - b).sum()))


def _without_spread(hits: int, n: int, others: int, m: int) -> Compared:
    found = difference(wilson(hits, n), wilson(others, m))
    if found is None:
        return Compared(0.0, -1.0, 1.0, 1.0)
    return Compared(found.value, found.lo, found.hi, same_share(hits, n, others, m))


def clustered_odds(hits: ArrayLike, n: ArrayLike, others: ArrayLike, m: ArrayLike) -> Estimate:
    """Return an odds ratio with the interval that knows which cases belong to the same customers.

    Counts come per bucket of customers, as in `clustered`; the variance of the logarithm is linearised in the same
    way. Where a cell is empty, or only one bucket is there, it is Woolf's interval (`odds_ratio`), and where one is
    small the wider of both.

    Example:
        >>> round(clustered_odds([1, 3], [10, 10], [1, 1], [10, 10]).value, 2)
        2.25
    """
    counts = [np.asarray(side, dtype=np.float64).ravel() for side in (hits, n, others, m)]
    a, cases, b, rest = counts
    plain = odds_ratio(*(round(float(side.sum())) for side in counts))
    used = int(((cases > 0) | (rest > 0)).sum())
    fewest = _fewest(a, cases, b, rest)
    if used < 2 or fewest == 0:
        return plain
    here, there = a.sum() / cases.sum(), b.sum() / rest.sum()
    influence = (a - here * cases) / (cases.sum() * here * (1 - here))
    influence -= (b - there * rest) / (rest.sum() * there * (1 - there))
    error = sqrt(float((influence**2).sum()) * used / (used - 1))
    half = float(special.stdtrit(used - 1, _TAIL)) * error
    centre = log(plain.value)
    lo, hi = exp(centre - half), exp(min(centre + half, _LARGEST))
    if fewest < _FEW:
        lo, hi = min(lo, plain.lo), max(hi, plain.hi)
    return Estimate(value=plain.value, lo=lo, hi=hi, n=plain.n)
