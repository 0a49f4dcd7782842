"""What those who met one touchpoint and never came to another did, beside those who came to it."""

from __future__ import annotations

from enum import StrEnum

from wegweiser.journeys.counting import Tables, interval, share_of, wilson
from wegweiser.warehouse import Query


class Unit(StrEnum):
    """Whose way is followed."""

    SESSION = "session"
    CUSTOMER = "customer"


def instead(tables: Tables, source: int, target: int, unit: Unit) -> Query:
    """Per touchpoint who met it next and who met it at all after the source, of those without the target and with it.

    All of it counts from the first contact with the source, the one anchor both have whatever comes of it; of those
    who reach the target, up to that contact. '(end)' is the way out, where nothing follows the source.
    """
    after, units = _after(tables, source, target, unit)
    ended = Query(
        "instead_ended",
        f"""select u.profile_id, u.stretch, -1 as touchpoint_id, u.reached, 1 as follows from {units} u
            left join {after} a on a.profile_id = u.profile_id and a.stretch = u.stretch
            where a.profile_id is null""",
        (units, after),
    )
    met = Query(
        "instead_met",
        f"""select profile_id, stretch, touchpoint_id, reached, max(follows) as follows from {after}
            group by profile_id, stretch, touchpoint_id, reached
            union all select profile_id, stretch, touchpoint_id, reached, follows from {ended}""",
        (after, ended),
    )
    sides = {
        name: f"cast(sum(case when reached = {reached} {extra} then 1 else 0 end) as bigint) as {name}"
        for name, reached, extra in (
            ("next_n", 0, "and follows = 1"),
            ("later_n", 0, ""),
            ("reached_next", 1, "and follows = 1"),
            ("reached_later", 1, ""),
        )
    }
    counted = Query(
        "instead_counted",
        f"""select touchpoint_id, {", ".join(sides.values())},
                   count(distinct case when reached = 0 then profile_id end) as customers
            from {met} group by touchpoint_id""",
        (met,),
    )
    total = Query(
        "instead_total",
        f"select sum(1 - reached) as left_n, sum(reached) as reached_n from {units}",
        (units,),
    )
    return _shares(tables, counted, total)


def _shares(tables: Tables, counted: Query, total: Query) -> Query:
    columns = []
    for name, hits, n in (
        ("later", "c.later_n", "t.left_n"),
        ("reached_next", "c.reached_next", "t.reached_n"),
        ("reached_later", "c.reached_later", "t.reached_n"),
    ):
        lo, hi = wilson(hits, n)
        columns.append(f"{share_of(hits, n)} as {name}_share, {lo} as {name}_lo, {hi} as {name}_hi")
    return Query(
        "instead",
        f"""select coalesce(p.id, '(end)') as touchpoint, c.next_n as "next",
                   {share_of("c.next_n", "t.left_n")} as share, {interval("c.next_n", "t.left_n")},
                   c.later_n as later, c.customers, cast(t.left_n as bigint) as n, {", ".join(columns)},
                   c.reached_next, c.reached_later, cast(t.reached_n as bigint) as reached_n
            from {counted} c cross join {total} t
            left join {tables.touchpoint} p on p.touchpoint_id = c.touchpoint_id
            order by c.next_n desc, c.later_n desc, c.reached_later desc, touchpoint""",
        (counted, total),
    )


def _after(tables: Tables, source: int, target: int, unit: Unit) -> tuple[Query, Query]:
    """Return the contacts after the first one with the source, and the units that have one."""
    stretch = "session" if unit is Unit.SESSION else "1"
    steps = Query(
        "instead_step",
        f"select profile_id, {stretch} as stretch, seq, touchpoint_id from {tables.step}",
    )
    opened = Query(
        "instead_opened",
        f"""select profile_id, stretch, min(seq) as from_seq from {steps}
            where touchpoint_id = {source} group by profile_id, stretch""",
        (steps,),
    )
    following = Query(
        "instead_following",
        f"""select s.profile_id, s.stretch, s.seq, s.touchpoint_id, o.from_seq,
                   min(case when s.touchpoint_id = {target} then s.seq end)
                     over (partition by s.profile_id, s.stretch) as target_seq
            from {steps} s join {opened} o on o.profile_id = s.profile_id and o.stretch = s.stretch
            where s.seq > o.from_seq""",
        (steps, opened),
    )
    after = Query(
        "instead_after",
        f"""select profile_id, stretch, touchpoint_id, case when target_seq is null then 0 else 1 end as reached,
                   case when seq = from_seq + 1 then 1 else 0 end as follows
            from {following} where target_seq is null or seq <= target_seq""",
        (following,),
    )
    units = Query(
        "instead_unit",
        f"""select o.profile_id, o.stretch, coalesce(max(a.reached), 0) as reached from {opened} o
            left join {after} a on a.profile_id = o.profile_id and a.stretch = o.stretch
            group by o.profile_id, o.stretch""",
        (opened, after),
    )
    return after, units
