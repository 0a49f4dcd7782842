"""Shares: read-only links to a map for people who do not sign in."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from wegweiser.clock import Clock
from wegweiser.domain.talk import Offer, Share
from wegweiser.store.database import Database, Row
from wegweiser.store.maps import entry_of
from wegweiser.store.records import hashed, new_id, new_token, struct

_PLAIN = Offer()


class Shares:
    """The links that were given away; of a link's token only the hash is stored."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def make(
        self,
        map: str,  # noqa: A002  (the house word)
        by: str,
        lasts: timedelta,
        offer: Offer = _PLAIN,
        *,
        password_hash: str | None = None,
    ) -> tuple[str, Share]:
        """Return the token of a new link, for the only time, and what is kept of it.

        Args:
            map: the map it shows.
            by: who gives it away.
            lasts: how long it is good for.
            offer: whom it is for and what it lets them do.
            password_hash: hash of the password it asks for.

        Raises:
            UnknownName: no map has the id.
        """
        token, now = new_token(), self._clock.now()
        told = msgspec.structs.asdict(offer) | {"name": offer.name.strip()}
        made = {"id": new_id("sh"), "map": map, "by": by, "at": now, "expires": now + lasts, **told}
        values = made | {"token_hash": hashed(token), "password_hash": password_hash, "files": int(offer.files)}
        with self._database.writing() as link:
            entry_of(link, map)
            link.insert("share", values)
        return token, Share(**made, locked=password_hash is not None)

    def find(self, token: str) -> Share | None:
        """Return what a link shows, or None where it has run out, was revoked, or its map was put away."""
        with self._database.reading() as link:
            row = link.row(
                "select share.* from share join map on map.id = share.map where token_hash = ?"
                " and share.revoked = 0 and share.expires > ? and map.archived = 0",
                *(hashed(token), self._clock.now()),
            )
        return None if row is None else _share(row)

    def password_hash(self, share: str) -> str | None:
        """Return the hash of the password a link asks for, or None where it asks for none."""
        with self._database.reading() as link:
            row = link.row("select password_hash from share where id = ?", share)
        return None if row is None else row["password_hash"]

    def opened(self, share: str) -> None:
        """Count that somebody opened a link."""
        with self._database.writing() as link:
            link.run(
                "update share set opened = opened + 1, last_opened = ? where id = ?",
                *(self._clock.now(), share),
            )

    def revoke(self, share: str) -> bool:
        """End a link for good and return whether it was not ended before."""
        with self._database.writing() as link:
            return link.run("update share set revoked = 1 where id = ? and revoked = 0", share) > 0

    def all(self, map: str) -> tuple[Share, ...]:  # noqa: A002
        """Return the links of a map, newest first; ended ones too."""
        with self._database.reading() as link:
            rows = link.rows("select * from share where map = ? order by at desc, id", map)
        return tuple(_share(row) for row in rows)


def _share(row: Row) -> Share:
    return struct(Share, row, locked=row["password_hash"] is not None)
