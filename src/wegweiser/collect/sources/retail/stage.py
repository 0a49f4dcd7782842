"""The rows of every role in one shape, with what is wrong with each: the ground the events are built on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wegweiser.collect.sources.retail.roles import RoleFile
from wegweiser.collect.spec import SourceSpec
from wegweiser.domain.events import BLOCKED
from wegweiser.warehouse import Query, Warehouse


@dataclass(frozen=True)
class Stage:
    """What every part of the source needs: the warehouse, the spec, and the files by role."""

    warehouse: Warehouse
    spec: SourceSpec
    files: Mapping[str, RoleFile]

    def option(self, name: str, default: str) -> str:
        """Return an option of the spec."""
        return self.spec.options.get(name, default)

    @property
    def calendar_zone(self) -> str:
        """The zone in which dates without a time of day are meant."""
        return self.option("calendar_zone", self.spec.time.zone)

    def nobody(self, customer: str) -> str:
        """Return the branches of a case that name a customer's number that identifies nobody."""
        values = ", ".join(self.warehouse.dialect.text(value) for value in sorted(BLOCKED))
        return (
            f"when {customer} is null then 'no_customer' when lower({customer}) in ({values}) then 'blocked_identifier'"
        )


def staged(stage: Stage) -> None:
    """Make the temporary tables of all roles; a role without a file gives an empty table."""
    for name, query in (
        ("products", _products(stage)),
        ("transactions", _transactions(stage)),
        ("campaign_descriptions", _descriptions(stage)),
        ("campaigns", _receipts(stage)),
        ("coupons", _coupons(stage)),
        ("coupon_redemptions", _redemptions(stage)),
        ("demographics", _households(stage)),
    ):
        sql = query.sql if name in stage.files else f"select * from ({query.sql}) where false"
        stage.warehouse.create(Query(query.name, sql, query.inputs))
        if name == "transactions":
            _own(stage)


def _products(stage: Stage) -> Query:
    """Products by number, the first row of each; `trip` names the special trip a product stands for."""
    f = _fields(stage, "products", ("product", "department", "category", "type"))
    trips = {o[5:]: p for o, p in sorted(stage.spec.options.items()) if o.startswith("trip.")}
    label = "lower(concat_ws(' / ', department, category, type))"
    cases = " ".join(
        f"when {label} glob {stage.warehouse.dialect.text(pattern.lower())} then {stage.warehouse.dialect.text(event)}"
        for event, pattern in trips.items()
    )
    trip = f"case {cases} end" if cases else "cast(null as varchar)"
    return Query(
        "retail_product",
        f"""
        select line, product, department, {trip} as trip,
               case when _problem is not null then _problem when product is null then 'no_product'
                    when row_number() over (partition by product order by line) > 1 then 'duplicate_product'
                    end as problem
        from (select _line as line, _problem, {f} from {_from(stage, "products")})""",
    )


def _transactions(stage: Stage) -> Query:
    """Basket lines with their times in UTC."""
    file = stage.files["transactions"]
    money = {
        name: f"{file.number(name)} as {name}"
        for name in ("quantity", "value", "discount", "coupon_discount", "coupon_match")
    }
    f = _fields(stage, "transactions", ("customer", "store", "basket", "product", "week"))
    return Query(
        "retail_line",
        f"""
        select *, case when _problem is not null then _problem
                       {stage.nobody("customer")}
                       when basket is null then 'no_basket'
                       when occurred_at is null then 'unreadable_time'
                       when value is null then 'unreadable_number' end as problem
        from (select _line as line, _problem, {f}, {", ".join(money.values())},
                     {file.moment("time", stage.spec.time.zone)} as occurred_at
              from {_from(stage, "transactions")})""",
    )


def _own(stage: Stage) -> None:
    """Mark the lines of a basket that stand under another customer than its first line."""
    stage.warehouse.create(
        Query(
            "retail_mixed_basket",
            """
            select basket, arg_min(customer, line) as owner from retail_line where problem is null
            group by basket having min(customer) <> max(customer)""",
        )
    )
    stage.warehouse.execute(
        "retail basket owners",
        "update retail_line set problem = 'basket_of_another_customer' from retail_mixed_basket as m "
        "where retail_line.basket = m.basket and retail_line.customer <> m.owner and problem is null",
    )


def _descriptions(stage: Stage) -> Query:
    """Campaigns with their label and the moments they start and end."""
    f = _fields(stage, "campaign_descriptions", ("campaign", "type"))
    start, end = (_moment(stage, "campaign_descriptions", name) for name in ("start", "end"))
    return Query(
        "retail_campaign",
        f"""
        select line, campaign, concat_ws(' ', type, campaign) as label, start_at, end_at,
               case when _problem is not null then _problem when campaign is null then 'no_campaign'
                    when start_at is null then 'unreadable_time'
                    when row_number() over (partition by campaign order by line) > 1 then 'duplicate_campaign'
                    end as problem
        from (select _line as line, _problem, {f}, {start} as start_at, {end} as end_at
              from {_from(stage, "campaign_descriptions")})""",
    )


def _receipts(stage: Stage) -> Query:
    """Who received which campaign, with its description."""
    f = _fields(stage, "campaigns", ("customer", "campaign"))
    return Query(
        "retail_receipt",
        f"""
        select r.*, c.label, c.start_at, c.end_at,
               case when _problem is not null then _problem
                       {stage.nobody("r.customer")}
                    when r.campaign is null then 'no_campaign'
                    when c.campaign is null then 'unknown_campaign' end as problem
        from (select _line as line, _problem, {f} from {_from(stage, "campaigns")}) r
        left join retail_campaign c on c.campaign = r.campaign and c.problem is null""",
    )


def _coupons(stage: Stage) -> Query:
    """Which coupon of which campaign is good for which product."""
    f = _fields(stage, "coupons", ("coupon", "product", "campaign"))
    return Query(
        "retail_coupon",
        f"""
        select *, case when _problem is not null then _problem when coupon is null then 'no_coupon'
                       when product is null then 'no_product'
                       when campaign is null then 'no_campaign' end as problem
        from (select _line as line, _problem, {f} from {_from(stage, "coupons")})""",
    )


def _redemptions(stage: Stage) -> Query:
    """Redeemed coupons by day; `nth` tells equal rows apart."""
    f = _fields(stage, "coupon_redemptions", ("customer", "coupon", "campaign"))
    day = "cast(null as timestamp)"
    if "coupon_redemptions" in stage.files:
        day = stage.files["coupon_redemptions"].moment("date", "UTC")
    return Query(
        "retail_redemption",
        f"""
        select r.* exclude (day), cast(r.day as date) as day, coalesce(c.label, r.campaign) as label,
               row_number() over (partition by r.customer, r.coupon, r.campaign, r.day order by r.line) as nth,
               case when _problem is not null then _problem
                       {stage.nobody("r.customer")}
                    when r.coupon is null then 'no_coupon'
                    when r.campaign is null then 'no_campaign'
                    when r.day is null then 'unreadable_time' end as problem
        from (select _line as line, _problem, {f}, {day} as day from {_from(stage, "coupon_redemptions")}) r
        left join retail_campaign c on c.campaign = r.campaign and c.problem is null""",
    )


def _households(stage: Stage) -> Query:
    """What is known of each customer, as one map from column to value."""
    f = _fields(stage, "demographics", ("customer",))
    names: list[str] = []
    if "demographics" in stage.files:
        file = stage.files["demographics"]
        names = [column for column in file.types if column != file.columns["customer"]]
    quoted = {name: stage.warehouse.dialect.identifier(name) for name in names}
    values = ", ".join(f"nullif(trim(cast({q} as varchar)), '')" for q in quoted.values())
    keys = ", ".join(stage.warehouse.dialect.text(name) for name in names)
    return Query(
        "retail_household",
        f"""
        select *, case when _problem is not null then _problem
                       {stage.nobody("customer")}
                       when row_number() over (partition by customer order by line) > 1 then 'duplicate_customer'
                       end as problem
        from (select _line as line, _problem, {f}, cast([{keys}] as varchar[]) as names,
                     cast([{values}] as varchar[]) as facts
              from {_from(stage, "demographics")})""",
    )


def _from(stage: Stage, role: str) -> str:
    file = stage.files.get(role)
    return file.scan if file else "(select cast(0 as bigint) as _line, cast(null as varchar) as _problem)"


def _fields(stage: Stage, role: str, names: tuple[str, ...]) -> str:
    file = stage.files.get(role)
    texts = {name: file.text(name) if file else "cast(null as varchar)" for name in names}
    return ", ".join(f"{text} as {name}" for name, text in texts.items())


def _moment(stage: Stage, role: str, name: str) -> str:
    file = stage.files.get(role)
    return file.moment(name, stage.calendar_zone) if file else "cast(null as timestamp)"
