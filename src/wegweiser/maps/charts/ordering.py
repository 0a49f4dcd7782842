"""The order of things in columns so that few lines between them cross."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Thing = TypeVar("_Thing")
_SWEEPS = 24
Line = tuple[_Thing, _Thing, float]
"""From a thing in one column to a thing in the next, and how much it weighs."""


def untangled(
    columns: Sequence[Sequence[_Thing]], lines: Sequence[Line[_Thing]], rank: Callable[[_Thing], int] = lambda _: 0
) -> list[list[_Thing]]:
    """Return the columns with their things ordered by barycentre, so that little weight crosses.

    Sweeps go forward and back (Sugiyama, Tagawa and Toda 1981, "Methods for visual understanding of hierarchical
    system structures", IEEE Transactions on Systems, Man, and Cybernetics 11(2)); the best order seen is kept. A
    thing of a higher rank stays below those of a lower one.

    Example:
        >>> untangled([["a", "b"], ["x", "y"]], [("a", "y", 5.0), ("b", "x", 5.0)])
        [['a', 'b'], ['y', 'x']]
    """
    before, after = defaultdict(list), defaultdict(list)
    for source, target, weight in lines:
        after[source].append((target, weight))
        before[target].append((source, weight))
    now = [sorted(column, key=rank) for column in columns]
    best, least = [list(column) for column in now], crossing(now, lines)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        near = before if forward else after
        places = range(1, len(now)) if forward else range(len(now) - 2, -1, -1)
        for i in places:
            at = {thing: place for place, thing in enumerate(now[i - 1 if forward else i + 1])}
            own = {thing: place for place, thing in enumerate(now[i])}
            centre = {thing: _centre(near[thing], at, own[thing]) for thing in now[i]}
            now[i].sort(key=lambda thing: (rank(thing), centre[thing], own[thing]))
        if (found := crossing(now, lines)) < least:
            best, least = [list(column) for column in now], found
    return best


def crossing(columns: Sequence[Sequence[_Thing]], lines: Sequence[Line[_Thing]]) -> float:
    """Return the weight that crosses: of each pair of crossing lines the lighter one.

    Example:
        >>> crossing([["a", "b"], ["x", "y"]], [("a", "y", 5.0), ("b", "x", 2.0)])
        2.0
    """
    at = {thing: (i, place) for i, column in enumerate(columns) for place, thing in enumerate(column)}
    gaps = defaultdict(list)
    for source, target, weight in lines:
        gaps[at[source][0]].append((at[source][1], at[target][1], weight))
    return sum(_crossed(np.array(gap, dtype=float).T) for gap in gaps.values())


def _crossed(gap: NDArray[np.float64]) -> float:
    """Return what crosses in one gap: its lines' places on both sides, and weights; all pairs at once, for speed."""
    a, b, weight = gap
    crosses = np.subtract.outer(a, a) * np.subtract.outer(b, b) < 0
    return float(np.minimum.outer(weight, weight)[crosses].sum()) / 2


def _centre(near: Sequence[tuple[_Thing, float]], at: dict[_Thing, int], otherwise: float) -> float:
    """Return the weighted middle of the neighbours' places; its own place where it has none."""
    total = sum(weight for thing, weight in near if thing in at)
    return sum(at[thing] * weight for thing, weight in near if thing in at) / total if total else otherwise
