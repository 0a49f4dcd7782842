"""What the warehouse asks of an engine, and what an engine may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from wegweiser.warehouse.dialects import Dialect

_UNITS = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


@dataclass(frozen=True)
class Resources:
    """What an engine in this process may use, and a folder of its own for whatever does not fit in memory."""

    spill: Path
    memory: str = "2GB"
    threads: int | None = None

    @property
    def bytes(self) -> int:
        """The memory in bytes.

        Example:
            >>> Resources(Path("spill"), "1.5 GB").bytes
            1500000000
        """
        number, unit = self.memory.rstrip("iB")[:-1], self.memory.rstrip("iB")[-1]
        return int(float(number) * _UNITS[unit])


class Engine(Protocol):
    """Runs statements that are spelled its way; which of them, and what the files mean, is the warehouse's business."""

    @property
    def dialect(self) -> Dialect:
        """How the engine's SQL is written."""
        ...

    def run(self, statement: str) -> pa.Table:
        """Return a statement's rows, in its order."""
        ...

    def execute(self, statement: str) -> None:
        """Run a statement that gives no rows."""
        ...

    def view(self, name: str, columns: Mapping[str, str], paths: Sequence[Path]) -> None:
        """Let a name stand for columns, with their types in a schema's words, of Parquet files; with none, no rows."""
        ...

    def create(self, name: str, statement: str) -> None:
        """Run a statement once and let a name stand for its rows; what stood there before is forgotten."""
        ...

    def offer(self, name: str, rows: pa.Table) -> None:
        """Let a name stand for the rows of an Arrow table."""
        ...

    def drop(self, name: str) -> None:
        """Forget what `create` or `offer` let a name stand for, if anything."""
        ...

    def write(self, statement: str, order: Sequence[str], target: Path) -> int:
        """Write a statement's rows, sorted by columns, as one Parquet file and return how many they are."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def empty(dialect: Dialect, columns: Mapping[str, str]) -> str:
    """Return the statement of a table with these columns and no rows."""
    return f"select {', '.join(f'cast(null as {dialect.type_name(t)}) as {c}' for c, t in columns.items())} where false"


def plain(table: pa.Table) -> pa.Table:
    """Return rows in the types every engine can give: whole numbers signed, times in UTC without a zone.

    Example:
        >>> plain(pa.table({"n": pa.array([1], pa.uint8())})).schema.field("n").type
        DataType(int64)
    """
    return table.cast(pa.schema([pa.field(f.name, _plain(f.type)) for f in table.schema]))


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_unsigned_integer(kind):
        return pa.int64()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us")
    return pa.list_(_plain(kind.value_type)) if pa.types.is_list(kind) else kind
