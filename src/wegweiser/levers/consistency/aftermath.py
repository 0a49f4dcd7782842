"""What became of customers who saw both sides of a break, beside those who saw both sides agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wegweiser.levers.consistency.comparing import Comparison
from wegweiser.warehouse import Dialect, Query, Table


@dataclass(frozen=True)
class Aim:
    """What is looked for afterwards: one of these touchpoints within this time."""

    reaching: tuple[int, ...]
    within: timedelta


def seen(offers: Table, profiles: Table, how: Comparison, dialect: Dialect) -> Query:
    """Per customer, thing, time and place the sides she met, and when she had met the second of them."""
    when, place, side = how.columns(dialect)
    first = Query(
        "offer_met",
        f"""select coalesce(p.profile_id, o.subject_id) as profile_id, o.object, {when} as period, {place} as place,
                   {side} as side, min(o.occurred_at) as met_at
            from {offers} o left join {profiles} p on p.subject_id = o.subject_id
             and (p.valid_from is null or o.occurred_at >= p.valid_from)
             and (p.valid_to is null or o.occurred_at < p.valid_to)
            where o.subject_id is not null and o.occurred_at is not null and {side} is not null
            group by coalesce(p.profile_id, o.subject_id), o.object, {when}, {place}, {side}""",
    )
    return Query(
        "offer_seen",
        f"""select profile_id, object, period, place, max(met_at) as both_at
            from {first} group by profile_id, object, period, place having count(*) > 1""",
        (first,),
    )


def afterwards(comparison: Query, met: Query, steps: Table, aim: Aim, dialect: Dialect) -> Query:
    """Per group (a break seen or not) the customers, and those who reached the goal within the time after.

    A customer who saw at least one break counts there, from her first break on; who saw only agreeing sides counts from
    the first of them on.
    """
    same = """m.object = c.object and (m.period = c.period or (m.period is null and c.period is null))
              and (m.place = c.place or (m.place is null and c.place is null))"""
    judged = Query(
        "offer_judged",
        f"select m.profile_id, m.both_at, c.broken from {met} m join {comparison} c on {same}",
        (met, comparison),
    )
    marked = Query(
        "offer_marked", f"select profile_id, max(broken) as broken from {judged} group by profile_id", (judged,)
    )
    started = Query(
        "offer_started",
        f"""select j.profile_id, k.broken, min(j.both_at) as since from {judged} j
            join {marked} k on k.profile_id = j.profile_id and k.broken = j.broken group by j.profile_id, k.broken""",
        (judged, marked),
    )
    goals = ", ".join(map(str, aim.reaching))
    returned = Query(
        "offer_returned",
        f"""select distinct s.profile_id from {started} s join {steps} t on t.profile_id = s.profile_id
             and t.touchpoint_id in ({goals}) and t.occurred_at > s.since
             and t.occurred_at <= s.since + {dialect.interval(aim.within)}""",
        (started,),
    )
    return Query(
        "consistency_aftermath",
        f"""select s.broken, count(*) as customers, count(r.profile_id) as reached
            from {started} s left join {returned} r on r.profile_id = s.profile_id
            group by s.broken order by s.broken desc""",
        (started, returned),
    )
