"""A database behind one small interface: pooled connections, short transactions, SQL both engines understand."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from wegweiser.errors import StoreProblem
from wegweiser.store.values import Stored, Value, storable

Row: TypeAlias = Mapping[str, Any]
_QUIET = 30.0
"""Seconds after which an idle connection is asked whether it still lives."""


class Connection(Protocol):
    """What the drivers have in common."""

    def execute(self, query: str, params: Sequence[Stored] = ..., /) -> Any:  # noqa: ANN401  (a cursor of either driver)
        """Run one statement and return its cursor."""
        ...

    def close(self) -> None:
        """Give the connection back to the system."""
        ...


class Link:
    """A lent connection: statements with `?` for values, rows as mappings from column to value."""

    def __init__(self, connection: Connection, database: Database) -> None:
        self._connection, self._database = connection, database

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """Return all rows of a statement."""
        return [dict(row) for row in self._execute(sql, values).fetchall()]

    def row(self, sql: str, *values: Value) -> Row | None:
        """Return the first row of a statement, or None where it has none."""
        found = self._execute(sql, values).fetchone()
        return None if found is None else dict(found)

    def run(self, sql: str, *values: Value) -> int:
        """Run a statement and return how many rows it changed."""
        return int(self._execute(sql, values).rowcount)

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """Write one row; the names of columns are ours, never somebody's input."""
        marks = ", ".join("?" for _ in values)
        self.run(f"insert into {table} ({', '.join(values)}) values ({marks})", *values.values())

    def hold(self, what: str) -> None:
        """Make every other transaction that holds the same wait until this one ends."""
        self._database.hold(self, what)

    def _execute(self, sql: str, values: Sequence[Value]) -> Any:  # noqa: ANN401  (a cursor of either driver)
        return self._connection.execute(self._database.spoken(sql), [storable(value) for value in values])


@dataclass
class _Idle:
    connection: Connection
    since: float = field(default_factory=time.monotonic)


class Database(ABC):
    """A pool of connections to one database; safe to use from many threads.

    A transaction that ended without an error is on disk: both engines are told to wait for it.
    """

    types: Mapping[str, str]
    """What the migrations leave open: `serial` and `bytes`."""
    faults: tuple[type[Exception], ...] = ()
    """What the driver raises where the database does not answer or has no room."""

    def __init__(self) -> None:
        self._idle: list[_Idle] = []
        self._guard = threading.Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Generator[Link]:
        """Lend a connection for single statements that change nothing."""
        with self._said(), self._lent() as connection:
            yield Link(connection, self)

    @contextmanager
    def writing(self) -> Generator[Link]:
        """Lend a connection for one transaction: all of it is kept, or after an error nothing."""
        with self._said(), self._lent() as connection, self.transaction(connection):
            yield Link(connection, self)

    def close(self) -> None:
        """Close every connection; those still lent are closed when they come back."""
        with self._guard:
            self._closed = True
        self._forget()

    @contextmanager
    def _said(self) -> Generator[None]:
        """Say in our own words that the database failed, so that whoever waits may try again."""
        try:
            yield
        except self.faults as broken:
            raise StoreProblem(f"The app store cannot be used: {broken}".strip()) from broken

    @contextmanager
    def _lent(self) -> Generator[Connection]:
        connection, went_well = self._taken(), False
        try:
            yield connection
            went_well = True
        finally:
            if went_well or self.usable(connection):
                self._back(connection)
            else:
                # Where one broke, the server was restarted and the idle ones are broken too.
                connection.close()
                self._forget()

    def _forget(self) -> None:
        with self._guard:
            idle, self._idle = self._idle, []
        for one in idle:
            one.connection.close()

    def _taken(self) -> Connection:
        while True:
            with self._guard:
                one = self._idle.pop() if self._idle else None
            if one is None:
                return self.connect()
            if time.monotonic() - one.since < _QUIET or self.usable(one.connection):
                return one.connection
            one.connection.close()

    def _back(self, connection: Connection) -> None:
        with self._guard:
            keep = not self._closed
            if keep:
                self._idle.append(_Idle(connection))
        if not keep:
            connection.close()

    @abstractmethod
    def connect(self) -> Connection:
        """Open one more connection, on which every statement outside a transaction counts at once."""

    @abstractmethod
    def transaction(self, connection: Connection) -> Any:  # noqa: ANN401  (a context manager)
        """Return a context that commits at its end and takes everything back after an error."""

    @abstractmethod
    def usable(self, connection: Connection) -> bool:
        """Return whether the connection still answers and stands outside a transaction."""

    @abstractmethod
    def hold(self, link: Link, what: str) -> None:
        """Let only one transaction at a time go on from here."""

    @abstractmethod
    def spoken(self, sql: str) -> str:
        """Return the statement as the engine's driver reads it."""
