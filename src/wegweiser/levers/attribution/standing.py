"""Where contacts stand in journeys that converted: first, between, last, or alone."""

from __future__ import annotations

from wegweiser.levers.attribution.paths import contacts
from wegweiser.levers.attribution.scope import Scope
from wegweiser.warehouse import Dialect, Query


def role_counts(scope: Scope, dialect: Dialect) -> Query:
    """Per item: conversions that touch it, and those it opens, assists in, closes, and has alone."""
    rows = contacts(scope, dialect, converted=True)
    placed = Query(
        "role_placed",
        f"""select *, row_number() over (partition by profile_id, journey order by place) as nth,
                   count(*) over (partition by profile_id, journey) as n from {rows}""",
        (rows,),
    )
    roles = {
        "opener": "nth = 1 and n > 1",
        "assist": "nth > 1 and nth < n",
        "closer": "nth = n and n > 1",
        "alone": "n = 1",
    }
    flags = ", ".join(f"max(case when {rule} then 1 else 0 end) as {role}" for role, rule in roles.items())
    touched = Query(
        "role_touched",
        f"""select profile_id, journey, item, max(conversions) as conversions, {flags}
            from {placed} group by profile_id, journey, item""",
        (placed,),
    )
    sums = ", ".join(f"sum({role} * conversions) as {role}" for role in roles)
    return Query(
        "role_counts",
        f"select item, sum(conversions) as touching, {sums} from {touched} group by item order by item",
        (touched,),
    )
