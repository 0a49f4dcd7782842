"""Takes the texts that events carry in their properties, each at the touchpoint of its event."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from wegweiser.collect import tables
from wegweiser.domain.touchpoints import Touchpoint
from wegweiser.journeys import Registry
from wegweiser.voice.tables import SAID
from wegweiser.voice.texts.comments import Loaded, load_comments
from wegweiser.voice.texts.keeping import Comment
from wegweiser.voice.texts.spec import Consent, TextKind, TextSpec
from wegweiser.warehouse import Part, Query, Warehouse

FIELDS: Mapping[str, TextKind] = {
    "text": TextKind.COMMENT,
    "comment": TextKind.COMMENT,
    "review": TextKind.REVIEW,
    "message": TextKind.CHAT,
    "note": TextKind.CALL,
    "query": TextKind.SEARCH,
}
"""Properties that hold what a customer wrote or said, and what kind of text that is."""
_START = "events:"


def load_events(
    warehouse: Warehouse,
    registry: Registry,
    fields: Mapping[str, TextKind] = FIELDS,
    *,
    consent: Consent = Consent.INTERNAL,
    languages: Sequence[str] = ("de", "en"),
    without: Collection[str] = (),
) -> tuple[Loaded, ...]:
    """Return what became of the texts in events, one for each file of events that holds any.

    A file of events whose texts, touchpoints and fields are the same changes nothing; the texts of one that is gone go.
    Sources named in `without` are left out: their texts are read elsewhere.
    """
    codes = {s.code: registry.touchpoint_for(s) for s in tables.known_signatures(warehouse)}
    places = {code: registry.touchpoints[place] for code, place in codes.items() if place is not None}
    how = repr((sorted(fields.items()), sorted((code, t.id, t.phase) for code, t in places.items())))
    loaded = []
    for part in warehouse.parts(tables.EVENT.kind):
        if part.details["source"] in without:
            continue
        spec = TextSpec(str(part.details["source"]), (), consent=consent, languages=tuple(languages))
        key = f"{_START}{part.key}"
        inputs = hashlib.sha256(f"{part.inputs}\x1f{part.path}\x1f{how}".encode()).hexdigest()
        if _holds(warehouse, part, fields):
            loaded.append(load_comments(warehouse, spec, key, inputs, _comments(warehouse, part, fields, places)))
    kept = {f"text:{one.source}/{one.file}" for one in loaded}
    gone = [p for p in warehouse.parts(SAID.kind) if f"/{_START}" in p.key and p.key not in kept]
    if gone:
        warehouse.publish(removed=gone)
    return tuple(loaded)


def _texts(warehouse: Warehouse, part: Part, fields: Mapping[str, TextKind]) -> str:
    """Return the SQL of the events of a part that hold a text, one row for each text."""
    dialect, table = warehouse.dialect, warehouse.table(tables.EVENT, [part])
    columns = "source_seq as line, event_id, subject_id, occurred_at, signature, origin"
    listed = " union all ".join(
        f"select {columns}, {dialect.text(kind.value)} as kind, {dialect.json_text('properties', name)} as text "
        f"from {table} where properties like {held}"
        for name, kind, held in ((name, kind, dialect.text(f'%"{name}"%')) for name, kind in fields.items())
    )
    return f"({listed}) told where trim(text) <> ''"


def _holds(warehouse: Warehouse, part: Part, fields: Mapping[str, TextKind]) -> bool:
    counted = Query("event_texts", f"select count(*) as n from {_texts(warehouse, part, fields)}")
    return bool(warehouse.run(counted).one()["n"])


def _comments(
    warehouse: Warehouse, part: Part, fields: Mapping[str, TextKind], places: Mapping[int, Touchpoint]
) -> Iterator[Comment]:
    query = Query("event_said", f"select * from {_texts(warehouse, part, fields)} order by line, event_id, kind")
    for row in warehouse.run(query).rows():
        touchpoint = places.get(row["signature"])
        yield Comment(
            line=row["line"],
            text=row["text"],
            subject_id=row["subject_id"],
            at=row["occurred_at"],
            touchpoint=touchpoint.id if touchpoint else None,
            phase=touchpoint.phase if touchpoint else None,
            kind=row["kind"],
            origin=row["origin"],
        )
