"""The most frequent ways, each with its customers and how long it takes."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, considered, interval, share_of
from wegweiser.warehouse import Query


def variants(tables: Tables, goal_id: int | None, *, top: int) -> Query:
    """Per way (codes) its journeys, customers, shares, conversions and median seconds from first to last contact.

    Ways are those of closed journeys, a touchpoint repeated at once counted once; without a goal a way is a
    customer's whole history, and it converts where it touches any goal.
    """
    walked = _walked(tables, goal_id)
    counted = Query(
        "variant_counted",
        f"""select path, count(*) as journeys, cast(sum(converted) as bigint) as converted
            from {walked} group by path""",
        (walked,),
    )
    total = Query("variant_total", f"select sum(journeys) as n from {counted}", (counted,))
    best = Query("variant_best", f"select * from {counted} order by journeys desc, path limit {int(top)}", (counted,))
    # Customers and times only of the ways that are told: of all of them they would be held in memory at once.
    told = Query(
        "variant_told",
        f"""select w.path, count(distinct w.profile_id) as customers,
                   {tables.dialect.quantile("w.seconds", 0.5)} as median_s
            from {walked} w join {best} b on b.path = w.path group by w.path""",
        (walked, best),
    )
    return Query(
        "variants",
        f"""select b.path, b.journeys, d.customers, cast(n.n as bigint) as of_journeys,
                   {share_of("b.journeys", "n.n")} as share,
                   sum(b.journeys) over (order by b.journeys desc, b.path
                        rows between unbounded preceding and current row) * 1.0 / n.n as cumulative,
                   b.converted, {share_of("b.converted", "b.journeys")} as rate,
                   {interval("b.converted", "b.journeys")}, d.median_s
            from {best} b join {told} d on d.path = b.path cross join {total} n order by b.journeys desc, b.path""",
        (best, told, total),
    )


def _walked(tables: Tables, goal_id: int | None) -> Query:
    """One row per journey: its customer, its way, whether it converts, and how long it lasts."""
    steps = considered(tables, goal_id)
    ways = "partition by profile_id, journey order by seq"
    fresh = Query(
        "variant_step",
        f"""select profile_id, journey, seq, touchpoint_id, occurred_at,
                   case when row_number() over ({ways}) = 1
                             or touchpoint_id <> lag(touchpoint_id) over ({ways}) then 1 else 0 end as fresh
            from {steps}""",
        (steps,),
    )
    dialect = tables.dialect
    kept = Query(
        "variant_kept",
        f"""select profile_id, journey, {dialect.coded_list("touchpoint_id", "seq")} as path,
                   {dialect.seconds("min(occurred_at)", "max(occurred_at)")} as seconds
            from {fresh} where fresh = 1 group by profile_id, journey""",
        (fresh,),
    )
    if goal_id is None:
        reaching = f"""select distinct s.profile_id, 1 as journey from {tables.step} s
                       join {tables.touchpoint} t on t.touchpoint_id = s.touchpoint_id where t.is_goal"""
    else:
        reaching = f"select profile_id, journey from {tables.journey} where goal_id = {goal_id} and state = 'converted'"
    return Query(
        "variant_walked",
        f"""select k.profile_id, k.path, k.seconds, case when r.profile_id is null then 0 else 1 end as converted
            from {kept} k left join ({reaching}) r on r.profile_id = k.profile_id and r.journey = k.journey""",
        (kept,),
    )
