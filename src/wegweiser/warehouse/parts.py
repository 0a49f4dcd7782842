"""Sealed parts: immutable, sorted Parquet files, and the manifest that says which of them count."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wegweiser.errors import WorkspaceProblem

_VERSION = 1
_DDL = """
create table if not exists part (
  kind text not null, key text not null, inputs text not null, path text not null, rows integer not null,
  details text not null, primary key (kind, key)) without rowid
"""


@dataclass(frozen=True)
class Schema:
    """A kind of table one room writes: its columns with their types, and the order its parts are sorted in."""

    kind: str
    columns: Mapping[str, str]
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One sealed Parquet file: `key` says which one of its kind, `inputs` what it was made from."""

    kind: str
    key: str
    inputs: str
    path: str
    rows: int
    details: Mapping[str, Any] = field(default_factory=dict)


class Manifest:
    """The list of parts that count, in SQLite; a change of several parts is one transaction."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "manifest.sqlite", isolation_level=None)
        try:
            self._prepare()
        except sqlite3.DatabaseError as broken:
            self._db.close()
            raise WorkspaceProblem(f"{folder / 'manifest.sqlite'} cannot be read: {broken}.") from broken
        except WorkspaceProblem:
            self._db.close()
            raise

    def _prepare(self) -> None:
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        (version,) = self._db.execute("pragma user_version").fetchone()
        if version > _VERSION:
            raise WorkspaceProblem(
                f"A newer version of Wegweiser wrote this workspace (format {version}; this one reads {_VERSION})."
            )
        self._db.execute(_DDL)
        self._db.execute(f"pragma user_version = {_VERSION}")

    def parts(self, kind: str | None = None) -> list[Part]:
        """Return the parts of a kind, or of all, by kind and key."""
        rows = self._db.execute(
            "select kind, key, inputs, path, rows, details from part where ? is null or kind = ? order by kind, key",
            (kind, kind),
        )
        return [Part(k, key, inputs, path, n, json.loads(details)) for k, key, inputs, path, n, details in rows]

    def publish(self, added: Iterable[Part], removed: Iterable[Part]) -> None:
        """Let added parts count and removed ones no longer, all at once; an added part replaces its namesake."""
        rows = [(p.kind, p.key, p.inputs, p.path, p.rows, json.dumps(dict(p.details), sort_keys=True)) for p in added]
        gone = [(p.kind, p.key) for p in removed]
        self._db.execute("begin immediate")
        with self._db:
            self._db.executemany("delete from part where kind = ? and key = ?", gone)
            self._db.executemany("insert or replace into part values (?, ?, ?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Close the manifest."""
        self._db.close()


def settle(path: Path) -> None:
    """Bring a written file and its folder entry to the disk, so that the manifest never names a lost part."""
    for target, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY | os.O_DIRECTORY)):
        handle = os.open(target, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
