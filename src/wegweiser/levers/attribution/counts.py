"""Counts per bucket of customers as arrays: what the queries of attribution give the statistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from wegweiser.domain.attribution import HEURISTICS, Model
from wegweiser.levers.attribution import chains, heuristics
from wegweiser.levers.attribution.scope import Scope
from wegweiser.stats.attribution import markov
from wegweiser.stats.attribution.higher import Cells, Ints
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.attribution.shapley import Sets
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.warehouse import Result, Warehouse


@dataclass(frozen=True)
class Totals:
    """Sums per bucket over all closed journeys, whatever counts in them."""

    conversions: Floats
    nulls: Floats
    value: Floats
    since: datetime | None
    until: datetime | None
    """When the first and the last of them opened; None where nobody knows."""

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope) -> Totals:
        """Return the sums."""
        found = warehouse.run(heuristics.totals(scope))
        conversions, nulls, value = (_per_bucket(found, name) for name in ("conversions", "nulls", "value"))
        opened = [[at for at in found.column(name) if at is not None] for name in ("since", "until")]
        return cls(conversions, nulls, value, min(opened[0], default=None), max(opened[1], default=None))


@dataclass(frozen=True)
class Contacts:
    """What converted journeys touch: per bucket and item the conversions and value touched, and each model's credit."""

    touching: Floats
    touching_value: Floats
    credit: dict[Model, Floats]
    value: dict[Model, Floats]
    customers: Ints
    """Customers who converted and touched the item."""

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope) -> Contacts:
        """Return the counts of one pass over the converted journeys."""
        found = warehouse.run(heuristics.credits_of(scope, warehouse.dialect))
        width = len(scope.names)
        customers = np.bincount(_ints(found, "item"), weights=_floats(found, "customers"), minlength=width)
        return cls(
            _per_item(found, "touching", width),
            _per_item(found, "touching_value", width),
            {model: _per_item(found, f"{model}_credit", width) for model in HEURISTICS},
            {model: _per_item(found, f"{model}_value", width) for model in HEURISTICS},
            customers.astype(np.int64),
        )


@dataclass(frozen=True)
class Moves:
    """Moves between states: how often they were passed, how often in journeys that converted, and the value of those.

    A move to the end is two: `onward` is one more than there are items for a conversion, two more for a loss.
    """

    bucket: Ints
    state: Ints
    onward: Ints
    passes: Floats
    converted: Floats
    value: Floats
    items: int
    order: int
    base: int

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope, order: int) -> Moves:
        """Return the moves of all closed journeys."""
        found = warehouse.run(chains.moves(scope, warehouse.dialect, order))
        items, base, key = len(scope.names), chains.base_of(scope), _ints(found, "key")
        bucket, state, following = key // base ** (order + 1), key // base % base**order, key % base
        onward = np.where(following > 0, following, items + 1)
        passes, converted, value = (_floats(found, name) for name in ("passes", "converted", "value"))
        ends = onward == items + 1
        nothing = np.zeros(int(ends.sum()))
        return cls(
            np.concatenate([bucket, bucket[ends]]),
            np.concatenate([state, state[ends]]),
            np.concatenate([onward, onward[ends] + 1]),
            np.concatenate([np.where(ends, converted, passes), (passes - converted)[ends]]),
            np.concatenate([converted, nothing]),
            np.concatenate([value, nothing]),
            items,
            order,
            base,
        )

    def tables(self) -> Floats:
        """Return per bucket the tables of order 1 of passes, of conversions' passes and of their value, stacked."""
        code = self.state % self.base
        three = (self.passes, self.converted, self.value)
        return np.stack([markov.counted(self.bucket, code, self.onward, n, self.items) for n in three], axis=1)

    def cells(self, *, by_value: bool = False) -> Cells:
        """Return the moves as the models of higher order take them; by value, a conversion weighs what it is worth."""
        weight = self.passes
        if by_value:
            wins = self.onward == self.items + 1
            total = self.value[wins].sum()
            scale = self.converted[wins].sum() / total if total > 0 else 0.0
            weight = self.passes - self.converted + self.value * scale
        return Cells(self.bucket, self.state, self.onward, weight, self.items, self.order, self.base)


def counted_sets(warehouse: Warehouse, scope: Scope) -> Result:
    """Return the sets of items that closed journeys touch, per bucket."""
    return warehouse.run(chains.sets(scope, warehouse.dialect))


def sets_of(found: Result, scope: Scope, *, mean_value: float | None = None) -> Sets:
    """Return counted sets as a game takes them; with a mean value, a conversion weighs its value by it."""
    won = _floats(found, "conversions") if mean_value is None else _floats(found, "value") / mean_value
    members = _ints(found, "members")
    any_item = members != 0
    bucket, journeys = _ints(found, "bucket"), _floats(found, "journeys")
    return Sets(bucket[any_item], members[any_item], journeys[any_item], won[any_item], len(scope.names))


def _ints(found: Result, name: str) -> Ints:
    return np.asarray(found.table[name].to_numpy(), dtype=np.int64)


def _floats(found: Result, name: str) -> Floats:
    return np.asarray(found.table[name].to_numpy(), dtype=np.float64)


def _per_bucket(found: Result, name: str) -> Floats:
    return np.bincount(_ints(found, "bucket"), weights=_floats(found, name), minlength=BUCKETS).astype(np.float64)


def _per_item(found: Result, name: str, width: int) -> Floats:
    cell = _ints(found, "bucket") * width + _ints(found, "item")
    sums = np.bincount(cell, weights=_floats(found, name), minlength=BUCKETS * width)
    return sums.reshape(BUCKETS, width).astype(np.float64)
