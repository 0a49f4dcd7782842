"""How many answers a survey needs, and so how many invitations."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING

from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

_ROUND = 1e-9


@dataclass(frozen=True)
class Planned:
    """A sample: answers of each group, groups, and the invitations they take at the response expected."""

    answers: int
    groups: int
    invitations: int


def nps(
    margin: float, *, promoters: float = 0.5, detractors: float = 0.5, of: int | None = None, sure: float = 0.95
) -> int:
    """Return how many answers an NPS takes to be known to this many points either way.

    n = (z / margin)² (p + d - (p - d)²), the variance of a difference of two shares of one sample (Rocks 2016). With
    half promoters and half detractors, the worst case, it is (z / margin)².

    Raises:
        InvalidSetting: margin or shares are out of range.

    Example:
        >>> nps(5), nps(5, promoters=0.45, detractors=0.2), nps(5, of=2000)
        (1537, 903, 870)
    """
    if not 0 < margin <= 100:
        raise InvalidSetting("A plan", [f"a margin of {margin:g} points; it must be above 0 and at most 100"])
    if min(promoters, detractors) < 0 or promoters + detractors > 1:
        raise InvalidSetting("A plan", ["promoters and detractors are shares of all, together at most 1"])
    return _needed(promoters + detractors - (promoters - detractors) ** 2, margin / 100, of, sure)


def share(margin: float, *, expected: float = 0.5, of: int | None = None, sure: float = 0.95) -> int:
    """Return how many answers a share takes to be known to this margin either way; n = (z / margin)² p (1 - p).

    Raises:
        InvalidSetting: margin or share are out of range.

    Example:
        >>> share(0.05), share(0.03, expected=0.2)
        (385, 683)
    """
    if not 0 < expected < 1 or not 0 < margin < 1:
        raise InvalidSetting("A plan", ["the share expected and its margin lie between 0 and 1"])
    return _needed(expected * (1 - expected), margin, of, sure)


def mean(margin: float, *, spread: float, of: int | None = None, sure: float = 0.95) -> int:
    """Return how many answers a mean takes to be known to this margin either way; `spread` is one answer's.

    Raises:
        InvalidSetting: margin or spread are not above 0.

    Example:
        >>> mean(0.1, spread=1.2)
        554
    """
    if margin <= 0 or spread <= 0:
        raise InvalidSetting("A plan", ["margin and spread must be above 0"])
    return _needed(spread**2, margin, of, sure)


def difference(smallest: float, *, spread: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """Return how many answers each of two groups needs to show a difference of two means.

    n = 2 (z_a + z_b)² s² / d² (Chow, Shao, Wang and Lokhnygina 2017, Sample Size Calculations, 3.2). An NPS is a mean
    of -100, 0 and 100, so its spread is 100 at most; two shares are compared by `power.per_group`.

    Raises:
        InvalidSetting: the difference or the spread are not above 0.

    Example:
        >>> difference(10, spread=80), difference(0.5, spread=1.0)
        (1005, 63)
    """
    if smallest <= 0 or spread <= 0:
        raise InvalidSetting("A plan", ["the difference and the spread must be above 0"])
    z = float(special.ndtri(1 - alpha / 2) + special.ndtri(power))
    return ceil(2 * (z * spread / smallest) ** 2 - _ROUND)


def beyond(needed: float, expected: float, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """Return how many answers show that a share lies beyond the one needed, if it is the one expected.

    n = ((z_a √(p0 q0) + z_b √(p1 q1)) / (p1 - p0))², a two-sided test of one share (Fleiss, Levin and Paik 2003,
    Statistical Methods for Rates and Proportions, 3rd ed., 2.5, without continuity correction).

    Raises:
        InvalidSetting: a share is not between 0 and 1, or both are the same.

    Example:
        >>> beyond(0.5, 0.6), beyond(0.25, 0.35)
        (194, 157)
    """
    if not (0 < needed < 1 and 0 < expected < 1) or needed == expected:
        raise InvalidSetting("A plan", ["the share needed and the one expected lie between 0 and 1 and differ"])
    sides = [sqrt(share * (1 - share)) for share in (needed, expected)]
    z = float(special.ndtri(1 - alpha / 2)) * sides[0] + float(special.ndtri(power)) * sides[1]
    return ceil((z / (expected - needed)) ** 2 - _ROUND)


def beyond_mean(distance: float, *, spread: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """Return how many answers show that a mean lies beyond a value, if it lies this far beyond it.

    n = (z_a + z_b)² s² / d² (Chow, Shao, Wang and Lokhnygina 2017, Sample Size Calculations, 3.1).

    Raises:
        InvalidSetting: distance or spread are not above 0.

    Example:
        >>> beyond_mean(0.3, spread=1.2)
        126
    """
    if distance <= 0 or spread <= 0:
        raise InvalidSetting("A plan", ["the distance and the spread must be above 0"])
    z = float(special.ndtri(1 - alpha / 2) + special.ndtri(power))
    return max(2, ceil((z * spread / distance) ** 2 - _ROUND))


def planned(answers: int, *, response: float, groups: int = 1) -> Planned:
    """Return the invitations that so many answers of each group take, at the share that responds.

    Raises:
        InvalidSetting: the response is not above 0 and at most 1.

    Example:
        >>> planned(1537, response=0.1).invitations
        15370
    """
    if not 0 < response <= 1:
        raise InvalidSetting("A plan", [f"a response of {response:g}; it must be above 0 and at most 1"])
    return Planned(answers, groups, ceil(groups * answers / response - _ROUND))


def _needed(variance: float, margin: float, of: int | None, sure: float) -> int:
    """Return n for a margin; of a small population less is enough (Cochran 1977, 4.3)."""
    if not 0 < sure < 1 or (of is not None and of < 1):
        raise InvalidSetting("A plan", ["sure lies between 0 and 1, and of is a number of people"])
    n = (float(special.ndtri(1 - (1 - sure) / 2)) / margin) ** 2 * variance
    if of is not None:
        n = n / (1 + (n - 1) / of)
    return max(1, ceil(n - _ROUND))
