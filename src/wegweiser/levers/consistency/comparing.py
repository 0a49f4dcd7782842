"""What each side offered of one thing at one time, side by side, and where the sides break."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wegweiser.warehouse import Dialect, Query, Table


class Kind(StrEnum):
    """What two channels can say differently of one thing at one time."""

    PRICE = "price"
    DISCOUNT = "discount"
    AVAILABILITY = "availability"
    MESSAGE = "message"


class Period(StrEnum):
    """How long "at the same time" is; `all` leaves time aside, for lists without dates."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


SIZE: dict[Kind, str | None] = {
    Kind.PRICE: "high / low - 1.0",
    Kind.DISCOUNT: "high - low",
    Kind.AVAILABILITY: "high - low",
    Kind.MESSAGE: None,
}
"""How far apart two sides lie; a broken promise has no size."""
_NOTHING = "cast(null as double)"


@dataclass(frozen=True)
class Comparison:
    """How offers are compared: what is the same time and place, and from when on prices differ.

    A price breaks where the dearest side lies more than `tolerance` above the cheapest. A side that is only the name of
    a basket or a till is no channel: with `places` the places are the sides instead.
    """

    period: Period = Period.WEEK
    same_place: bool = False
    places: bool = False
    tolerance: float = 0.02
    zone: str = "UTC"

    def columns(self, dialect: Dialect) -> tuple[str, str, str]:
        """Return the period, the place and the side of an offer, of a row called `o`."""
        local = dialect.local("o.occurred_at", self.zone)
        period = "cast(null as timestamp)" if self.period is Period.ALL else f"date_trunc('{self.period}', {local})"
        place = "o.place" if self.same_place else "cast(null as varchar)"
        return period, place, "o.place" if self.places else "o.side"


def cells(offers: Table, how: Comparison, dialect: Dialect) -> Query:
    """Per thing, time (and place) and side: what it offered, as the middle of its offers.

    `given` is the share of its offers with a discount, `off` the middle of these discounts as a share of the price (one
    above the price is no amount, and left aside), `there` the share in stock, `said` the number of messages.
    """
    when, place, side = how.columns(dialect)
    placed = Query(
        "offer_placed",
        f"""select object, {when} as period, {place} as place, {side} as side, price, message, subject_id,
                   case when discount is null then null when discount = 0 then 0.0 else 1.0 end as discounted,
                   case when discount <> 0 and abs(discount) <= price then abs(discount) / price end as rate,
                   case when available is null then null when available then 1.0 else 0.0 end as stocked
            from {offers} o where {side} is not null{" and o.place is not null" if how.same_place else ""}""",
    )
    return Query(
        "offer_cell",
        f"""select object, period, place, side, count(*) as offers, {dialect.quantile("price", 0.5)} as price,
                   avg(discounted) as given, {dialect.quantile("rate", 0.5)} as off, avg(stocked) as there,
                   count(message) as said, min(message) as message
            from {placed} group by object, period, place, side""",
        (placed,),
    )


def compared(cell: Query | Table, kind: Kind, tolerance: float) -> Query:
    """Per thing, time and place what at least two sides say of it: the two ends, how far apart, and whether it breaks.

    Price: the cheapest and the dearest side. Discount: a side on which most offers are discounted, and one on which
    none is; told as the share of the price that is taken off, where that is known.
    Availability: a side that has it, and one that has not. Message: a side that speaks of it (a leaflet), and
    a side whose offers say whether there is a discount; it breaks where none is given.
    """
    if kind is Kind.MESSAGE:
        return _promised(cell)
    figure, broken = {
        Kind.PRICE: ("price", f"high > low * (1 + {tolerance!r})"),
        Kind.DISCOUNT: ("given", "low = 0 and high >= 0.5"),
        Kind.AVAILABILITY: ("there", "low = 0 and high > 0"),
    }[kind]
    shown = "case when given = 0 then 0.0 else coalesce(off, given) end" if kind is Kind.DISCOUNT else figure
    ranked = Query(
        "offer_ranked",
        f"""select object, period, place, side, offers, {figure} as figure, {shown} as shown,
                   row_number() over (partition by object, period, place order by {figure}, side) as up,
                   row_number() over (partition by object, period, place order by {figure} desc, side desc) as down
            from {cell} where {figure} is not null{" and price > 0" if kind is Kind.PRICE else ""}""",
        (cell,) if isinstance(cell, Query) else (),
    )
    paired = Query(
        "offer_paired",
        f"""select object, period, place, count(*) as sides, sum(offers) as offers,
                   max(case when up = 1 then side end) as low_side, max(case when up = 1 then figure end) as low,
                   max(case when down = 1 then side end) as high_side, max(case when down = 1 then figure end) as high,
                   max(case when up = 1 then shown end) as low_shown,
                   max(case when down = 1 then shown end) as high_shown
            from {ranked} group by object, period, place having count(*) > 1""",
        (ranked,),
    )
    return Query(
        "offer_compared",
        f"""select object, period, place, sides, offers, low_side, low_shown as low, high_side, high_shown as high,
                   cast(null as varchar) as message, case when {broken} then 1 else 0 end as broken from {paired}""",
        (paired,),
    )


def _promised(cell: Query | Table) -> Query:
    inputs = (cell,) if isinstance(cell, Query) else ()
    paired = Query(
        "offer_paired",
        f"""select object, period, place, count(*) as sides, sum(offers) as offers,
                   max(case when said > 0 then side end) as high_side,
                   max(case when said > 0 then message end) as message,
                   min(case when said = 0 and given is not null then side end) as low_side,
                   max(case when said = 0 then given end) as low
            from {cell} group by object, period, place""",
        inputs,
    )
    return Query(
        "offer_compared",
        f"""select object, period, place, sides, offers, low_side, low, high_side, 1.0 as high, message,
                   case when low = 0 then 1 else 0 end as broken
            from {paired} where high_side is not null and low_side is not null""",
        (paired,),
    )


def by_object(comparison: Query, dialect: Dialect) -> Query:
    """The comparisons and breaks of each bucket of things: what an interval over things needs.

    One thing dearer somewhere is dearer there week after week, so its weeks are no independent cases.
    """
    bucket = f"{dialect.id_of('object')} % 256"
    return Query(
        "consistency_buckets",
        f"""select {bucket} as bucket, count(*) as compared, cast(sum(broken) as bigint) as broken,
                   count(distinct object) as objects
            from {comparison} group by {bucket} order by bucket""",
        (comparison,),
    )


def apart(comparison: Query, dialect: Dialect, kind: Kind) -> Query:
    """One row: the middle and the 90th percentile of how far apart the sides lie where they break."""
    return Query(
        "consistency_apart",
        f"""select {dialect.quantile("size", 0.5)} as median_size, {dialect.quantile("size", 0.9)} as p90_size
            from (select {SIZE[kind] or _NOTHING} as size from {comparison} where broken = 1) as sized""",
        (comparison,),
    )


def largest(comparison: Query, kind: Kind, top: int) -> Query:
    """The breaks that lie furthest apart, those with more offers first among equals."""
    return Query(
        "consistency_breaks",
        f"""select object, cast(period as date) as day, place, high_side, high, low_side, low,
                   {SIZE[kind] or _NOTHING} as size, sides, offers, message
            from {comparison} where broken = 1
            order by size desc, offers desc, object, day, place limit {int(top)}""",
        (comparison,),
    )


def pairs(cell: Query, top: int) -> Query:
    """Per pair of sides the things both priced at the same time, and the sums a mean difference is made of.

    The difference is that of the first side less the second, averaged over the times of one thing first.
    """
    both = Query(
        "offer_both",
        f"""select a.side as side, b.side as other, a.object, avg(a.price - b.price) as gap, avg(a.price) as price
            from {cell} a join {cell} b on b.object = a.object and a.side < b.side
             and (b.period = a.period or (b.period is null and a.period is null))
             and (b.place = a.place or (b.place is null and a.place is null))
            where a.price > 0 and b.price > 0 group by a.side, b.side, a.object""",
        (cell,),
    )
    return Query(
        "consistency_pairs",
        f"""select side, other, count(*) as objects, avg(gap) as dearer_by, stddev_samp(gap) as spread,
                   avg(gap) / nullif(avg(price), 0) as relative,
                   cast(sum(case when gap > 0 then 1 else 0 end) as bigint) as times_dearer
            from {both} group by side, other order by objects desc, side, other limit {int(top)}""",
        (both,),
    )
