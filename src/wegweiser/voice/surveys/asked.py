"""Answers to our own surveys, which stand in the log as events."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from wegweiser.collect import tables
from wegweiser.domain.surveys import Item
from wegweiser.voice.tables import ANSWER
from wegweiser.warehouse import Query, Warehouse

EVENT_NAME = "survey_answer"
"""What such an event is called; its properties are survey, item and value."""
_SCALES = pa.schema([("id", pa.string()), ("low", pa.float64()), ("high", pa.float64())])


def asked(warehouse: Warehouse, items: Iterable[Item] = ()) -> Query:
    """Return the answers in the log in the columns of ANSWER; their wave is the month they were given in.

    A value that is no number, or off the scale of its item, is an answer not given.
    """
    event, signature = warehouse.table(tables.EVENT), warehouse.table(tables.SIGNATURE)
    scales = [
        {"id": item.id, "low": item.scale.low, "high": item.scale.high} for item in items if item.scale is not None
    ]
    scale = warehouse.offer("asked_scales", pa.Table.from_pylist(scales, schema=_SCALES))
    told = {name: warehouse.dialect.json_text("e.properties", name) for name in ("survey", "item", "value")}
    said = Query(
        "asked_said",
        f"""select {told["survey"]} as survey, {told["item"]} as item, {told["value"]} as said,
                   e.source_seq as line, e.subject_id as subject_id, e.occurred_at as occurred_at
            from {event} e join {signature} s on s.code = e.signature
            where s.event = {warehouse.dialect.text(EVENT_NAME)}""",
    )
    number = "try_cast(a.said as double)"
    fits = f"{number} is not null and (q.low is null or {number} between q.low and q.high)"
    month = "substr(cast(a.occurred_at as varchar), 1, 7)"
    values = {
        "survey": "a.survey",
        "wave": month,
        "line": "a.line",
        "subject_id": "a.subject_id",
        "occurred_at": "a.occurred_at",
        "item": "a.item",
        "value": f"case when {fits} then {number} end",
        "state": f"case when {fits} then 'answered' else 'missing' end",
        "weight": "cast(1 as double)",
    }
    listed = ", ".join(f"{values[column]} as {column}" for column in ANSWER.columns)
    return Query(
        "asked",
        f"select {listed} from {said} a left join {scale} q on q.id = a.item "
        "where a.survey is not null and a.item is not null",
        (said,),
    )
