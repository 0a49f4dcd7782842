"""How far back a chain should remember, chosen by what it foretells of customers it has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution.higher import Cells, kinds
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.bootstrap import BUCKETS

_PSEUDO = 1.0


@dataclass(frozen=True)
class Orders:
    """The order to use, with the mean held-out log-likelihood of a transition by order 1, 2, ... and its shortfall."""

    chosen: int
    likelihood: tuple[float, ...]
    behind: tuple[float, ...]
    """How much less each order foretells than the best one."""
    error: tuple[float, ...]
    """Standard error of that difference, over customers."""


def held_out(cells: Cells, *, folds: int = 4) -> Orders:
    """Return the shortest memory that foretells held-out customers as well as the best one, within a standard error.

    Customers are held out by bucket. A state's probabilities are its counts and one pseudo-transition spread like
    all transitions, so that the unseen is unlikely and not impossible; a long memory pays for its many states.
    The rule of one standard error: Breiman, Friedman, Olshen and Stone 1984, Classification and Regression Trees.

    Raises:
        InvalidSetting: there are fewer than two folds.
    """
    if not 2 <= folds <= BUCKETS:
        raise InvalidSetting("Choosing an order", [f"{folds} folds are not between 2 and {BUCKETS}"])
    scores = np.stack([_scores(cells.shortened(order), folds) for order in range(1, cells.order + 1)])
    n = np.bincount(cells.bucket, weights=cells.n, minlength=BUCKETS)
    means = scores.sum(axis=1) / n.sum()
    best = int(means.argmax())
    gaps = (scores[best] - scores) / n.sum()
    # Buckets are independent: the error of a sum of differences centred on their share of the transitions.
    centred = gaps - gaps.sum(axis=1, keepdims=True) * n / n.sum()
    error = np.sqrt((centred**2).sum(axis=1))
    behind = gaps.sum(axis=1)
    chosen = 1 + int(np.flatnonzero(behind <= error)[0])
    return Orders(chosen, _plain(means), _plain(behind), _plain(error))


def _scores(cells: Cells, folds: int) -> Floats:
    """Return the held-out log-likelihood of each bucket."""
    wide = cells.touchpoints + 3
    keys, place = kinds(cells)
    states, source = np.unique(keys // wide, return_inverse=True)
    onward = keys % wide
    fold = cells.bucket % folds
    found = np.zeros(BUCKETS)
    for held in range(folds):
        out = fold == held
        n = np.bincount(place[~out], weights=cells.n[~out], minlength=len(keys))
        leaving = np.bincount(source, weights=n, minlength=len(states))
        everywhere = np.bincount(onward, weights=n, minlength=wide) + 1.0 / wide
        spread = everywhere / everywhere.sum()
        chance = np.log((n + _PSEUDO * spread[onward]) / (leaving[source] + _PSEUDO))
        found += np.bincount(cells.bucket[out], weights=(cells.n * chance[place])[out], minlength=BUCKETS)
    return found


def _plain(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
