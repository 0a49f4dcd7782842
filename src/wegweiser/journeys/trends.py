"""How figures change: months of goals, touchpoints and phases, and the campaigns that were running."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, design_effect, interval, share_of, wilson
from wegweiser.warehouse import Query

_COUNTED = ("journeys", "still_open", "conversions", "customers")


def goal_months(tables: Tables, goal_id: int) -> Query:
    """Per month of a journey's last contact: converting customers, conversions, closed journeys, and their share.

    A month with open journeys has neither closed nor rate yet: its conversions are known before its losses. The
    interval is widened for customers with several journeys, as that of `outcomes.goals`.
    """
    by_bucket = Query(
        "month_by_bucket",
        f"""select cast(date_trunc('month', s.occurred_at) as date) as month, j.bucket, count(*) as journeys,
                   count(case when j.state = 'open' then 1 end) as still_open,
                   count(case when j.state = 'converted' then 1 end) as conversions,
                   count(distinct case when j.state = 'converted' then j.profile_id end) as customers
            from {tables.journey} j join {tables.journey_steps} s on s.profile_id = j.profile_id and s.seq = j.last_seq
            where j.goal_id = {goal_id} group by 1, 2""",
    )
    # A customer is in one bucket only, so distinct customers of the buckets add up.
    counted = Query(
        "month_counted",
        f"""select month, {", ".join(f"cast(sum({n}) as bigint) as {n}" for n in _COUNTED)},
                   sum(conversions * conversions) as yy, sum(conversions * journeys) as xy,
                   sum(journeys * journeys) as xx
            from {by_bucket} group by month""",
        (by_bucket,),
    )
    design = design_effect("(conversions * 1.0 / journeys)", "journeys")
    settled = Query(
        "month_settled",
        f"""select *, case when still_open = 0 then journeys end as closed, {design} as design from {counted}""",
        (counted,),
    )
    lo, hi = wilson("conversions / design", "closed / design")
    return Query(
        "months",
        f"""select month, customers, conversions, closed, {share_of("conversions", "closed")} as rate,
                   case when closed is not null then {lo} end as lo, case when closed is not null then {hi} end as hi
            from {settled} order by month""",
        (settled,),
    )


def contact_months(tables: Tables, column: str, code: int) -> Query:
    """Per month the contacts and customers of a touchpoint or phase, and their share of customers seen that month."""
    counted = Query(
        "month_counted",
        f"""select cast(date_trunc('month', occurred_at) as date) as month, count(distinct profile_id) as everyone,
                   count(case when {column} = {code} then 1 end) as contacts,
                   count(distinct case when {column} = {code} then profile_id end) as customers
            from {tables.step} group by 1""",
    )
    return Query(
        "months",
        f"""select month, customers, contacts, {share_of("customers", "everyone")} as rate,
                   {interval("customers", "everyone")} from {counted} order by month""",
        (counted,),
    )


def campaigns(tables: Tables, held: Query) -> Query:
    """Per campaign and touchpoint the customers it met, its contacts, and when it ran."""
    counted = Query(
        "campaign_counted",
        f"""select campaign, touchpoint_id, count(distinct profile_id) as customers, count(*) as contacts,
                   min(occurred_at) as since, max(occurred_at) as until
            from {held} group by campaign, touchpoint_id""",
        (held,),
    )
    return Query(
        "campaigns",
        f"""select c.campaign, t.id as touchpoint, c.customers, c.contacts, c.since, c.until
            from {counted} c join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id
            order by c.since, c.campaign, touchpoint""",
        (counted,),
    )
