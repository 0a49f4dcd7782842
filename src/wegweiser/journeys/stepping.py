"""The queries that read events as steps: touchpoints by rule, numbered contacts, sessions."""

from __future__ import annotations

from datetime import timedelta

from wegweiser.warehouse import Dialect, Query, Table

_SHIFT = 56
"""A profile's partition is the first four of its id's sixty bits."""


def bounds(partition: int) -> tuple[int, int]:
    """Return the smallest and largest profile id of a partition.

    Example:
        >>> bounds(0)
        (0, 72057594037927935)
    """
    return partition << _SHIFT, ((partition + 1) << _SHIFT) - 1


def moved(events: Table, profiles: Table, rules: Table) -> Query:
    """Events that belong to another profile than their subject, each with that profile, at the time it held."""
    return Query(
        "journeys_moved",
        f"""select p.profile_id, {_FIELDS}
            from {events} e join {profiles} p on {_HELD} join {rules} r on r.code = e.signature
            where p.profile_id <> e.subject_id""",
    )


def contacts(events: Table, rules: Table, partition: int, moves: tuple[Table, Table] | None = None) -> Query:
    """One partition's events that a touchpoint rule takes, each with its profile and place.

    `moves` is the table of profiles and the table of moved events; without it every subject is its own profile.
    """
    lowest, highest = bounds(partition)
    own = f"""select e.subject_id as profile_id, {_FIELDS}
              from {events} e join {rules} r on r.code = e.signature
              where e.subject_id between {lowest} and {highest}"""
    if moves is None:
        return Query("journeys_contact", own)
    profiles, elsewhere = moves
    return Query(
        "journeys_contact",
        f"""{own} and not exists (select 1 from {profiles} p where {_HELD} and p.profile_id <> e.subject_id)
            union all select * from {elsewhere} where profile_id between {lowest} and {highest}""",
    )


def stepped(contact: Query, dialect: Dialect, silence: timedelta) -> Query:
    """The steps of one partition: contacts in order, numbered, with session, phase and the contact that follows.

    A session ends when the source itself names another one, or after a longer silence than `silence`.
    """
    numbered = Query(
        "journeys_numbered",
        f"""select *, row_number() over w as seq,
                   case when row_number() over w = 1
                          or occurred_at > lag(occurred_at) over w + {dialect.interval(silence)}
                          or session_hint <> lag(session_hint) over w then 1 else 0 end as opens,
                   lead(touchpoint_id) over w as next_touchpoint_id, lead(occurred_at) over w as next_at
            from {contact}
            window w as (partition by profile_id order by occurred_at, source_seq, event_id)""",
        (contact,),
    )
    # Only touchpoints with a repeat phase pay for finding their first contact.
    met = Query(
        "journeys_met",
        f"""select profile_id, touchpoint_id, min(seq) as first_seq from {numbered}
            where repeat_phase_id is not null group by profile_id, touchpoint_id""",
        (numbered,),
    )
    return Query(
        "journeys_step",
        f"""select n.profile_id, n.seq, n.occurred_at, n.source_seq, n.event_id, n.touchpoint_id,
                   case when n.seq > m.first_seq then n.repeat_phase_id else n.phase_id end as phase_id,
                   sum(n.opens) over (partition by n.profile_id order by n.seq
                                      rows between unbounded preceding and current row) as session,
                   n.value, n.next_touchpoint_id, n.next_at
            from {numbered} n left join {met} m
              on m.profile_id = n.profile_id and m.touchpoint_id = n.touchpoint_id and n.repeat_phase_id is not null""",
        (numbered, met),
    )


_FIELDS = """e.occurred_at, e.source_seq, e.event_id, e.session_hint, e.value,
                   r.touchpoint_id, r.phase_id, r.repeat_phase_id"""
_HELD = """(p.subject_id = e.subject_id and (p.valid_from is null or e.occurred_at >= p.valid_from)
                  and (p.valid_to is null or e.occurred_at < p.valid_to))"""
