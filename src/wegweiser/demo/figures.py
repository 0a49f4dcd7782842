"""The demo's own figures: what the letters did, and how many baskets and households there are."""

from __future__ import annotations

import pyarrow as pa

from wegweiser.collect import tables
from wegweiser.stats import wilson
from wegweiser.warehouse import Query, Result, Warehouse


def letters(warehouse: Warehouse) -> Result:
    """Return by type of campaign how many letters were received and how many led to a redeemed coupon."""
    events = _events(warehouse)
    letter = _pairs("letter", "campaign_received", events)
    used = _pairs("used", "coupon_redeemed", events)
    counted = warehouse.run(
        Query(
            "letters",
            f"""
            select regexp_replace(campaign, ' [^ ]*$', '') as type, count(*) as letters,
                   count(u.subject_id) as redeemed
            from {letter} left join {used} as u using (campaign, subject_id) group by 1 order by 1""",
            (letter, used),
        )
    )
    rows = []
    for row in counted.rows():
        share = wilson(row["redeemed"], row["letters"])
        rows.append(row | {"share": share.value, "lo": share.lo, "hi": share.hi})
    names = (("type", pa.string()), ("letters", pa.int64()), ("redeemed", pa.int64()))
    schema = pa.schema([*names, *((name, pa.float64()) for name in ("share", "lo", "hi"))])
    return Result(
        "letters",
        pa.Table.from_pylist(rows, schema),
        "Pairs of campaign and household that received it; redeemed: at least one of its coupons was used by that "
        "household. Intervals: Wilson, 95 %.",
    )


def baskets(warehouse: Warehouse) -> Result:
    """Return how many baskets, households and derived contacts the events hold."""
    events = _events(warehouse)
    return warehouse.run(
        Query(
            "baskets",
            f"""
            select count(*) filter (where event like 'purchase_%') as baskets,
                   count(distinct subject_id) filter (where event like 'purchase_%') as households,
                   round(coalesce(sum(value), 0), 2) as value,
                   count(*) filter (where origin = 'derived') as derived, count(*) as events
            from {events}""",
            (events,),
        ),
        note="Every basket of the files is one event; value is the sum of what was paid for its lines.",
    )


def _pairs(name: str, event: str, events: Query) -> Query:
    return Query(name, f"select distinct campaign, subject_id from {events} where event = '{event}'", (events,))


def _events(warehouse: Warehouse) -> Query:
    event, signature = warehouse.table(tables.EVENT), warehouse.table(tables.SIGNATURE)
    return Query(
        "events with their signatures",
        f"select e.subject_id, e.value, e.origin, s.event, s.campaign from {event} as e "
        f"join {signature} as s on s.code = e.signature",
    )
