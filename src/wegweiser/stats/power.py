"""How many people a test takes, and what a group left alone can show."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING

from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    from scipy import optimize, special
else:
    optimize, special = Deferred("scipy.optimize"), Deferred("scipy.special")


@dataclass(frozen=True)
class HoldOut:
    """A group left alone: how many people, and what the comparison with the others then shows."""

    people: int
    of: int
    se: float
    """Standard error of the conversions the others owe to what the group goes without."""
    detectable: float
    """Smallest difference of the two rates found with the power asked for."""

    @property
    def share(self) -> float:
        """Share of all people that is left alone."""
        return self.people / self.of


def per_group(here: float, there: float, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """Return how many people each of two groups needs to tell two shares apart, tested on both sides.

    n = (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 / (p1 - p2)^2 with p the mean of both (Fleiss, Levin and Paik
    2003, Statistical Methods for Rates and Proportions, 3rd ed., formula 4.14, without continuity correction).

    Example:
        >>> per_group(0.10, 0.12)
        3841

    Raises:
        InvalidSetting: a share is not between 0 and 1, or both are the same.
    """
    _check(alpha, power, here, there)
    if here == there:
        raise InvalidSetting("A test", ["two equal shares cannot be told apart"])
    return ceil(_needed(here, there, alpha, power) - 1e-9)


def detectable(rate: float, people: int, *, alpha: float = 0.05, power: float = 0.8) -> float | None:
    """Return the smallest rise of a rate that two groups of this many people show; None if no rise does.

    Example:
        >>> round(detectable(0.10, 3841), 4)
        0.02
    """
    _check(alpha, power, rate)
    top = 1 - 1e-9
    if people < 1 or _needed(rate, top, alpha, power) > people:
        return None
    found = optimize.brentq(lambda there: _needed(rate, there, alpha, power) - people, rate + 1e-9, top)
    return float(found) - rate


def hold_out(people: int, rate: float, share: float, *, alpha: float = 0.05, power: float = 0.8) -> HoldOut:
    """Return what leaving this share of people alone shows, at this conversion rate.

    The rates differ by x with standard error sqrt(p q (1 / n + 1 / (N - n))); N times it is the error in conversions.

    Example:
        >>> group = hold_out(300_000, 0.057, 0.10)
        >>> group.people, round(group.se)
        (30000, 423)

    Raises:
        InvalidSetting: the share leaves one of the two groups empty.
    """
    _check(alpha, power, rate)
    alone = round(people * share)
    if not 0 < alone < people:
        raise InvalidSetting("A hold-out", [f"{share} of {people} people leaves a group empty"])
    error = sqrt(rate * (1 - rate) * (1 / alone + 1 / (people - alone)))
    return HoldOut(alone, people, people * error, (_z(alpha / 2) + _z(1 - power)) * error)


def hold_out_for(
    people: int, rate: float, difference: float, *, alpha: float = 0.05, power: float = 0.8
) -> HoldOut | None:
    """Return the smallest group to leave alone that shows this difference; None where even half of all is too small.

    Example:
        >>> group = hold_out_for(100_000, 0.05, 0.01)
        >>> group.people, round(group.detectable, 4)
        (3879, 0.01)
    """
    _check(alpha, power, rate)
    if people < 2 or difference <= 0:
        raise InvalidSetting("A hold-out", ["it takes two people and a difference above zero"])
    # 1 / n + 1 / (N - n) = total is a quadratic in n; its smaller root is the smaller group.
    total = (difference / (_z(alpha / 2) + _z(1 - power))) ** 2 / (rate * (1 - rate))
    inside = people**2 / 4 - people / total
    if inside < 0:
        return None
    alone = min(people // 2, max(1, ceil(people / 2 - sqrt(inside))))
    return hold_out(people, rate, alone / people, alpha=alpha, power=power)


def _needed(here: float, there: float, alpha: float, power: float) -> float:
    middle = (here + there) / 2
    spread = _z(alpha / 2) * sqrt(2 * middle * (1 - middle))
    spread += _z(1 - power) * sqrt(here * (1 - here) + there * (1 - there))
    return float((spread / (here - there)) ** 2)


def _z(tail: float) -> float:
    return -float(special.ndtri(tail))


def _check(alpha: float, power: float, *rates: float) -> None:
    problems = [f"{rate} is not between 0 and 1" for rate in (*rates, alpha, power) if not 0 < rate < 1]
    if problems:
        raise InvalidSetting("A test", problems)
