"""Reads Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from wegweiser.collect.fields import Fields, mapped
from wegweiser.collect.proposing import guessed
from wegweiser.collect.rows import NOTHING, Guess, Rows, Source
from wegweiser.collect.sampling import ROWS, Sample
from wegweiser.collect.spec import SourceSpec
from wegweiser.errors import SourceProblem
from wegweiser.stats.deferred import Deferred
from wegweiser.warehouse import Query, Warehouse

if TYPE_CHECKING:
    import pyarrow.parquet as pq
else:
    pq = Deferred("pyarrow.parquet")


@dataclass(frozen=True)
class ParquetSource:
    """Parquet files, their lines counted from 1 without a header."""

    format: str = "parquet"
    endings: tuple[str, ...] = (".parquet", ".pq")
    special: bool = False

    def guess(
        self, warehouse: Warehouse, file: Path, name: str, zone: str, told: Mapping[str, str] = NOTHING
    ) -> Guess | None:
        """Return what the columns mean; None for other files."""
        if not file.name.lower().endswith(self.endings):
            return None
        names, _ = _shape(file)
        received = _received(warehouse, file, names)
        places = ", ".join(f"coalesce(f{place}, '') as f{place}" for place in range(len(names)))
        head = Query("head", f"select {places} from {received} where line <= {ROWS} order by line", (received,))
        rows = tuple(tuple(row.values()) for row in warehouse.run(head).rows())

        def everything(place: int) -> Iterable[str]:
            values = Query("values", f"select f{place} as v from {received} where f{place} is not null", (received,))
            return [str(value) for value in warehouse.run(values).column("v")]

        return guessed(Sample(names, rows, everything), file, SourceSpec(name, self.format), zone, told)

    def read(self, warehouse: Warehouse, spec: SourceSpec, file: Path) -> Rows:
        """Return the rows in canonical columns.

        Raises:
            SourceProblem: the file is no Parquet file.
        """
        names, count = _shape(file)
        received = _received(warehouse, file, names)
        canonical = mapped(Fields(received, names), spec, warehouse.dialect)
        fields = {name: f"f{place}" for place, name in enumerate(names)}
        raw = Query(
            "lines", f"select line, {warehouse.dialect.json_object(fields)} as raw from {received}", (received,)
        )
        return Rows(canonical.query, canonical.columns, raw, count)


def _shape(file: Path) -> tuple[tuple[str, ...], int]:
    try:
        with pq.ParquetFile(file) as opened:
            return tuple(opened.schema_arrow.names), int(opened.metadata.num_rows)
    except (pa.ArrowException, OSError) as problem:
        why = str(problem).rstrip(".")
        raise SourceProblem(f"The file {file} cannot be read as Parquet: {why}.") from problem


def _received(warehouse: Warehouse, file: Path, names: tuple[str, ...]) -> Query:
    quoted = (warehouse.dialect.identifier(name) for name in names)
    listed = ", ".join(f"cast({name} as varchar) as f{place}" for place, name in enumerate(quoted))
    path = warehouse.dialect.text(str(file))
    return Query(
        "received",
        "select cast(file_row_number as bigint) + 1 as line, cast(null as varchar) as problem, "
        f"{listed} from read_parquet({path}, file_row_number = true)",
    )


SOURCE: Source = ParquetSource()
