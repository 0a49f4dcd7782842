"""Versions: a map as it stood when somebody named it, words and numbers together."""

from __future__ import annotations

import zlib

import msgspec
from msgspec import UNSET, UnsetType

from wegweiser.clock import Clock
from wegweiser.domain.talk import Version
from wegweiser.errors import UnknownName
from wegweiser.store.database import Database, Link
from wegweiser.store.maps import entry_of
from wegweiser.store.records import change, new_id, struct

_COLUMNS = "id, map, name, revision, at, by, as_of, snapshot, note"


class Versions:
    """Named states of maps; saving the same words again gives another version."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def save(self, version: Version, plan: bytes, document: bytes) -> Version:
        """Return the version with the id and time it was saved under; those it came with do not count.

        Args:
            version: map, name, revision, who saves it, and of which data it is.
            plan: the plan of that revision, as JSON.
            document: the joined map with its numbers, as JSON.

        Raises:
            UnknownName: no map has the id.
        """
        made = msgspec.structs.replace(version, id=new_id("ve"), at=self._clock.now())
        values = {
            "id": made.id,
            "map": made.map,
            "name": made.name,
            "revision": made.revision,
            "at": made.at,
            "by": made.by,
            "as_of": made.as_of,
            "snapshot": made.snapshot,
            "note": made.note,
            "plan": zlib.compress(plan),
            "document": zlib.compress(document),
        }
        with self._database.writing() as link:
            entry_of(link, made.map)
            link.insert("version", values)
        return made

    def all(self, map: str) -> tuple[Version, ...]:  # noqa: A002  (the house word)
        """Return the versions of a map, newest first."""
        with self._database.reading() as link:
            rows = link.rows(f"select {_COLUMNS} from version where map = ? order by at desc, id", map)
        return tuple(struct(Version, row) for row in rows)

    def get(self, version: str) -> tuple[Version, bytes, bytes]:
        """Return a version with its plan and its joined map.

        Raises:
            UnknownName: no version has the id.
        """
        with self._database.reading() as link:
            row = link.row("select * from version where id = ?", version)
        if row is None:
            raise UnknownName("version", version, None)
        plan, document = (zlib.decompress(row[name]) for name in ("plan", "document"))
        return struct(Version, row), plan, document

    def rename(self, version: str, *, name: str | UnsetType = UNSET, note: str | UnsetType = UNSET) -> Version:
        """Return the version under its new name, or with another note.

        Raises:
            UnknownName: no version has the id.
        """
        with self._database.writing() as link:
            change(link, "version", version, {"name": name, "note": note})
            return _got(link, version)

    def remove(self, version: str) -> bool:
        """Remove a version for good and return whether there was one."""
        with self._database.writing() as link:
            return link.run("delete from version where id = ?", version) > 0


def _got(link: Link, version: str) -> Version:
    row = link.row(f"select {_COLUMNS} from version where id = ?", version)
    if row is None:
        raise UnknownName("version", version, None)
    return struct(Version, row)
