"""Shapley values of touchpoints: of any game, exact or sampled, and of journeys' sets by closed form.

Shapley 1953, Contributions to the Theory of Games II. A coalition is a number whose bit i - 1 stands for touchpoint i.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.bootstrap import BUCKETS

Ints: TypeAlias = NDArray[np.int64]
_MOST_EXACT = 16
_MOST = 62


@dataclass(frozen=True)
class Sets:
    """Closed journeys counted by the set of touchpoints they hold, per bucket; rows may repeat.

    `conversions` may be weighted, by value over the mean value for example.
    """

    bucket: NDArray[np.integer[Any]]
    members: Ints
    journeys: NDArray[Any]
    conversions: NDArray[Any]
    touchpoints: int

    def __post_init__(self) -> None:
        """Refuse sets that do not fit into one number, or name touchpoints that do not exist."""
        problems = []
        if not 1 <= self.touchpoints <= _MOST:
            problems.append(f"{self.touchpoints} touchpoints are not between 1 and {_MOST}")
        elif len(self.members) and not 0 <= self.members.min() <= self.members.max() < 1 << self.touchpoints:
            problems.append("a set names a touchpoint that does not exist")
        if problems:
            raise InvalidSetting("Sets of touchpoints", problems)

    def holding(self) -> NDArray[np.bool_]:
        """Return which touchpoints (columns) each row holds."""
        return membership(self.members, self.touchpoints)


def membership(members: Ints, touchpoints: int) -> NDArray[np.bool_]:
    """Return which touchpoints (columns) each set (row) holds.

    Example:
        >>> membership(np.array([5]), 3).tolist()
        [[True, False, True]]
    """
    bits = np.int64(1) << np.arange(touchpoints, dtype=np.int64)
    return np.asarray((np.asarray(members, dtype=np.int64)[:, None] & bits) != 0)


def unique_linear(sets: Sets) -> Floats:
    """Return each bucket's conversions, divided evenly over the distinct touchpoints of their journeys.

    This is the Shapley value of the game "conversions of journeys that hold nothing but these touchpoints". What
    journeys without a touchpoint converted stays out: it is nobody's.
    """
    holding = sets.holding()
    size = np.maximum(holding.sum(axis=1), 1)
    found = np.zeros((BUCKETS, sets.touchpoints))
    np.add.at(found, sets.bucket, holding * (sets.conversions / size)[:, None])
    return found


def participation(sets: Sets) -> Floats:
    """Return per bucket the conversions that touch each touchpoint, and in the last column all conversions."""
    found = np.zeros((BUCKETS, sets.touchpoints + 1))
    np.add.at(found[:, :-1], sets.bucket, sets.holding() * sets.conversions[:, None])
    np.add.at(found[:, -1], sets.bucket, sets.conversions)
    return found


def weight(size: int, touchpoints: int) -> float:
    """Return how probable it is that exactly these `size` others come before a touchpoint in a random order.

    Example:
        >>> weight(0, 3), weight(1, 3)
        (0.3333333333333333, 0.16666666666666666)
    """
    return 1.0 / (touchpoints * comb(touchpoints - 1, size)) if 0 <= size < touchpoints else 0.0


def exact(worth: Floats) -> Floats:
    """Return the Shapley values of a game given by the worth of every coalition, (..., 2^n) -> (..., n).

    Example:
        >>> exact(np.array([0.0, 1.0, 2.0, 4.0])).tolist()
        [1.5, 2.5]

    Raises:
        InvalidSetting: the worths are not 2^n, or n is above 16.
    """
    n = int(worth.shape[-1]).bit_length() - 1
    if worth.shape[-1] != 1 << n or not 1 <= n <= _MOST_EXACT:
        raise InvalidSetting("A game", [f"{worth.shape[-1]} worths are not two to the power of 1 to {_MOST_EXACT}"])
    masks = np.arange(1 << n)
    sizes = np.bitwise_count(masks)
    weights = np.array([weight(size, n) for size in range(n + 1)])
    values = np.empty((*worth.shape[:-1], n))
    for i in range(n):
        without = masks[(masks >> i) & 1 == 0]
        gain = worth[..., without | 1 << i] - worth[..., without]
        values[..., i] = gain @ weights[sizes[without]]
    return values


def sampled(
    worth: Callable[[Ints], Floats], touchpoints: int, *, permutations: int = 2000, seed: int = 0
) -> tuple[Floats, Floats]:
    """Return Shapley values from random orders, and the standard error the drawing adds to each.

    Every order is walked forwards and backwards, which halves the error at least for games near to additive (Castro,
    Gómez and Tejada 2009, Computers & Operations Research 36; antithetic pairs: Mitchell et al. 2022, JMLR 23).
    `worth` takes coalitions and returns their worths.

    Example:
        >>> values, error = sampled(lambda sets: np.bitwise_count(sets) * 1.0, 3, permutations=10)
        >>> values.tolist(), error.tolist()
        ([1.0, 1.0, 1.0], [0.0, 0.0, 0.0])
    """
    rng = np.random.default_rng(seed)
    pairs = max(2, permutations // 2)
    forward = rng.permuted(np.tile(np.arange(touchpoints), (pairs, 1)), axis=1)
    gains = (_walked(worth, forward) + _walked(worth, forward[:, ::-1])) / 2
    error = gains.std(axis=0, ddof=1) / np.sqrt(pairs)
    return gains.mean(axis=0), error


def _walked(worth: Callable[[Ints], Floats], orders: Ints) -> Floats:
    """Return what each touchpoint (column) adds when it joins in each order (row)."""
    joined = np.cumsum(np.int64(1) << orders, axis=1)
    coalitions = np.hstack([np.zeros((len(orders), 1), dtype=np.int64), joined])
    masks, place = np.unique(coalitions, return_inverse=True)
    worths = np.asarray(worth(masks), dtype=np.float64)[place.reshape(coalitions.shape)]
    gains = np.empty(orders.shape)
    np.put_along_axis(gains, orders, np.diff(worths, axis=1), axis=1)
    return gains
