"""The queries that split a profile's steps into journeys, one goal at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wegweiser.warehouse import Dialect, Query, Table


@dataclass(frozen=True)
class Aim:
    """A goal as the queries need it: its code, the touchpoints that reach it, and how far back counts."""

    goal_id: int
    touchpoints: tuple[int, ...]
    lookback: timedelta


def history(steps: Table, dialect: Dialect) -> Query:
    """Each profile's whole path and times as lists; a step's `seq` is its place in them."""
    return Query(
        "journeys_history",
        f"""select profile_id, {dialect.ordered_list("touchpoint_id", ["seq"])} as path,
                   {dialect.ordered_list("occurred_at", ["seq"])} as times
            from {steps} group by profile_id""",
    )


def split(steps: Table, histories: Table, aims: Sequence[Aim], dialect: Dialect, as_of: datetime) -> Query:
    """The journeys of one partition for every goal.

    A journey ends with a contact that reaches the goal (converted), or with the last contact before a silence
    longer than the lookback (lost); where that silence has not yet passed at `as_of` it is open. A converted
    journey holds only the steps within the lookback before its conversion.
    """
    branches = [_journeys(steps, histories, aim, dialect, as_of) for aim in aims]
    return Query("journeys_journey", " union all ".join(f"select * from {b}" for b in branches), tuple(branches))


def _journeys(steps: Table, histories: Table, aim: Aim, dialect: Dialect, as_of: datetime) -> Query:
    last = _last_steps(steps, aim, dialect)
    lookback = dialect.interval(aim.lookback)
    # Few journeys convert, so the join that finds their first step within the lookback is small.
    trimmed = Query(
        f"journeys_trimmed_{aim.goal_id}",
        f"""select l.profile_id, l.journey, min(s.seq) as first_seq from {last} l
            join {steps} s on s.profile_id = l.profile_id and s.seq between l.first_seq and l.last_seq
                          and s.occurred_at >= l.last_at - {lookback}
            where l.reached group by l.profile_id, l.journey""",
        (last,),
    )
    state = f"""case when l.reached then 'converted'
                     when l.next_at is not null or l.last_at + {lookback} < {dialect.timestamp(as_of)} then 'lost'
                     else 'open' end"""
    framed = Query(
        f"journeys_framed_{aim.goal_id}",
        f"""select l.*, coalesce(t.first_seq, l.first_seq) as opening_seq, {state} as state
            from {last} l left join {trimmed} t on t.profile_id = l.profile_id and t.journey = l.journey""",
        (last, trimmed),
    )
    path = dialect.stretch("h.path", "f.opening_seq", "f.last_seq")
    times = dialect.stretch("h.times", "f.opening_seq", "f.last_seq")
    opened = dialect.item("h.times", "f.opening_seq")
    seconds = f"cast(floor({dialect.seconds(opened, 'x')}) as integer)"
    return Query(
        f"journeys_for_{aim.goal_id}",
        f"""select {aim.goal_id} as goal_id, f.journey, f.profile_id, {opened} as opened_at,
                   case f.state when 'converted' then f.last_at
                                when 'lost' then f.last_at + {lookback} end as closed_at,
                   f.state, case when f.reached then f.value end as value,
                   f.last_seq - f.opening_seq + 1 as steps, {dialect.shifted("f.profile_id", 52)} as bucket,
                   f.opening_seq as first_seq, f.last_seq, {path} as path,
                   {dialect.each(times, "x", seconds)} as offsets
            from {framed} f join {histories} h on h.profile_id = f.profile_id""",
        (framed,),
    )


def _last_steps(steps: Table, aim: Aim, dialect: Dialect) -> Query:
    """The last step of each journey, with the journey's number and its first step."""
    reached = f"touchpoint_id in ({', '.join(map(str, aim.touchpoints))})"
    return Query(
        f"journeys_last_{aim.goal_id}",
        f"""select profile_id, seq as last_seq, occurred_at as last_at, next_at, value, {reached} as reached,
                   row_number() over w as journey, coalesce(lag(seq) over w, 0) + 1 as first_seq
            from {steps}
            where {reached} or next_at is null or next_at > occurred_at + {dialect.interval(aim.lookback)}
            window w as (partition by profile_id order by seq)""",
    )


def deadlines(journeys: Table, steps: Table, aims: Sequence[Aim], dialect: Dialect) -> Query:
    """When the first open journey will be lost (`due`), and when the last lost one was (`settled`).

    Between the two, the state of no journey depends on the day one looks.
    """
    due = " ".join(f"when {aim.goal_id} then s.occurred_at + {dialect.interval(aim.lookback)}" for aim in aims)
    return Query(
        "journeys_deadlines",
        f"""select min(case j.goal_id {due} end) as due,
                   max(case when j.state = 'lost' then j.closed_at end) as settled
            from {journeys} j left join {steps} s
              on s.profile_id = j.profile_id and s.seq = j.last_seq and j.state = 'open'""",
    )
