"""Consistency across channels: the same thing at the same time, said differently."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pyarrow as pa

from wegweiser.collect import tables as collected
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Amount, Share, both
from wegweiser.identity import PROFILE_OF
from wegweiser.journeys import STEP, Registry
from wegweiser.levers.consistency import telling
from wegweiser.levers.consistency.aftermath import Aim, afterwards, seen
from wegweiser.levers.consistency.comparing import Comparison, Kind, apart, by_object, cells, compared, largest, pairs
from wegweiser.stats.bootstrap import ratio
from wegweiser.stats.intervals import difference, mean_of, wilson
from wegweiser.warehouse import Query, Result, Table, Warehouse

NOTES = {
    "summary": "Compared: things offered by at least two sides at the same time. Share: comparisons that break; 95 % "
    "interval over things, because the weeks of one thing are no independent cases. A price breaks where the dearest "
    "side lies more than {tolerance} above the cheapest.",
    "breaks": "The breaks that lie furthest apart; size: how much the dearer side lies above the cheaper one, or the "
    "difference of the shares.",
    "contradictions": "Things that two sides offered differently at the same time, by pair of sides; customers: those "
    "with a contact on both channels in such a time.",
    "pairs": "Mean difference of the prices of the first side less the other, each thing once; 95 % interval over "
    "things.",
    "aftermath": "Customers who met both sides of a break, beside those who met both sides agreeing; reached: goal "
    "{goal} within {days} days after. Who met what was not drawn by lot: this goes together and proves no effect.",
}


class Consistency:
    """Answers where channels contradict each other, how much, whom it meets, and what those people did then."""

    def __init__(self, warehouse: Warehouse, registry: Registry, zone: str = "UTC") -> None:
        self._warehouse, self._registry, self._zone = warehouse, registry, zone

    def summary(self, how: Comparison | None = None) -> Result:
        """Return per kind: compared, objects, broken, share, lo, hi, median_size, p90_size."""
        how = self._how(how)
        rows = [row for kind in Kind if (row := self._summed(kind, how)) is not None]
        kinds = {"kind": pa.string(), "compared": pa.int64(), "objects": pa.int64(), "broken": pa.int64()}
        figures = {name: pa.float64() for name in ("share", "lo", "hi", "median_size", "p90_size")}
        table = pa.Table.from_pylist(rows, pa.schema({**kinds, **figures}))
        return Result("consistency", table, both(NOTES["summary"], tolerance=Share(how.tolerance, 0)))

    def breaks(self, kind: str = "price", how: Comparison | None = None, *, top: int = 20) -> Result:
        """Return the largest breaks: object, day, place, high_side, high, low_side, low, size, sides, offers, message.

        Raises:
            UnknownName: there is no such kind.
            InvalidSetting: `top` is less than one.
        """
        if top < 1:
            raise InvalidSetting("The breaks", [f"top is {top}; it must be at least 1"])
        wanted, how = _kind(kind), self._how(how)
        query = largest(self._compared(wanted, how), wanted, top)
        return self._warehouse.run(query, note=both(NOTES["breaks"]))

    def contradictions(self, how: Comparison | None = None) -> Result:
        """Return who contradicts whom: kind, sides, cases, objects, names, high, low, size, since, until, customers.

        Where sides are called like channels of the registry, `customers` are those with a contact on both in a time
        in which they contradict each other; else 0.
        """
        how = self._how(how)
        rows = [row for kind in Kind for row in self._contradicting(kind, how)]
        texts = {name: pa.string() for name in ("kind", "high_side", "low_side")}
        counts = {name: pa.int64() for name in ("cases", "objects", "customers")}
        figures = {name: pa.float64() for name in ("high", "low", "size")}
        days = {"since": pa.date32(), "until": pa.date32(), "names": pa.list_(pa.string())}
        table = pa.Table.from_pylist(rows, pa.schema({**texts, **counts, **figures, **days}))
        return Result("contradictions", table, both(NOTES["contradictions"]))

    def _contradicting(self, kind: Kind, how: Comparison) -> list[dict[str, Any]]:
        run, dialect, comparison = self._warehouse.run, self._warehouse.dialect, self._compared(kind, how)
        found = run(telling.by_sides(comparison, dialect, kind)).rows()
        if not found:
            return []
        names, customers = defaultdict[tuple[str, str], list[str]](list), dict[tuple[str, str], int]()
        for row in run(telling.things(comparison)).rows():
            names[row["high_side"], row["low_side"]].append(row["object"])
        sides = self._sides({side for row in found for side in (row["high_side"], row["low_side"])})
        if sides:
            steps = self._warehouse.table(STEP)
            for row in run(telling.met(comparison, steps, sides, how, dialect)).rows():
                customers[row["high_side"], row["low_side"]] = row["customers"]
        pairs = [(row["high_side"], row["low_side"]) for row in found]
        return [
            {**row, "kind": str(kind), "names": names[pair], "customers": customers.get(pair, 0)}
            for row, pair in zip(found, pairs, strict=True)
        ]

    def _sides(self, named: set[str]) -> dict[str, list[int]]:
        """Return the touchpoints of each side that is called like a channel."""
        known = self._registry.touchpoints
        codes = {side: [self._registry.touchpoint_id(t.id) for t in known if t.channel == side] for side in named}
        return {side: found for side, found in codes.items() if found}

    def pairs(self, how: Comparison | None = None, *, top: int = 20) -> Result:
        """Return per pair of sides: objects, dearer_by, dearer_by_lo, dearer_by_hi, relative, times_dearer."""
        how = self._how(how)
        found = self._warehouse.run(pairs(cells(self._offers(), how, self._warehouse.dialect), top))
        rows = [_with_interval(row) for row in found.rows()]
        names = ("dearer_by", "dearer_by_lo", "dearer_by_hi", "relative")
        kinds = {"side": pa.string(), "other": pa.string(), "objects": pa.int64()}
        schema = pa.schema({**kinds, **dict.fromkeys(names, pa.float64()), "times_dearer": pa.int64()})
        return Result(found.name, pa.Table.from_pylist(rows, schema), both(NOTES["pairs"]), found.statement)

    def aftermath(
        self, goal: str, kind: str = "price", how: Comparison | None = None, *, within: timedelta = timedelta(days=28)
    ) -> Result:
        """Return for customers who saw a break and those who saw none: customers, reached, rate, lo, hi, difference.

        Raises:
            UnknownName: there is no such goal or kind.
        """
        wanted, how = _kind(kind), self._how(how)
        aim, dialect = self._registry.goal(goal), self._warehouse.dialect
        profiles = self._warehouse.table(PROFILE_OF)
        query = afterwards(
            self._compared(wanted, how),
            seen(self._offers(), profiles, how, dialect),
            self._warehouse.table(STEP),
            Aim(self._registry.goal_touchpoints(aim), within),
            dialect,
        )
        found = self._warehouse.run(query)
        rows = _beside(found.rows())
        shares = ("rate", "lo", "hi", "difference", "difference_lo", "difference_hi")
        kinds = {"saw": pa.string(), "customers": pa.int64(), "reached": pa.int64()}
        schema = pa.schema({**kinds, **dict.fromkeys(shares, pa.float64())})
        note = both(NOTES["aftermath"], goal=aim.name, days=Amount(within.total_seconds() / 86400, digits=0))
        return Result(found.name, pa.Table.from_pylist(rows, schema), note, found.statement)

    def _summed(self, kind: Kind, how: Comparison) -> dict[str, Any] | None:
        dialect = self._warehouse.dialect
        comparison = self._compared(kind, how)
        rows = self._warehouse.run(by_object(comparison, dialect)).rows()
        if not rows:
            return None
        share = ratio([r["broken"] for r in rows], [r["compared"] for r in rows], [r["bucket"] for r in rows])
        total = {name: sum(row[name] for row in rows) for name in ("compared", "objects", "broken")}
        ends = {"share": share and share.value, "lo": share and share.lo, "hi": share and share.hi}
        return {"kind": str(kind), **total, **ends, **self._warehouse.run(apart(comparison, dialect, kind)).one()}

    def _compared(self, kind: Kind, how: Comparison) -> Query:
        return compared(cells(self._offers(), how, self._warehouse.dialect), kind, how.tolerance)

    def _offers(self) -> Table:
        return self._warehouse.table(collected.OFFER)

    def _how(self, how: Comparison | None) -> Comparison:
        return how or Comparison(zone=self._zone)


def _kind(name: str) -> Kind:
    known = {str(kind): kind for kind in Kind}
    if name not in known:
        raise UnknownName("kind of break", name, known)
    return known[name]


def _with_interval(row: dict[str, Any]) -> dict[str, Any]:
    """Put the interval of a mean over things beside it; one thing alone has none."""
    estimate = mean_of(row["dearer_by"], row.pop("spread"), row["objects"])
    return {**row, "dearer_by_lo": estimate and estimate.lo, "dearer_by_hi": estimate and estimate.hi}


def _beside(counted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the rates of both groups into rows, the difference beside the first."""
    rates = {row["broken"]: wilson(row["reached"], row["customers"]) for row in counted}
    gap = difference(rates[1], rates[0]) if len(rates) == 2 else None
    return [
        {
            "saw": "break" if broken else "agreement",
            "customers": rate.n,
            "reached": rate.hits,
            "rate": rate.value if rate.n else None,
            "lo": rate.lo,
            "hi": rate.hi,
            "difference": gap.value if gap and broken else None,
            "difference_lo": gap.lo if gap and broken else None,
            "difference_hi": gap.hi if gap and broken else None,
        }
        for broken, rate in rates.items()
    ]
