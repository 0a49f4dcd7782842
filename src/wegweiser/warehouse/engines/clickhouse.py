"""ClickHouse inside this process (chdb)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from wegweiser.stats.deferred import Deferred
from wegweiser.warehouse.dialects import ClickHouseDialect, Dialect
from wegweiser.warehouse.engines.base import Resources, empty, plain
from wegweiser.warehouse.optional import optional

if TYPE_CHECKING:
    import pyarrow.parquet as pq
    from pyarrow import feather
else:
    pq = Deferred("pyarrow.parquet")
    feather = Deferred("pyarrow.feather")

_SESSION = {
    # SQL's rules for nulls, where ClickHouse has others of its own
    "join_use_nulls": "1",
    "cast_keep_nullable": "1",
    "aggregate_functions_null_for_empty": "1",
    "schema_inference_make_columns_nullable": "1",
    # a column is what it was before an alias of the same name
    "prefer_column_name_to_alias": "1",
    "session_timezone": "'UTC'",
}
_ROW_GROUP = 122_880
_numbers = count(1)


class ClickHouseEngine:
    """Runs statements on the ClickHouse of this process, in a database of its own.

    Raises:
        MissingExtra: chdb is not installed.
    """

    def __init__(self, _name: str, resources: Resources) -> None:
        self.dialect: Dialect = ClickHouseDialect()
        self._spill = resources.spill
        self._connection: Any = optional("chdb", "The engine ClickHouse", "clickhouse").connect(":memory:")
        self._database = f"wegweiser_{next(_numbers)}"
        self.execute(f"create database {self._database}")
        self.execute(f"use {self._database}")
        limits = {"max_memory_usage": str(resources.bytes)}
        limits |= {"max_threads": str(resources.threads)} if resources.threads else {}
        for setting, value in (_SESSION | limits).items():
            self.execute(f"set {setting} = {value}")

    def run(self, statement: str) -> pa.Table:
        """Return the rows."""
        return plain(self._connection.query(statement, "ArrowTable"))

    def execute(self, statement: str) -> None:
        """Run the statement."""
        self._connection.query(statement)

    def view(self, name: str, columns: Mapping[str, str], paths: Sequence[Path]) -> None:
        """Read the files with the schema's types, each of which can be null."""
        types = ", ".join(f"{column} {self.dialect.type_name(kind)}" for column, kind in columns.items())
        files = (f"select * from {self._file(path, 'Parquet', types)}" for path in paths)
        body = " union all ".join(files) or empty(self.dialect, columns)
        self.execute(f"create or replace view {self.dialect.identifier(name)} as {body}")

    def create(self, name: str, statement: str) -> None:
        """Keep the rows as a table."""
        table = self.dialect.identifier(name)
        # The statement may read what stands under the name, so that goes last.
        self.execute(f'create table "_next" engine = MergeTree order by tuple() as {statement}')
        self.drop(name)
        self.execute(f'rename table "_next" to {table}')

    def offer(self, name: str, rows: pa.Table) -> None:
        """Hand the rows over in a file and keep them as a table."""
        self._spill.mkdir(parents=True, exist_ok=True)
        path = self._spill / "offered.arrow"
        feather.write_feather(rows, path, compression="uncompressed")
        self.create(name, f"select * from {self._file(path, 'Arrow')}")
        path.unlink()

    def drop(self, name: str) -> None:
        """Drop the table or view."""
        self.execute(f"drop table if exists {self.dialect.identifier(name)}")

    def write(self, statement: str, order: Sequence[str], target: Path) -> int:
        """Write the sorted rows with Arrow, whose times carry no zone."""
        rows = self.run(f"{statement} order by {', '.join(order)}" if order else statement)
        pq.write_table(rows, target, compression="zstd", row_group_size=_ROW_GROUP)
        return int(rows.num_rows)

    def close(self) -> None:
        """Drop the database; the ClickHouse of this process stays for whoever comes next."""
        self.execute(f"drop database {self._database}")
        self._connection.close()

    def _file(self, path: Path, kind: str, types: str = "") -> str:
        # * ? { } and ~ stand for several files in a path
        exact = re.sub(r"([*?{}~\\])", r"\\\1", str(path.resolve()))
        columns = f", {self.dialect.text(types)}" if types else ""
        return f"file({self.dialect.text(exact)}, {kind}{columns})"
