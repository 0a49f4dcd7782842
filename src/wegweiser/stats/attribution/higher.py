"""Removal effects of a Markov chain that remembers up to three touchpoints, exact, with resampled intervals.

A state is one number: the current touchpoint + base x the one before + base^2 x the one before that, 0 where there
is none, so the start is 0. The equations x = m (r + Q x) of all removals are solved together. Each sweep over the
states is followed by the exact solution of their aggregate, the chain of order 1 (aggregation and
disaggregation: Chatelin and Miranker 1982, Linear Algebra and its Applications 43), which takes some 25 sweeps
where plain sweeps take 240.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution.markov import Floats, counted
from wegweiser.stats.attribution.resampling import DRAWS, Resampled, weights
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    from scipy import sparse
else:
    sparse = Deferred("scipy.sparse")

Ints: TypeAlias = NDArray[np.int64]
Wholes: TypeAlias = NDArray[np.integer[Any]]
"""Whole numbers of any size: columns of many millions of rows come in the smallest type that holds them."""
_Matrix: TypeAlias = "sparse.csr_array | sparse.csc_array"
_DENSE, _FEW = 1 << 25, 1 << 20
"""Up to so many possible kinds of transitions they are counted in a table of all, without sorting: 160 and 5 MB."""
_EXACT = 1e-13
"""Largest change of any probability in the last sweep."""
_PATIENCE = 80
_AT_ONCE = 8
"""Removals solved at once: with a million kinds of transitions, 64 MB."""
_ROWS = 1 << 16
"""Kinds of transitions whose numbers are copied at once."""
_BUCKETS = 16
"""Buckets whose counts are turned into fractional numbers at once."""


@dataclass(frozen=True)
class Cells:
    """Counted transitions: `n` times `state` was followed by `onward` in the journeys of `bucket`.

    `onward` is 1 to `touchpoints`, one more for a conversion, two more for a loss. Rows may repeat, and `n`
    may be a weight.
    """

    bucket: Wholes
    state: Wholes
    onward: Wholes
    n: NDArray[Any]
    touchpoints: int
    order: int
    base: int = 64

    def __post_init__(self) -> None:
        """Refuse what cannot be counts of whole journeys."""
        problems = []
        if not 1 <= self.order <= 3:
            problems.append(f"order {self.order} is not 1, 2 or 3")
        if self.base <= self.touchpoints:
            problems.append(f"base {self.base} leaves no room for {self.touchpoints} touchpoints")
        if not len(self.bucket) == len(self.state) == len(self.onward) == len(self.n):
            problems.append("the columns differ in length")
        if problems:
            raise InvalidSetting("Counts of transitions", problems)

    def shortened(self, order: int) -> Cells:
        """Return the same transitions with a shorter memory, added up.

        Example:
            >>> one = np.array([1])
            >>> Cells(one, one * 130, one, one * 4.0, 2, 2).shortened(1).state.tolist()
            [2]
        """
        if order > self.order:
            raise InvalidSetting("Counts of transitions", [f"order {self.order} does not know order {order}"])
        state = np.asarray(self.state, dtype=np.int64) % self.base**order
        wide = self.touchpoints + 3
        key = (np.asarray(self.bucket, dtype=np.int64) * self.base**order + state) * wide + self.onward
        keys, place = np.unique(key, return_inverse=True)
        total = np.bincount(place, weights=self.n, minlength=len(keys))
        return replace(
            self,
            bucket=keys // wide // self.base**order,
            state=keys // wide % self.base**order,
            onward=keys % wide,
            n=total.astype(np.float64),
            order=order,
        )

    def table(self) -> Floats:
        """Return the tables of counts of order 1, one per bucket, as `markov` takes them."""
        return counted(self.bucket, np.asarray(self.state) % self.base, self.onward, self.n, self.touchpoints)


def kinds(cells: Cells) -> tuple[Ints, Wholes]:
    """Return the distinct transitions, sorted, as state x (touchpoints + 3) + onward, and the place of each row's.

    Example:
        >>> state, onward = np.array([2, 0, 2]), np.array([1, 2, 1])
        >>> keys, place = kinds(Cells(state * 0, state, onward, np.ones(3), 2, 1))
        >>> keys.tolist(), place.tolist()
        ([2, 11], [1, 0, 1])
    """
    wide = cells.touchpoints + 3
    room = cells.base**cells.order * wide
    # A table of all kinds pays where it is small, or most of it will be met.
    if room > min(_DENSE, max(_FEW, 4 * len(cells.state))):
        return np.unique(np.asarray(cells.state, dtype=np.int64) * wide + cells.onward, return_inverse=True)
    key = cells.state.astype(np.int32)
    key *= wide
    key += cells.onward
    seen = np.zeros(room, dtype=np.bool_)
    seen[key] = True
    keys = np.flatnonzero(seen)
    places = np.zeros(room, dtype=np.int32)
    places[keys] = np.arange(len(keys), dtype=np.int32)
    return keys, places[key]


def conversion_rate(cells: Cells) -> float:
    """Return the chain's probability of converting; of whole journeys it is the observed share that converted."""
    chain = _Chain.of(cells)
    return float(chain.solved(slice(0, 1))[chain.start, 0])


def removal_effects(cells: Cells) -> Floats:
    """Return for each touchpoint the share of conversions that fail if whoever reaches it is lost.

    Losing whoever reaches the touchpoint removes every state that contains it: no walk comes to the others
    without it. With a longer memory the effects fall to the participation, the share of conversions that touch it.
    """
    return _effects(_chances(_Chain.of(cells)))


def resampled(cells: Cells, *, draws: int = DRAWS, seed: int = 0) -> Resampled:
    """Return the removal effects with draws over the 256 buckets, linear in the buckets' weights.

    A draw adds to the estimate each bucket's exact derivative times its weight (infinitesimal jackknife: Efron and
    Tibshirani 1993, An Introduction to the Bootstrap, ch. 21), since solving hundreds of chains again takes
    minutes. The derivative of P(convert) by the count of s -> t is visits(s) (x(t) - x(s)) / count(s).
    """
    chain = _Chain.of(cells)
    chances, slopes = np.empty(cells.touchpoints + 1), np.empty((BUCKETS, cells.touchpoints + 1))
    for part in chain.parts():
        backward = chain.solved(part)
        chances[part] = backward[chain.start]
        slopes[:, part] = chain.slopes(backward, chain.visits(part))
    whole = chances[0]
    if whole == 0:
        return Resampled(np.zeros(cells.touchpoints), np.zeros((draws, cells.touchpoints)))
    conversions = float(cells.n[np.asarray(cells.onward) == cells.touchpoints + 1].sum())
    change = -slopes[:, 1:] / whole + slopes[:, :1] * chances[1:] / whole**2
    estimate = _effects(chances)
    drawn = np.clip(estimate + weights(draws, seed=seed) @ change, 0.0, 1.0)
    return Resampled(estimate, drawn, conversions)


@dataclass(frozen=True)
class _Chain:
    """The chain over its states, and its aggregate over touchpoints; column 0 removes nothing, column i removes i."""

    onward: sparse.csr_array
    """Probability of each state to be followed by another."""
    reward: Floats
    current: Ints
    """Touchpoint of each state."""
    within: Floats
    """Share of the visits of its touchpoint that a state has."""
    left: Floats
    """The aggregate's (I - Q)^-1 for each removal."""
    kept: Floats
    """One where a touchpoint (row) is not removed (column)."""
    start: int
    leaving: Floats
    """Transitions that leave each state."""
    cells: _Unique

    @classmethod
    def of(cls, cells: Cells) -> _Chain:
        """Return the chain of these counts."""
        unique = _Unique.of(cells)
        states, n = len(unique.states), cells.touchpoints
        leaving = np.bincount(unique.source, weights=unique.n, minlength=states).astype(np.float64)
        inner, wins = unique.inner, unique.wins
        share = unique.n / leaving[unique.source]
        onward = sparse.csr_array((share[inner], (unique.source[inner], unique.target[inner])), shape=(states, states))
        reward = np.bincount(unique.source[wins], weights=share[wins], minlength=states).astype(np.float64)
        current = unique.states % cells.base
        visits = np.bincount(current, weights=leaving, minlength=n + 1)
        within = leaving / visits[current]
        small = np.zeros((n + 1, n + 1))
        np.add.at(
            small,
            (current[unique.source[inner]], current[unique.target[inner]]),
            (within[unique.source] * share)[inner],
        )
        kept = np.ones((n + 1, n + 1))
        kept[np.arange(1, n + 1), np.arange(1, n + 1)] = 0.0
        left = np.linalg.inv(np.eye(n + 1) - small * kept.T[:, :, None])
        start = int(np.searchsorted(unique.states, 0))
        return cls(onward, reward, current, within, np.asarray(left), kept, start, leaving, unique)

    def parts(self) -> list[slice]:
        """Return the removals in groups, for they do not depend on each other and few of them take little room."""
        return [slice(i, i + _AT_ONCE) for i in range(0, self.kept.shape[1], _AT_ONCE)]

    def solved(self, part: slice) -> Floats:
        """Return the chance to convert from each state (row) under each removal of the part (column)."""
        return self._swept(self.onward, self.reward[:, None], part)

    def visits(self, part: slice) -> Floats:
        """Return how often a walk visits each state (row) under each removal of the part (column)."""
        begins = np.zeros((len(self.reward), 1))
        begins[self.start] = 1.0
        return self._swept(self.onward.T, begins, part, backward=False)

    def _swept(self, matrix: _Matrix, fixed: Floats, part: slice, *, backward: bool = True) -> Floats:
        """Solve x = m (fixed + matrix x) for some removals; past patience plain sweeps end what always converges."""
        kept = self.kept[:, part]
        mask = kept[self.current]
        groups = sparse.csr_array(
            (self.within if backward else np.ones_like(self.within), (self.current, np.arange(len(self.current)))),
            shape=(len(self.kept), len(self.current)),
        )
        spread = 1.0 if backward else self.within[:, None]
        coarse = self.left[part] if backward else self.left[part].transpose(0, 2, 1)
        x = np.zeros_like(mask)
        sweeps = 0
        while True:
            swept = np.asarray(matrix @ x, dtype=np.float64)
            swept += fixed
            swept *= mask
            x -= swept
            missing = np.asarray(groups @ x, dtype=np.float64) * -kept
            change = np.abs(x, out=x).max()
            x, sweeps = swept, sweeps + 1
            # Neither chances nor visits are below zero.
            if change <= _EXACT * max(1.0, float(x.max())):
                return x
            if sweeps < _PATIENCE:
                better = ((coarse @ missing.T[:, :, None])[..., 0].T - missing)[self.current]
                better *= spread
                better *= mask
                x += better

    def slopes(self, backward: Floats, forward: Floats) -> Floats:
        """Return the derivative of each chance to convert by the weight of each bucket."""
        unique = self.cells
        flow = forward / self.leaving[:, None]
        gained = np.empty((len(unique.n), backward.shape[1]))
        for first in range(0, len(gained), _ROWS):
            rows = slice(first, first + _ROWS)
            source, inner = unique.source[rows], unique.inner[rows]
            block = gained[rows]
            block[:] = unique.wins[rows, None]
            block[inner] = backward[unique.target[rows][inner]]
            block -= backward[source]
            block *= flow[source]
        return unique.per_bucket(gained)


@dataclass(frozen=True)
class _Unique:
    """The cells added up over the buckets, with the states they join."""

    states: Ints
    source: Ints
    target: Ints
    """Place of the next state; meaningless at an end."""
    n: Floats
    inner: NDArray[np.bool_]
    wins: NDArray[np.bool_]
    starts: Ints
    """Where the counts of each bucket begin, and where the last one's end."""
    place: Wholes
    """The cell of each count, bucket by bucket."""
    counts: NDArray[Any]

    def per_bucket(self, amounts: Floats) -> Floats:
        """Return per bucket the sum of amounts per cell (rows), each as often as it is counted there."""
        found = np.empty((BUCKETS, amounts.shape[1]))
        for first in range(0, BUCKETS, _BUCKETS):
            starts = self.starts[first : first + _BUCKETS + 1]
            rows = slice(starts[0], starts[-1])
            some = (self.counts[rows].astype(np.float64), self.place[rows], starts - starts[0])
            found[first : first + _BUCKETS] = sparse.csr_array(some, shape=(_BUCKETS, len(amounts))) @ amounts
        return found

    @classmethod
    def of(cls, cells: Cells) -> _Unique:
        """Return the cells of all buckets together."""
        wide = cells.touchpoints + 3
        keys, place = kinds(cells)
        n = np.bincount(place, weights=cells.n, minlength=len(keys)).astype(np.float64)
        state, onward = keys // wide, keys % wide
        inner, wins = onward <= cells.touchpoints, onward == cells.touchpoints + 1
        following = onward + cells.base * (state % cells.base ** (cells.order - 1))
        states = np.unique(state)
        target = np.minimum(np.searchsorted(states, following), len(states) - 1)
        if len(states) == 0 or states[0] != 0 or (states[target] != following)[inner].any():
            raise InvalidSetting("Counts of transitions", ["a journey does not begin at the start, or never ends"])
        bucket, counts = cells.bucket, cells.n
        if (bucket[1:] < bucket[:-1]).any():
            order = np.argsort(bucket, kind="stable")
            bucket, place, counts = bucket[order], place[order], counts[order]
        starts = np.append(np.searchsorted(bucket, np.arange(BUCKETS, dtype=bucket.dtype)), len(bucket))
        return cls(states, np.searchsorted(states, state), target, n, inner, wins, starts, place, counts)


def _chances(chain: _Chain) -> Floats:
    return np.concatenate([chain.solved(part)[chain.start] for part in chain.parts()])


def _effects(chances: Floats) -> Floats:
    if chances[0] == 0:
        return np.zeros(len(chances) - 1)
    return np.asarray(1.0 - chances[1:] / chances[0], dtype=np.float64)
