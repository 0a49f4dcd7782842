"""Texts are let go of once they are old, with everything read of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from wegweiser.domain.events import Origin
from wegweiser.voice.tables import SAID
from wegweiser.voice.texts import TextSpec, loading
from wegweiser.voice.texts.loading import Comment
from wegweiser.warehouse import Query

OLD = datetime(2024, 12, 31, 23, 59, tzinfo=UTC).replace(tzinfo=None)
YOUNG = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
SAYS = (
    Comment(1, "The queue was long.", at=OLD),
    Comment(2, "The bread was good.", at=YOUNG),
    Comment(3, "Nobody knows when I said this.", at=None),
    Comment(4, "A program made me up.", at=OLD, origin=Origin.SIMULATED.value),
)


def take(warehouse):
    """Take in four comments under one key."""
    return loading.load_comments(warehouse, TextSpec("notes", ()), "one", "v1", SAYS)


def lines(warehouse):
    """Return which lines are kept."""
    found = warehouse.run(Query("kept", f"select line from {warehouse.table(SAID)} order by line"))
    return list(found.column("line"))


def test_what_was_said_before_the_day_goes(warehouse):
    """Of four texts one is dated before 2025 and no simulation's; a text without a date never grows old."""
    take(warehouse)
    assert loading.expire(warehouse, date(2025, 1, 1)) == 1
    assert lines(warehouse) == [2, 3, 4]


def test_what_went_stays_away(warehouse):
    """The same comments under the same inputs bring nothing back, and nothing is left to remove."""
    take(warehouse)
    loading.expire(warehouse, date(2025, 1, 1))
    assert take(warehouse).skipped
    assert loading.expire(warehouse, date(2025, 1, 1)) == 0
    assert lines(warehouse) == [2, 3, 4]
