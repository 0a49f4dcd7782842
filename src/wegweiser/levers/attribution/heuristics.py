"""The models that look at one journey at a time, all in one pass: credit per bucket of customers and item."""

from __future__ import annotations

from wegweiser.domain.attribution import Model
from wegweiser.levers.attribution.paths import contacts
from wegweiser.levers.attribution.scope import Scope
from wegweiser.warehouse import Dialect, Query

_ENDS, _BETWEEN = 0.4, 0.2
"""Position: to the first and to the last each, and to all those between together."""


def totals(scope: Scope) -> Query:
    """Per bucket: conversions, nulls and value, whether anything in them counts or not, and when they opened."""
    return Query(
        "credit_totals",
        f"""select bucket, sum(conversions) as conversions, sum(nulls) as nulls, sum(value) as value,
                   min(opened_at) as since, max(opened_at) as until
            from {scope.paths} group by bucket order by bucket""",
        (scope.paths,),
    )


def customers(scope: Scope) -> Query:
    """How many customers the journeys belong to."""
    return Query(
        "credit_customers", f"select count(distinct profile_id) as customers from {scope.paths}", (scope.paths,)
    )


def contacts_of(scope: Scope, dialect: Dialect) -> Query:
    """Per item all its contacts, in journeys that converted and in others."""
    rows = contacts(scope, dialect)
    return Query(
        "credit_contacts",
        f"select item, sum(conversions + nulls) as contacts from {rows} group by item order by item",
        (rows,),
    )


def credits_of(scope: Scope, dialect: Dialect) -> Query:
    """Per bucket and item: conversions that touch it, customers, and per model the credit in conversions and in value.

    The credit of model m stands in `m_credit` and `m_value`; decay is null where no contact has a time.
    """
    weighed = _weighed(scope, dialect)
    columns = [
        f"sum(({parts}) * {of}) as {model}_{name}"
        for model, parts in _parts().items()
        for of, name in (("conversions", "credit"), ("value", "value"))
    ]
    return Query(
        "credit_heuristics",
        f"""select bucket, item, sum(case when again = 1 then conversions else 0.0 end) as touching,
                   sum(case when again = 1 then value else 0.0 end) as touching_value,
                   count(distinct profile_id) as customers, {", ".join(columns)}
            from {weighed} group by bucket, item order by bucket, item""",
        (weighed,),
    )


def _weighed(scope: Scope, dialect: Dialect) -> Query:
    """The contacts of converted journeys with their number, how many there are, and their weight in the decay."""
    rows = contacts(scope, dialect, converted=True)
    numbered = Query(
        "credit_numbered",
        f"""select *, row_number() over (partition by profile_id, journey order by place) as nth,
                   row_number() over (partition by profile_id, journey, item order by place) as again from {rows}""",
        (rows,),
    )
    other = f"item not in ({', '.join(map(str, sorted(scope.direct))) or '-1'})"
    counted = Query(
        "credit_counted_in",
        f"""select *, count(*) over w as n, sum(case when again = 1 then 1 else 0 end) over w as items,
                   max(case when {other} then nth end) over w as last_other, min(ago) over w as latest
            from {numbered} window w as (partition by profile_id, journey)""",
        (numbered,),
    )
    # Against the latest contact, and not against the end: the weights are the same, and none becomes nothing.
    weight = f"power(2.0, (latest - ago) * 1.0 / {round(scope.basis.half_life.total_seconds())})"
    return Query(
        "credit_weighed",
        f"""select *, {weight} as weight, sum({weight}) over (partition by profile_id, journey) as weights
            from {counted}""",
        (counted,),
    )


def _parts() -> dict[Model, str]:
    """Return each model's part of a conversion that one contact gets; over a journey they add up to 1."""
    return {
        Model.FIRST: "case when nth = 1 then 1.0 else 0.0 end",
        Model.LAST: "case when nth = n then 1.0 else 0.0 end",
        Model.LAST_NON_DIRECT: "case when nth = coalesce(last_other, n) then 1.0 else 0.0 end",
        Model.LINEAR: "1.0 / n",
        Model.UNIQUE_LINEAR: "case when again = 1 then 1.0 / items else 0.0 end",
        # One contact gets everything, two get half each (Google's and Snowplow's rule).
        Model.POSITION: f"case when n = 1 then 1.0 when n = 2 then 0.5 when nth in (1, n) then {_ENDS}"
        f" else {_BETWEEN} / (n - 2) end",
        Model.DECAY: "weight / weights",
    }
