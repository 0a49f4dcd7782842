"""How sure a statistic of counts is: 256 customer buckets drawn again and again, all resamples at once.

What a statistic needs is counted per bucket once; a resample only weighs the 256 tables anew. The weights are
multinomial (Efron 1979, Annals of Statistics 7); buckets keep a customer's journeys together (Davison and
Hinkley 1997, ch. 3.8). Percentile intervals miss too often above small shares, so a share has Wilson's
interval at the number of cases that would give the same standard error (Korn and Graubard 1998, Survey
Methodology 24; Franco, Little, Louis and Slud 2019, J Surv Stat Methodol 7). Measured: tests/soak/test_coverage.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting

Floats: TypeAlias = NDArray[np.float64]
Statistic: TypeAlias = Callable[[Floats], Floats]
DRAWS = 500
_AT_ONCE = 250_000
"""Numbers held at once in weighted tables: 2 MB, which stay near the processor."""


@dataclass(frozen=True)
class Resampled:
    """A figure per item with its resampled draws: `estimate` (items), `draws` (resamples x items)."""

    estimate: Floats
    draws: Floats
    of: float | None = None
    """Of how many cases the figures are shares, each between 0 and 1; None where they are no shares."""

    @property
    def sd(self) -> Floats:
        """Standard error of each figure."""
        spread: Floats = self.draws.std(axis=0, ddof=1)
        return spread

    @property
    def lo(self) -> Floats:
        """Lower end of each 95 % interval."""
        return self.interval()[0]

    @property
    def hi(self) -> Floats:
        """Upper end of each 95 % interval."""
        return self.interval()[1]

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Return both ends of each interval: Wilson's at the effective number of cases for shares, else percentiles."""
        tail = (1 - level) / 2
        if self.of is None:
            lo, hi = np.percentile(self.draws, [tail * 100, 100 - tail * 100], axis=0)
            return lo, hi
        share, spread = np.clip(self.estimate, 0.0, 1.0), self.sd
        cases = np.full_like(share, self.of)
        # Where no resample differs, nothing is known about the spread: all cases then count in full.
        np.divide(share * (1 - share), spread**2, out=cases, where=(spread > 0) & (share > 0) & (share < 1))
        z = NormalDist().inv_cdf(1 - tail)
        grown = 1 + z**2 / cases
        centre = (share + z**2 / (2 * cases)) / grown
        half = z / grown * np.sqrt(share * (1 - share) / cases + z**2 / (4 * cases**2))
        return np.minimum(np.maximum(centre - half, 0.0), share), np.maximum(np.minimum(centre + half, 1.0), share)

    def rank_probabilities(self) -> Floats:
        """Return how often each item (row) has each rank (column, the largest figure first) among the draws.

        Equal figures share their ranks evenly, so that no item wins by its place in the table.
        """
        items = self.draws.shape[1]
        found = np.zeros((items, items))
        for item in range(items):
            above = (self.draws > self.draws[:, [item]]).sum(axis=1)
            equal = (self.draws == self.draws[:, [item]]).sum(axis=1)
            # A run of equal figures occupies `equal` ranks from `above` on.
            edges = np.zeros(items + 1)
            np.add.at(edges, above, 1.0 / equal)
            np.add.at(edges, above + equal, -1.0 / equal)
            found[item] = np.cumsum(edges)[:-1] / len(self.draws)
        return found

    def among_first(self, places: int = 3) -> Floats:
        """Return how probable it is that each item is among the first `places`."""
        chance: Floats = self.rank_probabilities()[:, :places].sum(axis=1)
        return np.clip(chance, 0.0, 1.0)

    def __sub__(self, other: Resampled) -> Resampled:
        """Return the differences, with percentile intervals; both sides must come from the same seed."""
        return Resampled(self.estimate - other.estimate, self.draws - other.draws)


@lru_cache(maxsize=8)
def weights(draws: int = DRAWS, *, seed: int = 0, buckets: int = 256) -> Floats:
    """Return how often each bucket falls into each resample; rows are resamples."""
    drawn = np.random.default_rng(seed).multinomial(buckets, np.full(buckets, 1 / buckets), size=draws)
    found = drawn.astype(np.float64)
    found.flags.writeable = False
    return found


def resampled(
    tables: Floats, statistic: Statistic, *, of: float | None = None, draws: int = DRAWS, seed: int = 0
) -> Resampled:
    """Return a statistic of the sum of all buckets' tables, with its draws.

    `tables` has one bucket per row; `statistic` takes tables of the shape (..., *table) and returns (..., items). Of
    shares, `of` says of how many cases: the conversions for credit and removal effects.

    Example:
        >>> rates = np.array([[1.0, 2.0]] * 256)
        >>> resampled(rates, lambda t: t[..., :1] / t[..., 1:]).estimate.tolist()
        [0.5]

    Raises:
        InvalidSetting: there are fewer than two buckets, or shares of nothing.
    """
    if len(tables) < 2 or (of is not None and of <= 0):
        raise InvalidSetting("Resampling", ["it takes at least two buckets, and shares of something"])
    flat = np.ascontiguousarray(tables, dtype=np.float64).reshape(len(tables), -1)
    drawn = weights(draws, seed=seed, buckets=len(tables))
    estimate = statistic(flat.sum(axis=0).reshape(tables.shape[1:]))
    step = max(1, _AT_ONCE // max(1, flat.shape[1]))
    parts = [statistic((drawn[i : i + step] @ flat).reshape(-1, *tables.shape[1:])) for i in range(0, draws, step)]
    return Resampled(np.asarray(estimate, dtype=np.float64), np.concatenate(parts), of)
