"""The warehouse: runs queries, seals parts, and counts what it ran."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import duckdb
import pyarrow as pa

from wegweiser.errors import WorkspaceProblem
from wegweiser.i18n import Text
from wegweiser.warehouse.dialects import Dialect, DuckDBDialect
from wegweiser.warehouse.lock import locked
from wegweiser.warehouse.parts import Manifest, Part, Schema, settle
from wegweiser.warehouse.query import Query, Table
from wegweiser.warehouse.result import Result

_ROW_GROUP = 122_880


class Warehouse:
    """The data plane of one workspace: sealed Parquet parts, a manifest, and the engine that reads them.

    Every part is written beside its final place, settled on disk, and counts only once the manifest says so;
    a process killed at any moment leaves files nobody names, which the next one sweeps away.

    One process writes at a time: with `writing` from the start, else from the first part on. Any number may read
    meanwhile, so that an open notebook does not keep a run waiting.

    Raises:
        WorkspaceProblem: another process writes, or a newer version wrote the manifest.
    """

    def __init__(self, folder: Path, *, memory: str = "2GB", threads: int | None = None, writing: bool = True) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "parts").mkdir(exist_ok=True)
        self._lock: IO[str] | None = None
        self._unpublished: set[str] = set()
        self._closed = False
        self._list = Manifest(folder)
        try:
            if writing:
                self._write_alone()
        except WorkspaceProblem:
            self._list.close()
            raise
        self._spill = folder / ("spill" if writing else f"spill-{os.getpid()}")
        self.dialect: Dialect = DuckDBDialect()
        self._connection = duckdb.connect(":memory:")
        self.ran: Counter[str] = Counter()
        for setting, value in self._settings(memory, threads).items():
            self._engine.execute(f"set {setting} = {value}")

    @property
    def _engine(self) -> duckdb.DuckDBPyConnection:
        self._refuse_closed()
        return self._connection

    @property
    def _manifest(self) -> Manifest:
        self._refuse_closed()
        return self._list

    def _refuse_closed(self) -> None:
        if self._closed:
            raise WorkspaceProblem("The workspace is closed.")

    def _write_alone(self) -> None:
        """Keep other writers out, and clear away what a killed one left."""
        self._refuse_closed()
        if self._lock is None:
            self._lock = locked(self.folder / "lock")
            self._sweep()
            # A killed run cannot remove what its engine spilled; a reader spills into a folder of its own number.
            shutil.rmtree(self.folder / "spill", ignore_errors=True)

    def _settings(self, memory: str, threads: int | None) -> dict[str, str]:
        chosen = {
            "memory_limit": self.dialect.text(memory),
            "temp_directory": self.dialect.text(str(self._spill)),
            "preserve_insertion_order": "false",
            "TimeZone": "'UTC'",
            "enable_progress_bar": "false",
        }
        return chosen | ({"threads": str(threads)} if threads else {})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close engine and manifest and let the next run in; whoever asks afterwards gets a WorkspaceProblem."""
        self._closed = True
        self._connection.close()
        self._list.close()
        shutil.rmtree(self._spill, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()

    def run(self, query: Query, *, note: Text = "") -> Result:
        """Run a query and return its rows with a note that states their definition."""
        self.ran[query.name] += 1
        statement = query.statement()
        return Result(query.name, self._engine.sql(statement).to_arrow_table(), note, statement)

    def execute(self, name: str, statement: str) -> None:
        """Run a statement that gives no rows (an engine's own fast path); it is counted under its name."""
        self.ran[name] += 1
        self._engine.execute(statement)

    def create(self, query: Query) -> Table:
        """Run a query once and keep its rows as a temporary table of the same name."""
        self.ran[query.name] += 1
        self._engine.execute(f"create or replace temp table {query} as {query.statement()}")
        return Table(query.name)

    def offer(self, name: str, rows: pa.Table) -> Table:
        """Make an Arrow table readable by queries under a name."""
        table = Table(name)
        self._engine.register("_offered", rows)
        self._engine.execute(f"create or replace temp table {table} as select * from _offered")
        self._engine.unregister("_offered")
        return table

    def drop(self, *tables: Table) -> None:
        """Forget temporary tables, which frees their memory."""
        for table in tables:
            self._engine.execute(f"drop table if exists {table}")

    def table(self, schema: Schema, parts: Sequence[Part] | None = None) -> Table:
        """Return the kind's table over all its parts, or over the given ones; it is empty where there are none."""
        chosen = self.parts(schema.kind) if parts is None else parts
        name = schema.kind if parts is None else f"{schema.kind}_of_{_digest(*(p.path for p in parts))}"
        paths = ", ".join(self.dialect.text(str(self.folder / "parts" / p.path)) for p in chosen if p.rows)
        nothing = ", ".join(f"cast(null as {t}) as {c}" for c, t in schema.columns.items())
        names = ", ".join(schema.columns)
        body = f"select {names} from read_parquet([{paths}])" if paths else f"select {nothing} where false"
        self._engine.execute(f"create or replace temp view {Table(name)} as {body}")
        return Table(name)

    def parts(self, kind: str) -> list[Part]:
        """Return the sealed parts of a kind, by key."""
        return self._manifest.parts(kind)

    def seal(
        self,
        schema: Schema,
        key: str,
        query: Query,
        *,
        inputs: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> Part:
        """Write a query's rows, in the schema's columns and order, as a part; it counts once `publish`ed."""
        self._write_alone()
        self.ran[query.name] += 1
        digest = _digest(schema.kind, key, inputs)
        path = self.folder / "parts" / f"{schema.kind}-{digest}.parquet"
        written = path.with_suffix(".writing")
        columns = ", ".join(f"cast({c} as {t}) as {c}" for c, t in schema.columns.items())
        order = f" order by {', '.join(schema.order)}" if schema.order else ""
        final = Query(f"{query.name} (sealed)", f"select {columns} from {query}{order}", (query,))
        (count,) = self._engine.execute(
            f"copy ({final.statement()}) to {self.dialect.text(str(written))} "
            f"(format parquet, compression zstd, row_group_size {_ROW_GROUP})"
        ).fetchall()[0]
        self._unpublished.add(path.name)
        written.replace(path)
        settle(path)
        return Part(schema.kind, key, inputs, path.name, int(count), dict(details or {}))

    def publish(self, added: Iterable[Part] = (), removed: Iterable[Part] = ()) -> None:
        """Let sealed parts count, and others no longer, in one transaction; then remove what nobody names."""
        self._write_alone()
        parts = tuple(added)
        self._manifest.publish(parts, tuple(removed))
        self._unpublished -= {part.path for part in parts}
        self._sweep()

    @contextmanager
    def scratch(self, *names: str) -> Iterator[None]:
        """Drop the named temporary tables when the block ends."""
        try:
            yield
        finally:
            self.drop(*(Table(name) for name in names))

    def _sweep(self) -> None:
        """Remove part files nobody needs: left by a killed run, or replaced; not those sealed to be published."""
        named = {part.path for part in self._manifest.parts()} | self._unpublished
        for path in (self.folder / "parts").iterdir():
            if path.name not in named and path.suffix in {".parquet", ".writing"}:
                path.unlink()


def _digest(*words: str) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:20]
