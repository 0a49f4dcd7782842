"""The flow graph on the grid of phases, and the ways back to an earlier phase."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, considered, interval, share_of
from wegweiser.journeys.flow import transitions
from wegweiser.warehouse import Query

ANY = "(any)"
"""Stands in the place of a touchpoint where all of them are meant."""


def nodes(tables: Tables, goal_id: int | None) -> Query:
    """Per touchpoint its phase, the customers who met it and its contacts, as a share of all customers there are."""
    steps = considered(tables, goal_id)
    placed = _placed(tables)
    met = Query(
        "node_met",
        f"""select touchpoint_id, count(distinct profile_id) as customers, count(*) as contacts
            from {steps} group by touchpoint_id""",
        (steps,),
    )
    everybody = Query("node_all", f"select count(distinct profile_id) as n from {steps}", (steps,))
    return Query(
        "graph_nodes",
        f"""select p.id as touchpoint, p.phase, m.customers, m.contacts, a.n as of_customers,
                   {share_of("m.customers", "a.n")} as share, {interval("m.customers", "a.n")}
            from {met} m join {placed} p on p.touchpoint_id = m.touchpoint_id cross join {everybody} a
            order by p.place, m.customers desc, touchpoint""",
        (met, placed, everybody),
    )


def edges(tables: Tables, goal_id: int | None, share: float) -> Query:
    """The heaviest transitions until this share of all is shown, and each touchpoint's heaviest way in and out.

    `back` marks those that lead to an earlier phase; `shown` is the share of all transitions the rows hold.
    """
    moved, placed = transitions(tables, goal_id), _placed(tables)
    apart = "case when source = target then 1 else 0 end"
    running = "rows between unbounded preceding and 1 preceding"
    heaviest = "transitions desc, source, target"
    ranked = Query(
        "graph_ranked",
        f"""select source, target, transitions, customers, median_s,
                   sum(transitions) over (order by {heaviest} {running}) as heavier,
                   sum(transitions) over () as of_transitions,
                   row_number() over (partition by source order by {apart}, {heaviest}) as nth_out,
                   row_number() over (partition by target order by {apart}, {heaviest}) as nth_in
            from {moved}""",
        (moved,),
    )
    kept = Query(
        "graph_kept",
        f"""select * from {ranked} where nth_out = 1 or nth_in = 1
             or coalesce(heavier, 0) < {float(share)!r} * of_transitions""",
        (ranked,),
    )
    return Query(
        "graph_edges",
        f"""select k.source, k.target, a.phase as source_phase, b.phase as target_phase, k.transitions, k.customers,
                   k.median_s, cast(k.of_transitions as bigint) as of_transitions,
                   {share_of("k.transitions", "k.of_transitions")} as share,
                   coalesce(b.place < a.place, false) as back,
                   sum(k.transitions) over () * 1.0 / k.of_transitions as shown
            from {kept} k join {placed} a on a.id = k.source join {placed} b on b.id = k.target
            order by k.transitions desc, k.source, k.target""",
        (kept, placed),
    )


def back(tables: Tables, goal_id: int | None) -> Query:
    """Transitions to an earlier phase: how often, by how many of the customers who met the source, after what time.

    The first row, from any touchpoint to any, is of all customers there are.
    """
    steps, placed = considered(tables, goal_id), _placed(tables)
    seconds = tables.dialect.seconds("s.occurred_at", "s.next_at")
    leg = Query(
        "back_leg",
        f"""select s.profile_id, s.touchpoint_id as source_id, s.next_touchpoint_id as target_id, {seconds} as seconds
            from {steps} s join {placed} a on a.touchpoint_id = s.touchpoint_id
            join {placed} b on b.touchpoint_id = s.next_touchpoint_id
            where not s.last_step and b.place < a.place""",
        (steps, placed),
    )
    met = Query(
        "back_met",
        f"""select touchpoint_id as source_id, count(distinct profile_id) as n from {steps} group by touchpoint_id
            union all select -1, count(distinct profile_id) from {steps}""",
        (steps,),
    )
    figures = f"""count(*) as transitions, count(distinct profile_id) as customers,
                  {tables.dialect.quantile("seconds", 0.5)} as median_s"""
    counted = Query(
        "back_counted",
        f"""select source_id, target_id, {figures} from {leg} group by source_id, target_id
            union all select -1, -1, {figures} from {leg}""",
        (leg,),
    )
    return Query(
        "back",
        f"""select coalesce(a.id, '{ANY}') as source, coalesce(b.id, '{ANY}') as target, a.phase as source_phase,
                   b.phase as target_phase, c.transitions, c.customers, m.n as of_customers,
                   {share_of("c.customers", "m.n")} as share, {interval("c.customers", "m.n")}, c.median_s
            from {counted} c join {met} m on m.source_id = c.source_id
            left join {placed} a on a.touchpoint_id = c.source_id
            left join {placed} b on b.touchpoint_id = c.target_id where m.n > 0
            order by case when a.id is null then 0 else 1 end, c.transitions desc, source, target""",
        (counted, met, placed),
    )


def _placed(tables: Tables) -> Query:
    """Touchpoints with the phase they stand in and its place; a repeat phase moves no touchpoint on the grid."""
    return Query(
        "placed",
        f"""select t.touchpoint_id, t.id, t.phase, p.phase_id as place
            from {tables.touchpoint} t left join {tables.phase} p on p.id = t.phase""",
    )
