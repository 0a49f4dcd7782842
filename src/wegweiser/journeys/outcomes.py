"""How journeys end: goals reached, drop-off, repeats, and the loyalty loop."""

from __future__ import annotations

from enum import StrEnum

from wegweiser.journeys.counting import Tables, bucket_of, design_effect, interval, share_of, wilson
from wegweiser.warehouse import Query


class Stretch(StrEnum):
    """Where a drop-off is looked for: at the end of a whole journey, or of a session."""

    JOURNEY = "journey"
    SESSION = "session"


def goals(tables: Tables) -> Query:
    """Per goal its journeys by state, the share of closed ones that converted, the converting customers, the value.

    A customer with several journeys is no several customers: hits and n of the Wilson interval are both divided by
    the design effect of journeys in the 256 buckets of customers.
    """
    by_bucket = Query(
        "goal_by_bucket",
        f"""select goal_id, bucket, sum(case when state = 'converted' then 1 else 0 end) as y,
                   sum(case when state = 'lost' then 1 else 0 end) as lost,
                   sum(case when state = 'open' then 1 else 0 end) as still_open, sum(value) as value
            from {tables.journey} group by goal_id, bucket""",
    )
    # Threads add amounts in any order, which the last binary digits show; people count in cents.
    counted = Query(
        "goal_counted",
        f"""select goal_id, sum(y) as converted, sum(lost) as lost, sum(still_open) as still_open,
                   round(sum(value), 2) as value, sum(y * y) as yy, sum(y * (y + lost)) as xy,
                   sum((y + lost) * (y + lost)) as xx
            from {by_bucket} group by goal_id""",
        (by_bucket,),
    )
    rate = "(converted * 1.0 / nullif(converted + lost, 0))"
    weighed = Query(
        "goal_weighed",
        f"select *, {design_effect(rate, '(converted + lost)')} as design from {counted}",
        (counted,),
    )
    # Apart, so that only the rows of conversions are told apart by customer.
    people = Query(
        "goal_people",
        f"""select goal_id, count(distinct profile_id) as customers from {tables.journey}
            where state = 'converted' group by goal_id""",
    )
    found = {name: f"cast(coalesce(c.{name}, 0) as bigint)" for name in ("converted", "lost", "still_open")}
    return Query(
        "goals",
        f"""select g.id as goal, {found["converted"]} as converted, {found["lost"]} as lost,
                   {found["still_open"]} as "open", {share_of("c.converted", "c.converted + c.lost")} as rate,
                   {interval("coalesce(c.converted / c.design, 0)", "coalesce((c.converted + c.lost) / c.design, 0)")},
                   coalesce(p.customers, 0) as customers, c.value
            from {tables.goal} g left join {weighed} c on c.goal_id = g.goal_id
            left join {people} p on p.goal_id = g.goal_id order by g.goal_id""",
        (weighed, people),
    )


def dropoff(tables: Tables, goal_id: int, reaching: tuple[int, ...], unit: Stretch) -> Query:
    """Per touchpoint the closed journeys (or sessions) that touch it and those that end there, not with the goal.

    `rate` is of the journeys that touch it, `leaving` of its contacts: what is touched often is more easily the
    last, so `leaving` is the fairer comparison. `expected` and `leaving_expected` are the same over all touchpoints
    together; the goal's own touchpoints are left out. A customer with several journeys is no several customers: the
    intervals of both are widened by the design effect of the 256 buckets of customers, as that of `goals`.
    """
    steps = _endings(tables, goal_id) if unit is Stretch.JOURNEY else _breaks(tables)
    own = ", ".join(map(str, reaching))
    visited = Query(
        "dropoff_visited",
        f"""select touchpoint_id, profile_id, unit, count(*) as contacts, max(case when ends then 1 else 0 end) as ends
            from {steps} where touchpoint_id not in ({own}) group by touchpoint_id, profile_id, unit""",
        (steps,),
    )
    counted = _leavers(tables, visited)
    lo, hi = wilson("c.ends / c.leaving_design", "c.contacts / c.leaving_design")
    return Query(
        "dropoff",
        f"""select t.id as touchpoint, c.ends, c.visits, {share_of("c.ends", "c.visits")} as rate,
                   {interval("c.ends / c.design", "c.visits / c.design")}, a.ends * 1.0 / a.visits as expected,
                   c.customers, c.contacts,
                   {share_of("c.ends", "c.contacts")} as leaving, {lo} as leaving_lo, {hi} as leaving_hi,
                   a.ends * 1.0 / a.contacts as leaving_expected, t.structural
            from {counted} c
            cross join (select sum(ends) as ends, sum(visits) as visits, sum(contacts) as contacts from {counted}) a
            join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id
            order by leaving desc, c.visits desc, touchpoint""",
        (counted,),
    )


def _leavers(tables: Tables, visited: Query) -> Query:
    """Per touchpoint the units that end there, those that touch it, its contacts, customers and both design effects."""
    by_bucket = Query(
        "dropoff_by_bucket",
        f"""select touchpoint_id, {bucket_of(tables)} as bucket, cast(sum(ends) as bigint) as ends, count(*) as visits,
                   cast(sum(contacts) as bigint) as contacts
            from {visited} group by 1, 2""",
        (visited,),
    )
    people = Query(
        "dropoff_people",
        f"select touchpoint_id, count(distinct profile_id) as customers from {visited} group by touchpoint_id",
        (visited,),
    )
    squares = {"yy": "ends * ends", "xy": "ends * visits", "xx": "visits * visits"}
    # Of contacts: the hits are the same, and so are their squares.
    squares |= {"leaving_yy": "ends * ends", "leaving_xy": "ends * contacts", "leaving_xx": "contacts * contacts"}
    counted = Query(
        "dropoff_counted",
        f"""select b.touchpoint_id, max(p.customers) as customers,
                   {", ".join(f"cast(sum({name}) as bigint) as {name}" for name in ("ends", "visits", "contacts"))},
                   {", ".join(f"sum({product}) as {name}" for name, product in squares.items())}
            from {by_bucket} b join {people} p on p.touchpoint_id = b.touchpoint_id group by b.touchpoint_id""",
        (by_bucket, people),
    )
    rate, leaving = "(ends * 1.0 / visits)", "(ends * 1.0 / contacts)"
    return Query(
        "dropoff_weighed",
        f"""select *, {design_effect(rate, "visits")} as design,
                   {design_effect(leaving, "contacts", "leaving_")} as leaving_design from {counted}""",
        (counted,),
    )


def _endings(tables: Tables, goal_id: int) -> Query:
    """The steps of a goal's closed journeys, and whether a lost one ends there."""
    return Query(
        "dropoff_step",
        f"""select s.profile_id, s.touchpoint_id, j.journey as unit, j.state = 'lost' and s.seq = j.last_seq as ends
            from {tables.journey_steps} s join {tables.journey} j on j.profile_id = s.profile_id
             and s.seq between j.first_seq and j.last_seq
            where j.goal_id = {goal_id} and j.state <> 'open'""",
    )


def _breaks(tables: Tables) -> Query:
    """All steps, and whether a session ends there; one that ends with the goal ends with a contact left out."""
    return Query(
        "dropoff_step",
        f"""select profile_id, touchpoint_id, session as unit, next_session is null or next_session <> session as ends
            from (select *, lead(session) over (partition by profile_id order by seq) as next_session
                  from {tables.step}) as followed""",
    )


def converted(tables: Tables, goal_id: int) -> Query:
    """A goal's conversions, numbered per customer, with the days since the one before."""
    days = f"{tables.dialect.seconds('lag(closed_at) over w', 'closed_at')}"
    return Query(
        "converted",
        f"""select profile_id, journey, first_seq, last_seq, value, row_number() over w as nth,
                   ({days}) / 86400.0 as days
            from {tables.journey} where goal_id = {goal_id} and state = 'converted'
            window w as (partition by profile_id order by journey)""",
    )


def repeats(tables: Tables, goal_id: int) -> Query:
    """How many customers reach the goal at least n times, of how many before, and how long it takes."""
    conversions = converted(tables, goal_id)
    counted = Query(
        "repeat_counted",
        f"""select nth, count(*) as customers, {tables.dialect.quantile("days", 0.5)} as median_days
            from {conversions} group by nth""",
        (conversions,),
    )
    return Query(
        "repeats",
        f"""select nth, customers, customers * 1.0 / lag(customers) over (order by nth) as share_of_previous,
                   median_days
            from {counted} order by nth""",
        (counted,),
    )


def marked_repeats(tables: Tables, goal_id: int) -> Query:
    """A goal's repeat conversions: whose, days since the one before, value, and 1 where nobody weighed since then."""
    conversions = converted(tables, goal_id)
    # Few conversions are repeats, so only their steps are looked at.
    repeated = Query("loyalty_repeated", f"select * from {conversions} where nth > 1", (conversions,))
    weighing = Query(
        "loyalty_weighing",
        f"""select distinct r.profile_id, r.journey from {repeated} r
            join {tables.journey_steps} s on s.profile_id = r.profile_id and s.seq >= r.first_seq and s.seq < r.last_seq
            join {tables.phase} p on p.phase_id = s.phase_id where p.role = 'consider'""",
        (repeated,),
    )
    return Query(
        "loyalty_marked",
        f"""select c.profile_id, c.days, c.value, case when w.profile_id is null then 1 else 0 end as skips
            from {repeated} c left join {weighing} w on w.profile_id = c.profile_id and w.journey = c.journey""",
        (repeated, weighing),
    )


def loyalty(tables: Tables, goal_id: int) -> Query:
    """One row about repeat conversions: how many skip the phase of weighing, and how they differ in days and value.

    A customer with several repeats is no several customers: hits and n of the Wilson interval are both divided by
    the design effect of repeats in customers.
    """
    marked = marked_repeats(tables, goal_id)
    median = tables.dialect.quantile
    counted = Query(
        "loyalty_counted",
        f"""select count(*) as repeats, count(case when skips = 1 then 1 end) as skipping,
                   {median("days", 0.5)} as median_days,
                   {median("case when skips = 1 then days end", 0.5)} as median_days_skipping,
                   {median("case when skips = 0 then days end", 0.5)} as median_days_other,
                   round(avg(case when skips = 1 then value end), 2) as value_skipping,
                   round(avg(case when skips = 0 then value end), 2) as value_other
            from {marked}""",
        (marked,),
    )
    weighed = _with_design(marked, counted)
    return Query(
        "loyalty",
        f"""select repeats, skipping, {share_of("skipping", "repeats")} as share,
                   {interval("skipping / design", "repeats / design")}, customers,
                   median_days, median_days_skipping, median_days_other, value_skipping, value_other
            from {weighed}""",
        (weighed,),
    )


def _with_design(marked: Query, counted: Query) -> Query:
    """Add the customers and the design effect to the counts of repeats; below 1 it is taken as 1."""
    customer = Query(
        "loyalty_customer",
        f"select profile_id, count(*) as x, cast(sum(skips) as bigint) as y from {marked} group by profile_id",
        (marked,),
    )
    squares = Query(
        "loyalty_squares",
        f"select count(*) as customers, sum(x * x) as xx, sum(x * y) as xy, sum(y * y) as yy from {customer}",
        (customer,),
    )
    design = design_effect("(c.skipping * 1.0 / nullif(c.repeats, 0))", "c.repeats")
    return Query(
        "loyalty_weighed",
        f"select c.*, q.customers, {design} as design from {counted} c cross join {squares} q",
        (counted, squares),
    )
