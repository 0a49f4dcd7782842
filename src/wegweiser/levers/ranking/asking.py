"""Asks the data what levers rest on: comparisons, logged drivers, moves, and what a conversion is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import pyarrow as pa

from wegweiser.collect import tables as collected
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate
from wegweiser.domain.levers import Driver
from wegweiser.errors import InvalidSetting
from wegweiser.journeys import JOURNEY, STEP, Journeys, Registry
from wegweiser.levers.ranking import queries
from wegweiser.levers.ranking.candidates import Candidate
from wegweiser.levers.ranking.grounds import Cases, Compared, Floats, Logged, Move, Worth
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.warehouse import Query, Warehouse

_OPENERS = 5
_Z = 1.959963984540054


@dataclass(frozen=True)
class Data:
    """The journeys of one warehouse in the words of one registry."""

    warehouse: Warehouse
    registry: Registry

    def compared(self, candidate: Candidate) -> Compared | None:
        """Return the journeys past a gap's place, those that met it and the others; None for what one cannot meet."""
        met = candidate.exposure
        if met is None:
            return None
        codes = [self.registry.touchpoint_id(name) for name in met.way]
        query = queries.past(self._ground(candidate.goal), self.registry.touchpoint_id(met.anchor), codes, met.window)
        table = self.warehouse.run(query).to_arrow()
        column = _floats(table, "met")
        customers = np.unique(table.column("profile_id").to_numpy()[column > 0])
        return Compared(cases=_cases(table), met=column, customers=len(customers))

    def logged(self, driver: Driver, goal: str) -> Logged:
        """Return a driver as it was logged in the goal's closed journeys, a value per journey.

        Raises:
            UnknownName: there is no such touchpoint or goal.
            InvalidSetting: no event there has the property, or none as a number.
        """
        keys = [driver.property, *([driver.rating] if driver.rating else [])]
        ground, event = self._ground(goal), self.warehouse.table(collected.EVENT)
        query = queries.logged(ground, event, self.registry.touchpoint_id(driver.touchpoint), keys)
        table = self.warehouse.run(query).to_arrow()
        held = [numbers(table.column(f"held{n}").to_pylist()) for n in range(len(keys))]
        known = np.all([~np.isnan(values) for values in held], axis=0)
        if not known.any():
            named = " and ".join(f"'{key}'" for key in keys)
            problem = f"no event at '{driver.touchpoint}' has {named} as a number"
            raise InvalidSetting(f"The driver {driver.property}", [problem])
        table = table.filter(pa.array(known))
        return Logged(
            driver=driver,
            goal=goal,
            cases=_cases(table),
            value=held[0][known],
            rating=held[1][known] if driver.rating else None,
            customers=len(np.unique(table.column("profile_id").to_numpy())),
        )

    def moves(self, goal: str) -> tuple[Move, ...]:
        """Return the moves within a goal's closed journeys, their ends included."""
        rows = Journeys(self.warehouse, self.registry).transitions(goal, ends=True).rows()
        return tuple(Move(row["source"], row["target"], row["transitions"]) for row in rows)

    def worth(self) -> dict[str, Worth]:
        """Return what a conversion is worth by goal, for goals where at least 20 conversions have a value."""
        paid = self.warehouse.run(queries.currencies(self.warehouse.table(collected.EVENT))).rows()
        currency = paid[0]["currency"] if len(paid) == 1 else None
        found = {}
        for row in self.warehouse.run(queries.worth(self.warehouse.table(JOURNEY))).rows():
            if row["conversions"] >= SUPPRESSED_BELOW and row["average"]:
                half = _Z * row["error"]
                average, n = row["average"], row["conversions"]
                mean = Estimate(average, average - half, average + half, n, currency or "")
                found[self.registry.goals[row["goal_id"]].id] = Worth(mean, currency)
        return found

    def _ground(self, goal: str) -> queries.Ground:
        code, table = self.registry.goal_id(goal), self.warehouse.table(JOURNEY)
        sql = f"select count(*) as n from {table} where goal_id = {code} and state <> 'open'"
        journeys = self.warehouse.run(Query("lever_journeys", sql)).one()["n"]
        buckets = min(BUCKETS, ceil(BUCKETS * queries.ROWS / max(journeys, 1)))
        return queries.Ground(self.warehouse.table(STEP), table, code, buckets, self.warehouse.dialect)


def _cases(table: pa.Table) -> Cases:
    """Return outcome, customer, prefix and attributes; skewed counts enter as logarithms."""
    prefix = [np.log1p(np.maximum(_floats(table, name), 0)) for name in ("steps", "places", "known", "elapsed")]
    prefix.append(_floats(table, "sessions"))
    attributes = [np.log1p(_floats(table, "journey")), *_openers(table)]
    return Cases(
        converted=_floats(table, "converted"),
        customer=table.column("profile_id").to_numpy().astype(np.int64),
        prefix=_varying(prefix, len(table)),
        attributes=_varying(attributes, len(table)),
    )


def _openers(table: pa.Table) -> list[Floats]:
    """Return one column per frequent first touchpoint but the most frequent: 1 where the journey began there."""
    codes = table.column("opener").to_numpy()
    values, counts = np.unique(codes, return_counts=True)
    frequent = values[np.lexsort((values, -counts))][1 : _OPENERS + 1]
    return [(codes == code).astype(np.float64) for code in frequent]


def _varying(columns: Iterable[Floats], rows: int) -> Floats:
    """Return the columns that vary side by side; one that is the same for all adjusts for nothing."""
    kept = [column for column in columns if len(column) and np.ptp(column) > 0]
    return np.column_stack(kept) if kept else np.empty((rows, 0))


def _floats(table: pa.Table, name: str) -> Floats:
    return np.asarray(table.column(name).to_numpy(), dtype=np.float64)


def numbers(texts: Sequence[str | None]) -> Floats:
    """Return texts as numbers; what is none is not a number."""
    return np.array([_number(text) for text in texts], dtype=np.float64)


def _number(text: str | None) -> float:
    try:
        found = float(text) if text else np.nan
    except ValueError:
        return float("nan")
    return found if np.isfinite(found) else float("nan")
