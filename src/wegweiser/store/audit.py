"""The audit log: who did what to what, and when; lines are added, never changed."""

from __future__ import annotations

from wegweiser.clock import Clock
from wegweiser.domain.people import Note
from wegweiser.store.database import Database
from wegweiser.store.records import struct
from wegweiser.store.values import Value


class Audit:
    """The log of everything that was written."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def note(self, who: str, what: str, target: str = "", detail: str = "") -> None:
        """Add a line."""
        line = {"at": self._clock.now(), "who": who, "what": what, "target": target, "detail": detail}
        with self._database.writing() as link:
            link.insert("audit", line)

    def page(
        self, before: int | None = None, limit: int = 50, *, who: str | None = None, what: str | None = None
    ) -> tuple[Note, ...]:
        """Return lines, newest first; `before` is the number of the last line of the page before this one."""
        asked = {"number < ?": before, "who = ?": who, "what = ?": what}
        told: dict[str, Value] = {part: value for part, value in asked.items() if value is not None}
        where = f"where {' and '.join(told)}" if told else ""
        with self._database.reading() as link:
            rows = link.rows(f"select * from audit {where} order by number desc limit ?", *told.values(), max(limit, 0))
        return tuple(struct(Note, row) for row in rows)
