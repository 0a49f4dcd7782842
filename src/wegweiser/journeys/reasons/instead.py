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
    opened, met = _met(tables, source, unit)
    aimed = Query(
        "instead_aimed", f"select profile_id, stretch, ahead from {met} where touchpoint_id = {target}", (met,)
    )
    ended = Query(
        "instead_ended",
        f"""select o.profile_id from {opened} o left join (select profile_id, stretch from {met} where ahead = 1) m
              on m.profile_id = o.profile_id and m.stretch = o.stretch
            where m.profile_id is null""",
        (opened, met),
    )
    every = Query(
        "instead_every",
        f"""select m.profile_id, m.touchpoint_id, case when a.ahead is null then 0 else 1 end as reached,
                   case when m.ahead = 1 then 1 else 0 end as follows
            from {met} m left join {aimed} a on a.profile_id = m.profile_id and a.stretch = m.stretch
            where a.ahead is null or m.ahead <= a.ahead
            union all select profile_id, -1, 0, 1 from {ended}""",
        (met, aimed, ended),
    )
    total = Query(
        "instead_total",
        f"""select o.n - a.n as left_n, a.n as reached_n
            from (select count(*) as n from {opened}) o cross join (select count(*) as n from {aimed}) a""",
        (opened, aimed),
    )
    return _shares(tables, _counted(every), total)


def _counted(every: Query) -> Query:
    """Per touchpoint who met it next and at all, of those without the target and with it."""
    sides = {
        name: f"cast(sum(case when reached = {reached} {extra} then 1 else 0 end) as bigint) as {name}"
        for name, reached, extra in (
            ("next_n", 0, "and follows = 1"),
            ("later_n", 0, ""),
            ("reached_next", 1, "and follows = 1"),
            ("reached_later", 1, ""),
        )
    }
    return Query(
        "instead_counted",
        f"""select touchpoint_id, {", ".join(sides.values())},
                   count(distinct case when reached = 0 then profile_id end) as customers
            from {every} group by touchpoint_id""",
        (every,),
    )


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


def _met(tables: Tables, source: int, unit: Unit) -> tuple[Query, Query]:
    """Return the units with the source, and per touchpoint met after it how many contacts ahead that is at first.

    Grouped at once, the few rows left tell who reached the target and when: no contact is sorted.
    """
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
    met = Query(
        "instead_met",
        f"""select s.profile_id, s.stretch, s.touchpoint_id, min(s.seq - o.from_seq) as ahead
            from {steps} s join {opened} o on o.profile_id = s.profile_id and o.stretch = s.stretch
            where s.seq > o.from_seq group by s.profile_id, s.stretch, s.touchpoint_id""",
        (steps, opened),
    )
    return opened, met
