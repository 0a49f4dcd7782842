"""Opening an app store: a file or a server, brought up to date before anybody reads it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from wegweiser.clock import Clock
from wegweiser.errors import InvalidSetting
from wegweiser.store.database import Database
from wegweiser.store.migrating import migrate
from wegweiser.store.postgres import Postgres
from wegweiser.store.sessions import Lifetimes
from wegweiser.store.sqlite import Sqlite
from wegweiser.store.store import Store

_SERVER = ("postgresql://", "postgres://")
_FILE = "sqlite:///"


def open_store(url: str, clock: Clock, lifetimes: Lifetimes | None = None) -> Store:
    """Return the store at a URL, made where it is missing and migrated where it is older.

    Args:
        url: the path of a SQLite file, `sqlite:///<path>`, or `postgresql://…`.
        clock: what tells the time of everything that is written.
        lifetimes: how long people stay signed in.

    Raises:
        InvalidSetting: the URL names a database we do not speak to.
        WorkspaceProblem: the database cannot be opened, or a newer version has written to it.
        MissingExtra: the URL names PostgreSQL and psycopg is not installed.
    """
    database = _database(url)
    with ExitStack() as opened:
        opened.callback(database.close)
        migrate(database, clock)
        opened.pop_all()
    return Store(database, clock, lifetimes or Lifetimes())


def _database(url: str) -> Database:
    if url.startswith(_SERVER):
        return Postgres(url)
    path = url.removeprefix(_FILE)
    if not path or "://" in path:
        scheme = path.split("://")[0]  # the rest may hold a password
        raise InvalidSetting("The app store", [f"'{scheme}' names no database; write a path or postgresql://…"])
    return Sqlite(Path(path))
