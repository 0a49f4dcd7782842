"""Closed-form 95 % intervals of shares, means and their differences."""

from __future__ import annotations

from math import inf, isclose, sqrt
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

Z = 1.959963984540054
_TAIL = 0.975
Floats: TypeAlias = NDArray[np.float64]


def wilson(hits: int, n: int) -> Proportion:
    """Return the share `hits` of `n` with its Wilson score interval; with n = 0 the interval is 0 to 1.

    centre = (p + z²/2n) / (1 + z²/n), half width = z / (1 + z²/n) · √(p(1 - p)/n + z²/4n²)
    (Wilson 1927, JASA 22; recommended by Brown, Cai and DasGupta 2001, Statistical Science 16).

    Raises:
        InvalidSetting: there are more hits than cases, or fewer than none.

    Example:
        >>> share = wilson(5, 10)
        >>> round(share.lo, 4), share.value, round(share.hi, 4)
        (0.2366, 0.5, 0.7634)
    """
    if not 0 <= hits <= n:
        raise InvalidSetting("A share", [f"{hits} hits of {n} cases is impossible"])
    if n == 0:
        return Proportion(value=0.0, lo=0.0, hi=1.0, hits=0, n=0)
    share, grown = hits / n, 1 + Z**2 / n
    centre = (share + Z**2 / (2 * n)) / grown
    half = Z / grown * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    # At the borders the formula is exact, its rounding is not.
    lo = 0.0 if hits == 0 else max(0.0, centre - half)
    hi = 1.0 if hits == n else min(1.0, centre + half)
    return Proportion(value=share, lo=lo, hi=hi, hits=int(hits), n=int(n))


def clustered(hits: ArrayLike, cases: ArrayLike) -> Proportion:
    """Return the share of cases that come in clusters, with Wilson's interval at the number they are worth.

    Hits and cases are divided by the design effect, the variance of the share over clusters against that over cases:
    d = sum((y - px)²) / np(1 - p), of y hits in x cases of a cluster (Rao and Scott 1992, Biometrics 48, without its
    factor for few clusters); below 1 it is taken as 1.

    Example: two customers with four journeys each, all of one convert and none of the other's, are worth two.
        >>> share = clustered([4, 0], [4, 4])
        >>> share.value, share.n, share.lo == wilson(1, 2).lo
        (0.5, 8, True)
    """
    y, x = np.asarray(hits, dtype=np.float64), np.asarray(cases, dtype=np.float64)
    plain = wilson(round(float(y.sum())), round(float(x.sum())))
    if not 0 < plain.hits < plain.n:
        return plain
    p = plain.value
    design = max(1.0, float(((y - p * x) ** 2).sum()) / (plain.n * p * (1 - p)))
    n = plain.n / design
    grown = 1 + Z**2 / n
    centre, half = (p + Z**2 / (2 * n)) / grown, Z / grown * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return Proportion(value=p, lo=max(0.0, centre - half), hi=min(1.0, centre + half), hits=plain.hits, n=plain.n)


def mean(values: ArrayLike, unit: str = "") -> Estimate | None:
    """Return the mean of the known values with Student's t interval; None without any value.

    One value alone has an endless interval: it says nothing about the others.

    Example:
        >>> round(mean([1.0, 2.0, 3.0]).hi, 3)
        4.484
    """
    known = _known(values)
    if len(known) == 0:
        return None
    centre = float(known.mean())
    if len(known) == 1:
        return Estimate(value=centre, lo=-inf, hi=inf, n=1, unit=unit)
    half = float(special.stdtrit(len(known) - 1, _TAIL)) * sqrt(float(known.var(ddof=1)) / len(known))
    return Estimate(value=centre, lo=centre - half, hi=centre + half, n=len(known), unit=unit)


def mean_of(centre: float, spread: float | None, n: int, unit: str = "") -> Estimate | None:
    """Return Student's t interval of a mean already counted, from its standard deviation; None below two values.

    Example:
        >>> round(mean_of(2.0, 1.0, 3).hi, 3)
        4.484
    """
    if n < 2 or spread is None:
        return None
    half = float(special.stdtrit(n - 1, _TAIL)) * spread / sqrt(n)
    return Estimate(value=centre, lo=centre - half, hi=centre + half, n=n, unit=unit)


def difference(here: Proportion | ArrayLike, rest: Proportion | ArrayLike) -> Estimate | None:
    """Return `here` minus `rest` with its interval: of two shares (Newcombe), or of two means (Welch).

    Shares: Newcombe 1998, Statistics in Medicine 17, method 10: the two Wilson intervals combined.
    Means: Welch 1947, Biometrika 34: unequal variances, Satterthwaite's degrees of freedom.
    None where one of the two sides has too little to compare (no case; fewer than two values).

    Example:
        >>> gap = difference(wilson(56, 70), wilson(48, 80))
        >>> round(gap.value, 4), round(gap.lo, 4), round(gap.hi, 4)
        (0.2, 0.0524, 0.3339)
    """
    if isinstance(here, Proportion) and isinstance(rest, Proportion):
        return _newcombe(here, rest)
    if isinstance(here, Proportion) or isinstance(rest, Proportion):
        raise InvalidSetting("A difference", ["a share can only be compared with a share"])
    return _welch(_known(here), _known(rest))


def standardised_difference(here: ArrayLike, rest: ArrayLike) -> Estimate | None:
    """Return the difference of the means in standard deviations of everyone, with its interval.

    d = (m1 - m2) / s, with s the standard deviation of all values together, and
    se² = (v1/n1 + v2/n2) / s² + d² / 2(n1 + n2): Welch's variance, and what the estimate of s adds
    (Hedges and Olkin 1985, Statistical Methods for Meta-Analysis, ch. 5). Zeros and ones are fine.
    None where a side has fewer than two values, or where everyone has the same value.

    Example:
        >>> round(standardised_difference([3.0, 4.0, 5.0], [1.0, 2.0, 3.0]).value, 4)
        1.4142
    """
    first, second = _known(here), _known(rest)
    if min(len(first), len(second)) < 2:
        return None
    n = len(first) + len(second)
    everyone = np.concatenate([first, second])
    spread = float(everyone.std(ddof=1))
    if isclose(spread, 0.0, abs_tol=1e-12):
        return None
    value = float(first.mean() - second.mean()) / spread
    error = (float(first.var(ddof=1)) / len(first) + float(second.var(ddof=1)) / len(second)) / spread**2
    half = Z * sqrt(error + value**2 / (2 * n))
    return Estimate(value=value, lo=value - half, hi=value + half, n=n, unit="sd")


def _known(values: ArrayLike | Proportion) -> Floats:
    array: Floats = np.asarray(values, dtype=np.float64).ravel()
    return array[~np.isnan(array)]


def _newcombe(here: Proportion, rest: Proportion) -> Estimate | None:
    if min(here.n, rest.n) == 0:
        return None
    gap = here.value - rest.value
    lo = gap - sqrt((here.value - here.lo) ** 2 + (rest.hi - rest.value) ** 2)
    hi = gap + sqrt((here.hi - here.value) ** 2 + (rest.value - rest.lo) ** 2)
    return Estimate(value=gap, lo=lo, hi=hi, n=here.n + rest.n)


def _welch(here: Floats, rest: Floats) -> Estimate | None:
    if min(len(here), len(rest)) < 2:
        return None
    gap = float(here.mean() - rest.mean())
    first, second = float(here.var(ddof=1)) / len(here), float(rest.var(ddof=1)) / len(rest)
    n = len(here) + len(rest)
    if first + second == 0:
        return Estimate(value=gap, lo=gap, hi=gap, n=n)
    freedom = (first + second) ** 2 / (first**2 / (len(here) - 1) + second**2 / (len(rest) - 1))
    half = float(special.stdtrit(freedom, _TAIL)) * sqrt(first + second)
    return Estimate(value=gap, lo=gap - half, hi=gap + half, n=n)
