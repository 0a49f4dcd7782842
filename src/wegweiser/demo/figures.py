"""The demo's own figures: what the letters did, who came back after which basket, and how much there is."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa

from wegweiser.collect import tables
from wegweiser.stats import ratio
from wegweiser.warehouse import Query, Result, Warehouse

_INTERVAL = "Intervals: 95 %, by resampling households."


def letters(warehouse: Warehouse) -> Result:
    """Return by type of campaign how many letters were received and how many led to a redeemed coupon."""
    events = _events(warehouse)
    letter = _pairs("letter", "campaign_received", events)
    used = _pairs("used", "coupon_redeemed", events)
    counted = Query(
        "letters",
        f"""
        select regexp_replace(campaign, ' [^ ]*$', '') as type, subject_id, count(*) as letters,
               count(u.subject_id) as redeemed
        from {letter} left join {used} as u using (campaign, subject_id) group by all order by all""",
        (letter, used),
    )
    note = (
        "Pairs of campaign and household that received it; redeemed: that household used at least one of its coupons."
    )
    return _shares(warehouse, counted, ("type", "letters", "redeemed"), note)


def returns(warehouse: Warehouse, within: timedelta = timedelta(days=14)) -> Result:
    """Return by kind of basket how many there were and after how many the household came back in time."""
    events, back = _events(warehouse), warehouse.dialect.interval(within)
    basket = Query(
        "basket",
        f"""
        select event, subject_id, occurred_at, max(occurred_at) over () as until,
               lead(occurred_at) over (partition by subject_id order by occurred_at, source_seq, event_id) as next_at
        from {events} where event like 'purchase_%'""",
        (events,),
    )
    counted = Query(
        "returns",
        f"""
        select event as basket, subject_id, count(*) as baskets,
               count(*) filter (where next_at <= occurred_at + {back}) as followed
        from {basket} where occurred_at + {back} <= until group by all order by all""",
        (basket,),
    )
    note = (
        f"Baskets at least {within.days} days before the last one; followed: by the same household's next in that time."
    )
    return _shares(warehouse, counted, ("basket", "baskets", "followed"), note)


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


def _events(warehouse: Warehouse) -> Query:
    event, signature = warehouse.table(tables.EVENT), warehouse.table(tables.SIGNATURE)
    return Query(
        "events with their signatures",
        f"select e.event_id, e.source_seq, e.occurred_at, e.subject_id, e.value, e.origin, s.event, s.campaign "
        f"from {event} as e join {signature} as s on s.code = e.signature",
    )


def _pairs(name: str, event: str, events: Query) -> Query:
    return Query(name, f"select distinct campaign, subject_id from {events} where event = '{event}'", (events,))


def _shares(warehouse: Warehouse, counted: Query, names: tuple[str, str, str], note: str) -> Result:
    """Add up counts per household to one row per kind, with the share and its interval."""
    kind, below, above = names
    rows = warehouse.run(counted).rows()
    found = []
    for value in sorted({row[kind] for row in rows}):
        own = [row for row in rows if row[kind] == value]
        hits, cases = ([row[name] for row in own] for name in (above, below))
        share = ratio(hits, cases, [row["subject_id"] for row in own])
        figures = {"share": share.value, "lo": share.lo, "hi": share.hi} if share else {}
        found.append({kind: value, "households": len(own), below: sum(cases), above: sum(hits), **figures})
    whole = [(name, pa.int64()) for name in ("households", below, above)]
    parts = [(name, pa.float64()) for name in ("share", "lo", "hi")]
    table = pa.Table.from_pylist(found, pa.schema([(kind, pa.string()), *whole, *parts]))
    return Result(counted.name, table, f"{note} {_INTERVAL}")
