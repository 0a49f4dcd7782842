"""Orders compared: what keeps its place where a row was sorted anew."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def rising(numbers: Sequence[int]) -> list[int]:
    """Return the positions of a longest rising subsequence: the fewest others moved.

    Example:
        >>> rising([3, 0, 1, 2])
        [1, 2, 3]
    """
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for i, number in enumerate(numbers):
        at = bisect_left(tops, number)
        previous.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [number]
        ends[at : at + 1] = [i]
    found = []
    i = ends[-1] if ends else -1
    while i >= 0:
        found.append(i)
        i = previous[i]
    return found[::-1]
