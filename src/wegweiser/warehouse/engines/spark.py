"""Apache Spark 4: a session in this process against a cluster or local threads, or Spark Connect."""

from __future__ import annotations

import shutil
import socket
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from wegweiser.errors import WorkspaceProblem
from wegweiser.stats.deferred import Deferred
from wegweiser.warehouse.dialects import Dialect, SparkDialect
from wegweiser.warehouse.engines.base import Resources, empty, plain
from wegweiser.warehouse.optional import optional

if TYPE_CHECKING:
    import pyarrow.parquet as pq
else:
    pq = Deferred("pyarrow.parquet")

_TASK, _EXTRA = "An engine that speaks Spark", "spark"
_SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
"""What the SQL's meaning hangs on; everything else (memory of executors, partitions) is Spark's own configuration."""
_CONNECT_PORT, _PATIENCE_S = "15002", 10
_SHUFFLED = "spark.sql.shuffle.partitions"
_LOOPBACK = ("local", "spark://127.", "spark://localhost")


class SparkEngine:
    """Runs statements on Spark, whose workers read the parts' files at the same paths as this process.

    Raises:
        MissingExtra: PySpark is not installed.
        WorkspaceProblem: the cluster does not answer, or there is no Java to reach it with.
    """

    def __init__(self, name: str, resources: Resources) -> None:
        self.dialect: Dialect = SparkDialect()
        self._spill = resources.spill
        self._kept: dict[str, Path | None] = {}
        self._folders = count(1)
        _knock(name)
        with _reaching(name):
            self._session, self._owned = _connected(name) if name.startswith("sc://") else _started(name, resources)
            for setting, value in _SESSION.items():
                self._session.conf.set(setting, value)
            if self._owned and name.startswith("local"):
                _few_partitions(self._session)

    def run(self, statement: str) -> pa.Table:
        """Return the rows as they arrive over Arrow."""
        with _quiet():
            return plain(self._session.sql(statement).toArrow())

    def execute(self, statement: str) -> None:
        """Run the statement."""
        self._session.sql(statement)

    def view(self, name: str, columns: Mapping[str, str], paths: Sequence[Path]) -> None:
        """Read the files by the schema, so that no file is opened to find it out."""
        if paths:
            types = ", ".join(f"{column} {self.dialect.type_name(kind)}" for column, kind in columns.items())
            frame = self._session.read.schema(types).parquet(*(str(path.resolve()) for path in paths))
        else:
            frame = self._session.sql(empty(self.dialect, columns))
        frame.createOrReplaceTempView(name)

    def create(self, name: str, statement: str) -> None:
        """Write the rows to files beside the parts, and read them from there until they are dropped.

        Spark's own cache is no help: it recognizes a kept plan that begins with `with` only in a statement that does
        not, and ours all do. Every later statement would run the first one again.
        """
        folder = self._spill.resolve() / f"{name}-{next(self._folders)}"
        frame = self._session.sql(statement)
        frame.write.parquet(str(folder))
        self._stand(name, self._session.read.schema(frame.schema).parquet(str(folder)), folder)

    def offer(self, name: str, rows: pa.Table) -> None:
        """Send the rows to Spark."""
        with _quiet():
            frame = self._session.createDataFrame(rows) if rows.num_rows else self._nothing(rows.schema)
        self._stand(name, frame, None)

    def _stand(self, name: str, frame: Any, folder: Path | None) -> None:  # noqa: ANN401  (as below)
        """Let a frame stand under a name, in the place of what this engine had there."""
        self.drop(name)
        frame.createOrReplaceTempView(name)
        self._kept[name] = folder

    def _nothing(self, schema: pa.Schema) -> Any:  # noqa: ANN401  (PySpark is optional, so its frame has no name here)
        """Return a frame without rows: PySpark reads no types off an empty table."""
        types = optional("pyspark.sql.pandas.types", _TASK, _EXTRA).from_arrow_schema(schema, prefer_timestamp_ntz=True)
        return self._session.createDataFrame([], types)

    def drop(self, name: str) -> None:
        """Drop the view and remove its files; a view nobody made here is somebody else's."""
        if name in self._kept:
            self._session.catalog.dropTempView(name)
            folder = self._kept.pop(name)
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)

    def write(self, statement: str, order: Sequence[str], target: Path) -> int:
        """Let one task sort and write the rows, and give its file the name it is to have."""
        folder = self._spill.resolve() / target.name
        frame = self._session.sql(statement).repartition(1)
        frame = frame.sortWithinPartitions(*order) if order else frame
        frame.write.mode("overwrite").option("compression", "zstd").parquet(str(folder))
        written = sorted(folder.glob("*.parquet"))
        if len(written) == 1:
            written[0].replace(target)
        else:
            # Sail deals one partition's rows out to several files, and none to no file
            found = [pq.read_table(path) for path in written]
            rows = pa.concat_tables(found) if found else plain(frame.toArrow())
            pq.write_table(rows.sort_by([(column, "ascending") for column in order]), target, compression="zstd")
        shutil.rmtree(folder, ignore_errors=True)
        return int(pq.read_metadata(target).num_rows)

    def close(self) -> None:
        """Forget what is kept, and end the session if it was begun here."""
        for name in tuple(self._kept):
            self.drop(name)
        if self._owned:
            self._session.stop()


def _started(master: str, resources: Resources) -> tuple[Any, bool]:
    """Return a session of this process, and whether it was begun here."""
    with _quiet():
        session = optional("pyspark.sql", _TASK, _EXTRA).SparkSession
        running = session.getActiveSession()
        if running is not None:
            return running.newSession(), False
        builder = session.builder.appName("wegweiser").master(master)
        for setting, value in _begun_with(master, resources).items():
            builder = builder.config(setting, value)
        return builder.getOrCreate(), True


def _begun_with(master: str, resources: Resources) -> dict[str, str]:
    """Return what must be known before a session begins."""
    chosen = {
        "spark.driver.memory": f"{resources.bytes // 2**20}m",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    if not master.startswith(_LOOPBACK):
        return chosen
    # A cluster on this machine is reached over loopback, whatever the machine is called elsewhere.
    return chosen | {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def _few_partitions(session: Any) -> None:  # noqa: ANN401  (PySpark is optional)
    """Deal rows to two partitions a thread: Spark's 200 are meant for a cluster, and cost files and tasks here."""
    context = session.sparkContext
    if not context.getConf().contains(_SHUFFLED):
        session.conf.set(_SHUFFLED, str(2 * context.defaultParallelism))


def _connected(url: str) -> tuple[Any, bool]:
    """Return a session over Spark Connect, apart from any this process may have."""
    with _quiet():
        return optional("pyspark.sql.connect.session", _TASK, _EXTRA).SparkSession.builder.remote(url).create(), True


def _knock(name: str) -> None:
    """See whether anybody is there at all: Spark itself tries for minutes before it says no.

    Raises:
        WorkspaceProblem: no address in the name takes a connection.
    """
    scheme, _, places = name.partition("://")
    refused: list[str] = []
    for place in places.partition(";")[0].rstrip("/").split(",") if places else ():
        host, _, port = place.rpartition(":") if ":" in place else (place, "", _CONNECT_PORT)
        try:
            socket.create_connection((host, int(port)), timeout=_PATIENCE_S).close()
        except OSError as reason:
            refused.append(f"{place}: {str(reason).lower()}")
        else:
            return
    if refused:
        raise WorkspaceProblem(f"The engine {scheme}://{places} cannot be reached: {', '.join(refused)}.")


@contextmanager
def _reaching(name: str) -> Iterator[None]:
    """Turn the many ways in which a cluster does not answer into one sentence."""
    trouble = (
        optional("pyspark.errors", _TASK, _EXTRA).PySparkException,
        optional("py4j.protocol", _TASK, _EXTRA).Py4JError,
    )
    try:
        yield
    except trouble as unreachable:
        reason = str(unreachable).strip().split("\n", maxsplit=1)[0]
        raise WorkspaceProblem(f"The engine {name} cannot be reached: {reason}") from unreachable


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep PySpark from warning of the version of pandas, through which no row of ours goes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        yield
