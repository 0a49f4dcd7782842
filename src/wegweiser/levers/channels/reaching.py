"""Whom each channel meets, and in which phases."""

from __future__ import annotations

from wegweiser.warehouse import Query, Table


def reached(step: Table, touchpoint: Table) -> Query:
    """Per channel the customers met there and the contacts, with all customers beside."""
    met = Query(
        "channel_reached",
        f"""select t.channel, count(distinct s.profile_id) as customers, count(*) as contacts
            from {step} s join {touchpoint} t on t.touchpoint_id = s.touchpoint_id group by t.channel""",
    )
    return Query(
        "channels",
        f"""select m.channel, m.customers, m.contacts, a.n as of
            from {met} m cross join (select count(*) as n from {step} where seq = 1) a
            order by m.customers desc, m.channel""",
        (met,),
    )


def placed(step: Table, touchpoint: Table) -> Query:
    """Per channel and phase (its place; null: none) the contacts."""
    return Query(
        "channel_phases",
        f"""select t.channel, s.phase_id as place, count(*) as contacts
            from {step} s join {touchpoint} t on t.touchpoint_id = s.touchpoint_id
            group by t.channel, s.phase_id order by t.channel, place""",
    )
