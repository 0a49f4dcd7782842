"""Maps: every saved edit is a revision, kept with the whole plan it left behind."""

from __future__ import annotations

import zlib
from datetime import date

import msgspec
from msgspec import UNSET, UnsetType

from wegweiser.clock import Clock
from wegweiser.domain.editing import Change, Draft, Revision, Thing
from wegweiser.domain.talk import MapEntry
from wegweiser.errors import InvalidSetting, Stale, UnknownName
from wegweiser.i18n import Text
from wegweiser.store.database import Database, Link, Row
from wegweiser.store.records import change, json, struct


class _Change(msgspec.Struct, frozen=True):
    """A change as it is read: msgspec knows raw JSON, but not raw JSON or nothing."""

    thing: Thing
    id: str
    before: msgspec.Raw = msgspec.Raw()
    after: msgspec.Raw = msgspec.Raw()

    def read(self) -> Change:
        """Return the change, with copies of its JSON that outlive the text they were cut from."""
        before, after = (side.copy() if bytes(side) else None for side in (self.before, self.after))
        return Change(self.thing, self.id, before, after)


_CHANGES = msgspec.json.Decoder(tuple[_Change, ...])


class Maps:
    """The plans people edit, as append-only lists of revisions; number 0 is the plan a map was created with."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def create(
        self,
        id: str,  # noqa: A002  (the house word)
        plan: bytes,
        *,
        by: str,
        title: Text,
        kind: str = "current",
        parent: str | None = None,
    ) -> MapEntry:
        """Return the entry of a new map.

        Raises:
            InvalidSetting: a map has this id already.
            UnknownName: no map is the parent.
        """
        now = self._clock.now()
        with self._database.writing() as link:
            if parent is not None:
                entry_of(link, parent)
            made = link.run(
                "insert into map (id, title, kind, revision, created, changed, by, parent)"
                " values (?, ?, ?, 0, ?, ?, ?, ?) on conflict (id) do nothing",
                *(id, json(title), kind, now, now, by, parent),
            )
            if not made:
                raise InvalidSetting("The map", [f"a map is called '{id}' already"])
            self._append(link, id, 0, Draft(by, ""), plan)
            return entry_of(link, id)

    def all(self, *, archived: bool = False) -> tuple[MapEntry, ...]:
        """Return the maps, oldest first; archived ones where they are asked for."""
        where = "" if archived else "where archived = 0"
        with self._database.reading() as link:
            return tuple(map(_struct, link.rows(f"select * from map {where} order by created, id")))

    def get(self, map: str) -> MapEntry:  # noqa: A002
        """Return the entry of a map.

        Raises:
            UnknownName: no map has the id.
        """
        with self._database.reading() as link:
            return entry_of(link, map)

    def head(self, map: str) -> tuple[bytes, int]:  # noqa: A002
        """Return the newest plan and the number of its revision.

        Raises:
            UnknownName: no map has the id.
        """
        with self._database.reading() as link:
            row = link.row(
                "select plan, number from revision join map on map.id = revision.map and map.revision = number"
                " where map.id = ?",
                map,
            )
            if row is None:
                raise _unknown(link, map)
        return zlib.decompress(row["plan"]), int(row["number"])

    def commit(self, map: str, plan: bytes, draft: Draft, *, expected: int | None = None) -> Revision:  # noqa: A002
        """Return the new revision; when this returns, it is on disk.

        Args:
            map: id of the map.
            plan: the whole plan after the edit, as JSON.
            draft: what the edit changes, its name, and who makes it.
            expected: the revision the edit was made against; None adds it to whatever is newest.

        Raises:
            Stale: somebody else saved after the expected revision; nothing was written.
            UnknownName: no map has the id.
        """
        title = None if draft.title is None else json(draft.title)
        told = {"changed": self._clock.now(), "by": draft.by, "title": title, "kind": draft.kind}
        values = {name: value for name, value in told.items() if value is not None}
        columns = "".join(f", {name} = ?" for name in values)
        only, asked = ("", ()) if expected is None else (" and revision = ?", (expected,))
        with self._database.writing() as link:
            # The row of the map is the lock: who comes second waits here, and no longer finds what she expects.
            row = link.row(
                f"update map set revision = revision + 1{columns} where id = ?{only} returning revision",
                *(*values.values(), map, *asked),
            )
            if row is None:
                raise Stale(map, expected or 0, entry_of(link, map).revision)
            return self._append(link, map, int(row["revision"]), draft, plan)

    def revisions(self, map: str, after: int = 0, limit: int = 100) -> tuple[Revision, ...]:  # noqa: A002
        """Return the revisions after a number, oldest first."""
        return self._listed(map, "number > ? order by number limit ?", max(after, 0), max(limit, 0))

    def latest(self, map: str, before: int | None = None, limit: int = 100) -> tuple[Revision, ...]:  # noqa: A002
        """Return the revisions before a number, newest first."""
        if before is None:
            return self._listed(map, "number > 0 order by number desc limit ?", max(limit, 0))
        return self._listed(map, "number > 0 and number < ? order by number desc limit ?", before, max(limit, 0))

    def revision(self, map: str, number: int) -> Revision:  # noqa: A002
        """Return one revision.

        Raises:
            UnknownName: the map has no such revision.
        """
        found = self._listed(map, "number > 0 and number = ?", number)
        if not found:
            raise UnknownName("revision", str(number), None)
        return found[0]

    def plan_at(self, map: str, revision: int) -> bytes:  # noqa: A002
        """Return the plan as a revision left it; 0 is the one the map was created with.

        Raises:
            UnknownName: the map has no such revision.
        """
        with self._database.reading() as link:
            row = link.row("select plan from revision where map = ? and number = ?", map, revision)
        if row is None:
            raise UnknownName("revision", str(revision), None)
        return zlib.decompress(row["plan"])

    def change(
        self,
        map: str,  # noqa: A002
        *,
        owner: str | UnsetType = UNSET,
        parent: str | UnsetType | None = UNSET,
        parent_step: str | UnsetType = UNSET,
        review_days: int | UnsetType = UNSET,
        review_next: date | UnsetType | None = UNSET,
    ) -> MapEntry:
        """Return the entry with what is told changed.

        Raises:
            UnknownName: no map has the id, or the parent's.
            InvalidSetting: the map would hang below itself.
        """
        told = {"owner": owner, "parent": parent, "parent_step": parent_step, "review_days": review_days}
        with self._database.writing() as link:
            link.hold("hierarchy of maps")
            entry_of(link, map)
            if isinstance(parent, str):
                _refuse_circle(link, map, parent)
            change(link, "map", map, {**told, "review_next": review_next})
            return entry_of(link, map)

    def archive(self, map: str) -> MapEntry:  # noqa: A002
        """Put a map away and return its entry; nothing of it is lost."""
        return self._put_away(map, 1)

    def unarchive(self, map: str) -> MapEntry:  # noqa: A002
        """Bring a map back and return its entry."""
        return self._put_away(map, 0)

    def mirrored(self, map: str) -> tuple[int, str] | None:  # noqa: A002
        """Return the revision last written to the map's file and the hash of that file, or None before the first."""
        with self._database.reading() as link:
            row = link.row("select mirrored_revision, mirrored_hash from map where id = ?", map)
        if row is None or row["mirrored_revision"] is None:
            return None
        return int(row["mirrored_revision"]), str(row["mirrored_hash"])

    def set_mirrored(self, map: str, revision: int, file_hash: str) -> None:  # noqa: A002
        """Remember what stands in the map's file."""
        with self._database.writing() as link:
            entry_of(link, map)
            change(link, "map", map, {"mirrored_revision": revision, "mirrored_hash": file_hash})

    def _put_away(self, map: str, archived: int) -> MapEntry:  # noqa: A002
        with self._database.writing() as link:
            entry_of(link, map)
            change(link, "map", map, {"archived": archived})
            return entry_of(link, map)

    def _append(self, link: Link, map: str, number: int, draft: Draft, plan: bytes) -> Revision:  # noqa: A002
        now = self._clock.now()
        values = {
            "map": map,
            "number": number,
            "at": now,
            "by": draft.by,
            "label": json(draft.label),
            "changes": json(draft.changes),
            "undoes": draft.undoes,
            "plan": zlib.compress(plan),
        }
        link.insert("revision", values)
        return Revision(map, number, now, draft.by, draft.label, draft.changes, draft.undoes)

    def _listed(self, map: str, where: str, *values: int) -> tuple[Revision, ...]:  # noqa: A002
        columns = "map, number, at, by, label, changes, undoes"
        with self._database.reading() as link:
            rows = link.rows(f"select {columns} from revision where map = ? and {where}", map, *values)
        return tuple(_revision(row) for row in rows)


def _revision(row: Row) -> Revision:
    changes = tuple(each.read() for each in _CHANGES.decode(row["changes"]))
    return struct(Revision, row, from_json=("label",), changes=changes)


def _struct(row: Row) -> MapEntry:
    return struct(MapEntry, row, from_json=("title",))


def entry_of(link: Link, map: str) -> MapEntry:  # noqa: A002
    """Return the entry of a map.

    Raises:
        UnknownName: no map has the id.
    """
    row = link.row("select * from map where id = ?", map)
    if row is None:
        raise _unknown(link, map)
    return _struct(row)


def _unknown(link: Link, map: str) -> UnknownName:  # noqa: A002
    return UnknownName("map", map, [str(row["id"]) for row in link.rows("select id from map")])


def _refuse_circle(link: Link, map: str, parent: str) -> None:  # noqa: A002
    above: str | None = parent
    while above is not None:
        if above == map:
            raise InvalidSetting("The parent", [f"the map '{map}' would hang below itself"])
        above = entry_of(link, above).parent
