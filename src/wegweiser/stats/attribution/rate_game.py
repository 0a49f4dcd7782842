"""Shapley values of a conversion rate: how much each touchpoint adds to the rate of journeys, at any number of them.

The worth of a set is the conversion rate of closed journeys that hold exactly that set, shrunken in three floors:
singles and pairs to what journeys of the same size that hold them and more convert, larger sets to the mean of their
pairs. The shrinkage is empirical Bayes, beta-binomial by moments (Kleinman 1973, JASA 68). A set nobody had is worth
what its pairs foretell. That game is a sum of few simple games, so its Shapley value has a closed form and nothing is
sampled. With many touchpoints most sets are unseen, and the values draw together: read them at channel level.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.attribution.resampling import DRAWS, Resampled, weights
from wegweiser.stats.attribution.shapley import Ints, Sets, membership, weight
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    from scipy import sparse
else:
    sparse = Deferred("scipy.sparse")

_Flags: TypeAlias = NDArray[np.bool_]
_AT_ONCE = 2_000_000
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
    whole = game.whole()
    worths = game.worths(whole)
    found = game.played(whole)
    drawn, step = weights(draws, seed=seed), max(1, _AT_ONCE // len(game.members))
    parts = [game.played(drawn[i : i + step]) for i in range(0, draws, step)]
    credit, baseline, values = (np.concatenate([part[k] for part in parts]) for k in range(3))
    return RateGame(
        credit=Resampled(found[0][0], credit),
        baseline=Resampled(found[1], baseline[:, None]),
        baseline_observed=bool((game.sizes == 0).any()),
        values=Resampled(found[2][0], values),
        worth_of_all=float(worths.all(game)[0]),
        worth_of_none=float(worths.none[0]),
    )


def worth(sets: Sets, coalitions: Ints) -> Floats:
    """Return the worth of coalitions in the rate game, for games that are to be played another way."""
    game = _Game.of(sets)
    worths = game.worths(game.whole())
    holding = membership(coalitions, sets.touchpoints)
    sizes = holding.sum(axis=1)
    flat = holding.astype(np.float64)
    pairs = np.einsum("si,ij,sj->s", flat, worths.pairs[0], flat) / 2
    found = worths.growth[0][sizes] * pairs / np.maximum(sizes * (sizes - 1) / 2, 1)
    found[sizes == 2] = pairs[sizes == 2]
    found[sizes == 1] = (flat @ worths.singles[0])[sizes == 1]
    found[sizes == 0] = worths.none[0]
    known = dict(zip(game.members[game.large].tolist(), worths.beyond[0].tolist(), strict=True))
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
    beyond: Floats
    """What the large sets that were seen are worth more than their pairs foretell."""

    def values(self, game: _Game) -> Floats:
        """Return the Shapley values: those of the small sets, of the mean of pairs, and of what is beyond."""
        n = self.singles.shape[1]
        inside, outside = _points(n)
        both, one = self.pairs.sum(axis=2), self.pairs.sum(axis=(1, 2))[:, None] / 2
        total = self.singles.sum(axis=1, keepdims=True)
        values = -outside[0] * self.none[:, None] + inside[1] * self.singles - outside[1] * (total - self.singles)
        values = values + inside[2] * both - outside[2] * (one - both)
        members, others = _spread(self.growth, n)
        values = values + members[:, None] * both + others[:, None] * (one - both)
        sizes = game.sizes[game.large]
        weighted = self.beyond * outside[sizes]
        holding = game.holding[game.large].astype(np.float64)
        gained = (self.beyond * (inside + outside)[sizes]) @ holding
        return np.asarray(values + gained - weighted.sum(axis=1, keepdims=True), dtype=np.float64)

    def all(self, game: _Game) -> Floats:
        """Return the worth of all touchpoints together."""
        n = self.singles.shape[1]
        if n == 1:
            return self.singles[:, 0]
        mean = self.pairs.sum(axis=(1, 2)) / (n * (n - 1))
        if n == 2:
            return np.asarray(mean, dtype=np.float64)
        whole = game.sizes[game.large] == n
        return np.asarray(self.growth[:, n] * mean + self.beyond[:, whole].sum(axis=1), dtype=np.float64)


@dataclass(frozen=True)
class _Sums:
    """What sets of two and more add up to, per bucket, so that a resample need not sum over all sets again.

    Columns are the touchpoints a set holds, then the pairs a set of three and more holds.
    """

    won: Floats
    tried: dict[int, Floats]
    """By the size of the sets: all of them are due the rate of their size."""
    of_size: tuple[Floats, Floats]
    """Conversions and journeys of all sets of each size."""

    @classmethod
    def of(
        cls,
        sets: tuple[Ints, _Flags],
        journeys: sparse.csr_array,
        conversions: sparse.csr_array,
        pairs: sparse.csr_array,
    ) -> _Sums:
        """Return the sums of sets that are ordered by size."""
        sizes, holding = sets
        n = holding.shape[1]
        first, second = np.triu_indices(n, 1)
        held = (pairs[first * n + second] > 0).astype(np.float64).T
        few, small = np.searchsorted(sizes, (2, 3))
        beside = sparse.vstack([sparse.csr_array((small - few, len(first))), held])
        columns = sparse.csr_array(sparse.hstack([sparse.csr_array(holding[few:].astype(np.float64)), beside]))
        tried = {}
        for size in np.unique(sizes[few:]):
            since, until = np.searchsorted(sizes, (size, size + 1))
            tried[int(size)] = (journeys[:, since:until] @ columns[since - few : until - few]).toarray()
        place = sparse.csr_array((np.ones(len(sizes)), (np.arange(len(sizes)), sizes)), shape=(len(sizes), n + 1))
        of_size = tuple((part @ place).toarray() for part in (conversions, journeys))
        return cls((conversions[:, few:] @ columns).toarray(), tried, (of_size[0], of_size[1]))

    def drawn(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return per resample the conversions, and those due at the rate of all sets of the same size."""
        rate = _share(*(weights @ part for part in self.of_size))
        due = sum((rate[:, [size]] * (weights @ part) for size, part in self.tried.items()), np.zeros(1))
        won = np.asarray(weights @ self.won, dtype=np.float64)
        return won, np.broadcast_to(np.asarray(due, dtype=np.float64), won.shape)


def _paired(amounts: Floats, n: int) -> Floats:
    """Return amounts of pairs as a symmetric table per resample."""
    first, second = np.triu_indices(n, 1)
    table = np.zeros((len(amounts), n, n))
    table[:, first, second] = table[:, second, first] = amounts
    return table


@dataclass(frozen=True)
class _Game:
    """The distinct sets with their journeys and conversions per bucket."""

    members: Ints
    sizes: Ints
    holding: _Flags
    journeys: sparse.csr_array
    conversions: sparse.csr_array
    pairs: sparse.csr_array
    """Which pairs (rows, as in a flattened table) each large set (column) holds, as shares of its pairs."""
    sums: _Sums

    @property
    def large(self) -> slice:
        """Sets of three and more."""
        return self.of_size(3, len(self.holding[0]))

    def of_size(self, least: int, most: int) -> slice:
        """Return where the sets of so many touchpoints stand."""
        return slice(*(int(place) for place in np.searchsorted(self.sizes, (least, most + 1))))

    @classmethod
    def of(cls, sets: Sets) -> _Game:
        """Return the game of these sets."""
        if not len(sets.members) or not sets.journeys.sum() > 0:
            raise InvalidSetting("A conversion rate", ["there is no closed journey"])
        members, place = np.unique(sets.members, return_inverse=True)
        holding = membership(members, sets.touchpoints)
        sizes = holding.sum(axis=1).astype(np.int64)
        # By size, so that the sets of one size are a slice and no copy.
        order = np.argsort(sizes, kind="stable")
        members, holding, sizes = members[order], holding[order], sizes[order]
        place = np.argsort(order)[place]
        shape = (BUCKETS, len(members))
        journeys, conversions = (
            sparse.csr_array((column, (sets.bucket, place)), shape=shape)
            for column in (sets.journeys, sets.conversions)
        )
        pairs = _held_pairs(holding[sizes > 2])
        sums = _Sums.of((sizes, holding), journeys, conversions, pairs)
        return cls(members, sizes, holding, journeys, conversions, pairs, sums)

    def whole(self) -> Floats:
        """Return the resample that takes every bucket once."""
        return np.ones((1, BUCKETS))

    def played(self, drawn: Floats) -> tuple[Floats, Floats, Floats]:
        """Return credit (resamples x touchpoints) and baseline (resamples) in conversions, and the values."""
        worths = self.worths(drawn)
        values, whole = worths.values(self), drawn @ self.conversions.sum(axis=1)
        gains = np.maximum(values, 0.0)
        gained, tried = gains.sum(axis=1), drawn @ self.journeys.sum(axis=1)
        above = np.where(gained > 0, np.maximum(whole - worths.none * tried, 0.0), 0.0)
        credit = gains * np.divide(above, gained, out=np.zeros_like(above), where=gained > 0)[:, None]
        return credit, whole - above, values

    def worths(self, drawn: Floats) -> _Worths:
        """Return the shrunken worths of all sets, floor by floor."""
        journeys, conversions = (np.asarray(drawn @ counts) for counts in (self.journeys, self.conversions))
        n, resamples = self.holding.shape[1], len(drawn)
        (empty, one, two), large = (self.of_size(size, size) for size in range(3)), self.large
        none = _share(conversions[:, empty].sum(axis=1), journeys[:, empty].sum(axis=1))
        tried, won = np.zeros((resamples, n)), np.zeros((resamples, n))
        tried[:, self.holding[one].argmax(axis=1)] = journeys[:, one]
        won[:, self.holding[one].argmax(axis=1)] = conversions[:, one]
        overall = _share(conversions.sum(axis=1), journeys.sum(axis=1))[:, None]
        pooled = _share(won.sum(axis=1, keepdims=True), tried.sum(axis=1, keepdims=True), overall)
        held, due = self.sums.drawn(drawn)
        singles = _shrunken(won, tried, np.minimum(pooled * (held[:, :n] + _STEADY) / (due[:, :n] + _STEADY), 1.0))
        more = tuple(_paired(part[:, n:], n) for part in (held, due))
        pairs = self._pairs(singles, journeys[:, two], conversions[:, two], more)
        foretold = np.asarray((self.pairs.T @ pairs.reshape(resamples, -1).T).T, dtype=np.float64)
        tried, won = journeys[:, large], conversions[:, large]
        growth = _growth(self.sizes[large], foretold * tried, won, n)
        grown = growth[:, self.sizes[large]] * foretold
        # The clip keeps rates rates; what it cuts off the foretold is given back here.
        beyond = _shrunken(won, tried, np.clip(grown, 0.0, 1.0)) - grown
        return _Worths(none, singles, pairs, growth, beyond)

    def _pairs(self, singles: Floats, tried: Floats, won: Floats, more: tuple[Floats, ...]) -> Floats:
        """Return the shrunken rates of all pairs; `more` is what large sets with them won, and were due to win."""
        n = singles.shape[1]
        holding = self.holding[self.of_size(2, 2)]
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


def _growth(sizes: Ints, foretold: Floats, won: Floats, n: int) -> Floats:
    """Return by size how many times more conversions there were than pairs foretell, steadied by the size below."""
    growth = np.ones((len(won), n + 1))
    for size in range(3, n + 1):
        here = slice(*(int(place) for place in np.searchsorted(sizes, (size, size + 1))))
        seen, expected = won[:, here].sum(axis=1), foretold[:, here].sum(axis=1)
        growth[:, size] = (seen + _STEADY * growth[:, size - 1]) / (expected + _STEADY)
    return growth


def _shrunken(won: Floats, tried: Floats, prior: Floats) -> Floats:
    """Return the rates drawn to their prior by as many pseudo-journeys as the spread of the rates calls for."""
    chance = np.clip(prior, 1e-9, 1 - 1e-9)
    excess = ((won - tried * chance) ** 2 / (chance * (1 - chance)) - tried).sum(axis=1)
    room = (tried * np.maximum(tried - 1, 0)).sum(axis=1)
    alike = np.clip(np.divide(excess, room, out=np.zeros_like(excess), where=room > 0), *_LOOSE)
    pseudo = (1 / alike - 1)[:, None]
    return np.asarray((won + pseudo * prior) / (tried + pseudo), dtype=np.float64)


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


def _held_pairs(holding: _Flags) -> sparse.csr_array:
    rows, columns, shares = [], [], []
    n, sizes = holding.shape[1], holding.sum(axis=1)
    for size in np.unique(sizes):
        which = np.flatnonzero(sizes == size)
        names = np.nonzero(holding[which])[1].reshape(len(which), size)
        first, second = np.triu_indices(size, 1)
        rows.append((names[:, first] * n + names[:, second]).ravel())
        columns.append(np.repeat(which, len(first)))
        shares.append(np.full(len(which) * len(first), 1.0 / len(first)))
    if not rows:
        return sparse.csr_array((n * n, len(holding)))
    place = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_array((np.concatenate(shares), place), shape=(n * n, len(holding)))
