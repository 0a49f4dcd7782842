"""The simple ordered funnel with a time window, exact: the algorithm of the latest possible start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from wegweiser.journeys.counting import Tables, interval, share_of
from wegweiser.warehouse import Query


class Unit(StrEnum):
    """Whose contacts have to come in order: a customer's, or those of one session."""

    CUSTOMER = "customer"
    SESSION = "session"


def funnel(tables: Tables, names: Sequence[str], codes: Sequence[int], within: timedelta | None, unit: Unit) -> Query:
    """How many customers or sessions touch the first k touchpoints in this order, other contacts between allowed.

    Place k is reached where contacts t1 < t2 < .. < tk exist with tk no later than t1 + `within`. Each contact
    with place k carries the latest t1 from which it can be reached, so no feasible start is missed; contacts of
    the same moment keep the order of their steps. `customers` are the people behind what was reached.
    """
    key = "profile_id" if unit is Unit.CUSTOMER else "profile_id, session"
    wanted = ", ".join(map(str, sorted(set(codes))))
    placed = Query(
        "funnel_1",
        f"""select profile_id, session, seq, touchpoint_id, occurred_at,
                   case when touchpoint_id = {codes[0]} then occurred_at end as start_1
            from {tables.step} where touchpoint_id in ({wanted})""",
    )
    for place, code in enumerate(codes[1:], start=2):
        placed = _placed(tables, placed, place, code, (key, within))
    places = range(1, len(codes) + 1)
    reached = Query(
        "funnel_reached",
        f"select {', '.join(f'count(start_{p}) as n_{p}, {_people(p)} as c_{p}' for p in places)} from (select "
        f"profile_id, {', '.join(f'max(start_{p}) as start_{p}' for p in places)} from {placed} "
        f"group by {key}) as best",
        (placed,),
    )
    rows = Query(
        "funnel_rows",
        " union all ".join(
            f"select {p} as place, {tables.dialect.text(name)} as step, n_{p} as reached, c_{p} as customers, "
            f"n_1 as first, n_{max(p - 1, 1)} as previous from {reached}"
            for p, name in zip(places, names, strict=True)
        ),
        (reached,),
    )
    return Query(
        "funnel",
        f"""select step, reached, customers, {share_of("reached", "first")} as share,
                   case when place > 1 then {share_of("reached", "previous")} end as of_previous,
                   {interval("reached", "first")}, previous - reached as lost
            from {rows} order by place""",
        (rows,),
    )


def _people(place: int) -> str:
    return f"count(distinct case when start_{place} is not null then profile_id end)"


def _placed(tables: Tables, before: Query, place: int, code: int, rule: tuple[str, timedelta | None]) -> Query:
    """Add to each contact the latest start from which it is place k of the funnel."""
    key, within = rule
    timely = "" if within is None else f" and occurred_at <= start + {tables.dialect.interval(within)}"
    best = Query(
        f"funnel_{place}_best",
        f"""select *, max(start_{place - 1}) over (partition by {key} order by seq
                          rows between unbounded preceding and 1 preceding) as start
            from {before}""",
        (before,),
    )
    kept = ", ".join(f"start_{p}" for p in range(1, place))
    return Query(
        f"funnel_{place}",
        f"""select profile_id, session, seq, touchpoint_id, occurred_at, {kept},
                   case when touchpoint_id = {code}{timely} then start end as start_{place}
            from {best}""",
        (best,),
    )
