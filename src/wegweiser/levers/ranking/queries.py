"""What levers are counted from: journeys past a place, a driver as it was logged, and what a conversion is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wegweiser.warehouse import Dialect, Query, Table

ROWS = 200_000
"""So many journeys are enough for an interval; of more, the first buckets of customers are taken."""


@dataclass(frozen=True)
class Ground:
    """The tables, the goal's code, and how many of the 256 buckets of customers are looked at."""

    step: Table
    journey: Table
    goal: int
    buckets: int
    dialect: Dialect


def considered(ground: Ground) -> Query:
    """Contacts of the goal's closed journeys, with what is known of the journey."""
    return Query(
        "lever_contact",
        f"""select s.profile_id, s.seq, s.event_id, s.occurred_at, s.touchpoint_id, s.session, j.journey, j.state,
                   j.opened_at, j.first_seq, j.last_seq
            from {ground.step} s join {ground.journey} j on j.profile_id = s.profile_id
            where s.seq between j.first_seq and j.last_seq and j.goal_id = {ground.goal}
              and j.state <> 'open' and j.bucket < {ground.buckets}""",
    )


def past(ground: Ground, anchor: int, way: Sequence[int], window: int) -> Query:
    """Per closed journey that goes on after its first contact with a place: what came before, whether it met the way.

    `met` is 1 where the touchpoints of the way follow one another right after the place; a way of one touchpoint may
    come anywhere among the next `window` contacts. `known` counts earlier contacts with what the way begins with.
    """
    contacts = considered(ground)
    anchored = _first(contacts, f"touchpoint_id = {anchor}")
    if len(way) == 1:
        met = f"s.touchpoint_id = {way[0]} and s.seq <= a.seq + {window}"
        needed = 1
    else:
        met = " or ".join(f"(s.touchpoint_id = {code} and s.seq = a.seq + {n})" for n, code in enumerate(way, 1))
        needed = len(way)
    followed = Query(
        "lever_followed",
        f"""select a.profile_id, a.journey, count(case when {met} then 1 end) as matched
            from {anchored} a join {contacts} s on s.profile_id = a.profile_id and s.journey = a.journey
            where s.seq > a.seq and s.seq <= a.seq + {window}
            group by a.profile_id, a.journey""",
        (anchored, contacts),
    )
    before = _before(ground, contacts, anchored, f"s.touchpoint_id = {way[0]}")
    return Query(
        "lever_past",
        f"""select b.*, case when f.matched >= {needed} then 1 else 0 end as met
            from {before} b join {followed} f on f.profile_id = b.profile_id and f.journey = b.journey
            order by b.profile_id, b.journey""",
        (before, followed),
    )


def logged(ground: Ground, event: Table, touchpoint: int, keys: Sequence[str]) -> Query:
    """Per closed journey its first contact with a touchpoint: what came before, and the event's properties as text."""
    contacts = considered(ground)
    anchored = _first(contacts, f"touchpoint_id = {touchpoint}")
    before = _before(ground, contacts, anchored, f"s.touchpoint_id = {touchpoint}")
    held = ", ".join(f"{ground.dialect.json_text('e.properties', key)} as held{n}" for n, key in enumerate(keys))
    return Query(
        "lever_logged",
        f"""select b.*, {held} from {before} b join {event} e on e.event_id = b.event_id
            where e.properties is not null order by b.profile_id, b.journey""",
        (before,),
    )


def _first(contacts: Query, condition: str) -> Query:
    """The first contact of each journey that meets a condition."""
    return Query(
        "lever_anchor",
        f"""select profile_id, journey, min(seq) as seq from {contacts} where {condition}
            group by profile_id, journey""",
        (contacts,),
    )


def _before(ground: Ground, contacts: Query, anchored: Query, known: str) -> Query:
    """Per anchored journey: outcome, what came before the contact, and how the journey began."""
    seconds = ground.dialect.seconds("min(s.opened_at)", "max(case when s.seq = a.seq then s.occurred_at end)")
    return Query(
        "lever_before",
        f"""select a.profile_id, a.journey, max(case when s.state = 'converted' then 1 else 0 end) as converted,
                   max(case when s.seq = a.seq then s.event_id end) as event_id,
                   count(case when s.seq < a.seq then 1 end) as steps,
                   count(distinct case when s.seq < a.seq then s.touchpoint_id end) as places,
                   max(case when s.seq = a.seq then s.session end) - min(s.session) as sessions,
                   count(case when s.seq < a.seq and {known} then 1 end) as known,
                   {seconds} as elapsed,
                   max(case when s.seq = s.first_seq then s.touchpoint_id end) as opener
            from {anchored} a join {contacts} s on s.profile_id = a.profile_id and s.journey = a.journey
            where s.seq <= a.seq
            group by a.profile_id, a.journey""",
        (anchored, contacts),
    )


def worth(journey: Table) -> Query:
    """Per goal the conversions that have a value, their mean, and its standard error over customers.

    A customer's conversions belong together: the error is that of a ratio of sums over customers.
    """
    people = Query(
        "lever_spent",
        f"""select goal_id, profile_id, count(*) as n, sum(value) as spent from {journey}
            where state = 'converted' and value is not null group by goal_id, profile_id""",
    )
    mean = Query(
        "lever_mean",
        f"select goal_id, sum(spent) / sum(n) as mean, sum(n) as conversions from {people} group by goal_id",
        (people,),
    )
    return Query(
        "lever_worth",
        f"""select m.goal_id, cast(max(m.conversions) as bigint) as conversions, round(max(m.mean), 4) as average,
                   round(sqrt(sum((p.spent - m.mean * p.n) * (p.spent - m.mean * p.n))) / max(m.conversions), 6)
                     as error
            from {people} p join {mean} m on m.goal_id = p.goal_id group by m.goal_id order by m.goal_id""",
        (people, mean),
    )


def currencies(event: Table) -> Query:
    """The currencies amounts are in, the most frequent first."""
    return Query(
        "lever_currencies",
        f"""select currency, count(*) as n from {event} where currency is not null and currency <> ''
            group by currency order by n desc, currency""",
    )
