"""Delimited text, read by the engine where the file is clean and row by row where it is not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from wegweiser.collect.fields import Fields, mapped
from wegweiser.collect.records import Record, records
from wegweiser.collect.rows import Rows
from wegweiser.collect.scratch import scratch
from wegweiser.collect.spec import SourceSpec, TextRule
from wegweiser.collect.texts import FIELD_LIMIT, RAW_LIMIT, physical_lines, survey, text_of, transcoded
from wegweiser.errors import SourceProblem
from wegweiser.stats.deferred import Deferred
from wegweiser.warehouse import Query, Warehouse

if TYPE_CHECKING:
    import pyarrow.parquet as pq
else:
    pq = Deferred("pyarrow.parquet")

_CHUNK = 50_000
_PLAIN = {"utf-8", "utf-8-sig", "utf8"}


def rows_of(warehouse: Warehouse, spec: SourceSpec, file: Path) -> Rows:
    """Return the rows of a delimited text file in canonical columns.

    The engine reads clean files and skips what it cannot; where it comes out with fewer rows than the file has
    lines, `otherwise` reads the file again and finds the line and the reason of every bad row.

    Raises:
        SourceProblem: the file has no rows, or cannot be opened.
    """
    careful = partial(_carefully, warehouse, spec, file)
    seen = survey(file)
    if spec.text.encoding.lower() == "utf-16" or not seen.plain or not spec.text.separator.isascii():
        return careful()
    names = names_of(file, spec.text)
    path = file
    if spec.text.encoding.lower() not in _PLAIN:
        path = transcoded(file, spec.text.encoding, scratch(warehouse, "transcoded.csv"))
    fields = Fields(engine_reads(warehouse, spec.text, path, len(names)), names)
    canonical = mapped(fields, spec, warehouse.dialect)
    lines = engine_lines(warehouse, path)
    count = seen.lines - spec.text.header
    header = header_of(file, spec.text)
    return Rows(canonical.query, canonical.columns, lines, count, otherwise=careful, header=header)


def names_of(file: Path, rule: TextRule) -> tuple[str, ...]:
    """Return the names of the columns: the header's, made unique, or column_1, column_2, ... without one.

    Raises:
        SourceProblem: the file has no row that can be read.
    """
    fields = _first(file, rule).fields
    return named(fields if rule.header else ("",) * len(fields))


def header_of(file: Path, rule: TextRule) -> str | None:
    """Return the header as it stands in the file, "" where the rule says there is none, None for one too long."""
    header = _first(file, rule).raw + "\n" if rule.header else ""
    return header if len(header) < RAW_LIMIT else None


def _first(file: Path, rule: TextRule) -> Record:
    with text_of(file, rule.encoding) as stream:
        first = next(records(physical_lines(stream), rule), None)
    if first is None or first.problem:
        problem = "is empty." if first is None else "has a header that cannot be read."
        raise SourceProblem(f"The file {file} {problem}")
    return first


def named(header: tuple[str, ...]) -> tuple[str, ...]:
    """Return the header's names, stripped; empty and repeated ones made unique.

    Example:
        >>> named(("id", " day ", "", "id"))
        ('id', 'day', 'column_3', 'id_2')
    """
    names: list[str] = []
    for place, given in enumerate(header, 1):
        name = given.strip() or f"column_{place}"
        number = 2
        while name in names:
            name, number = f"{given.strip() or 'column'}_{number}", number + 1
        names.append(name)
    return tuple(names)


def read_records(file: Path, rule: TextRule) -> Iterator[Record]:
    """Yield the rows after the header, each with its line, its fields or its problem."""
    width = len(names_of(file, rule))
    with text_of(file, rule.encoding) as stream:
        found = records(physical_lines(stream), rule, width)
        yield from islice(found, int(rule.header), None)


def engine_reads(warehouse: Warehouse, rule: TextRule, path: Path, width: int) -> Query:
    """Return the rows of a clean file as line, problem, f0, f1, ...; the engine skips what it cannot read."""
    text = warehouse.dialect.text
    columns = ", ".join(f"'f{place}': 'VARCHAR'" for place in range(width))
    problem = "cast(null as varchar) as problem"
    return Query(
        "received",
        f"select row_number() over () + {int(rule.header)} as line, {problem}, * from read_csv({text(str(path))}, "
        f"columns = {{{columns}}}, delim = {text(rule.separator)}, quote = {text(rule.quote)}, "
        f"escape = {text(rule.quote)}, header = {str(rule.header).lower()}, auto_detect = false, strict_mode = true, "
        f"null_padding = false, ignore_errors = true, max_line_size = {FIELD_LIMIT})",
    )


def engine_lines(warehouse: Warehouse, path: Path) -> Query:
    """Return the physical lines of a file as line, raw."""
    return Query(
        "lines",
        f"select row_number() over () as line, raw from read_csv({warehouse.dialect.text(str(path))}, "
        "columns = {'raw': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', header = false, auto_detect = false, "
        f"max_line_size = {FIELD_LIMIT})",
    )


def _carefully(warehouse: Warehouse, spec: SourceSpec, file: Path) -> Rows:
    """Read the file row by row into a scratch table with a problem for every row that has one."""
    names = names_of(file, spec.text)
    target = scratch(warehouse, "careful.parquet")
    count = write_records(read_records(file, spec.text), len(names), target)
    source = f"read_parquet({warehouse.dialect.text(str(target))})"
    fields = Fields(Query("received", f"select * exclude (raw) from {source}"), names)
    canonical = mapped(fields, spec, warehouse.dialect)
    raw = Query("lines", f"select line, raw from {source}")
    return Rows(canonical.query, canonical.columns, raw, count, header=header_of(file, spec.text))


def write_records(found: Iterator[Record], width: int, target: Path) -> int:
    """Write records as line, problem, raw, f0, f1, ... in Parquet and return how many there were."""
    target.parent.mkdir(parents=True, exist_ok=True)
    places = [pa.field(f"f{place}", pa.string()) for place in range(width)]
    schema = pa.schema([("line", pa.int64()), ("problem", pa.string()), ("raw", pa.string()), *places])
    empty = (None,) * width
    count = 0
    with contextlib.closing(pq.ParquetWriter(target, schema, compression="lz4")) as writer:
        while chunk := list(islice(found, _CHUNK)):
            columns = list(zip(*(record.fields or empty for record in chunk), strict=True))
            leading = [[r.line for r in chunk], [r.problem for r in chunk], [r.raw for r in chunk]]
            arrays = [pa.array(column, field.type) for column, field in zip([*leading, *columns], schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(chunk)
    return count
