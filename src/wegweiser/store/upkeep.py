"""Upkeep: what nobody will ask for again is removed, in small steps, by one server a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from wegweiser.clock import Clock
from wegweiser.store.database import Database
from wegweiser.store.sessions import Lifetimes
from wegweiser.store.values import Value, written

_EVERY = timedelta(days=1)
_LAST = "upkeep"
_AT_ONCE = 1_000
"""Rows a transaction removes; whoever wants to write meanwhile waits no longer than that takes."""


@dataclass(frozen=True)
class Keeping:
    """How long something is kept after it ended, ran out, or was written."""

    work: timedelta = timedelta(days=90)
    """Jobs that ended, and messages to other tools."""
    links: timedelta = timedelta(days=30)
    """Invitations that were used or ran out, and shared links that ran out."""
    texts: timedelta = timedelta(days=90)
    """What somebody wrote and a map could not take."""
    audit: timedelta = timedelta(days=730)
    """Lines of the audit log."""


_KEEPING = Keeping()
_Rule: TypeAlias = tuple[str, str, str, tuple[Value, ...]]


class Upkeep:
    """The rows that may go."""

    def __init__(self, database: Database, clock: Clock, lifetimes: Lifetimes) -> None:
        self._database, self._clock, self._lifetimes = database, clock, lifetimes

    def claim(self) -> bool:
        """Return whether the day's upkeep is due, and take it on; of several servers one does, once a day."""
        now = self._clock.now()
        with self._database.writing() as link:
            link.hold("upkeep")
            row = link.row("select value from setting where name = ?", _LAST)
            # A time yet to come was written by a clock that was wrong.
            if row and now - _EVERY < datetime.fromisoformat(bytes(row["value"]).decode()) <= now:
                return False
            link.run("delete from setting where name = ?", _LAST)
            link.insert("setting", {"name": _LAST, "value": written(now).encode()})
        return True

    def sweep(self, keeping: Keeping = _KEEPING) -> Mapping[str, int]:
        """Remove what was kept for long enough, and return how many rows of what; without those there were none of."""
        counts = {what: self._removed(*rule) for what, rule in self._rules(keeping)}
        return {what: many for what, many in counts.items() if many}

    def _rules(self, keeping: Keeping) -> Iterator[tuple[str, _Rule]]:
        """Yield what is swept: its name, its table and key, and which of its rows, with the moments this asks for."""
        now = self._clock.now()
        work, links = now - keeping.work, now - keeping.links
        # What looked at a file stays: the file may still wait for somebody to agree to it.
        ended = "state in ('done', 'failed', 'stopped') and kind <> 'look' and coalesce(finished, at) < ?"
        yield "jobs", ("job", "number", ended, (work,))
        # One that still waits after so long belongs to a tool that was put away: it would be news of another season.
        yield "deliveries", ("hook_delivery", "number", "at < ?", (work,))
        away, longest = now - self._lifetimes.idle, now - self._lifetimes.longest
        yield "sessions", ("session", "id", "last_seen <= ? or opened <= ?", (away, longest))
        yield "invitations", ("invitation", "id", "coalesce(ended, expires) < ?", (links,))
        yield "shares", ("share", "id", "expires < ?", (links,))
        yield "texts", ("lost_text", "number", "at < ?", (now - keeping.texts,))
        yield "audit", ("audit", "number", "at < ?", (now - keeping.audit,))

    def _removed(self, table: str, key: str, which: str, values: tuple[Value, ...]) -> int:
        total = 0
        while True:
            with self._database.writing() as link:
                some = f"select {key} from {table} where {which} order by {key} limit {_AT_ONCE}"
                many = link.run(f"delete from {table} where {key} in ({some})", *values)
            total += many
            if many < _AT_ONCE:
                return total
