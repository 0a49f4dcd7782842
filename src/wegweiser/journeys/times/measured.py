"""Intervals of times and of differences, from counts by bucket: customers are drawn, not contacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from wegweiser.domain.estimates import Estimate
from wegweiser.journeys.counting import TOLD_FROM
from wegweiser.stats.bootstrap import quantiles, ratio, ratio_difference
from wegweiser.stats.intervals import wilson
from wegweiser.stats.survival import log_log

Row = Mapping[str, Any]


def between(values: Mapping[float, float | None], spread: pa.Table) -> list[tuple[float | None, float | None]]:
    """Return the interval of each quantile of seconds, from how many (n) per bucket took how long (length).

    `values` has the quantile of each share; there is no interval where it is not known.
    """
    length, bucket, n = (spread[name].to_numpy() for name in ("length", "bucket", "n"))
    found = quantiles(length, bucket, tuple(values), counts=n)
    return [
        (None, None) if value is None or drawn is None else (min(drawn.lo, value), max(drawn.hi, value))
        for value, drawn in zip(values.values(), found, strict=True)
    ]


def curve(rows: Sequence[Row], by: str | None) -> pa.Table:
    """Return the curve of each opener: the share that has converted after each day, and its interval."""
    columns: dict[str, list[Any]] = {
        name: [] for name in (by or "", "day", "at_risk", "converted", "share", "lo", "hi", "n")
    }
    for opener in dict.fromkeys(row["opener"] for row in rows):
        own = [row for row in rows if row["opener"] == opener]
        gone = np.cumsum([row["spared"] == 0 for row in own]) > 0
        survival = np.where(gone, 0.0, np.exp(np.cumsum([row["logged"] for row in own])))
        lo, hi = log_log(survival, np.cumsum([row["spread"] for row in own]))
        for place in np.flatnonzero(survival <= 0):
            hi[place] = (hi[place - 1] if place else 1.0) * wilson(0, own[place]["at_risk"]).hi
        columns[by or ""] += [opener] * len(own)
        for name in ("day", "at_risk", "converted", "n"):
            columns[name] += [row[name] for row in own]
        for name, values in (("share", 1 - survival), ("lo", 1 - hi), ("hi", 1 - lo)):
            columns[name] += [round(float(value), 12) for value in values]
    if by is None:
        del columns[""]
    kinds = {"day": pa.int32(), "at_risk": pa.int64(), "converted": pa.int64(), "n": pa.int64(), by: pa.string()}
    return pa.table({name: pa.array(values, kinds.get(name, pa.float64())) for name, values in columns.items()})


def months(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield per month the mean of active days and its share of the days the data covers, with their intervals."""
    for month in dict.fromkeys(row["month"] for row in rows):
        own = [row for row in rows if row["month"] == month]
        buckets, customers = [row["bucket"] for row in own], [row["customers"] for row in own]
        mean = ratio([row["days"] for row in own], customers, buckets)
        once = ratio([row["once"] for row in own], customers, buckets)
        if mean is not None and once is not None:
            covered, told = own[0]["covered"], sum(customers) >= TOLD_FROM
            yield {
                "month": month,
                "customers": sum(customers),
                "covered_days": covered,
                "active_days": mean.value,
                "active_days_lo": mean.lo if told else None,
                "active_days_hi": mean.hi if told else None,
                "share": mean.value / covered,
                "lo": mean.lo / covered if told else None,
                "hi": mean.hi / covered if told else None,
                "once": once.value,
                "once_lo": once.lo if told else None,
                "once_hi": once.hi if told else None,
            }


def day_shares(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Yield per number of days the months of customers with so many, of all months, with the interval of the share."""
    total = dict.fromkeys((row["bucket"] for row in rows), 0)
    for row in rows:
        total[row["bucket"]] += row["months"]
    for days in dict.fromkeys(row["days"] for row in rows):
        own = {row["bucket"]: row["months"] for row in rows if row["days"] == days}
        share = ratio([own.get(bucket, 0) for bucket in total], list(total.values()), list(total))
        if share is not None:
            lo, hi = (share.lo, share.hi) if sum(total.values()) >= TOLD_FROM else (None, None)
            yield {"days": days, "months": sum(own.values()), "share": share.value, "lo": lo, "hi": hi}


def differences(rows: Sequence[Row]) -> Iterator[tuple[str, Estimate | None, Estimate | None, Estimate | None]]:
    """Yield days and value: the mean of repeats that skip the weighing, of the others, and the difference."""
    buckets = [row["bucket"] for row in rows]

    def column(name: str) -> list[float]:
        return [float(row[name]) for row in rows]

    for figure, counts in (("days", "n"), ("value", "valued")):
        here = column(f"{figure}_skipping"), column(f"{counts}_skipping")
        rest = column(f"{figure}_other"), column(f"{counts}_other")
        if rows:
            yield figure, ratio(*here, buckets), ratio(*rest, buckets), ratio_difference(here, rest, buckets)
