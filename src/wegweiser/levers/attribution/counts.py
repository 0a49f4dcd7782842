"""Counts per bucket of customers as arrays: what the queries of attribution give the statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil, log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wegweiser.domain.attribution import HEURISTICS, Model
from wegweiser.errors import InvalidSetting
from wegweiser.levers.attribution import chains, heuristics
from wegweiser.levers.attribution.scope import Scope
from wegweiser.stats.attribution import markov
from wegweiser.stats.attribution.higher import Cells, Ints, Wholes
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.attribution.shapley import Sets
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.warehouse import Result, Warehouse

_FEW, _MANY = 25_000, 250_000
"""Journeys counted by one query while queries are few, and beyond: for moves some 30 and 300 MB at a time."""
_FEW_RANGES, _MOST_RANGES = 8, 64
"""Each query reads the whole log again, so that many small ones cost half as much once more."""


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
    """Moves between states, by bucket: how often they were passed, and, if asked, by conversions, of what value.

    A move to the end is two: `onward` is one more than there are items for a conversion, two more for a loss. Each
    column has the smallest type that holds it, for there are tens of millions of rows in a large warehouse.
    """

    bucket: NDArray[np.uint8]
    state: Wholes
    onward: NDArray[np.int16]
    passes: NDArray[Any]
    converted: NDArray[Any] | None
    value: Floats | None
    """Both None where nobody asked for them."""
    items: int
    order: int
    base: int

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope, order: int, *, journeys: float = 0, valued: bool = False) -> Moves:
        """Return the moves of all closed journeys, counted some buckets at a time if there are many journeys."""
        bucket, state, onward, passes, *worth = _stacked(
            _moves(
                warehouse.run(chains.moves(part, warehouse.dialect, order, valued=valued)), scope, order, valued=valued
            )
            for part in _ranges(scope, journeys)
        )
        converted, value = worth or (None, None)
        return cls(bucket, state, onward, passes, converted, value, len(scope.names), order, chains.base_of(scope))

    def tables(self) -> Floats:
        """Return per bucket the tables of order 1 of passes."""
        return self._table(self.passes)

    def valued_tables(self) -> Floats:
        """Return per bucket the tables of order 1 of passes, of conversions' passes and of their value, stacked."""
        found = np.empty((BUCKETS, 3, self.items + 1, self.items + 2))
        for place, column in enumerate((self.passes, *self._worth())):
            found[:, place] = self._table(column)
        return found

    def won(self, *, by_value: bool = False) -> Floats:
        """Return per bucket the conversions of journeys with a contact that counts, or their value."""
        wins = self.onward == self.items + 1
        worth = self._worth()[1] if by_value else self.passes
        return np.bincount(self.bucket[wins], weights=worth[wins], minlength=BUCKETS).astype(np.float64)

    def cells(self, *, by_value: bool = False) -> Cells:
        """Return the moves as the models of higher order take them; by value, a conversion weighs what it is worth."""
        weight: NDArray[Any] = self.passes
        if by_value:
            converted, value = self._worth()
            wins = self.onward == self.items + 1
            total = value[wins].sum()
            scale = converted[wins].sum() / total if total > 0 else 0.0
            weight = value * scale
            weight += self.passes
            weight -= converted
        return Cells(self.bucket, self.state, self.onward, weight, self.items, self.order, self.base)

    def _table(self, column: NDArray[Any]) -> Floats:
        return markov.counted(self.bucket, self.state % self.base, self.onward, column, self.items)

    def _worth(self) -> tuple[NDArray[Any], Floats]:
        if self.converted is None or self.value is None:
            raise InvalidSetting("Credit by value", ["the moves were counted without their value"])
        return self.converted, self.value


def _moves(found: Result, scope: Scope, order: int, *, valued: bool) -> tuple[NDArray[Any], ...]:
    """Return the columns of counted moves, as small as they come."""
    key, states = _ints(found, "key"), chains.base_of(scope) ** order
    rest, onward = np.divmod(key, chains.width_of(scope))
    bucket, state = np.divmod(rest, states)
    small = np.int32 if states < 1 << 31 else np.int64
    columns = (bucket.astype(np.uint8), state.astype(small), onward.astype(np.int16), _small(_floats(found, "passes")))
    return (*columns, _small(_floats(found, "converted")), _floats(found, "value")) if valued else columns


def _small(values: Floats) -> NDArray[Any]:
    """Return whole numbers in the smallest type that holds them, others as they are."""
    most = values.max(initial=0.0)
    if most >= 1 << 32 or values.min(initial=0.0) < 0:
        return values
    whole = values.astype(np.min_scalar_type(int(most)))
    return whole if np.array_equal(whole, values) else values


@dataclass(frozen=True)
class Touched:
    """Sets of items that closed journeys touch, by bucket; journeys without any contact that counts are left out."""

    bucket: NDArray[np.uint8]
    members: Ints
    journeys: NDArray[Any]
    conversions: NDArray[Any]
    value: Floats
    items: int

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope, *, journeys: float = 0) -> Touched:
        """Return the sets of all closed journeys, counted some buckets at a time if there are many journeys."""
        columns = _stacked(
            _touched(warehouse.run(chains.sets(part, warehouse.dialect))) for part in _ranges(scope, journeys)
        )
        bucket, members, tried, conversions, value = columns
        return cls(bucket, members, tried, conversions, value, len(scope.names))

    def sets(self, *, mean_value: float | None = None) -> Sets:
        """Return the sets as a game takes them; with a mean value, a conversion weighs its value by it."""
        won = self.conversions if mean_value is None else self.value / mean_value
        return Sets(self.bucket, self.members, self.journeys, won, self.items)


def _touched(found: Result) -> tuple[NDArray[Any], ...]:
    """Return the columns of counted sets, as small as they come."""
    members = _ints(found, "members")
    some = members != 0
    journeys, conversions, value = (_floats(found, name)[some] for name in ("journeys", "conversions", "value"))
    return _ints(found, "bucket")[some].astype(np.uint8), members[some], _small(journeys), _small(conversions), value


def _ranges(scope: Scope, journeys: float) -> Iterator[Scope]:
    """Yield the scope some buckets at a time, so that no query counts more journeys than have room."""
    wanted = max(1.0, min(_FEW_RANGES, journeys / _FEW), min(_MOST_RANGES, journeys / _MANY))
    ranges = 2 ** ceil(log2(wanted)) if scope.people else 1
    each = BUCKETS // ranges
    for first in range(0, BUCKETS, each):
        yield scope if ranges == 1 else scope.within(first, first + each - 1)


def _stacked(parts: Iterable[tuple[NDArray[Any], ...]]) -> list[NDArray[Any]]:
    """Return each column of all parts in one piece."""
    columns = [list(column) for column in zip(*parts, strict=True)]
    whole = []
    for column in columns:
        whole.append(np.concatenate(column))
        # Its parts are not needed any more, and the next column wants the room.
        column.clear()
    return whole


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
