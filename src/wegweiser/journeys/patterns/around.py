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
    looked = Query(
        "around_looked",
        f"""select a.profile_id, a.journey, a.seq + o."offset" as seq, o."offset"
            from {anchors} a cross join {offsets} o""",
        (anchors, offsets),
    )
    counted = Query(
        "around_counted",
        f"""select l."offset", s.touchpoint_id, count(*) as journeys, count(distinct l.profile_id) as customers
            from {looked} l left join {steps} s
              on s.profile_id = l.profile_id and s.journey = l.journey and s.seq = l.seq
            group by l."offset", s.touchpoint_id""",
        (looked, steps),
    )
    whole = Query("around_whole", f"select count(*) as n from {anchors}", (anchors,))
    edge = """case when c."offset" < 0 then '(start)' else '(end)' end"""
    return Query(
        "around",
        f"""select c."offset", coalesce(t.id, {edge}) as touchpoint, c.journeys, c.customers,
                   {share_of("c.journeys", "w.n")} as share, {interval("c.journeys", "w.n")}
            from {counted} c cross join {whole} w left join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id
            order by c."offset", c.journeys desc, touchpoint""",
        (counted, whole),
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
