"""PostgreSQL: a server several machines can share, through psycopg."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from wegweiser.errors import MissingExtra, StoreFault, StoreProblem
from wegweiser.store.database import Connection, Database, Link

_WHY: Mapping[str, StoreFault] = {
    "53100": "full",
    "53": "busy",  # memory, connections
    "40": "busy",  # two transactions in each other's way
    "55P03": "busy",
    "57014": "busy",
    "25006": "shut",
    "42501": "shut",
    "42P01": "behind",
    "42703": "behind",
}
_CROWDED = ("too many clients", "connection slots")
"""What a server says that lets nobody in; the driver brings no code with it."""


class Postgres(Database):
    """A database on a server, named by its URL."""

    types = {"serial": "bigint generated always as identity primary key", "bytes": "bytea"}  # noqa: RUF012  (read only)

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        try:
            self._driver: Any = import_module("psycopg")
        except ImportError as missing:
            raise MissingExtra("An app store on PostgreSQL", "postgres") from missing
        errors = self._driver.errors
        self.faults = (
            self._driver.OperationalError,
            self._driver.InterfaceError,
            errors.UndefinedTable,
            errors.UndefinedColumn,
            errors.ReadOnlySqlTransaction,
            errors.InsufficientPrivilege,
        )

    def connect(self) -> Connection:
        """Open a connection whose commits wait for the disk, whatever the server's habit."""
        try:
            made: Connection = self._driver.connect(
                self._url, autocommit=True, row_factory=self._driver.rows.dict_row, connect_timeout=10
            )
            made.execute("set synchronous_commit to on")
        except (self._driver.OperationalError, self._driver.ProgrammingError) as broken:
            # The URL may hold a password, so only what the server said is told.
            told = f"The app store on PostgreSQL cannot be opened: {broken}".strip()
            raise StoreProblem(told, self.why(broken) or "lost") from broken
        return made

    def transaction(self, connection: Any) -> Any:  # noqa: ANN401  (psycopg's own)
        """Return psycopg's transaction."""
        return connection.transaction()

    def why(self, broken: Exception) -> StoreFault | None:
        """Return what the server's code means; without one nobody answered."""
        state = getattr(broken, "sqlstate", None) or ""
        if state in _WHY or state[:2] in _WHY:
            return _WHY.get(state) or _WHY[state[:2]]
        if any(word in str(broken) for word in _CROWDED):
            return "busy"
        answered = isinstance(broken, self._driver.OperationalError | self._driver.InterfaceError)
        return "lost" if answered else None

    def usable(self, connection: Any) -> bool:  # noqa: ANN401  (psycopg's own)
        """Return whether the server answers."""
        if connection.closed or connection.info.transaction_status != self._driver.pq.TransactionStatus.IDLE:
            return False
        try:
            connection.execute("select 1")
        except self._driver.Error:
            return False
        return True

    def hold(self, link: Link, what: str) -> None:
        """Take the lock of that name until the transaction ends."""
        link.row("select pg_advisory_xact_lock(hashtext(?))::text as held", f"wegweiser {what}")

    def spoken(self, sql: str) -> str:
        """Return the statement with psycopg's marks; ours never hold a percent or question mark of their own."""
        return sql.replace("?", "%s")
