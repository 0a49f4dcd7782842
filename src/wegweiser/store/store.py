"""The app store: people, maps and everything they say and do, in one database."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Self

import msgspec

from wegweiser.clock import Clock
from wegweiser.domain.editing import Thing
from wegweiser.domain.talk import Activity
from wegweiser.store.audit import Audit
from wegweiser.store.comments import Comments
from wegweiser.store.database import Database, Row
from wegweiser.store.hooks import Hooks
from wegweiser.store.invitations import Invitations
from wegweiser.store.jobs import Jobs
from wegweiser.store.keys import Keys
from wegweiser.store.maps import Maps
from wegweiser.store.memory import LostTexts, Saved, Seen, Settings
from wegweiser.store.people import People
from wegweiser.store.records import struct
from wegweiser.store.sessions import Lifetimes, Sessions
from wegweiser.store.shares import Shares
from wegweiser.store.tasks import Tasks
from wegweiser.store.upkeep import Upkeep
from wegweiser.store.versions import Versions

_REVISIONS = """
select at, 'revision' as kind, cast(number as text) as id, by, label as text,
  case when length(changes) < 4000 then changes else '[]' end as target, undoes
from revision where map = ? and number > 0 and at > ?{only}"""
_OTHERS = """
select at, '{kind}', id, by, {text}, {target}, null from {kind} where map = ? and at > ?{only}"""
_LISTED = {
    "comment": ("text", "target"),
    "version": ("name", "''"),
    "task": ("title", "target"),
}


class _Thing(msgspec.Struct):
    """As much of a change as says what it is about."""

    thing: str
    id: str


_THINGS = msgspec.json.Decoder(list[_Thing])


class Store:
    """One database and its parts; use it from as many threads as you like.

    Every method that changes something is one transaction, on disk when it returns.
    """

    def __init__(self, database: Database, clock: Clock, lifetimes: Lifetimes) -> None:
        self._database = database
        self.people = People(database, clock)
        self.sessions = Sessions(database, clock, lifetimes)
        self.invitations = Invitations(database, clock)
        self.keys = Keys(database, clock)
        self.maps = Maps(database, clock)
        self.versions = Versions(database, clock)
        self.comments = Comments(database, clock)
        self.tasks = Tasks(database, clock)
        self.hooks = Hooks(database, clock)
        self.shares = Shares(database, clock)
        self.audit = Audit(database, clock)
        self.jobs = Jobs(database, clock)
        self.settings = Settings(database)
        self.saved = Saved(database, clock)
        self.seen = Seen(database, clock)
        self.lost = LostTexts(database, clock)
        self.upkeep = Upkeep(database, clock, lifetimes)

    def activity(
        self,
        map: str,  # noqa: A002  (the house word)
        since: datetime,
        limit: int = 100,
        *,
        before: datetime | None = None,
        by: str = "",
    ) -> tuple[Activity, ...]:
        """Return what happened to a map after a moment, newest first: revisions, comments, versions and tasks."""
        asked = {" and at < ?": before, " and by = ?": by or None}
        told = {part: value for part, value in asked.items() if value is not None}
        only = "".join(told)
        parts = [_REVISIONS.format(only=only)]
        parts += [_OTHERS.format(kind=kind, text=text, target=at, only=only) for kind, (text, at) in _LISTED.items()]
        query = "\nunion all".join(parts) + "\norder by at desc, kind, id limit ?"
        with self._database.reading() as link:
            rows = link.rows(query, *(map, since, *told.values()) * len(parts), max(limit, 0))
        return tuple(_activity(row) for row in rows)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _activity(row: Row) -> Activity:
    if row["kind"] != "revision":
        return struct(Activity, row)
    # A note that the other language fell behind is no thing of its own beside the text it belongs to.
    things = [one for one in _THINGS.decode(row["target"]) if one.thing != Thing.OLDER]
    # What changed several things at once stands nowhere in particular.
    target = f"{things[0].thing}:{things[0].id}" if len(things) == 1 else ""
    return struct(Activity, row, text=msgspec.json.decode(row["text"]), target=target)
