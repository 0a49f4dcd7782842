"""Whether the log knows what a funnel is asked to hold the same."""

from __future__ import annotations

import json

from wegweiser.errors import UnknownName
from wegweiser.journeys.funnels.contacts import SIGNATURE_FIELDS
from wegweiser.warehouse import Query, Table, Warehouse

_OWN = ("object", *SIGNATURE_FIELDS)


def known_property(warehouse: Warehouse, events: Table, hold: str | None) -> None:
    """Refuse a property no event has: a slip of the pen would count nobody and look like a loss.

    Raises:
        UnknownName: no event has such a property.
    """
    if hold is None or hold in _OWN:
        return
    value = warehouse.dialect.json_text("properties", hold)
    found = warehouse.run(Query("funnel_holder", f"select 1 as n from {events} where {value} is not null limit 1"))
    if not len(found):
        raise UnknownName("property", hold, {*_OWN, *_properties(warehouse, events)})


def _properties(warehouse: Warehouse, events: Table) -> set[str]:
    """Return the names of properties: those of two events of every kind, which say what such events hold."""
    ends = Query(
        "funnel_properties",
        f"""select signature, min(properties) as first_one, max(properties) as last_one from {events}
            where properties is not null group by signature order by signature""",
    )
    texts = (row[name] for row in warehouse.run(ends).rows() for name in ("first_one", "last_one"))
    return {key for text in texts for key in json.loads(text)}
