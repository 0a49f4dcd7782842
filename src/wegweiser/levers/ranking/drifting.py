"""Drifts: the days in which a logged driver is bad more often than before, found over the whole log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegweiser.collect import tables as collected
from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.levers import Better, Driver
from wegweiser.i18n import both
from wegweiser.journeys import STEP, Registry
from wegweiser.levers.ranking.asking import numbers
from wegweiser.levers.ranking.grounds import Whole
from wegweiser.stats.changes import Stretch, shares
from wegweiser.warehouse import Query, Result, Warehouse

Bools = NDArray[np.bool_]
_WORST = 0.75
"""A contact is bad beyond where the better three quarters of contacts are."""
_FALSE, _POINTS, _LONGEST, _DAYS = 0.05, 0.05, 0.75, 28
_NOTE = (
    "Days in which more contacts than on other days are worse than three in four contacts are; corrected for every "
    "stretch of days looked at."
)


def drifts(warehouse: Warehouse, registry: Registry, drivers: Sequence[Driver], zone: str = "UTC") -> Result:
    """Return per driver its clearest drift: touchpoint, property, level, since, until, hits, n, usual, customers.

    Told where the share of bad contacts lies at least five points above that of other days, beyond chance, and at
    least 20 customers met one. A driver at an unknown touchpoint, or one that is no number, has none.
    """
    known = {touchpoint.id for touchpoint in registry.touchpoints}
    told = (_drift(warehouse, registry, one, zone) for one in drivers if one.touchpoint in known)
    schema = {name: pa.string() for name in ("touchpoint", "property")} | {"level": pa.float64()}
    schema |= {"since": pa.date32(), "until": pa.date32(), "hits": pa.int64(), "n": pa.int64()}
    schema |= {"usual": pa.float64(), "customers": pa.int64()}
    rows = [row for row in told if row is not None]
    return Result("driver_drifts", pa.Table.from_pylist(rows, pa.schema(schema)), both(_NOTE))


def _drift(warehouse: Warehouse, registry: Registry, driver: Driver, zone: str) -> dict[str, Any] | None:
    """Return the clearest drift of one driver; None where it has none that counts."""
    table = warehouse.run(_logged(warehouse, registry, driver, zone)).table
    value = numbers(table.column("held").to_pylist())
    here = ~np.isnan(value)
    if here.sum() < SUPPRESSED_BELOW:
        return None
    value, who = value[here], table.column("profile_id").to_numpy()[here]
    days: list[date] = table.filter(pa.array(here)).column("day").to_pylist()
    less = driver.better is Better.LESS
    level = float(np.quantile(value, _WORST if less else 1 - _WORST))
    bad = value > level if less else value < level
    place = np.array([(day - days[0]).days for day in days])
    first = _stretch(place, bad)
    if first is None:
        return None
    customers = len(np.unique(who[bad & (place >= first.first) & (place <= first.last)]))
    if customers < SUPPRESSED_BELOW:
        return None
    since, until = (days[0] + timedelta(days=end) for end in (first.first, first.last))
    figures = {"since": since, "until": until, "hits": int(first.hits), "n": int(first.n), "usual": first.usual}
    named = {"touchpoint": driver.touchpoint, "property": driver.property, "level": level}
    return {**named, **figures, "customers": customers}


def _logged(warehouse: Warehouse, registry: Registry, driver: Driver, zone: str) -> Query:
    """Per contact with the driver's touchpoint its day and the figure as text, the first day first."""
    dialect, event, step = warehouse.dialect, warehouse.table(collected.EVENT), warehouse.table(STEP)
    day = f"cast({dialect.local('s.occurred_at', zone)} as date)"
    return Query(
        "driver_days",
        f"""select {day} as day, s.profile_id, {dialect.json_text("e.properties", driver.property)} as held
            from {step} s join {event} e on e.event_id = s.event_id
            where s.touchpoint_id = {registry.touchpoint_id(driver.touchpoint)} and e.properties is not null
            order by s.occurred_at, s.profile_id, s.event_id""",
    )


def _stretch(place: Whole, bad: Bools) -> Stretch | None:
    """Return the stretch of days in which surely more contacts are bad; None in a log shorter than four weeks."""
    if place[-1] + 1 < _DAYS:
        return None
    hits, n = np.bincount(place[bad], minlength=int(place[-1]) + 1), np.bincount(place)
    first = next(iter(shares(hits, n, longest=int(_LONGEST * len(n)))), None)
    told = first is not None and first.p <= _FALSE and first.rate - first.usual >= _POINTS
    return first if told else None
