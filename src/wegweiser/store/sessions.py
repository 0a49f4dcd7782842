"""Sessions: who is signed in where, until she is away too long or too much time has passed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from wegweiser.clock import Clock
from wegweiser.domain.people import Person, Session
from wegweiser.errors import StoreProblem
from wegweiser.store.database import Database
from wegweiser.store.people import person_of
from wegweiser.store.records import hashed, new_id, new_token, struct

_ABOUT = 300
_FRESH = timedelta(minutes=1)
"""How old `last_seen` may be, so that reading a page is not a write each time."""


@dataclass(frozen=True)
class Lifetimes:
    """How long somebody stays signed in: without a word, and at most."""

    idle: timedelta = timedelta(days=7)
    longest: timedelta = timedelta(days=30)


class Sessions:
    """The browsers people are signed in with; of a token only the hash is stored."""

    def __init__(self, database: Database, clock: Clock, lifetimes: Lifetimes) -> None:
        self._database, self._clock, self._lifetimes = database, clock, lifetimes

    def open(self, person: str, about: str = "") -> str:
        """Return the token of a new session; sessions that have run out are swept away on the way.

        Raises:
            UnknownName: nobody has the id.
        """
        token, now = new_token(), self._clock.now()
        session = {
            "id": new_id("se"),
            "token_hash": hashed(token),
            "person": person,
            "csrf": new_token(),
            "about": about[:_ABOUT],
            "opened": now,
            "last_seen": now,
        }
        with self._database.writing() as link:
            person_of(link, person)
            link.run("delete from session where last_seen <= ? or opened <= ?", *self._ended())
            link.insert("session", session)
        return token

    def find(self, token: str) -> tuple[Person, Session] | None:
        """Return whose session it is, and move its end on; None once it has run out or she was let go."""
        with self._database.reading() as link:
            row = link.row(
                "select person.email, person.name, person.role, person.language, person.active, person.created,"
                " session.* from session join person on person.id = session.person"
                " where token_hash = ? and person.active = 1 and last_seen > ? and opened > ?",
                *(hashed(token), *self._ended()),
            )
        if row is None:
            return None
        session, now = struct(Session, row), self._clock.now()
        if now - session.last_seen >= _FRESH:
            # On a full disk she may go on reading; nothing but the end of her session depends on it.
            with suppress(StoreProblem), self._database.writing() as link:
                link.run("update session set last_seen = ? where id = ?", now, session.id)
                session = struct(Session, {**row, "last_seen": now})
        return struct(Person, {**row, "id": session.person}), session

    def rotate(self, token: str) -> str | None:
        """Return another token for the same session, or None where it has run out; the old one is worth nothing."""
        fresh = new_token()
        with self._database.writing() as link:
            found = link.run(
                "update session set token_hash = ?, csrf = ? where token_hash = ? and last_seen > ? and opened > ?",
                *(hashed(fresh), new_token(), hashed(token), *self._ended()),
            )
        return fresh if found else None

    def close(self, token: str) -> None:
        """End the session of a token."""
        with self._database.writing() as link:
            link.run("delete from session where token_hash = ?", hashed(token))

    def close_one(self, person: str, session: str) -> bool:
        """End one of her sessions, by its id; somebody else's stays, and False says so."""
        with self._database.writing() as link:
            return link.run("delete from session where id = ? and person = ?", session, person) > 0

    def close_all(self, person: str, but: str | None = None) -> int:
        """End her sessions but the one of a token, and return how many ended."""
        with self._database.writing() as link:
            kept = hashed(but) if but is not None else ""
            return link.run("delete from session where person = ? and token_hash <> ?", person, kept)

    def all(self, person: str) -> tuple[Session, ...]:
        """Return where she is signed in, the last used first."""
        with self._database.reading() as link:
            rows = link.rows(
                "select * from session where person = ? and last_seen > ? and opened > ? order by last_seen desc, id",
                *(person, *self._ended()),
            )
        return tuple(struct(Session, row) for row in rows)

    def _ended(self) -> tuple[datetime, datetime]:
        now = self._clock.now()
        return now - self._lifetimes.idle, now - self._lifetimes.longest
