"""Per persona and touchpoint (or channel), by bucket: whom it met, who of them converted, where journeys end."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.warehouse import Query, Table


@dataclass(frozen=True)
class Scope:
    """What is counted: the tables, the goal with the touchpoints that reach it, and whether channels are told apart."""

    step: Table
    journey: Table
    touchpoint: Table
    """Codes of touchpoints with id, channel and structural."""
    goal_id: int
    reaching: tuple[int, ...]
    by_channel: bool = False
    member: Table | None = None
    """Profiles with their persona; without one, everybody is one group."""


EVERYBODY = ""
"""The persona of everybody, where no personas are told apart."""


def _members(scope: Scope) -> Query:
    """Every customer with her persona; who belongs to none is left out."""
    if scope.member is None:
        return Query("channel_member", f"select profile_id, '' as persona from {scope.step} where seq = 1")
    return Query("channel_member", f"select profile_id, persona_id as persona from {scope.member}")


def met(scope: Scope) -> Query:
    """Per persona, bucket and item the customers it met and those of them who converted.

    Structural steps and the goal's own touchpoints are left out: who converts has met them by construction.
    """
    members = _members(scope)
    own = ", ".join(map(str, scope.reaching))
    item = "t.channel" if scope.by_channel else "t.id"
    contact = Query(
        "channel_contact",
        f"""select distinct s.profile_id, {item} as item from {scope.step} s
            join {scope.touchpoint} t on t.touchpoint_id = s.touchpoint_id
            where not t.structural and s.touchpoint_id not in ({own})""",
    )
    won = Query(
        "channel_won",
        f"select distinct profile_id from {scope.journey} where goal_id = {scope.goal_id} and state = 'converted'",
    )
    return Query(
        "channel_met",
        f"""select m.persona, m.profile_id >> 52 as bucket, c.item, count(*) as met, count(w.profile_id) as won
            from {contact} c join {members} m on m.profile_id = c.profile_id
            left join {won} w on w.profile_id = c.profile_id
            group by m.persona, m.profile_id >> 52, c.item order by m.persona, bucket, c.item""",
        (members, contact, won),
    )


def everyone(scope: Scope) -> Query:
    """Per persona and bucket all customers, and those who converted."""
    members = _members(scope)
    won = Query(
        "channel_won",
        f"select distinct profile_id from {scope.journey} where goal_id = {scope.goal_id} and state = 'converted'",
    )
    return Query(
        "channel_everyone",
        f"""select m.persona, m.profile_id >> 52 as bucket, count(*) as customers, count(w.profile_id) as won
            from {members} m left join {won} w on w.profile_id = m.profile_id
            group by m.persona, m.profile_id >> 52 order by m.persona, bucket""",
        (members, won),
    )


def ends(scope: Scope) -> Query:
    """Per persona, bucket and item the contacts of the goal's closed journeys, and those a lost journey ends with."""
    members = _members(scope)
    own = ", ".join(map(str, scope.reaching))
    item = "t.channel" if scope.by_channel else "t.id"
    lost = "case when j.state = 'lost' and s.seq = j.last_seq then 1 else 0 end"
    return Query(
        "channel_ends",
        f"""select m.persona, m.profile_id >> 52 as bucket, {item} as item, count(*) as contacts,
                   cast(sum({lost}) as bigint) as ends
            from {scope.step} s join {scope.journey} j on j.profile_id = s.profile_id
             and s.seq between j.first_seq and j.last_seq
            join {scope.touchpoint} t on t.touchpoint_id = s.touchpoint_id
            join {members} m on m.profile_id = s.profile_id
            where j.goal_id = {scope.goal_id} and j.state <> 'open' and not t.structural
              and s.touchpoint_id not in ({own})
            group by m.persona, m.profile_id >> 52, {item} order by m.persona, bucket, item""",
        (members,),
    )
