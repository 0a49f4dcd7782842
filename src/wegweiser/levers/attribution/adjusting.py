"""What goes with converting next, contact by contact, among journeys alike in what was seen: association, adjusted."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wegweiser.errors import InvalidSetting
from wegweiser.levers.attribution.paths import contacts
from wegweiser.levers.attribution.scope import Scope
from wegweiser.levers.attribution.tables import Rows
from wegweiser.stats.attribution.shapley import membership
from wegweiser.stats.hazard import Associations, Periods
from wegweiser.warehouse import Dialect, Query, Result

MOST_ITEMS = 16
_LAST_PERIOD = 11
"""Contacts from the twelfth on are one period."""
_DAY_S = 86_400
_CAVEAT_OVERLAP = 0.5

ADJUSTED = {
    "item": pa.string(),
    "extra": pa.float64(),
    "extra_lo": pa.float64(),
    "extra_hi": pa.float64(),
    "share": pa.float64(),
    "overlap": pa.float64(),
    "comparable": pa.bool_(),
    "e_value": pa.float64(),
    "e_value_of_limit": pa.float64(),
}


def periods(scope: Scope, dialect: Dialect) -> Query:
    """Per state after a contact, alike ones counted together: how many there were, and how many converted next.

    period: which contact of the journey it was; members: the items touched so far; returning: not the customer's first
    journey; age: under a day (0), under a week (1), or more since the journey opened. Nobody is exposed after
    converting, so long journeys do not look better or worse for being long.
    """
    rows = contacts(scope, dialect)
    numbered = Query(
        "hazard_numbered",
        f"""select *, row_number() over (partition by profile_id, journey order by place) as nth,
                   row_number() over (partition by profile_id, journey order by place desc) as to_go,
                   row_number() over (partition by profile_id, journey, item order by place) as again,
                   max(ago) over (partition by profile_id, journey) - ago as age from {rows}""",
        (rows,),
    )
    bit = " ".join(f"when {item} then {1 << item}" for item in range(len(scope.names)))
    touched = Query(
        "hazard_touched",
        f"""select *, sum(case when again > 1 then 0 else case item {bit} end end)
                          over (partition by profile_id, journey order by place
                                rows between unbounded preceding and current row) as members from {numbered}""",
        (numbered,),
    )
    stated = Query(
        "hazard_stated",
        f"""select bucket, case when nth > {_LAST_PERIOD} then {_LAST_PERIOD} else nth - 1 end as period,
                   cast(members as bigint) as members, case when journey > 1 then 1 else 0 end as returning_one,
                   case when age < {_DAY_S} then 0 when age < {7 * _DAY_S} then 1 else 2 end as age,
                   case when to_go = 1 then conversions else 0.0 end as hit from {touched}""",
        (touched,),
    )
    columns = "bucket, period, members, returning_one, age"
    return Query(
        "hazard_periods",
        f"""select {columns}, count(*) as n, sum(hit) as hits from {stated}
            group by {columns} order by {columns}""",
        (stated,),
    )


def read(scope: Scope, found: Result) -> Periods:
    """Return the counted periods as the hazard takes them."""
    column = {name: np.asarray(found.table[name].to_numpy(), dtype=np.float64) for name in found.columns}
    age = column["age"]
    return Periods(
        period=column["period"].astype(np.int64),
        exposures=membership(column["members"].astype(np.int64), len(scope.names)).astype(np.float64),
        covariates=np.column_stack([column["returning_one"], age == 1, age == 2]).astype(np.float64),
        n=column["n"],
        hits=column["hits"],
        bucket=column["bucket"].astype(np.int64),
    )


def refuse(scope: Scope) -> None:
    """Refuse what cannot be adjusted.

    Raises:
        InvalidSetting: the paths are nobody's, or there are too many items.
    """
    problems = []
    if not scope.people:
        problems.append("counted paths do not say what was known of a customer before")
    if not 1 <= len(scope.names) <= MOST_ITEMS:
        problems.append(f"it takes 1 to {MOST_ITEMS} items, not {len(scope.names)}: ask by channel or leave some out")
    if problems:
        raise InvalidSetting("An adjusted association", problems)


def adjusted_rows(scope: Scope, found: Associations) -> Rows:
    """Return per item: conversions that go with it, their share, the overlap, and the E-values."""
    rows: Rows = [
        {
            "item": name,
            "extra": float(found.extra[place]),
            "extra_lo": float(found.lo[place]),
            "extra_hi": float(found.hi[place]),
            "share": float(found.extra[place] / found.conversions) if found.conversions else None,
            "overlap": float(found.overlap[place]),
            "comparable": bool(found.overlap[place] >= _CAVEAT_OVERLAP),
            "e_value": float(found.e_value[place]),
            "e_value_of_limit": float(found.e_value_of_limit[place]),
        }
        for place, name in enumerate(scope.names)
    ]
    return sorted(rows, key=lambda row: (-row["extra"], row["item"]))
