"""DuckDB inside this process: the default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from wegweiser.warehouse.dialects import Dialect, DuckDBDialect
from wegweiser.warehouse.engines.base import Resources, empty

_ROW_GROUP = 122_880


class DuckDBEngine:
    """Runs everything on the threads and in the memory it is given, and spills the rest."""

    def __init__(self, _name: str, resources: Resources) -> None:
        self.dialect: Dialect = DuckDBDialect()
        self._connection = duckdb.connect(":memory:")
        settings = {
            "memory_limit": self.dialect.text(resources.memory),
            "temp_directory": self.dialect.text(str(resources.spill)),
            "preserve_insertion_order": "false",
            "TimeZone": "'UTC'",
        } | ({"threads": str(resources.threads)} if resources.threads else {})
        # In a notebook without widgets there is no bar, and DuckDB refuses to switch off what it could not draw.
        if self.run("select current_setting('enable_progress_bar') as shown")["shown"][0].as_py():
            settings["enable_progress_bar"] = "false"
        for setting, value in settings.items():
            self.execute(f"set {setting} = {value}")

    def run(self, statement: str) -> pa.Table:
        """Return the rows."""
        return self._connection.sql(statement).to_arrow_table()

    def execute(self, statement: str) -> None:
        """Run the statement."""
        self._connection.execute(statement)

    def view(self, name: str, columns: Mapping[str, str], paths: Sequence[Path]) -> None:
        """Read the files' own columns, which have the schema's types."""
        files = ", ".join(self.dialect.text(str(path)) for path in paths)
        read = f"select {', '.join(columns)} from read_parquet([{files}])"
        body = read if paths else empty(self.dialect, columns)
        self.execute(f"create or replace temp view {self.dialect.identifier(name)} as {body}")

    def create(self, name: str, statement: str) -> None:
        """Keep the rows as a temporary table."""
        self.execute(f"create or replace temp table {self.dialect.identifier(name)} as {statement}")

    def offer(self, name: str, rows: pa.Table) -> None:
        """Copy the rows into a temporary table."""
        self._connection.register("_offered", rows)
        self.create(name, "select * from _offered")
        self._connection.unregister("_offered")

    def drop(self, name: str) -> None:
        """Drop the temporary table, which frees its memory."""
        self.execute(f"drop table if exists {self.dialect.identifier(name)}")

    def write(self, statement: str, order: Sequence[str], target: Path) -> int:
        """Copy the sorted rows to the file."""
        by = f" order by {', '.join(order)}" if order else ""
        (count,) = self._connection.execute(
            f"copy ({statement}{by}) to {self.dialect.text(str(target))} "
            f"(format parquet, compression zstd, row_group_size {_ROW_GROUP})"
        ).fetchall()[0]
        return int(count)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
