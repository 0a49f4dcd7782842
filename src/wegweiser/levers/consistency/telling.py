"""Which sides contradict each other on the whole: how often, over which things and days, and whom they both met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wegweiser.levers.consistency.comparing import SIZE, Comparison, Kind
from wegweiser.warehouse import Dialect, Query, Table

ENDS = ("high", "low", "size")
NAMED = 3
"""So many things are named, those that break most often."""


def by_sides(comparison: Query, dialect: Dialect, kind: Kind) -> Query:
    """Per pair of sides the breaks, their things, the middle of both ends, and the first and last day."""
    sized = SIZE[kind] or "cast(null as double)"
    middles = ", ".join(f"cast({dialect.quantile(name, 0.5)} as double) as {name}" for name in ENDS)
    return Query(
        "contradicting_sides",
        f"""select high_side, low_side, count(*) as cases, count(distinct object) as objects,
                   {middles},
                   cast(min(period) as date) as since, cast(max(period) as date) as until
            from (select *, {sized} as size from {comparison} where broken = 1) as broken
            group by high_side, low_side order by cases desc, high_side, low_side""",
        (comparison,),
    )


def things(comparison: Query) -> Query:
    """Per pair of sides the things that break most often, the first of them only."""
    counted = Query(
        "contradicting_counted",
        f"""select high_side, low_side, object, count(*) as cases from {comparison} where broken = 1
            group by high_side, low_side, object""",
        (comparison,),
    )
    placed = Query(
        "contradicting_placed",
        f"""select *, row_number() over (partition by high_side, low_side order by cases desc, object) as place
            from {counted}""",
        (counted,),
    )
    return Query(
        "contradicting_things",
        f"""select high_side, low_side, object from {placed} where place <= {NAMED}
            order by high_side, low_side, place""",
        (placed,),
    )


def met(
    comparison: Query, steps: Table, sides: Mapping[str, Sequence[int]], how: Comparison, dialect: Dialect
) -> Query:
    """Per pair of sides the customers with a contact on both channels in a time in which these break."""
    named = " ".join(
        f"when touchpoint_id in ({', '.join(map(str, codes))}) then {dialect.text(side)}"
        for side, codes in sorted(sides.items())
    )
    placed = Query(
        "contradicting_contacts",
        f"select profile_id, occurred_at, case {named} end as side, cast(null as varchar) as place from {steps}",
    )
    when, _, _ = how.columns(dialect)
    walked = Query(
        "contradicting_walked",
        f"select distinct o.profile_id, {when} as period, o.side from {placed} o where o.side is not null",
        (placed,),
    )
    broken = Query(
        "contradicting_times",
        f"select distinct period, high_side, low_side from {comparison} where broken = 1",
        (comparison,),
    )
    same = "({0}.period = c.period or ({0}.period is null and c.period is null))"
    return Query(
        "contradicting_met",
        f"""select c.high_side, c.low_side, count(distinct a.profile_id) as customers
            from {broken} c join {walked} a on a.side = c.high_side and {same.format("a")}
            join {walked} b on b.profile_id = a.profile_id and b.side = c.low_side and {same.format("b")}
            group by c.high_side, c.low_side order by c.high_side, c.low_side""",
        (broken, walked),
    )
