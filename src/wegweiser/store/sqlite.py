"""SQLite: one file beside the workspace, written by one transaction at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wegweiser.errors import StoreFault, StoreProblem
from wegweiser.store.database import Connection, Database, Link

_PATIENCE = 30.0
"""Seconds a writer waits for another process before it gives up."""
_CREATING = threading.Lock()
_MISSING = ("no such table", "no such column", "has no column named")
_WHY: Mapping[int, StoreFault] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_PROTOCOL: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "shut",
    sqlite3.SQLITE_PERM: "shut",
}


def _create(path: Path) -> None:
    """Make a file only its owner can read, where there is none; SQLite gives the files beside it the same rights.

    POSIX drops every lock of a process on a file when the process closes it once, so a file that is in use must not
    be opened here: it is opened only while nobody can have found it yet.
    """
    with _CREATING, suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


class Sqlite(Database):
    """A database in a file, in write-ahead mode: readers never wait for the writer."""

    types = {"serial": "integer primary key autoincrement", "bytes": "blob"}  # noqa: RUF012  (read only)
    faults = (sqlite3.OperationalError,)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        # Threads queue up here in order; SQLite's own waiting is a lottery that a busy process can lose for long.
        self._writer = threading.Lock()

    def connect(self) -> sqlite3.Connection:
        """Open the file, and make it where it is missing."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _create(self._path)
            # Connections wander between threads, but only one thread holds one at a time.
            made = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            made.row_factory = sqlite3.Row
            self._write_ahead(made)
            # FULL writes the log to disk before a commit returns: what was acknowledged survives a loss of power.
            made.execute("pragma synchronous = full")
            made.execute("pragma foreign_keys = on")
            # Of each connection; what it does not hold lies in the cache of the system, which all of them share.
            made.execute("pragma cache_size = -512")
        except (OSError, sqlite3.DatabaseError) as broken:
            raise StoreProblem(
                f"The app store {self._path} cannot be opened: {broken}.", self.why(broken) or "lost"
            ) from broken
        return made

    @contextmanager
    def transaction(self, connection: Any) -> Generator[None]:  # noqa: ANN401  (sqlite3's own)
        """Write alone from the first statement on, so that what is read cannot change before it is written."""
        with self._writer:
            try:
                connection.execute("begin immediate")
            except sqlite3.OperationalError as broken:
                if self.why(broken) != "busy":
                    raise
                problem = StoreProblem(f"Another process has been writing to {self._path} for too long.", "busy")
                raise problem from broken
            try:
                yield
                connection.execute("commit")
            finally:
                if connection.in_transaction:
                    connection.execute("rollback")

    def why(self, broken: Exception) -> StoreFault | None:
        """Return what SQLite's code means; code 1 stands for every slip in a statement, and for a missing table."""
        code = getattr(broken, "sqlite_errorcode", None)
        if code is None:
            return None
        plain = code & 0xFF  # the rest says where it happened
        if plain == sqlite3.SQLITE_ERROR:
            return "behind" if any(word in str(broken) for word in _MISSING) else None
        return _WHY.get(plain, "lost")

    def usable(self, connection: Connection) -> bool:
        """Return whether it is open and stands outside a transaction."""
        try:
            connection.execute("select 1")
        except sqlite3.ProgrammingError:
            return False
        return isinstance(connection, sqlite3.Connection) and not connection.in_transaction

    def hold(self, link: Link, what: str) -> None:
        """Wait for nothing: a transaction already writes alone."""

    def spoken(self, sql: str) -> str:
        """Return the statement as it is: `?` is SQLite's own mark."""
        return sql

    @staticmethod
    def _write_ahead(connection: sqlite3.Connection) -> None:
        """Switch the file to its log; of two processes that open a new file at once, one has to ask again."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                connection.execute("pragma journal_mode = wal")
            except sqlite3.OperationalError as busy:
                if "locked" not in str(busy) or time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return
