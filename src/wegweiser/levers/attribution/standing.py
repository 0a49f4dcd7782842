"""What journeys that converted touch, and where contacts stand in them: first, between, last, or alone."""

from __future__ import annotations

from wegweiser.levers.attribution.chains import EVER
from wegweiser.levers.attribution.paths import walks
from wegweiser.levers.attribution.scope import Scope
from wegweiser.warehouse import Dialect, Query


def touching(scope: Scope, dialect: Dialect) -> Query:
    """Per item: conversions that touch it, and customers who converted and touched it."""
    walk = walks(scope, dialect, converted=True)
    unrolled = Query(
        "touching_unrolled",
        dialect.unrolled(str(walk), ("profile_id", "journey", "conversions"), {"item": "walk"}, "nth"),
        (walk,),
    )
    met = Query(
        "touching_met",
        f"""select profile_id, journey, item, max(conversions) as conversions from {unrolled}
            where item is not null group by profile_id, journey, item""",
        (unrolled,),
    )
    return Query(
        "touching",
        f"""select item, sum(conversions) as touching, count(distinct profile_id) as customers
            from {met} group by item order by item""",
        (met,),
    )


def role_counts(scope: Scope, dialect: Dialect) -> Query:
    """Per item: conversions that touch it, and those it opens, assists in, closes, and has alone."""
    walk = walks(scope, dialect, converted=True)
    # Any number tells walks apart; reading whose they are would cost as much as grouping them.
    numbered = Query("role_walk", f"select {dialect.any_number()} as one, conversions, walk from {walk}", (walk,))
    lists = {"item": "walk", "following": dialect.stretch("walk", "2", EVER)}
    placed = Query("role_placed", dialect.unrolled(str(numbered), ("one", "conversions"), lists, "nth"), (numbered,))
    roles = {
        "opener": "nth = 1 and following is not null",
        "assist": "nth > 1 and following is not null",
        "closer": "nth > 1 and following is null",
        "alone": "nth = 1 and following is null",
    }
    flags = ", ".join(f"max(case when {rule} then 1 else 0 end) as {role}" for role, rule in roles.items())
    touched = Query(
        "role_touched",
        f"""select one, item, max(conversions) as conversions, {flags}
            from {placed} where item is not null group by one, item""",
        (placed,),
    )
    sums = ", ".join(f"sum({role} * conversions) as {role}" for role in roles)
    return Query(
        "role_counts",
        f"select item, sum(conversions) as touching, {sums} from {touched} group by item order by item",
        (touched,),
    )
