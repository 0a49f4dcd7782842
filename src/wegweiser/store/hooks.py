"""Hooks: addresses of other tools, and an outbox that keeps each message until its tool has taken it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec import UNSET, UnsetType

from wegweiser.clock import Clock
from wegweiser.domain.talk import Delivery, Hook
from wegweiser.errors import UnknownName
from wegweiser.store.database import Database, Link, Row
from wegweiser.store.records import change, new_id, struct
from wegweiser.store.values import Value

_LEASE = timedelta(minutes=2)
"""How long a sender may take; if it dies, the message is somebody else's afterwards."""


class Hooks:
    """Where changes of tasks are told, and what is still to be told."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, name: str, url: str, by: str) -> Hook:
        """Return the new hook."""
        hook = Hook(new_id("hk"), name.strip(), url, by, self._clock.now())
        values = {"id": hook.id, "name": hook.name, "url": url, "by": by, "at": hook.at}
        with self._database.writing() as link:
            link.insert("hook", values)
        return hook

    def all(self) -> tuple[Hook, ...]:
        """Return every hook, oldest first."""
        with self._database.reading() as link:
            return tuple(struct(Hook, row) for row in link.rows("select * from hook order by at, id"))

    def get(self, hook: str) -> Hook:
        """Return a hook.

        Raises:
            UnknownName: no hook has the id.
        """
        with self._database.reading() as link:
            return _got(link, hook)

    def change(
        self,
        hook: str,
        *,
        name: str | UnsetType = UNSET,
        url: str | UnsetType = UNSET,
        active: bool | UnsetType = UNSET,
    ) -> Hook:
        """Return the hook as it is from now on.

        Raises:
            UnknownName: no hook has the id.
        """
        with self._database.writing() as link:
            change(link, "hook", hook, {"name": name, "url": url, "active": active})
            return _got(link, hook)

    def remove(self, hook: str) -> bool:
        """Remove a hook with its messages and return whether there was one."""
        with self._database.writing() as link:
            return link.run("delete from hook where id = ?", hook) > 0

    def queue(self, payload: bytes) -> int:
        """Put a message, which is JSON, into the outbox of every active hook and return how many there are."""
        now = self._clock.now()
        with self._database.writing() as link:
            hooks = link.rows("select id from hook where active = 1 order by at, id")
            for hook in hooks:
                message = {"id": new_id("hd"), "hook": hook["id"], "payload": payload.decode(), "state": "waiting"}
                link.insert("hook_delivery", {**message, "at": now, "next_at": now})
        return len(hooks)

    def claim(self) -> Delivery | None:
        """Return the message that is due and has waited longest, or None; for two minutes nobody else gets it."""
        now = self._clock.now()
        due = "state = 'waiting' and next_at <= ?"
        active = "hook in (select id from hook where active = 1)"
        with self._database.writing() as link:
            while found := link.row(
                f"select id from hook_delivery where {due} and {active} order by next_at, number limit 1", now
            ):
                row = link.row(
                    f"update hook_delivery set next_at = ?, tries = tries + 1 where id = ? and {due} returning *",
                    *(now + _LEASE, found["id"], now),
                )
                if row is not None:
                    return _delivery(row)
        return None

    def sent(self, delivery: str, status: int) -> None:
        """Note that the other tool has taken a message."""
        self._tried(delivery, status, {"state": "sent"})

    def failed(self, delivery: str, status: int | None, again: datetime | None) -> None:
        """Note that a message was not taken, and when it is tried again; None gives it up."""
        self._tried(delivery, status, {"state": "failed"} if again is None else {"next_at": again})

    def deliveries(self, hook: str, limit: int = 50) -> tuple[Delivery, ...]:
        """Return the latest messages of a hook, newest first."""
        with self._database.reading() as link:
            rows = link.rows(
                "select * from hook_delivery where hook = ? order by number desc limit ?", hook, max(limit, 0)
            )
        return tuple(map(_delivery, rows))

    def _tried(self, delivery: str, status: int | None, values: dict[str, Value]) -> None:
        now = self._clock.now()
        with self._database.writing() as link:
            row = link.row("select hook from hook_delivery where id = ?", delivery)
            if row is None:  # its hook was removed while the message was on its way
                return
            change(link, "hook_delivery", delivery, {**values, "last_status": status})
            change(link, "hook", row["hook"], {"last_status": status, "last_at": now})


def _delivery(row: Row) -> Delivery:
    return struct(Delivery, row, payload=msgspec.Raw(row["payload"].encode()))


def _got(link: Link, hook: str) -> Hook:
    row = link.row("select * from hook where id = ?", hook)
    if row is None:
        raise UnknownName("hook", hook, None)
    return struct(Hook, row)
