"""Lets go of texts that were kept for as long as they may be: masked originals, and every sentence read of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from wegweiser.domain.events import Origin
from wegweiser.voice.tables import SAID, SENTENCE
from wegweiser.warehouse import Part, Query, Warehouse


def expire(warehouse: Warehouse, before: date) -> int:
    """Remove the texts said before a day and return how many they were; what a simulation made up stays.

    A text without a date cannot grow old and stays as well. The sentences read of the texts go with them; those of
    the other texts of a file are read again. The part keeps its key and its inputs, so that the same file brings
    nothing back.
    """
    old = {part.key: gone for part in warehouse.parts(SAID.kind) if (gone := _old(warehouse, part, before))}
    if not old:
        return 0
    # First what was read of them, so that a run killed in between leaves no sentence without its text.
    warehouse.publish(removed=[part for part in warehouse.parts(SENTENCE.kind) if part.key in old])
    warehouse.publish([_without(warehouse, part, before) for part in warehouse.parts(SAID.kind) if part.key in old])
    return sum(old.values())


def _old(warehouse: Warehouse, part: Part, before: date) -> int:
    asked = f"select count(*) as n from {warehouse.table(SAID, [part])} where {_past(warehouse, before)}"
    return int(warehouse.run(Query("texts_old", asked)).one()["n"])


def _without(warehouse: Warehouse, part: Part, before: date) -> Part:
    young = f"select * from {warehouse.table(SAID, [part])} where not ({_past(warehouse, before)})"
    return warehouse.seal(SAID, part.key, Query("texts_young", young), inputs=part.inputs, details=part.details)


def _past(warehouse: Warehouse, before: date) -> str:
    """Return the condition of being old; true or false of every row, never null."""
    made_up = warehouse.dialect.text(Origin.SIMULATED.value)
    day = warehouse.dialect.timestamp(datetime.combine(before, time.min, UTC))
    return f"occurred_at is not null and occurred_at < {day} and origin is not null and origin <> {made_up}"
