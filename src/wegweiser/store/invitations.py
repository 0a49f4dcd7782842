"""Invitations: links that work once, and not for long."""

from __future__ import annotations

from datetime import datetime, timedelta

from wegweiser.clock import Clock
from wegweiser.domain.people import Invitation, Role
from wegweiser.store.database import Database
from wegweiser.store.records import hashed, new_id, new_token, struct

_OPEN = "ended is null and expires > ?"


class Invitations:
    """One-time links for the first admin, for new people, and for those who forgot their password."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def make(
        self, kind: str, role: Role, lasts: timedelta, *, by: str = "system", email: str = "", person: str = ""
    ) -> str:
        """Return the token of a new link; an earlier one of its kind for the same person or address ends."""
        token, now = new_token(), self._clock.now()
        invitation = {
            "id": new_id("in"),
            "token_hash": hashed(token),
            "kind": kind,
            "role": role.value,
            "email": email.strip(),
            "person": person,
            "made_by": by,
            "made": now,
            "expires": now + lasts,
        }
        with self._database.writing() as link:
            if email or person or kind == "first":  # links for whoever gets them may stand side by side
                link.run(
                    "update invitation set ended = ? where ended is null and kind = ? and email = ? and person = ?",
                    *(now, kind, email.strip(), person),
                )
            link.insert("invitation", invitation)
        return token

    def peek(self, token: str) -> Invitation | None:
        """Return what a link offers as long as it works, without using it up."""
        with self._database.reading() as link:
            row = link.row(f"select * from invitation where token_hash = ? and {_OPEN}", hashed(token), self._now())
        return None if row is None else struct(Invitation, row)

    def take(self, token: str) -> Invitation | None:
        """Return what a link offers and end it; of two who come at once, one gets None."""
        now = self._now()
        with self._database.writing() as link:
            row = link.row(
                f"update invitation set ended = ? where token_hash = ? and {_OPEN} returning *",
                *(now, hashed(token), now),
            )
        return None if row is None else struct(Invitation, row)

    def all(self) -> tuple[Invitation, ...]:
        """Return the links that still work, the newest first."""
        with self._database.reading() as link:
            rows = link.rows(f"select * from invitation where {_OPEN} order by made desc, id", self._now())
        return tuple(struct(Invitation, row) for row in rows)

    def revoke(self, invitation: str) -> bool:
        """End a link before its time and return whether it still worked."""
        now = self._now()
        with self._database.writing() as link:
            return link.run(f"update invitation set ended = ? where id = ? and {_OPEN}", now, invitation, now) > 0

    def _now(self) -> datetime:
        return self._clock.now()
