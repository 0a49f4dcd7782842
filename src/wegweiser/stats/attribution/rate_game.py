"""Shapley values of a conversion rate: how much each touchpoint adds to the rate of journeys, at any number of them.

The worth of a set is the conversion rate of closed journeys that hold exactly that set, shrunken in three floors:
singles and pairs to what journeys of the same size that hold them and more convert, larger sets to the mean of their
pairs. The shrinkage is empirical Bayes, beta-binomial by moments (Kleinman 1973, JASA 68). A set nobody had is worth
what its pairs foretell. That game is a sum of few simple games, so its Shapley value has a closed form and nothing is
sampled. With many touchpoints most sets are unseen, and the values draw together: read them at channel level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

import numpy as np

from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.attribution.resampling import DRAWS, Resampled, weights
from wegweiser.stats.attribution.shapley import Ints, Sets, membership, weight
from wegweiser.stats.attribution.tried_sets import HeldSums, TriedSets
from wegweiser.stats.bootstrap import BUCKETS

_AT_ONCE = 128
"""Resamples weighed at once."""
_STEADY = 20.0
"""Foretold conversions at which the rate of journeys of one size counts as much as that of the next smaller size."""
_LOOSE = (1e-6, 0.5)
"""Bounds of the correlation within a set; 1e-6 is a million pseudo-journeys."""


@dataclass(frozen=True)
class RateGame:
    """Credit per touchpoint in conversions, with the baseline: conversions that would come without any touchpoint."""

    credit: Resampled
    """Never below zero: the values below it count as zero. Credit and baseline sum to the conversions."""
    baseline: Resampled
    baseline_observed: bool
    """False where no journey was without a touchpoint: the baseline is then taken as 0."""
    values: Resampled
    """Shapley values in conversion rate, also below zero; they sum to `worth_of_all` - `worth_of_none`."""
    worth_of_all: float
    worth_of_none: float


def rates(sets: Sets, *, draws: int = DRAWS, seed: int = 0) -> RateGame:
    """Return the credit of each touchpoint by the conversion-rate game, with draws over the 256 buckets.

    The conversions above the baseline are divided in proportion to the values above zero; where none is, every
    conversion is baseline. Scaling all values to the conversions, those below zero too, would blow them up wherever
    they nearly cancel, as they do when whoever buys stops early and large sets convert less.

    Raises:
        InvalidSetting: there are no journeys.
    """
    game = _Game.of(sets)
    whole = np.ones((1, BUCKETS))
    worths = game.worths(whole)
    found = game.played(whole)
    drawn = weights(draws, seed=seed)
    parts = [game.played(drawn[i : i + _AT_ONCE]) for i in range(0, draws, _AT_ONCE)]
    credit, baseline, values = (np.concatenate([part[k] for part in parts]) for k in range(3))
    return RateGame(
        credit=Resampled(found[0][0], credit),
        baseline=Resampled(found[1], baseline[:, None]),
        baseline_observed=bool((game.sets.sizes == 0).any()),
        values=Resampled(found[2][0], values),
        worth_of_all=float(game.worth_of_all(whole, worths)[0]),
        worth_of_none=float(worths.none[0]),
    )


def worth(sets: Sets, coalitions: Ints) -> Floats:
    """Return the worth of coalitions in the rate game, for games that are to be played another way."""
    game, whole = _Game.of(sets), np.ones((1, BUCKETS))
    worths = game.worths(whole)
    holding = membership(coalitions, sets.touchpoints)
    sizes = holding.sum(axis=1)
    flat = holding.astype(np.float64)
    pairs = np.einsum("si,ij,sj->s", flat, worths.pairs[0], flat) / 2
    found = worths.growth[0][sizes] * pairs / np.maximum(sizes * (sizes - 1) / 2, 1)
    found[sizes == 2] = pairs[sizes == 2]
    found[sizes == 1] = (flat @ worths.singles[0])[sizes == 1]
    found[sizes == 0] = worths.none[0]
    members = game.sets.members
    known = {
        member: more
        for rows, beyond in game.beyond(whole, worths)
        for member, more in zip(members[rows].tolist(), beyond[:, 0].tolist(), strict=True)
    }
    beyond = np.array([known.get(coalition, 0.0) for coalition in np.asarray(coalitions).tolist()])
    return np.asarray(found + beyond, dtype=np.float64)


@dataclass(frozen=True)
class _Worths:
    """The shrunken worths, one resample per row."""

    none: Floats
    singles: Floats
    pairs: Floats
    """Symmetric, with an empty diagonal."""
    growth: Floats
    """What the mean of a set's pairs is multiplied with, by the set's size."""
    pseudo: Floats
    """How many pseudo-journeys draw the rate of a large set to what its pairs foretell."""

    def values(self, sets: TriedSets, beyond: Iterator[tuple[slice, Floats]]) -> Floats:
        """Return the Shapley values: those of the small sets, of the mean of pairs, and of what is beyond."""
        n = self.singles.shape[1]
        inside, outside = _points(n)
        both, one = self.pairs.sum(axis=2), self.pairs.sum(axis=(1, 2))[:, None] / 2
        total = self.singles.sum(axis=1, keepdims=True)
        values = -outside[0] * self.none[:, None] + inside[1] * self.singles - outside[1] * (total - self.singles)
        values = values + inside[2] * both - outside[2] * (one - both)
        members, others = _spread(self.growth, n)
        values = values + members[:, None] * both + others[:, None] * (one - both)
        for rows, more in beyond:
            size = sets.sizes[rows.start]
            values += (more.T @ sets.holding[rows]) * (inside + outside)[size]
            values -= more.sum(axis=0)[:, None] * outside[size]
        return np.asarray(values, dtype=np.float64)


def _paired(amounts: Floats, n: int) -> Floats:
    """Return amounts of pairs as a symmetric table per resample."""
    first, second = np.triu_indices(n, 1)
    table = np.zeros((len(amounts), n, n))
    table[:, first, second] = table[:, second, first] = amounts
    return table


@dataclass(frozen=True)
class _Game:
    """The sets, with what is summed over them once."""

    sets: TriedSets
    sums: HeldSums

    @classmethod
    def of(cls, sets: Sets) -> _Game:
        """Return the game of these sets."""
        tried = TriedSets.of(sets)
        return cls(tried, HeldSums.of(tried))

    def played(self, drawn: Floats) -> tuple[Floats, Floats, Floats]:
        """Return credit (resamples x touchpoints) and baseline (resamples) in conversions, and the values."""
        worths = self.worths(drawn)
        values = worths.values(self.sets, self.beyond(drawn, worths))
        whole, tried = (drawn @ part.sum(axis=1) for part in self.sums.of_size)
        gains = np.maximum(values, 0.0)
        gained = gains.sum(axis=1)
        above = np.where(gained > 0, np.maximum(whole - worths.none * tried, 0.0), 0.0)
        credit = gains * np.divide(above, gained, out=np.zeros_like(above), where=gained > 0)[:, None]
        return credit, whole - above, values

    def worths(self, drawn: Floats) -> _Worths:
        """Return the shrunken worths of all sets, floor by floor."""
        n, sets = self.sets.touchpoints, self.sets
        (empty, one, two) = (
            tuple(part.T for part in sets.weighed(sets.of_size(size, size), drawn)) for size in range(3)
        )
        none = _share(empty[1].sum(axis=1), empty[0].sum(axis=1))
        tried, won = np.zeros((2, len(drawn), n))
        alone = sets.holding[sets.of_size(1, 1)].argmax(axis=1)
        tried[:, alone], won[:, alone] = one
        overall = _share(*(drawn @ part.sum(axis=1) for part in self.sums.of_size))[:, None]
        pooled = _share(won.sum(axis=1, keepdims=True), tried.sum(axis=1, keepdims=True), overall)
        held, due = self.sums.drawn(drawn)
        singles = _shrunken(won, tried, np.minimum(pooled * (held[:, :n] + _STEADY) / (due[:, :n] + _STEADY), 1.0))
        more = tuple(_paired(part[:, n:], n) for part in (held, due))
        pairs = self._pairs(singles, two, more)
        return _Worths(none, singles, pairs, *self._large(drawn, _upper(pairs)))

    def beyond(self, drawn: Floats, worths: _Worths) -> Iterator[tuple[slice, Floats]]:
        """Yield what large sets (rows) that were seen are worth more than their pairs foretell, per resample."""
        pairs = _upper(worths.pairs)
        for size in self._large_sizes():
            for block in self.sets.blocks(drawn, pairs, size):
                grown = worths.growth[:, size] * block.foretold
                # The clip keeps rates rates; what it cuts off the foretold is given back here.
                more = np.clip(grown, 0.0, 1.0)
                more *= worths.pseudo
                more += block.won
                more /= block.tried + worths.pseudo
                more -= grown
                yield block.rows, more

    def worth_of_all(self, drawn: Floats, worths: _Worths) -> Floats:
        """Return the worth of all touchpoints together."""
        n = self.sets.touchpoints
        if n == 1:
            return worths.singles[:, 0]
        mean = worths.pairs.sum(axis=(1, 2)) / (n * (n - 1))
        if n == 2:
            return np.asarray(mean, dtype=np.float64)
        whole = (more.sum(axis=0) for rows, more in self.beyond(drawn, worths) if self.sets.sizes[rows.start] == n)
        return np.asarray(worths.growth[:, n] * mean + sum(whole, np.zeros(len(drawn))), dtype=np.float64)

    def _large_sizes(self) -> range:
        """Return the sizes of sets of three and more."""
        return range(3, self.sets.touchpoints + 1)

    def _large(self, drawn: Floats, pairs: Floats) -> tuple[Floats, Floats]:
        """Return how many times more large sets won than pairs foretell, by size, and their pseudo-journeys.

        Growth is steadied by the size below.
        """
        growth = np.ones((len(drawn), self.sets.touchpoints + 1))
        excess, room = np.zeros((2, len(drawn)))
        for size in self._large_sizes():
            seen, expected = np.zeros((2, len(drawn)))
            for block in self.sets.blocks(drawn, pairs, size):
                seen += block.won.sum(axis=0)
                expected += np.einsum("sd,sd->d", block.foretold, block.tried)
            growth[:, size] = (seen + _STEADY * growth[:, size - 1]) / (expected + _STEADY)
            for block in self.sets.blocks(drawn, pairs, size):
                spread = _excess(block.won, block.tried, np.clip(growth[:, size] * block.foretold, 0.0, 1.0), axis=0)
                excess += spread[0]
                room += spread[1]
        return growth, _pseudo(excess, room)

    def _pairs(self, singles: Floats, two: tuple[Floats, ...], more: tuple[Floats, ...]) -> Floats:
        """Return the shrunken rates of all pairs; `more` is what large sets with them won, and were due to win."""
        n, (tried, won) = singles.shape[1], two
        holding = self.sets.holding[self.sets.of_size(2, 2)]
        first, second = holding.argmax(axis=1), n - 1 - holding[:, ::-1].argmax(axis=1)
        level = np.maximum(singles.mean(axis=1), 1e-12)[:, None, None]
        start = (singles[:, :, None] + singles[:, None, :]) / 2
        prior = level * (more[0] + _STEADY * start / level) / (more[1] + _STEADY)
        factor = (won.sum(axis=1) + _STEADY) / ((tried * prior[:, first, second]).sum(axis=1) + _STEADY)
        pairs = np.minimum(prior * factor[:, None, None], 1.0)
        pairs[:, np.arange(n), np.arange(n)] = 0.0
        seen = _shrunken(won, tried, pairs[:, first, second])
        pairs[:, first, second] = pairs[:, second, first] = seen
        return np.asarray(pairs, dtype=np.float64)


def _upper(pairs: Floats) -> Floats:
    """Return the worth of each pair once, per resample."""
    first, second = np.triu_indices(pairs.shape[1], 1)
    return pairs[:, first, second]


def _shrunken(won: Floats, tried: Floats, prior: Floats) -> Floats:
    """Return the rates drawn to their prior by as many pseudo-journeys as the spread of the rates calls for."""
    pseudo = _pseudo(*_excess(won, tried, prior, axis=1))[:, None]
    return np.asarray((won + pseudo * prior) / (tried + pseudo), dtype=np.float64)


def _excess(won: Floats, tried: Floats, prior: Floats, *, axis: int) -> tuple[Floats, Floats]:
    """Return how much more the rates spread than chance would, and how much they could."""
    chance = np.clip(prior, 1e-9, 1 - 1e-9)
    excess = won - tried * chance
    excess *= excess
    excess /= chance * (1 - chance)
    excess -= tried
    return excess.sum(axis=axis), (tried * np.maximum(tried - 1, 0)).sum(axis=axis)


def _pseudo(excess: Floats, room: Floats) -> Floats:
    """Return how many pseudo-journeys that spread calls for."""
    alike = np.clip(np.divide(excess, room, out=np.zeros_like(excess), where=room > 0), *_LOOSE)
    return np.asarray(1 / alike - 1, dtype=np.float64)


def _share(above: Floats, below: Floats, otherwise: Floats | None = None) -> Floats:
    fallback = np.zeros_like(above) if otherwise is None else otherwise.astype(np.float64).copy()
    return np.asarray(np.divide(above, below, out=fallback, where=below > 0), dtype=np.float64)


def _points(n: int) -> tuple[Floats, Floats]:
    """Return what one more point of worth of one set of each size gives its members, and takes from the others."""
    inside = np.array([weight(size - 1, n) for size in range(max(n, 2) + 1)])
    outside = np.array([weight(size, n) for size in range(max(n, 2) + 1)])
    return inside, outside


def _spread(growth: Floats, n: int) -> tuple[Floats, Floats]:
    """Return what a pair's worth gives its own two, and each other touchpoint, through all sets of three and more."""
    members, others = np.zeros(len(growth)), np.zeros(len(growth))
    # A set of t before the touchpoint joins: worth growth / pairs, once the pair is inside.
    worth_of = [growth[:, s] / comb(s, 2) if s >= 3 else np.zeros(len(growth)) for s in range(n + 1)]
    for t in range(1, n):
        members += weight(t, n) * comb(n - 2, t - 1) * worth_of[t + 1]
        if n >= 3 and t >= 2:
            others += weight(t, n) * comb(n - 3, t - 2) * (worth_of[t + 1] - worth_of[t])
    return members, others
