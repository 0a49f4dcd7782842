"""Which of several estimates is largest, how sure that is, and which cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution.resampling import Floats, Resampled

_LEVEL = 0.95


@dataclass(frozen=True)
class Ranking:
    """Items ranked by estimate, the largest first; every column has one entry per item, in the order given."""

    estimate: Floats
    order: NDArray[np.int64]
    """The items from first to last."""
    tie: NDArray[np.int64]
    """Number of the tie group, 1 the best: items of one group cannot be told from its best."""
    rank: NDArray[np.int64]
    """Rank that may be shown: that of the best of the tie group, so 1, 1, 3."""
    among_first: Floats
    best: Floats
    """Probability to be the largest of all."""
    regret: Floats
    """What choosing the item costs on average against choosing the best, in the unit of the estimates."""


def ranked(estimate: ArrayLike, draws: ArrayLike, *, places: int = 3) -> Ranking:
    """Return the ranking of items with its uncertainty from draws (rows) of all items (columns) together.

    Tie groups: the best item not yet in a group opens one, and those after it join until the 95 % interval of the
    opener minus the item leaves zero out. "Cannot be told apart" is not transitive; being tied with the same best is.
    Regret is the expected loss of decision theory (Raiffa and Schlaifer 1961, ch. 4).

    Example:
        >>> found = ranked([1.0, 3.0], [[0.9, 3.1], [1.1, 2.9]])
        >>> found.order.tolist(), found.rank.tolist(), found.tie.tolist(), found.regret.round(2).tolist()
        ([1, 0], [2, 1], [2, 1], [2.0, 0.0])

    Raises:
        InvalidSetting: there is not one estimate per column of draws, or fewer than two draws.
    """
    values, drawn = np.asarray(estimate, dtype=np.float64), np.asarray(draws, dtype=np.float64)
    if drawn.ndim != 2 or drawn.shape[1:] != values.shape or len(drawn) < 2:
        raise InvalidSetting("A ranking", [f"draws of {drawn.shape} do not fit {values.shape} estimates"])
    order = np.argsort(-values, kind="stable")
    tie = _tied(drawn[:, order])
    place = np.searchsorted(tie, tie) + 1
    back = np.argsort(order, kind="stable")
    resampled = Resampled(values, drawn)
    chances = resampled.rank_probabilities() if len(values) else np.zeros((0, 1))
    best = drawn.max(axis=1, keepdims=True) if len(values) else drawn
    return Ranking(
        estimate=values,
        order=order,
        tie=tie[back],
        rank=place[back],
        among_first=np.minimum(chances[:, :places].sum(axis=1), 1.0),
        best=chances[:, 0],
        regret=np.asarray((best - drawn).mean(axis=0), dtype=np.float64),
    )


def _tied(drawn: Floats) -> NDArray[np.int64]:
    """Return the tie group of each column; columns are sorted, the best first."""
    groups = np.zeros(drawn.shape[1], dtype=np.int64)
    group, opener = 0, -1
    for item in range(drawn.shape[1]):
        if opener < 0 or np.quantile(drawn[:, opener] - drawn[:, item], (1 - _LEVEL) / 2) > 0:
            group, opener = group + 1, item
        groups[item] = group
    return groups
