"""Journeys step by step: where each one is at its first, second, third contact, and where it ends."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, interval, share_of
from wegweiser.warehouse import Query

END, CONVERTED, LEFT, OTHER = "(end)", "(converted)", "(left)", "(other)"
"""Stand in the place of a touchpoint: the end without a goal, both ends of a goal's journeys, and the rest."""
_ENDINGS = {"end": END, "converted": CONVERTED, "lost": LEFT}
_REST = -1


def matrix(tables: Tables, goal_id: int | None, *, depth: int, ends: bool) -> Query:
    """Per step and touchpoint the journeys that are there, as a share of all; with `ends`, those ended before."""
    walk = _walk(tables, goal_id, depth)
    counted = Query(
        "matrix_counted",
        f"select place, touchpoint_id, count(*) as journeys from {walk} group by place, touchpoint_id",
        (walk,),
    )
    all_journeys = Query("matrix_all", f"select count(*) as n from {walk} where place = 1", (walk,))
    ended = Query(
        "matrix_ended",
        f"select place, ending, count(*) as journeys from {walk} where onward_id is null group by place, ending",
        (walk,),
    )
    places = Query("matrix_places", f"select distinct place from {counted}", (counted,))
    # A cross join with a condition instead of a join by one: not every engine joins by an inequality alone.
    over = Query(
        "matrix_over",
        f"""select p.place, e.ending, cast(sum(e.journeys) as bigint) as journeys
            from {places} p cross join {ended} e where e.place < p.place group by p.place, e.ending""",
        (places, ended),
    )
    there = f"""select c.place, 0 as late, t.id as named, c.journeys from {counted} c
                join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id"""
    if ends:
        there += f" union all select o.place, 1, {_ending('o.ending')}, o.journeys from {over} o"
    return Query(
        "matrix",
        f"""select m.place as step, m.named as touchpoint, m.journeys, a.n as of_journeys,
                   {share_of("m.journeys", "a.n")} as share, {interval("m.journeys", "a.n")}
            from ({there}) m cross join {all_journeys} a order by step, m.late, m.journeys desc, touchpoint""",
        (counted, over, all_journeys) if ends else (counted, all_journeys),
    )


def steps(tables: Tables, goal_id: int | None, *, depth: int, top: int) -> Query:
    """Per step what its busiest touchpoints lead to at the next one; the rest is one place, and so is each ending.

    A journey at a step is in one row of it, so what comes to a place goes on from it.
    """
    walk = _walk(tables, goal_id, depth)
    kept = _kept(walk, top)
    moved = Query(
        "steps_moved",
        f"""select w.place, w.profile_id, coalesce(a.touchpoint_id, {_REST}) as source_id,
                   case when w.onward_id is null then null else coalesce(b.touchpoint_id, {_REST}) end as target_id,
                   case when w.onward_id is null then w.ending end as ending
            from {walk} w left join {kept} a on a.place = w.place and a.touchpoint_id = w.touchpoint_id
            left join {kept} b on b.place = w.place + 1 and b.touchpoint_id = w.onward_id
            where w.place < {int(depth)}""",
        (walk, kept),
    )
    counted = Query(
        "steps_counted",
        f"""select place, source_id, target_id, ending, count(*) as journeys,
                   count(distinct profile_id) as customers
            from {moved} group by place, source_id, target_id, ending""",
        (moved,),
    )
    known = Query(
        "steps_named",
        f"""select c.place, coalesce(a.id, '{OTHER}') as source, c.journeys, c.customers,
                   case when c.ending is not null then {_ending("c.ending")}
                        else coalesce(b.id, '{OTHER}') end as target,
                   sum(c.journeys) over (partition by c.place, c.source_id) as of_journeys
            from {counted} c left join {tables.touchpoint} a on a.touchpoint_id = c.source_id
            left join {tables.touchpoint} b on b.touchpoint_id = c.target_id""",
        (counted,),
    )
    return Query(
        "steps",
        f"""select n.place as step, n.source, n.target, n.journeys, n.customers,
                   cast(n.of_journeys as bigint) as of_journeys, {share_of("n.journeys", "n.of_journeys")} as share,
                   {interval("n.journeys", "n.of_journeys")}
            from {known} n order by step, n.journeys desc, n.source, n.target""",
        (known,),
    )


def _kept(walk: Query, top: int) -> Query:
    """The busiest touchpoints of each step."""
    busy = Query(
        "steps_busy",
        f"""select place, touchpoint_id,
                   row_number() over (partition by place order by journeys desc, touchpoint_id) as nth
            from (select place, touchpoint_id, count(*) as journeys
                  from {walk} group by place, touchpoint_id) counted""",
        (walk,),
    )
    return Query("steps_kept", f"select place, touchpoint_id from {busy} where nth <= {int(top)}", (busy,))


def _walk(tables: Tables, goal_id: int | None, depth: int) -> Query:
    """The first steps of every closed journey by their place in it; `onward_id` is null on the last one."""
    if goal_id is None:
        return Query(
            "walk",
            f"""select profile_id, 1 as journey, seq as place, touchpoint_id, next_touchpoint_id as onward_id,
                       'end' as ending
                from {tables.step} where seq <= {int(depth)}""",
        )
    return Query(
        "walk",
        f"""select s.profile_id, j.journey, s.seq - j.first_seq + 1 as place, s.touchpoint_id,
                   case when s.seq < j.last_seq then s.next_touchpoint_id end as onward_id, j.state as ending
            from {tables.journey_steps} s join {tables.journey} j on j.profile_id = s.profile_id
             and s.seq between j.first_seq and j.last_seq
            where j.goal_id = {goal_id} and j.state <> 'open' and s.seq - j.first_seq < {int(depth)}""",
    )


def _ending(column: str) -> str:
    """Return the expression that names an ending."""
    return f"case {column} " + " ".join(f"when '{code}' then '{name}'" for code, name in _ENDINGS.items()) + " end"
