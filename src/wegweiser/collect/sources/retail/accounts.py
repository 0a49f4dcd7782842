"""What became of every row of every file: an event, folded into one, or in quarantine with its reason."""

from __future__ import annotations

from wegweiser.collect.sources.retail.stage import Stage
from wegweiser.warehouse import Query, Table

_STAGED = {
    "transactions": "retail_line",
    "campaigns": "retail_receipt",
    "campaign_descriptions": "retail_campaign",
    "coupons": "retail_coupon",
    "coupon_redemptions": "retail_redemption",
    "products": "retail_product",
    "demographics": "retail_household",
}
_EVENTS = {
    "transactions": "select count(*) from retail_basket",
    "campaigns": "select count(distinct (campaign, customer)) from retail_receipt where problem is null",
    "coupon_redemptions": "select count(*) from retail_redemption where problem is null",
}


def problems(stage: Stage) -> Table:
    """Make the table of rows that go to quarantine: role, file, line, code and the row's text."""
    parts = [
        _problems(stage, role, f"select line, problem from {table} where problem is not null")
        for role, table in _STAGED.items()
        if role in stage.files
    ]
    unread = "select 1 as n from retail_promoted where not known or store is null or week is null limit 1"
    if len(stage.warehouse.run(Query("retail promotions to refuse", unread))):
        parts.append(_problems(stage, "promotions", _refused(stage)))
    return stage.warehouse.create(Query("retail_problem", "\nunion all ".join(parts)))


def accounts(stage: Stage) -> dict[str, dict[str, int]]:
    """Return by file: rows = events + folded + duplicates + quarantined; of promotions also those somebody met."""
    counted: dict[str, dict[str, int]] = {}
    for role, file in stage.files.items():
        table = _STAGED.get(role)
        rows = f"select count(*) from {table}" if table else "select coalesce(sum(rows), 0) from retail_promoted"
        query = Query(
            "retail accounts",
            f"""
            select ({rows}) as rows, ({_EVENTS.get(role, "select 0")}) as events,
                   (select count(*) from retail_problem where role = '{role}') as quarantined""",
        )
        one = {name: int(n) for name, n in stage.warehouse.run(query).one().items()}
        rest = one["rows"] - one["events"] - one["quarantined"]
        one |= {"duplicates": rest, "folded": 0} if role == "campaigns" else {"duplicates": 0, "folded": rest}
        if role == "promotions":
            one["met"] = _met_rows(stage)
        counted[file.name] = one
    return counted


def _problems(stage: Stage, role: str, found: str) -> str:
    file, dialect = stage.files[role], stage.warehouse.dialect
    content = dialect.json_object({column: f"f.{dialect.identifier(column)}" for column in file.types})
    return (
        f"select '{role}' as role, {dialect.text(file.name)} as file, p.line, p.problem, "
        f"coalesce(f._raw, {content}) as raw from ({found}) as p join {file.scan} as f on f._line = p.line"
    )


def _refused(stage: Stage) -> str:
    file = stage.files["promotions"]
    return f"""
        select _line as line,
               case when _problem is not null then _problem
                    when {file.text("product")} is null then 'no_product'
                    when {file.text("store")} is null or {file.text("week")} is null then 'no_store_or_week'
                    when k.product is null then 'unknown_product' end as problem
        from {file.scan} as p
        left join (select product from retail_product where problem is null) as k on k.product = {file.text("product")}
        where problem is not null"""


def _met_rows(stage: Stage) -> int:
    query = Query(
        "retail promotions met",
        "select coalesce(sum(p.rows), 0) as n from retail_promoted as p "
        "semi join retail_met using (store, week, department)",
    )
    return int(stage.warehouse.run(query).one()["n"])
