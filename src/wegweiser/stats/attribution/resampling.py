"""How sure a statistic of counts is: 256 customer buckets drawn again and again, all resamples at once.

What a statistic needs is counted per bucket once; a resample only weighs the 256 tables anew. The weights are
multinomial (Efron 1979, Annals of Statistics 7); buckets keep a customer's journeys together (Davison and
Hinkley 1997, ch. 3.8).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting

Floats: TypeAlias = NDArray[np.float64]
Statistic: TypeAlias = Callable[[Floats], Floats]
DRAWS = 500
_AT_ONCE = 4_000_000
"""Numbers held at once in weighted tables: 32 MB."""


@dataclass(frozen=True)
class Resampled:
    """A figure per item with its resampled draws: `estimate` (items), `draws` (resamples x items)."""

    estimate: Floats
    draws: Floats

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
        """Return both ends of each percentile interval."""
        tail = (1 - level) / 2 * 100
        lo, hi = np.percentile(self.draws, [tail, 100 - tail], axis=0)
        return lo, hi

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
        """Return the differences; both sides must come from the same weights, or from different customers."""
        return Resampled(self.estimate - other.estimate, self.draws - other.draws)


def weights(draws: int = DRAWS, *, seed: int = 0, buckets: int = 256) -> Floats:
    """Return how often each bucket falls into each resample; rows are resamples."""
    drawn = np.random.default_rng(seed).multinomial(buckets, np.full(buckets, 1 / buckets), size=draws)
    return drawn.astype(np.float64)


def resampled(tables: Floats, statistic: Statistic, *, draws: int = DRAWS, seed: int = 0) -> Resampled:
    """Return a statistic of the sum of all buckets' tables, with its draws.

    `tables` has one bucket per row; `statistic` takes tables of the shape (..., *table) and returns (..., items).

    Example:
        >>> rates = np.array([[1.0, 2.0]] * 256)
        >>> resampled(rates, lambda t: t[..., :1] / t[..., 1:]).estimate.tolist()
        [0.5]

    Raises:
        InvalidSetting: there are fewer than two buckets.
    """
    if len(tables) < 2:
        raise InvalidSetting("Resampling", ["it takes at least two buckets"])
    flat = np.ascontiguousarray(tables, dtype=np.float64).reshape(len(tables), -1)
    drawn = weights(draws, seed=seed, buckets=len(tables))
    estimate = statistic(flat.sum(axis=0).reshape(tables.shape[1:]))
    step = max(1, _AT_ONCE // max(1, flat.shape[1]))
    parts = [statistic((drawn[i : i + step] @ flat).reshape(-1, *tables.shape[1:])) for i in range(0, draws, step)]
    return Resampled(np.asarray(estimate, dtype=np.float64), np.concatenate(parts))
