"""PostgreSQL: a server several machines can share, through psycopg."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from wegweiser.errors import MissingExtra, StoreProblem
from wegweiser.store.database import Connection, Database, Link


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
        self.faults = (self._driver.OperationalError, self._driver.InterfaceError)

    def connect(self) -> Connection:
        """Open a connection whose commits wait for the disk, whatever the server's habit."""
        try:
            made: Connection = self._driver.connect(
                self._url, autocommit=True, row_factory=self._driver.rows.dict_row, connect_timeout=10
            )
            made.execute("set synchronous_commit to on")
        except (self._driver.OperationalError, self._driver.ProgrammingError) as broken:
            # The URL may hold a password, so only what the server said is told.
            raise StoreProblem(f"The app store on PostgreSQL cannot be opened: {broken}".strip()) from broken
        return made

    def transaction(self, connection: Any) -> Any:  # noqa: ANN401  (psycopg's own)
        """Return psycopg's transaction."""
        return connection.transaction()

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
