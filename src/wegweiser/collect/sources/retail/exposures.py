"""What a household could see: displays and mailers of departments it bought in, derived from promotions."""

from __future__ import annotations

from wegweiser.collect.sources.retail.roles import RoleFile
from wegweiser.collect.sources.retail.stage import Stage
from wegweiser.warehouse import Query, Table

KINDS = {"display": ("display_seen", "store", 2), "mailer": ("mailer_seen", "print", 1)}
"""Field of the promotions -> event, channel, and place among the events of one instant."""


def promoted(stage: Stage) -> Table:
    """Make the table of promoted products counted by store, week and department: one pass over every promotion.

    Rows of the file with an unknown product or without store or week stand in it with a null department.
    """
    file = stage.files.get("promotions")
    if file is None:
        return stage.warehouse.create(
            Query(
                "retail_promoted",
                "select '' as store, '' as week, '' as department, false as known, 0 as display, 0 as mailer, "
                "0 as rows where false",
            )
        )
    product = file.dialect.identifier(file.columns["product"])
    # The small side takes the type of the large one: casting 20 million numbers to text would cost more than the join.
    known = Query(
        "retail_known_product",
        f"select distinct try_cast(product as {file.types[file.columns['product']]}) as number, department "
        "from retail_product where problem is null",
    )
    store, week = file.dialect.identifier(file.columns["store"]), file.dialect.identifier(file.columns["week"])
    counts = ", ".join(f"count(*) filter (where {_shown(stage, file, kind)}) as {kind}" for kind in KINDS)
    counted = Query(
        "retail_counted",
        f"""
        select {store} as store, {week} as week, k.department, k.number is not null and p._problem is null as known,
               {counts}, count(*) as rows
        from {file.scan} as p left join {known} as k on k.number = p.{product}
        group by 1, 2, 3, 4""",
        (known,),
    )
    text = "nullif(trim(cast({0} as varchar)), '') as {0}"
    return stage.warehouse.create(
        Query(
            "retail_promoted",
            f"select {text.format('store')}, {text.format('week')}, department, known, {', '.join(KINDS)}, rows "
            f"from {counted}",
            (counted,),
        )
    )


def met(stage: Stage) -> Table:
    """Make the table of exposures: households that bought in a store, week and department with promotions there."""
    bought = Query(
        "retail_bought",
        """
        select l.customer, l.store, l.week, p.department, min(l.occurred_at) as occurred_at,
               arg_min(l.line, (l.occurred_at, l.line)) as line
        from retail_line as l join retail_product as p on p.product = l.product
        where l.problem is null and p.problem is null
          and l.store is not null and l.week is not null and p.department is not null
        group by l.customer, l.store, l.week, p.department""",
    )
    return stage.warehouse.create(
        Query(
            "retail_met",
            f"""
            select b.*, p.display, p.mailer
            from {bought} as b join retail_promoted as p using (store, week, department)
            where p.known and (p.display > 0 or p.mailer > 0)""",
            (bought,),
        )
    )


def exposures(stage: Stage, kind: str) -> Query:
    """One derived event per exposure, at the household's first purchase in that store, week and department."""
    event, channel, place = KINDS[kind]
    properties = stage.warehouse.dialect.json_object({"store": "store", "week": "week", "products": kind})
    return Query(
        f"retail_{kind}s",
        f"""
        select 'transactions' as role, line, {place} as place, cast(null as bigint) as content,
               '{kind}' as extra, occurred_at as time,
               '{event}' as event, '{channel}' as channel, cast(null as varchar) as campaign, department as object,
               cast(null as double) as value, concat_ws(':', 'seen', customer, store, week, department) as event_id,
               customer, {properties} as properties, 'derived' as origin
        from retail_met where {kind} > 0""",
    )


def _shown(stage: Stage, file: RoleFile, kind: str) -> str:
    nowhere = stage.warehouse.dialect.text(stage.option("nowhere", "0"))
    return f"coalesce({file.text(kind)}, {nowhere}) <> {nowhere}"
