"""Tells rows apart that share an id: said twice, already known from another file, or in conflict."""

from __future__ import annotations

from wegweiser.collect.tables import EVENT
from wegweiser.collect.taking import TAKEN, Taken
from wegweiser.warehouse import Dialect, Part, Query, Table, Warehouse

_DOUBLED = Table("doubled")
_KNOWN = Table("known_already")
TEMPORARY = (TAKEN.name, _DOUBLED.name, _KNOWN.name, "phone_numbers", "codes")


def judged(warehouse: Warehouse, taken: Taken, others: list[Part]) -> Query:
    """Return the rows taken with ids and a `state`: null for an event, 'known', or a reason's code."""
    warehouse.create(_doubled(taken, warehouse.dialect))
    placed = _placed(taken, warehouse.dialect)
    if not others:
        return Query("judged", f"select *, found as state from {placed}", (placed,))
    events = warehouse.table(EVENT, others)
    warehouse.create(
        Query(
            _KNOWN.name,
            "select event_id, any_value(occurred_at) as at_, any_value(subject_id) as subject_, "
            "any_value(value) as value_ "
            f"from {events} where event_id in (select event_id from {placed} where found is null) group by event_id",
            (placed,),
        )
    )
    differs = (
        f"p.received and (k.at_ <> p.time or k.subject_ <> p.subject_id or k.value_ is distinct from {_value(taken)})"
    )
    return Query(
        "judged",
        "select p.*, case when p.found is not null then p.found when k.event_id is null then null "
        f"when {differs} then 'duplicate_event_id' else 'known' end as state "
        f"from {placed} p left join {_KNOWN} k on k.event_id = p.event_id",
        (placed,),
    )


def _value(taken: Taken) -> str:
    # An extra event carries no value, but follows the verdict on its row.
    if "value" not in taken.columns:
        return "null"
    return "case when p.extra is null then p.value else k.value_ end" if "extra" in taken.columns else "p.value"


def _doubled(taken: Taken, dialect: Dialect) -> Query:
    """Rows of the file that share an id: the first is the event; identical rows without own ids are numbered."""
    own = "and extra is null" if "extra" in taken.columns else ""
    content, file = taken.has("content"), taken.has("file")
    shared = f"select base from {TAKEN} where code is null {own} group by base having count(*) > 1"
    again = dialect.id_of("base || '#' || nth")
    return Query(
        _DOUBLED.name,
        f"""select line, file, base, case when nth > 1 and not received then {again} else base end as event_id,
       case when nth = 1 or not received then null
            when content = first then 'known' else 'duplicate_event_id' end as found
from (select line, {file} as file, base, received, {content} as content, row_number() over w as nth,
             first_value({content}) over w as first
      from {TAKEN} where code is null {own} and base in ({shared})
      window w as (partition by base order by {file}, line))""",
    )


def _placed(taken: Taken, dialect: Dialect) -> Query:
    same_file = "and d.file is not distinct from t.file" if "file" in taken.columns else ""
    joined = Query(
        "joined",
        f"select t.* exclude (code), coalesce(d.event_id, t.base) as event_id, coalesce(t.code, d.found) as found "
        f"from {TAKEN} t left join {_DOUBLED} d on d.line = t.line and d.base = t.base {same_file}",
    )
    if not taken.spec.rows_are_profiles:
        best = f"coalesce({', '.join(f'{kind}_id' for kind in taken.kinds)})" if taken.kinds else "null"
        return Query("placed", f"select *, {best} as subject_id from {joined}", (joined,))
    alone = Query(
        "alone", f"select *, {dialect.text(taken.spec.name + '#')} || event_id as customer from {joined}", (joined,)
    )
    identity = dialect.id_of("'customer:' || customer")
    return Query("placed", f"select *, {identity} as customer_id, {identity} as subject_id from {alone}", (alone,))
