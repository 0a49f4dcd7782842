"""The distinct sets of touchpoints journeys hold, with what was tried and won per bucket, read some sets at a time.

Hundreds of resamples of millions of sets have room nowhere. What a game wants of the large sets are sums over them, so
they are weighed for all resamples block by block, and only the sums stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.attribution.shapley import Ints, Sets, membership
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    from scipy import sparse
else:
    sparse = Deferred("scipy.sparse")

Flags: TypeAlias = NDArray[np.bool_]
_AT_ONCE = 200_000
"""Numbers held at once per figure of a block, 1.6 MB: they stay near the processor."""
_PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Block:
    """Sets of one size (rows) under each resample (columns): journeys, conversions, and the mean of their pairs."""

    size: int
    rows: slice
    tried: Floats
    won: Floats
    foretold: Floats


@dataclass(frozen=True)
class TriedSets:
    """The distinct sets by their size, with journeys and conversions per bucket (columns)."""

    members: Ints
    sizes: Ints
    holding: Flags
    journeys: sparse.csr_array
    conversions: sparse.csr_array

    @classmethod
    def of(cls, sets: Sets) -> TriedSets:
        """Return counted sets, those that are the same added up.

        Raises:
            InvalidSetting: there are no journeys.
        """
        if not len(sets.members) or not sets.journeys.sum() > 0:
            raise InvalidSetting("A conversion rate", ["there is no closed journey"])
        members, place = np.unique(sets.members, return_inverse=True)
        sizes = np.bitwise_count(members).astype(np.int64)
        # By size, so that the sets of one size are a slice and no copy.
        order = np.argsort(sizes, kind="stable")
        moved = np.empty(len(order), dtype=np.int32)
        moved[order] = np.arange(len(order), dtype=np.int32)
        where = moved[place]
        journeys, conversions = (
            _per_bucket(where, sets.bucket, column, len(members)) for column in (sets.journeys, sets.conversions)
        )
        members = members[order]
        return cls(members, sizes[order], membership(members, sets.touchpoints), journeys, conversions)

    @property
    def touchpoints(self) -> int:
        """How many touchpoints there are."""
        return int(self.holding.shape[1])

    def of_size(self, least: int, most: int) -> slice:
        """Return where the sets of so many touchpoints stand."""
        return slice(*(int(place) for place in np.searchsorted(self.sizes, (least, most + 1))))

    def weighed(self, rows: slice, drawn: Floats) -> tuple[Floats, Floats]:
        """Return journeys and conversions of some sets (rows) in each resample (columns)."""
        tried, won = (np.asarray(part[rows] @ drawn.T, dtype=np.float64) for part in (self.journeys, self.conversions))
        return tried, won

    def blocks(self, drawn: Floats, pairs: Floats, size: int) -> Iterator[Block]:
        """Yield the sets of one size with their figures; `pairs` has the worth of pairs (columns) per resample."""
        flat = np.ascontiguousarray(pairs.T)
        for rows in self.pieces(size, len(drawn)):
            tried, won = self.weighed(rows, drawn)
            foretold = np.asarray(self.pairs(rows, size) @ flat, dtype=np.float64)
            foretold /= comb(size, 2)
            yield Block(size, rows, tried, won, foretold)

    def pieces(self, size: int, columns: int = 1) -> Iterator[slice]:
        """Yield the sets of one size in slices that have room."""
        whole = self.of_size(size, size)
        step = max(1, min(_AT_ONCE // columns, _PAIRS_AT_ONCE // max(1, comb(size, 2))))
        for first in range(whole.start, whole.stop, step):
            yield slice(first, min(first + step, whole.stop))

    def pairs(self, rows: slice, size: int) -> sparse.csr_array:
        """Return which pairs (columns, as `np.triu_indices` counts them) sets of one size (rows) hold."""
        n, each = self.touchpoints, comb(size, 2)
        number = np.zeros((n, n), dtype=np.int32)
        number[np.triu_indices(n, 1)] = np.arange(comb(n, 2))
        held = np.nonzero(self.holding[rows])[1].reshape(-1, size)
        first, second = np.triu_indices(size, 1)
        columns = number[held[:, first], held[:, second]].ravel()
        ends = np.arange(len(held) + 1, dtype=np.int32) * np.int32(each)
        return sparse.csr_array((np.ones(len(columns)), columns, ends), shape=(len(held), comb(n, 2)))


def _per_bucket(
    place: NDArray[np.int32], bucket: NDArray[np.integer[Any]], n: NDArray[Any], sets: int
) -> sparse.csr_array:
    """Return counts as a table of sets and buckets, without those that are none."""
    some = np.flatnonzero(n)
    counts = np.asarray(n[some], dtype=np.float64)
    return sparse.csr_array((counts, (place[some], bucket[some].astype(np.int32))), shape=(sets, BUCKETS))


@dataclass(frozen=True)
class HeldSums:
    """What sets of two and more add up to, per bucket, so that a resample need not sum over all sets again.

    Columns are the touchpoints a set holds, then the pairs a set of three and more holds.
    """

    won: Floats
    tried: dict[int, Floats]
    """By the size of the sets: all of them are due the rate of their size."""
    of_size: tuple[Floats, Floats]
    """Conversions and journeys of all sets of each size."""

    @classmethod
    def of(cls, sets: TriedSets) -> HeldSums:
        """Return the sums."""
        n = sets.touchpoints
        won, of_size = np.zeros((BUCKETS, n + comb(n, 2))), np.zeros((2, BUCKETS, n + 1))
        tried: dict[int, Floats] = {}
        for size in np.unique(sets.sizes).tolist():
            if size >= 2:
                tried[size] = np.zeros_like(won)
            for rows in sets.pieces(size):
                both = sets.conversions[rows], sets.journeys[rows]
                of_size[:, :, size] += [part.sum(axis=0) for part in both]
                if size >= 2:
                    held = sets.holding[rows].astype(np.float64)
                    pairs = sets.pairs(rows, size) if size > 2 else None
                    for part, sums in zip(both, (won, tried[size]), strict=True):
                        sums[:, :n] += part.T @ held
                        if pairs is not None:
                            sums[:, n:] += (part.T @ pairs).toarray()
        return cls(won, tried, (of_size[0], of_size[1]))

    def drawn(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return per resample the conversions, and those due at the rate of all sets of the same size."""
        won, tried = (weights @ part for part in self.of_size)
        rate = np.divide(won, tried, out=np.zeros_like(won), where=tried > 0)
        due = np.zeros((len(weights), self.won.shape[1]))
        for size, part in self.tried.items():
            due += rate[:, [size]] * (weights @ part)
        return np.asarray(weights @ self.won, dtype=np.float64), due
