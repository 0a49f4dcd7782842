"""Journeys step by step: where each one is at its first, second, third contact, and where it ends."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, design_effect, interval, share_of
from wegweiser.warehouse import Query

END, CONVERTED, LEFT, OTHER = "(end)", "(converted)", "(left)", "(other)"
"""Stand in the place of a touchpoint: the end without a goal, both ends of a goal's journeys, and the rest."""
_ENDINGS = {"end": END, "converted": CONVERTED, "lost": LEFT}
_REST = -1


def matrix(tables: Tables, goal_id: int | None, *, depth: int, ends: bool) -> Query:
    """Per step and touchpoint the journeys that are there, as a share of all; with `ends`, those ended before.

    A customer with several journeys is no several customers: hits and n of the Wilson interval are both divided by
    the design effect of journeys in the 256 buckets of customers, as that of `outcomes.goals`.
    """
    walk = _walk(tables, goal_id, depth)
    met = Query(
        "matrix_met",
        f"""select place, touchpoint_id, bucket, count(*) as journeys
            from {walk} group by place, touchpoint_id, bucket""",
        (walk,),
    )
    began = Query(
        "matrix_began",
        f"select bucket, cast(sum(journeys) as bigint) as journeys from {met} where place = 1 group by bucket",
        (met,),
    )
    there = Query(
        "matrix_there",
        f"""select c.place, 0 as late, t.id as named, c.bucket, c.journeys from {met} c
            join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id""",
        (met,),
    )
    if ends:
        over = _over(walk, met)
        there = Query(
            "matrix_either",
            f"""select * from {there} union all
                select place, 1, {_ending("ending")}, bucket, journeys from {over}""",
            (there, over),
        )
    weighed = _against(there, began)
    return Query(
        "matrix",
        f"""select place as step, named as touchpoint, journeys, n as of_journeys, {share_of("journeys", "n")} as share,
                   {interval("journeys / design", "n / design")}
            from {weighed} order by step, late, journeys desc, touchpoint""",
        (weighed,),
    )


def _against(there: Query, began: Query) -> Query:
    """Per place the journeys there, all that began, and the design effect of the share."""
    counted = Query(
        "matrix_counted",
        f"""select m.place, m.late, m.named, cast(sum(m.journeys) as bigint) as journeys,
                   sum(m.journeys * m.journeys) as yy, sum(m.journeys * b.journeys) as xy
            from {there} m join {began} b on b.bucket = m.bucket group by m.place, m.late, m.named""",
        (there, began),
    )
    whole = Query(
        "matrix_all",
        f"select cast(sum(journeys) as bigint) as n, sum(journeys * journeys) as xx from {began}",
        (began,),
    )
    share = f"({share_of('journeys', 'n')})"
    return Query(
        "matrix_weighed",
        f"select *, {design_effect(share, 'n')} as design from {counted} cross join {whole}",
        (counted, whole),
    )


def _over(walk: Query, met: Query) -> Query:
    """Per step, ending and bucket the journeys that ended so before it."""
    ended = Query(
        "matrix_ended",
        f"""select place, ending, bucket, count(*) as journeys from {walk} where onward_id is null
            group by place, ending, bucket""",
        (walk,),
    )
    places = Query("matrix_places", f"select distinct place from {met}", (met,))
    # A cross join with a condition instead of a join by one: not every engine joins by an inequality alone.
    return Query(
        "matrix_over",
        f"""select p.place, e.ending, e.bucket, cast(sum(e.journeys) as bigint) as journeys
            from {places} p cross join {ended} e where e.place < p.place group by p.place, e.ending, e.bucket""",
        (places, ended),
    )


def steps(tables: Tables, goal_id: int | None, *, depth: int, top: int) -> Query:
    """Per step what its busiest touchpoints lead to at the next one; the rest is one place, and so is each ending.

    A journey at a step is in one row of it, so what comes to a place goes on from it. Intervals are widened for
    customers with several journeys, as those of the matrix.
    """
    walk = _walk(tables, goal_id, depth)
    kept = _kept(walk, top)
    moved = Query(
        "steps_moved",
        f"""select w.place, w.profile_id, w.bucket, coalesce(a.touchpoint_id, {_REST}) as source_id,
                   case when w.onward_id is null then null else coalesce(b.touchpoint_id, {_REST}) end as target_id,
                   case when w.onward_id is null then w.ending end as ending
            from {walk} w left join {kept} a on a.place = w.place and a.touchpoint_id = w.touchpoint_id
            left join {kept} b on b.place = w.place + 1 and b.touchpoint_id = w.onward_id
            where w.place < {int(depth)}""",
        (walk, kept),
    )
    weighed = _weighed(moved)
    return Query(
        "steps",
        f"""select c.place as step, coalesce(a.id, '{OTHER}') as source,
                   case when c.ending is not null then {_ending("c.ending")}
                        else coalesce(b.id, '{OTHER}') end as target,
                   c.journeys, c.customers, c.of_journeys, {share_of("c.journeys", "c.of_journeys")} as share,
                   {interval("c.journeys / c.design", "c.of_journeys / c.design")}
            from {weighed} c left join {tables.touchpoint} a on a.touchpoint_id = c.source_id
            left join {tables.touchpoint} b on b.touchpoint_id = c.target_id
            order by step, c.journeys desc, source, target""",
        (weighed,),
    )


def _weighed(moved: Query) -> Query:
    """Per step, source and target the journeys, customers, journeys of the source, and the design effect."""
    bucketed = Query(
        "steps_bucketed",
        f"""select place, source_id, target_id, ending, bucket, count(*) as journeys,
                   count(distinct profile_id) as customers
            from {moved} group by place, source_id, target_id, ending, bucket""",
        (moved,),
    )
    beside = Query(
        "steps_beside",
        f"""select *, cast(sum(journeys) over (partition by place, source_id, bucket) as bigint) as units
            from {bucketed}""",
        (bucketed,),
    )
    # A customer is in one bucket only, so distinct customers of the buckets add up.
    counted = Query(
        "steps_counted",
        f"""select place, source_id, target_id, ending, cast(sum(journeys) as bigint) as journeys,
                   cast(sum(customers) as bigint) as customers, sum(journeys * journeys) as yy,
                   sum(journeys * units) as xy
            from {beside} group by place, source_id, target_id, ending""",
        (beside,),
    )
    # Over all targets of a source, journeys times those of the source in the bucket add up to the square of these.
    summed = Query(
        "steps_summed",
        f"""select *, cast(sum(journeys) over (partition by place, source_id) as bigint) as of_journeys,
                   sum(xy) over (partition by place, source_id) as xx
            from {counted}""",
        (counted,),
    )
    share = f"({share_of('journeys', 'of_journeys')})"
    return Query("steps_weighed", f"select *, {design_effect(share, 'of_journeys')} as design from {summed}", (summed,))


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
    """The first steps of every closed journey by their place in it; `onward_id` is null on the last one.

    Without a goal each customer is one journey: all are one bucket, whose design effect is 1.
    """
    if goal_id is None:
        return Query(
            "walk",
            f"""select profile_id, 0 as bucket, 1 as journey, seq as place, touchpoint_id,
                       next_touchpoint_id as onward_id, 'end' as ending
                from {tables.step} where seq <= {int(depth)}""",
        )
    return Query(
        "walk",
        f"""select s.profile_id, j.bucket, j.journey, s.seq - j.first_seq + 1 as place, s.touchpoint_id,
                   case when s.seq < j.last_seq then s.next_touchpoint_id end as onward_id, j.state as ending
            from {tables.journey_steps} s join {tables.journey} j on j.profile_id = s.profile_id
             and s.seq between j.first_seq and j.last_seq
            where j.goal_id = {goal_id} and j.state <> 'open' and s.seq - j.first_seq < {int(depth)}""",
    )


def _ending(column: str) -> str:
    """Return the expression that names an ending."""
    return f"case {column} " + " ".join(f"when '{code}' then '{name}'" for code, name in _ENDINGS.items()) + " end"
