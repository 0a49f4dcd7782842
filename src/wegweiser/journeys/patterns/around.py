"""What comes before and after an anchor, contact by contact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wegweiser.journeys.counting import Tables, considered, interval, share_of
from wegweiser.warehouse import Query


class Which(StrEnum):
    """Which of a journey's contacts with the anchor stands in the middle."""

    FIRST = "first"
    LAST = "last"
    EACH = "each"


@dataclass(frozen=True)
class Centre:
    """The condition the anchor fulfils, which of its contacts count, and how far one looks to both sides."""

    fits: str
    which: Which
    before: int
    after: int


def around(tables: Tables, centre: Centre, goal_id: int | None = None) -> Query:
    """Per offset from the anchor and touchpoint there: the journeys, their customers, and their share of all.

    An offset at which a journey has not begun counts as '(start)', one after its end as '(end)', so that the shares
    of an offset sum to one. With `each`, every contact with the anchor counts like a journey of its own.
    """
    steps, anchors = considered(tables, goal_id), _anchors(tables, centre, goal_id)
    offsets = Query(
        "around_offset",
        " union all ".join(f'select {n} as "offset"' for n in range(-centre.before, centre.after + 1)),
    )
    met = Query(
        "around_met",
        f"""select a.profile_id, a.journey, a.seq, s.seq - a.seq as "offset", s.touchpoint_id
            from {anchors} a join {steps} s on s.profile_id = a.profile_id and s.journey = a.journey
             and s.seq between a.seq - {centre.before} and a.seq + {centre.after}""",
        (anchors, steps),
    )
    whole = Query("around_whole", f"select count(*) as n from {anchors}", (anchors,))
    # One anchor per customer: journeys are customers, and who is not met at an offset is at an edge.
    single = goal_id is None and centre.which is not Which.EACH
    customers = "count(*)" if single else "count(distinct profile_id)"
    inside = Query(
        "around_inside",
        f"""select "offset", touchpoint_id, count(*) as journeys, {customers} as customers
            from {met} group by "offset", touchpoint_id""",
        (met,),
    )
    edges = _missed(offsets, inside, whole) if single else _beyond(offsets, met)
    counted = Query(
        "around_counted",
        f"select * from {inside} union all select * from {edges} where journeys > 0",
        (inside, edges),
    )
    edge = """case when c."offset" < 0 then '(start)' else '(end)' end"""
    return Query(
        "around",
        f"""select c."offset", coalesce(t.id, {edge}) as touchpoint, c.journeys, c.customers,
                   {share_of("c.journeys", "w.n")} as share, {interval("c.journeys", "w.n")}
            from {counted} c cross join {whole} w left join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id
            order by c."offset", c.journeys desc, touchpoint""",
        (counted, whole),
    )


def _missed(offsets: Query, inside: Query, whole: Query) -> Query:
    """Per offset the anchors that nothing is met at so far from them."""
    met = Query(
        "around_met_at", f'select "offset", sum(journeys) as journeys from {inside} group by "offset"', (inside,)
    )
    left = "cast(w.n - coalesce(m.journeys, 0) as bigint)"
    return Query(
        "around_edge",
        f"""select o."offset", cast(null as smallint) as touchpoint_id, {left} as journeys, {left} as customers
            from {offsets} o cross join {whole} w left join {met} m on m."offset" = o."offset" """,
        (offsets, whole, met),
    )


def _beyond(offsets: Query, met: Query) -> Query:
    """Per offset the anchors whose journey does not reach so far, and their customers."""
    reach = Query(
        "around_reach",
        f"""select profile_id, min("offset") as since, max("offset") as until from {met}
            group by profile_id, journey, seq""",
        (met,),
    )
    return Query(
        "around_edge",
        f"""select o."offset", cast(null as smallint) as touchpoint_id, count(*) as journeys,
                   count(distinct r.profile_id) as customers
            from {reach} r cross join {offsets} o where o."offset" < r.since or o."offset" > r.until
            group by o."offset" """,
        (reach, offsets),
    )


def _anchors(tables: Tables, centre: Centre, goal_id: int | None) -> Query:
    """The contacts that stand in the middle."""
    steps = considered(tables, goal_id)
    if centre.which is Which.EACH:
        return Query("around_anchor", f"select profile_id, journey, seq from {steps} where {centre.fits}", (steps,))
    chosen = "min(seq)" if centre.which is Which.FIRST else "max(seq)"
    return Query(
        "around_anchor",
        f"select profile_id, journey, {chosen} as seq from {steps} where {centre.fits} group by profile_id, journey",
        (steps,),
    )
