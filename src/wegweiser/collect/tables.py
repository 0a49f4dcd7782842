"""The tables this room writes; other rooms read them by these schemas."""

from __future__ import annotations

from wegweiser.domain.touchpoints import Signature
from wegweiser.warehouse import Query, Schema, Warehouse

EVENT = Schema(
    "event",
    {
        "event_id": "BIGINT",
        "source": "VARCHAR",
        "source_seq": "BIGINT",
        "occurred_at": "TIMESTAMP",
        "signature": "INTEGER",
        "subject_id": "BIGINT",
        "session_hint": "BIGINT",
        "object": "VARCHAR",
        "value": "DOUBLE",
        "currency": "VARCHAR",
        "properties": "VARCHAR",
        "origin": "VARCHAR",
    },
    ("subject_id", "occurred_at", "source_seq", "event_id"),
)
"""Events as received, one part per file; `source_seq` is the line they stood on."""

SIGNATURE = Schema(
    "signature",
    {"code": "INTEGER", "source": "VARCHAR", "event": "VARCHAR", "channel": "VARCHAR", "campaign": "VARCHAR"},
    ("code",),
)
"""What rules can see of an event, one part "all"; codes are appended and never change their meaning."""

IDENTIFIER = Schema(
    "identifier",
    {
        "identifier_id": "BIGINT",
        "kind": "VARCHAR",
        "value": "VARCHAR",
        "first_at": "TIMESTAMP",
        "last_at": "TIMESTAMP",
        "events": "BIGINT",
    },
    ("identifier_id",),
)
"""Identifiers seen, one part per file."""

LINK = Schema(
    "link",
    {"a": "BIGINT", "b": "BIGINT", "first_at": "TIMESTAMP", "last_at": "TIMESTAMP", "events": "BIGINT"},
    ("a", "b"),
)
"""Pairs of identifiers (a < b) seen in one event, one part per file."""

TRAIT = Schema(
    "trait",
    {"subject_id": "BIGINT", "name": "VARCHAR", "value": "VARCHAR", "occurred_at": "TIMESTAMP"},
    ("subject_id", "name", "occurred_at", "value"),
)
"""What is known of a person from `occurred_at` on (null: always), one part per file that has traits."""

QUARANTINE = Schema(
    "quarantine",
    {
        "source": "VARCHAR",
        "file": "VARCHAR",
        "line": "BIGINT",
        "code": "VARCHAR",
        "reason": "VARCHAR",
        "raw": "VARCHAR",
    },
    ("line", "code"),
)
"""Rows that could not be read as events, each with its reason, one part per file."""

COUNTED_PATH = Schema(
    "counted_path",
    {"source": "VARCHAR", "path": "VARCHAR", "conversions": "DOUBLE", "value": "DOUBLE", "nulls": "DOUBLE"},
    ("source", "path"),
)
"""Channel paths that arrive already counted, without people; offered to attribution only."""

OFFER = Schema(
    "offer",
    {
        "source": "VARCHAR",
        "line": "BIGINT",
        "object": "VARCHAR",
        "side": "VARCHAR",
        "place": "VARCHAR",
        "occurred_at": "TIMESTAMP",
        "subject_id": "BIGINT",
        "price": "DOUBLE",
        "discount": "DOUBLE",
        "available": "BOOLEAN",
        "message": "VARCHAR",
    },
    ("object", "occurred_at", "side", "line"),
)
"""What a side (a channel, a shop, a leaflet) offered, one part per file; `price` is that of the list, for one."""


def known_signatures(warehouse: Warehouse) -> tuple[Signature, ...]:
    """Return the distinct signatures of all events, by code."""
    table = warehouse.table(SIGNATURE)
    query = Query("known_signatures", f"select code, source, event, channel, campaign from {table} order by code")
    return tuple(Signature(**row) for row in warehouse.run(query).rows())
