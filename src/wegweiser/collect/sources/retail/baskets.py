"""Basket lines folded into one purchase each, named by what kind of trip it was."""

from __future__ import annotations

from wegweiser.collect.sources.retail.stage import Stage
from wegweiser.warehouse import Query, Table

SMALL, LARGE = 5, 20


def baskets(stage: Stage) -> Table:
    """Make the table of baskets: lines added up, with the trip's name and the day in the shop's calendar."""
    trips = any(option.startswith("trip.") for option in stage.spec.options)
    kind = "case when count(l.line) = count(p.trip) and min(p.trip) = max(p.trip) then min(p.trip) end"
    folded = Query(
        "retail_folded",
        f"""
        select l.basket, min(l.customer) as customer, arg_min(l.store, l.line) as store, min(l.line) as line,
               min(l.occurred_at) as occurred_at, count(*) as lines, sum(l.value) as value,
               sum(l.quantity) as quantity, sum(l.discount) as discount, sum(l.coupon_discount) as coupon_discount,
               sum(l.coupon_match) as coupon_match, {kind if trips else "cast(null as varchar)"} as trip,
               list_sort(list(distinct p.department) filter (where p.department is not null)) as departments
        from retail_line as l left join retail_product as p on p.product = l.product and p.problem is null
        where l.problem is null group by l.basket""",
    )
    small, large = int(stage.option("small", str(SMALL))), int(stage.option("large", str(LARGE)))
    return stage.warehouse.create(
        Query(
            "retail_basket",
            f"""
            select *, cast({stage.warehouse.dialect.local("occurred_at", stage.calendar_zone)} as date) as day,
                   case when row_number() over (partition by customer order by occurred_at, line) = 1
                        then 'purchase_first'
                        when trip is not null then trip
                        when lines <= {small} then 'purchase_small'
                        when lines <= {large} then 'purchase_medium'
                        else 'purchase_large' end as event
            from {folded}""",
            (folded,),
        )
    )


def purchases(stage: Stage) -> Query:
    """One event per basket: its value is the sum of what was paid for its lines."""
    properties = stage.warehouse.dialect.json_object(
        {
            "lines": "lines",
            "quantity": "cast(quantity as double)",
            "discount": "cast(discount as double)",
            "coupon_discount": "cast(coupon_discount as double)",
            "coupon_match": "cast(coupon_match as double)",
            "departments": "departments",
        }
    )
    return Query(
        "retail_purchases",
        f"""
        select 'transactions' as role, line, 3 as place, cast(null as bigint) as content,
               cast(null as varchar) as extra, occurred_at as time, event,
               'store' as channel, cast(null as varchar) as campaign, store as object, cast(value as double) as value,
               'basket:' || basket as event_id, customer, {properties} as properties,
               cast(null as varchar) as origin
        from retail_basket""",
    )
