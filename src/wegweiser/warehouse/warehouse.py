"""The warehouse: runs queries, seals parts, and counts what it ran."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from wegweiser.errors import WegweiserError, WorkspaceProblem
from wegweiser.i18n import Text
from wegweiser.warehouse.dialects import Dialect
from wegweiser.warehouse.engines import DEFAULT, Engine, Resources, opened
from wegweiser.warehouse.parts import Part, Schema
from wegweiser.warehouse.query import Query, Table
from wegweiser.warehouse.result import Result
from wegweiser.warehouse.shelf import Shelf

_SMALL = 10_000
"""Up to so many offered rows are remembered, so that the same ones need not be offered twice."""
_beside = count(1)
"""Each warehouse beside another one spills into a folder of its own."""


class Warehouse:
    """The data plane of one workspace: sealed Parquet parts, a manifest, and the engine that reads them.

    Every part is written beside its final place, settled on disk, and counts only once the manifest says so;
    a process killed at any moment leaves files nobody names, which the next one sweeps away.

    One process writes at a time: with `writing` from the start, else from the first part on. Any number may read
    meanwhile, so that an open notebook does not keep a run waiting.

    The engine is DuckDB unless `engine` names another: `spark://host:port`, `local[n]`, `sc://host:port` or
    `clickhouse://local`. Parts are the same whichever engine writes them, and each reads the others'.

    Raises:
        WorkspaceProblem: another process writes, a newer version wrote the manifest, or the engine is out of reach.
        UnknownName: no engine is named so.
        MissingExtra: the engine's package is not installed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        memory: str = "2GB",
        threads: int | None = None,
        writing: bool = True,
        engine: str = DEFAULT,
        shelf: Shelf | None = None,
    ) -> None:
        self.folder = folder
        self._shared = shelf is not None
        self._shelf = shelf or Shelf(folder, writing=writing)
        self._writing = writing
        spill = folder / ("spill" if writing else f"spill-{os.getpid()}")
        self._resources = Resources(spill / f"beside-{next(_beside)}" if self._shared else spill, memory, threads)
        try:
            self._opened: Engine = opened(engine, self._resources)
        except WegweiserError:
            self._let_go()
            raise
        self.dialect: Dialect = self._opened.dialect
        self.ran: Counter[str] = Counter()
        self._standing: dict[str, object] = {}
        self._closed = False

    def beside(self, engine: str) -> Warehouse:
        """Return a warehouse on the same parts, manifest and lock whose queries another engine runs.

        What either of them creates or is offered is its own. Close it before this one.
        """
        had = self._resources
        return Warehouse(
            self.folder,
            memory=had.memory,
            threads=had.threads,
            writing=self._writing,
            engine=engine,
            shelf=self._shelf,
        )

    @property
    def _engine(self) -> Engine:
        if self._closed:
            raise WorkspaceProblem("The workspace is closed.")
        return self._opened

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close engine and manifest and let the next run in; whoever asks afterwards gets a WorkspaceProblem."""
        if not self._closed:
            self._closed = True
            self._opened.close()
            self._let_go()

    def _let_go(self) -> None:
        shutil.rmtree(self._resources.spill, ignore_errors=True)
        if not self._shared:
            self._shelf.close()

    def run(self, query: Query, *, note: Text = "") -> Result:
        """Run a query and return its rows with a note that states their definition."""
        self.ran[query.name] += 1
        statement = self._statement(query)
        return Result(query.name, self._engine.run(statement), note, statement)

    def execute(self, name: str, statement: str) -> None:
        """Run a statement that gives no rows (an engine's own fast path); it is counted under its name."""
        self.ran[name] += 1
        self._engine.execute(statement)

    def create(self, query: Query) -> Table:
        """Run a query once and keep its rows as a temporary table of the same name."""
        self.ran[query.name] += 1
        self._standing.pop(query.name, None)
        self._engine.create(query.name, self._statement(query))
        return Table(query.name)

    def offer(self, name: str, rows: pa.Table) -> Table:
        """Make an Arrow table readable by queries under a name; small rows that stand there already are left."""
        standing = self._standing.get(name)
        if not (isinstance(standing, pa.Table) and standing.equals(rows)):
            self._engine.offer(name, rows)
            self._standing[name] = rows if rows.num_rows <= _SMALL else None
        return Table(name)

    def drop(self, *tables: Table) -> None:
        """Forget temporary tables, which frees their memory."""
        for table in tables:
            self._standing.pop(table.name, None)
            self._engine.drop(table.name)

    def table(self, schema: Schema, parts: Sequence[Part] | None = None) -> Table:
        """Return the kind's table over all its parts, or over the given ones; it is empty where there are none."""
        chosen = self.parts(schema.kind) if parts is None else parts
        name = schema.kind if parts is None else f"{schema.kind}_of_{_digest(*(p.path for p in parts))}"
        paths = [self._shelf.path(part) for part in chosen if part.rows]
        if self._standing.get(name) != (schema, paths):
            self._engine.view(name, schema.columns, paths)
            self._standing[name] = (schema, paths)
        return Table(name)

    def parts(self, kind: str) -> list[Part]:
        """Return the sealed parts of a kind, by key."""
        return self._shelf.parts(kind)

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
        self._shelf.write_alone()
        self.ran[query.name] += 1
        name = f"{schema.kind}-{_digest(schema.kind, key, inputs)}.parquet"
        columns = ", ".join(f"cast({c} as {self.dialect.type_name(t)}) as {c}" for c, t in schema.columns.items())
        final = Query(f"{query.name} (sealed)", f"select {columns} from {query}", (query,))
        rows = self._engine.write(self._statement(final), schema.order, self._shelf.writing(name))
        self._shelf.keep(name)
        return Part(schema.kind, key, inputs, name, rows, dict(details or {}))

    def publish(self, added: Iterable[Part] = (), removed: Iterable[Part] = ()) -> None:
        """Let sealed parts count, and others no longer, in one transaction; then remove what nobody names."""
        self._shelf.publish(added, removed)

    @contextmanager
    def scratch(self, *names: str) -> Iterator[None]:
        """Drop the named temporary tables when the block ends."""
        try:
            yield
        finally:
            self.drop(*(Table(name) for name in names))

    def _statement(self, query: Query) -> str:
        return self.dialect.spelled(query.statement())


def _digest(*words: str) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:20]
