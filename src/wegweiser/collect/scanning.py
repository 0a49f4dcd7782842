"""Reading a file of plain columns: Parquet by the engine, delimited text row by row so that none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa

from wegweiser.collect.records import Record, records
from wegweiser.collect.spec import TextRule
from wegweiser.collect.texts import physical_lines, text_of
from wegweiser.errors import SourceProblem
from wegweiser.warehouse import Warehouse

OWN = ("_line", "_problem", "_raw", "file_row_number")
_BATCH = 65_536


def parquet(warehouse: Warehouse, path: Path) -> str:
    """Return the SQL that reads a Parquet file; its rows are counted from 1."""
    name = warehouse.dialect.text(str(path))
    return (
        "(select *, file_row_number + 1 as _line, cast(null as varchar) as _problem, cast(null as varchar) as _raw "
        f"from read_parquet({name}, file_row_number = true))"
    )


def text(warehouse: Warehouse, rule: TextRule, name: str, path: Path) -> str:
    """Return the SQL that reads a delimited file, which is offered to the warehouse under a name, row by row.

    Raises:
        SourceProblem: the file has no header.
    """
    if path.suffix == ".tsv":
        rule = TextRule(rule.encoding, "\t", rule.quote, rule.decimal, rule.header)
    with text_of(path, rule.encoding) as stream:
        rows = records(physical_lines(stream), rule)
        header = next(rows, None)
        if header is None or header.problem:
            raise SourceProblem(f"{path} does not start with a line of column names.")
        batches = [_batch(header.fields, taken) for taken in _taken(rows)]
    empty = _batch(header.fields, [])
    table = warehouse.offer(name, pa.concat_tables([empty, *batches]))
    return f"(from {table})"


def _taken(rows: Iterator[Record]) -> Iterator[list[Record]]:
    while taken := list(islice(rows, _BATCH)):
        yield taken


def _batch(names: tuple[str, ...], rows: list[Record]) -> pa.Table:
    problems = [row.problem or ("malformed_row" if len(row.fields) != len(names) else None) for row in rows]
    read = [None if problem else row.fields for row, problem in zip(rows, problems, strict=True)]
    columns = {name: pa.array([f[i] if f else None for f in read], pa.string()) for i, name in enumerate(names)}
    columns["_line"] = pa.array([row.line for row in rows], pa.int64())
    columns["_problem"] = pa.array(problems, pa.string())
    columns["_raw"] = pa.array([row.raw if p else None for row, p in zip(rows, problems, strict=True)], pa.string())
    return pa.table(columns)
