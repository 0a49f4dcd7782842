"""Keys programs sign in with."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from wegweiser.clock import Clock
from wegweiser.domain.people import ApiKey, Role
from wegweiser.errors import StoreProblem
from wegweiser.store.database import Database
from wegweiser.store.people import person_of
from wegweiser.store.records import hashed, new_id, new_token, struct

PREFIX = "wgk_"
"""What every key begins with, so that a scanner of leaked secrets knows one."""
_FRESH = timedelta(minutes=1)


class Keys:
    """The keys of programs; a key may do at most what the person may who made it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def make(self, name: str, person: str, role: Role, expires: datetime | None = None) -> tuple[str, ApiKey]:
        """Return a new key in full, for the only time, and what is kept of it.

        Raises:
            UnknownName: nobody has the id of its owner.
        """
        token = new_token(PREFIX)
        key = ApiKey(new_id("ky"), name.strip(), person, role, self._clock.now(), expires)
        values = {
            "id": key.id,
            "token_hash": hashed(token),
            "name": key.name,
            "person": person,
            "role": role.value,
            "created": key.created,
            "expires": expires,
        }
        with self._database.writing() as link:
            person_of(link, person)
            link.insert("api_key", values)
        return token, key

    def find(self, token: str) -> ApiKey | None:
        """Return the key, with the role it has today; None once it is revoked, has run out, or its owner was let go."""
        now = self._clock.now()
        with self._database.reading() as link:
            row = link.row(
                "select api_key.*, person.role as owner_role from api_key join person on person.id = api_key.person"
                " where token_hash = ? and revoked = 0 and (expires is null or expires > ?) and person.active = 1",
                *(hashed(token), now),
            )
        if row is None:
            return None
        key, owner = struct(ApiKey, row), Role(row["owner_role"])
        if key.last_used is None or now - key.last_used >= _FRESH:
            # As with sessions: what only reads goes on when the disk is full.
            with suppress(StoreProblem), self._database.writing() as link:
                link.run("update api_key set last_used = ? where id = ?", now, key.id)
            key = msgspec.structs.replace(key, last_used=now)
        return key if owner.covers(key.role) else msgspec.structs.replace(key, role=owner)

    def all(self, person: str | None = None) -> tuple[ApiKey, ...]:
        """Return every key, or those of one person, the newest first; revoked ones too."""
        where, values = ("where person = ?", (person,)) if person is not None else ("", ())
        with self._database.reading() as link:
            rows = link.rows(f"select * from api_key {where} order by created desc, id", *values)
        return tuple(struct(ApiKey, row) for row in rows)

    def revoke(self, key: str) -> bool:
        """End a key for good and return whether it was still good."""
        with self._database.writing() as link:
            return link.run("update api_key set revoked = 1 where id = ? and revoked = 0", key) > 0
