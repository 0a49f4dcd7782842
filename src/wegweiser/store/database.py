"""A database behind one small interface: pooled connections, short transactions, SQL both engines understand."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from wegweiser.errors import StoreFault, StoreProblem
from wegweiser.store.values import Stored, Value, storable

Row: TypeAlias = Mapping[str, Any]
_QUIET = 30.0
"""Seconds after which an idle connection is asked whether it still lives."""
_BREATH = 0.2
"""Seconds a question waits before it is asked again where others were in the way."""
_TOLD: Mapping[StoreFault, str] = {
    "busy": "The app store is busy with what others write",
    "full": "The disk of the app store is full",
    "shut": "The app store may not be written to",
    "behind": "The app store lacks a table or column; start the server anew, which brings it up to date",
    "lost": "The app store does not answer",
}


class Connection(Protocol):
    """What the drivers have in common."""

    def execute(self, query: str, params: Sequence[Stored] = ..., /) -> Any:  # noqa: ANN401  (a cursor of either driver)
        """Run one statement and return its cursor."""
        ...

    def close(self) -> None:
        """Give the connection back to the system."""
        ...


@dataclass
class Loan:
    """A connection as long as somebody has it; one that was lost meanwhile is replaced."""

    connection: Connection


class Link:
    """A lent connection: statements with `?` for values, rows as mappings from column to value."""

    def __init__(self, loan: Loan, database: Database, *, again: bool = False) -> None:
        self._loan, self._database, self._again = loan, database, again

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
        spoken, stored = self._database.spoken(sql), [storable(value) for value in values]
        try:
            return self._loan.connection.execute(spoken, stored)
        except self._database.faults as broken:
            if not (self._again and self._database.mended(self._loan, broken)):
                raise
        return self._loan.connection.execute(spoken, stored)


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
        """Lend a connection for statements that change nothing; where the database failed, one is asked again."""
        with self._said(), self._lent() as loan:
            yield Link(loan, self, again=True)

    @contextmanager
    def writing(self) -> Generator[Link]:
        """Lend a connection for one transaction: all of it is kept, or after an error nothing."""
        with self._said(), self._lent() as loan, ExitStack() as begun:
            try:
                begun.enter_context(self.transaction(loan.connection))
            except self.faults as broken:
                # Nothing was said yet: where the server was restarted meanwhile, another connection does as well.
                if not self.mended(loan, broken):
                    raise
                begun.enter_context(self.transaction(loan.connection))
            yield Link(loan, self)

    def mended(self, loan: Loan, broken: Exception) -> bool:
        """Return whether to try once more: on another connection where one was lost, a moment later where one was busy.

        Raises:
            StoreProblem: there is no other connection to be had.
        """
        why = self.why(broken)
        if why == "lost":
            loan.connection.close()
            self._forget()
            loan.connection = self.connect()
        elif why == "busy":
            time.sleep(_BREATH)
        return why in {"lost", "busy"}

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
            problem = self.problem(broken)
            if problem is None:
                raise  # the statement is wrong, which is no fault of the database
            raise problem from broken

    def problem(self, broken: Exception, where: str = "") -> StoreProblem | None:
        """Return what to raise for an error of the driver; None where the database is not to blame."""
        why = self.why(broken)
        return None if why is None else StoreProblem(f"{_TOLD[why]}{where}: {broken}".strip(), why)

    @contextmanager
    def _lent(self) -> Generator[Loan]:
        loan, went_well = Loan(self._taken()), False
        try:
            yield loan
            went_well = True
        finally:
            if went_well or self.usable(loan.connection):
                self._back(loan.connection)
            else:
                # Where one broke, the server was restarted and the idle ones are broken too.
                loan.connection.close()
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
    def why(self, broken: Exception) -> StoreFault | None:
        """Return what an error of the driver means; None where the statement is wrong."""

    @abstractmethod
    def usable(self, connection: Connection) -> bool:
        """Return whether the connection still answers and stands outside a transaction."""

    @abstractmethod
    def hold(self, link: Link, what: str) -> None:
        """Let only one transaction at a time go on from here."""

    @abstractmethod
    def spoken(self, sql: str) -> str:
        """Return the statement as the engine's driver reads it."""
