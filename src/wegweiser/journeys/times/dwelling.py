"""How long customers stay in a phase, and what repeats that skip the weighing differ in."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables
from wegweiser.journeys.outcomes import marked_repeats
from wegweiser.journeys.reach import entered
from wegweiser.journeys.times.waiting import BUCKET_BITS, whole
from wegweiser.warehouse import Query


def dwelt(tables: Tables) -> Query:
    """Per customer and phase the seconds from the first contact in it to the first in a later one, if that came after.

    The definition is that of `phases`.
    """
    entry = entered(tables)
    exact, seconds = (
        tables.dialect.seconds("e.first_at", "e.later_at"),
        whole(tables.dialect, "e.first_at", "e.later_at"),
    )
    return Query(
        "dwelt",
        f"""select e.phase_id as place, {tables.dialect.shifted("e.profile_id", BUCKET_BITS)} as bucket,
                   {exact} as exact, {seconds} as seconds
            from {entry} e where e.later_seq > e.first_seq""",
        (entry,),
    )


def loyal(tables: Tables, goal_id: int) -> Query:
    """Per bucket the repeat conversions, with and without weighing, their days and their values."""
    marked = marked_repeats(tables, goal_id)
    sides = {"skipping": "m.skips = 1", "other": "m.skips = 0"}
    columns = ", ".join(
        f"""count(case when {side} then 1 end) as n_{name},
            coalesce(sum(case when {side} then m.days end), 0.0) as days_{name},
            count(case when {side} then m.value end) as valued_{name},
            coalesce(sum(case when {side} then m.value end), 0.0) as value_{name}"""
        for name, side in sides.items()
    )
    bucket = tables.dialect.shifted("profile_id", BUCKET_BITS)
    placed = Query("loyal_placed", f"select *, {bucket} as bucket from {marked}", (marked,))
    return Query(
        "loyal",
        f"select m.bucket, {columns} from {placed} m group by m.bucket order by m.bucket",
        (placed,),
    )
