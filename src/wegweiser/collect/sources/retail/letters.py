"""Campaign receipts and redeemed coupons: the letters a household got and what became of them."""

from __future__ import annotations

from wegweiser.collect.sources.retail.roles import utc
from wegweiser.collect.sources.retail.stage import Stage
from wegweiser.warehouse import Query


def receipts(stage: Stage) -> Query:
    """One event per campaign and household, at the moment the campaign starts."""
    # The same letter listed twice is one letter: equal content tells the second row as a repetition.
    content = stage.warehouse.dialect.id_of("campaign || ':' || customer")
    properties = stage.warehouse.dialect.json_object({"until": "strftime(end_at, '%Y-%m-%dT%H:%M:%SZ')"})
    return Query(
        "retail_receipts",
        f"""
        select 'campaigns' as role, line, 0 as place, {content} as content,
               cast(null as varchar) as extra, start_at as time,
               'campaign_received' as event, 'mail' as channel, label as campaign, cast(null as varchar) as object,
               cast(null as double) as value, 'campaign:' || campaign || ':' || customer as event_id, customer,
               {properties} as properties, cast(null as varchar) as origin
        from retail_receipt where problem is null""",
    )


def redemptions(stage: Stage) -> Query:
    """One event per redeemed coupon, right after a basket of that household on that day.

    The files give a day and no time. The basket is, in this order, one that holds a product the coupon is good
    for, one with a coupon discount, any of the day; the first of them. Without a basket that day the coupon
    stands at the day's last second. The property `placed` says which of the four it was.
    """
    placed, dialect = _placed(), stage.warehouse.dialect
    evening = utc("cast(day as timestamp) + interval '86399' second", stage.calendar_zone, dialect)
    properties = dialect.json_object({"basket": "basket", "store": "store", "placed": "placed"})
    return Query(
        "retail_redemptions",
        f"""
        select 'coupon_redemptions' as role, line, 4 as place, cast(null as bigint) as content,
               cast(null as varchar) as extra,
               coalesce(occurred_at, {evening}) as time, 'coupon_redeemed' as event, 'store' as channel,
               label as campaign, coupon as object, cast(null as double) as value,
               concat_ws(':', 'coupon', campaign, customer, coupon, cast(day as varchar), cast(nth as varchar))
                   as event_id,
               customer, {properties} as properties, cast(null as varchar) as origin
        from {placed} where choice = 1""",
        (placed,),
    )


def _placed() -> Query:
    """Redeemed coupons with the baskets they may belong to; the best one has `choice` 1."""
    carrying = Query(
        "retail_carrying",
        """
        select distinct r.line, b.basket
        from retail_redemption as r
        join retail_basket as b on b.customer = r.customer and b.day = r.day
        join retail_line as l on l.basket = b.basket and l.problem is null
        join retail_coupon as c on c.product = l.product and c.coupon = r.coupon and c.campaign = r.campaign
        where r.problem is null and c.problem is null""",
    )
    return Query(
        "retail_placed",
        f"""
        select r.*, b.basket, b.store, b.occurred_at,
               case when c.basket is not null then 'basket with its product'
                    when b.coupon_discount <> 0 then 'basket with a coupon'
                    when b.basket is not null then 'basket of the day'
                    else 'end of the day' end as placed,
               row_number() over (
                   partition by r.line
                   order by c.basket is null, coalesce(b.coupon_discount, 0) = 0, b.occurred_at, b.line) as choice
        from retail_redemption as r
        left join retail_basket as b on b.customer = r.customer and b.day = r.day
        left join {carrying} as c on c.line = r.line and c.basket = b.basket
        where r.problem is null""",
        (carrying,),
    )
