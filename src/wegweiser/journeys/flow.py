"""How customers move: transitions, whole paths, and loops."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, bucket_of, considered, design_effect, interval, share_of
from wegweiser.warehouse import Query

_NOWHERE = "cast(-1 as smallint)"
"""Stands for no touchpoint: where a journey comes from, and where it goes in the end."""


def transitions(tables: Tables, goal_id: int | None = None, *, ends: bool = False) -> Query:
    """Per pair of touchpoints the transitions from one to the next, the customers, median and p90 time, and share.

    The share is of all transitions that leave the source. With `ends`, a journey's way in leaves '(start)' and
    its last contact leads to '(end)'. Without a goal a customer's whole history counts as one journey.
    """
    leg = legs(tables, goal_id, ends=ends)
    # Under one name DuckDB keeps the moves whole for both that read them; reading the steps twice is cheaper.
    again = legs(tables, goal_id, ends=False, name="transition_leg_timed")
    # Customers and quantiles apart: together with count(distinct) the times of all moves are held several times over.
    moved = Query(
        "transition_moved",
        f"""select source_id, target_id, profile_id, count(*) as transitions
            from {leg} group by source_id, target_id, profile_id""",
        (leg,),
    )
    counted = Query(
        "transition_counted",
        f"""select source_id, target_id, cast(sum(transitions) as bigint) as transitions, count(*) as customers
            from {moved} group by source_id, target_id""",
        (moved,),
    )
    timed = Query(
        "transition_timed",
        f"""select source_id, target_id, {tables.dialect.quantile("seconds", 0.5)} as median_s,
                   {tables.dialect.quantile("seconds", 0.9)} as p90_s
            from {again} group by source_id, target_id""",
        (again,),
    )
    return Query(
        "transitions",
        f"""select coalesce(a.id, '(start)') as source, coalesce(b.id, '(end)') as target, c.transitions, c.customers,
                   t.median_s, t.p90_s,
                   c.transitions * 1.0 / sum(c.transitions) over (partition by c.source_id) as share
            from {counted} c left join {timed} t on t.source_id = c.source_id and t.target_id = c.target_id
            left join {tables.touchpoint} a on a.touchpoint_id = c.source_id
            left join {tables.touchpoint} b on b.touchpoint_id = c.target_id
            order by c.transitions desc, source, target""",
        (counted, timed),
    )


def legs(tables: Tables, goal_id: int | None, *, ends: bool, name: str = "transition_leg") -> Query:
    """One row per move from a contact to the next one of the same journey."""
    seconds = tables.dialect.seconds("occurred_at", "next_at")
    steps = Query(f"{name}_step", considered(tables, goal_id).sql)
    moves = f"""select profile_id, touchpoint_id as source_id, next_touchpoint_id as target_id, {seconds} as seconds
                from {steps} where next_touchpoint_id is not null and not last_step"""
    if not ends:
        return Query(name, moves, (steps,))
    journey = f"""{tables.journey} j join {tables.journey_steps} s on s.profile_id = j.profile_id
                  and j.goal_id = {goal_id} and j.state <> 'open'"""
    where_in = f"{tables.step} s where s.seq = 1" if goal_id is None else f"{journey} where s.seq = j.first_seq"
    where_out = f"{tables.step} s where s.next_at is null" if goal_id is None else f"{journey} where s.seq = j.last_seq"
    return Query(
        name,
        f"""{moves}
            union all select s.profile_id, {_NOWHERE}, s.touchpoint_id, null from {where_in}
            union all select s.profile_id, s.touchpoint_id, {_NOWHERE}, null from {where_out}""",
        (steps,),
    )


def paths(tables: Tables, goal_id: int | None = None, *, top: int = 20, collapse: bool = False) -> Query:
    """The most frequent whole paths of closed journeys, with the share that converts; codes, not names.

    Without a goal a path is a customer's whole history, and it converts where it touches any goal.
    With `collapse`, a touchpoint repeated at once counts once.
    """
    return ranked(whole(tables, goal_id, collapse=collapse), top)


def ranked(ways: Query, top: int) -> Query:
    """The most frequent of these paths (path, converted), each with its share and the share so far.

    A path tells whether it converts, so a rate is 0 or 1, and its interval has no variance over customers to widen it.
    """
    counted = Query(
        "path_counted",
        f"select path, count(*) as journeys, sum(converted) as converted from {ways} group by path",
        (ways,),
    )
    total = Query("path_total", f"select sum(journeys) as n from {counted}", (counted,))
    best = Query("path_best", f"select * from {counted} order by journeys desc, path limit {int(top)}", (counted,))
    return Query(
        "paths",
        f"""select c.path, c.journeys, {share_of("c.journeys", "t.n")} as share,
                   sum(c.journeys) over (order by c.journeys desc, c.path
                        rows between unbounded preceding and current row) * 1.0 / t.n as cumulative,
                   cast(c.converted as bigint) as converted,
                   {share_of("c.converted", "c.journeys")} as rate, {interval("c.converted", "c.journeys")}
            from {best} c cross join {total} t order by c.journeys desc, c.path""",
        (best, total),
    )


def whole(tables: Tables, goal_id: int | None, *, collapse: bool) -> Query:
    """One row per journey: its customer, its path and whether it converted."""
    if goal_id is not None and not collapse:
        return Query(
            "path_whole",
            f"""select profile_id, path, case when state = 'converted' then 1 else 0 end as converted
                from {tables.journey} where goal_id = {goal_id} and state <> 'open'""",
        )
    steps = considered(tables, goal_id)
    ways = "partition by profile_id, journey order by seq"
    kept = Query(
        "path_step",
        f"""select *, case when row_number() over ({ways}) = 1
                             or touchpoint_id <> lag(touchpoint_id) over ({ways}) then 1 else 0 end as fresh
            from {steps}"""
        if collapse
        else f"select *, 1 as fresh from {steps}",
        (steps,),
    )
    walked = f"""select k.profile_id, k.journey, {tables.dialect.coded_list("k.touchpoint_id", "k.seq")} as path
                 from {kept} k where k.fresh = 1 group by k.profile_id, k.journey"""
    if goal_id is None:
        reaching = f"""select distinct s.profile_id, 1 as journey, 1 as converted from {tables.step} s
                       join {tables.touchpoint} t on t.touchpoint_id = s.touchpoint_id where t.is_goal"""
    else:
        reaching = f"""select profile_id, journey, 1 as converted from {tables.journey}
                       where goal_id = {goal_id} and state = 'converted'"""
    return Query(
        "path_whole",
        f"""select w.profile_id, w.path, coalesce(r.converted, 0) as converted from ({walked}) w
            left join ({reaching}) r on r.profile_id = w.profile_id and r.journey = w.journey""",
        (kept,),
    )


def loops(tables: Tables, goal_id: int | None = None) -> Query:
    """Per pair of touchpoints how often a session goes from the source straight to the other and comes back to it.

    Stopovers on the way back are allowed; a touchpoint repeated at once has itself as `via`. The share is of the
    sessions that touch the source. Steps that lead to a goal by construction (a checkout) come first, because a
    way round in a shop is browsing and a way round in a checkout is a hindrance. A customer with several sessions is no
    several customers: the interval is widened by the design effect of the 256 buckets of customers, as that of
    `outcomes.goals`.
    """
    steps = considered(tables, goal_id)
    marked = Query(
        "loop_marked",
        f"""select profile_id, session, touchpoint_id, next_touchpoint_id as via_id,
                   lead(session) over (partition by profile_id, touchpoint_id order by seq) as next_session
            from {steps}""",
        (steps,),
    )
    # A session's last contact with a touchpoint has no next one in it: counting those counts the sessions.
    touched = Query(
        "loop_touched",
        f"""select touchpoint_id, {bucket_of(tables)} as bucket, count(*) as sessions from {marked}
            where next_session is null or next_session <> session group by 1, 2""",
        (marked,),
    )
    looped = Query(
        "loop_looped",
        f"""select touchpoint_id, via_id, profile_id, session, count(*) as loops
            from {marked} where next_session = session group by touchpoint_id, via_id, profile_id, session""",
        (marked,),
    )
    weighed = _looping(tables, looped, touched)
    return Query(
        "loops",
        f"""select a.id as source, b.id as via, c.loops, c.customers, c.sessions, c.of_sessions,
                   {share_of("c.sessions", "c.of_sessions")} as share,
                   {interval("c.sessions / c.design", "c.of_sessions / c.design")}, a.structural
            from {weighed} c
            join {tables.touchpoint} a on a.touchpoint_id = c.touchpoint_id
            join {tables.touchpoint} b on b.touchpoint_id = c.via_id
            order by a.structural desc, c.loops desc, source, via""",
        (weighed,),
    )


def _looping(tables: Tables, looped: Query, touched: Query) -> Query:
    """Per source and via the loops, their sessions and customers, the sessions of the source, and the design effect."""
    met = Query(
        "loop_met",
        f"""select touchpoint_id, via_id, {bucket_of(tables)} as bucket, cast(sum(loops) as bigint) as loops,
                   count(*) as sessions, count(distinct profile_id) as customers
            from {looped} group by 1, 2, 3""",
        (looped,),
    )
    # A customer is in one bucket only, so distinct customers of the buckets add up.
    counted = Query(
        "loop_counted",
        f"""select m.touchpoint_id, m.via_id, cast(sum(m.loops) as bigint) as loops,
                   cast(sum(m.sessions) as bigint) as sessions, cast(sum(m.customers) as bigint) as customers,
                   sum(m.sessions * m.sessions) as yy, sum(m.sessions * t.sessions) as xy
            from {met} m join {touched} t on t.touchpoint_id = m.touchpoint_id and t.bucket = m.bucket
            group by m.touchpoint_id, m.via_id""",
        (met, touched),
    )
    whole = Query(
        "loop_whole",
        f"""select touchpoint_id, cast(sum(sessions) as bigint) as of_sessions, sum(sessions * sessions) as xx
            from {touched} group by touchpoint_id""",
        (touched,),
    )
    return Query(
        "loop_weighed",
        f"""select c.*, w.of_sessions, {design_effect("(c.sessions * 1.0 / w.of_sessions)", "w.of_sessions")} as design
            from {counted} c join {whole} w on w.touchpoint_id = c.touchpoint_id""",
        (counted, whole),
    )
