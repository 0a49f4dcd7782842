"""From what two groups count to shares side by side, their differences, and which of them hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.journeys.differences.counts import Counts
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.contrasts import Counted, apart, apart_within
from wegweiser.stats.intervals import Floats
from wegweiser.stats.testing import benjamini_hochberg
from wegweiser.warehouse import Warehouse

Key: TypeAlias = tuple[Any, ...]
_RATE = 0.05
"""The share of wrong ones among the differences called distinct that is accepted."""


@dataclass(frozen=True)
class Compared:
    """The keys of the shares in order, the columns both sides fill, and how the intervals came about."""

    keys: list[Key]
    columns: dict[str, pa.Array]
    shared: int
    clustered: bool

    def named(self, names: Sequence[str]) -> dict[str, pa.Array]:
        """Return the keys as columns of text."""
        return {name: pa.array([key[i] for key in self.keys], pa.string()) for i, name in enumerate(names)}


@dataclass(frozen=True)
class _Side:
    """One group's hits by key and bucket, and its cases and customers by the first part of the key."""

    hits: dict[Key, Floats]
    cases: dict[Key, Floats]
    people: dict[Key, float]


def compared(warehouse: Warehouse, sides: Sequence[Counts], *, shared: int, ranked: bool = True) -> Compared:
    """Return the shares of both sides and their differences: the distinct and largest first, or by key."""
    of, clustered = sides[0].of, sides[0].clustered
    one, other = (_side(warehouse, side) for side in sides)
    keys = sorted(one.hits.keys() | other.hits.keys())
    here, there = (_matrices(side, keys, of) for side in (one, other))
    contrast = apart_within(here, there) if shared else apart(here, there, clustered=clustered)
    people = np.array([min(side.people.get(key[:of], 0.0) for side in (one, other)) for key in keys])
    clear = (contrast.lo > 0) | (contrast.hi < 0)
    distinct = clear & (benjamini_hochberg(contrast.p) <= _RATE) & (people >= SUPPRESSED_BELOW)
    places = list(range(len(keys)))
    if ranked:
        size = np.nan_to_num(np.abs(contrast.value), nan=-1.0)
        places.sort(key=lambda place: (not distinct[place], -round(float(size[place]), 12), keys[place]))
    columns = _columns("a", here) | _columns("b", there)
    columns |= {"difference": contrast.value, "lo": contrast.lo, "hi": contrast.hi}
    table = {name: pa.array(values[places], from_pandas=True) for name, values in columns.items()}
    table["distinct"] = pa.array(distinct[places], pa.bool_())
    return Compared([keys[place] for place in places], table, shared, clustered)


def _side(warehouse: Warehouse, counts: Counts) -> _Side:
    hits: dict[Key, Floats] = {}
    for row in warehouse.run(counts.hits).rows():
        key = tuple(row[name] for name in counts.key)
        hits.setdefault(key, np.zeros(BUCKETS))[row["bucket"]] = row["hits"]
    cases: dict[Key, Floats] = {}
    people: dict[Key, float] = {}
    for row in warehouse.run(counts.cases).rows():
        key = tuple(row[name] for name in counts.key[: counts.of])
        cases.setdefault(key, np.zeros(BUCKETS))[row["bucket"]] = row["cases"]
        people[key] = people.get(key, 0.0) + row["people"]
    return _Side(hits, cases, people)


def _matrices(side: _Side, keys: Sequence[Key], of: int) -> Counted:
    nothing = np.zeros(BUCKETS)
    rows = len(keys), BUCKETS
    hits = np.array([side.hits.get(key, nothing) for key in keys]).reshape(rows)
    cases = np.array([side.cases.get(key[:of], nothing) for key in keys]).reshape(rows)
    return Counted(hits, cases)


def _columns(name: str, side: Counted) -> dict[str, np.ndarray[Any, Any]]:
    return {
        name: side.hits.sum(axis=1).astype(np.int64),
        f"of_{name}": side.cases.sum(axis=1).astype(np.int64),
        f"share_{name}": side.shares,
    }
