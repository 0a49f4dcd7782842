"""One file of any plain format (delimited text, Parquet, a spreadsheet) as a table of texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from wegweiser.collect.delimited import engine_reads, named, names_of, read_records, write_records
from wegweiser.collect.records import Record
from wegweiser.collect.sampling import separator_of
from wegweiser.collect.scratch import scratch
from wegweiser.collect.spec import TextRule
from wegweiser.collect.texts import encoding_of, physical_lines, survey, text_of
from wegweiser.errors import SourceProblem
from wegweiser.stats.deferred import Deferred
from wegweiser.warehouse import Query, Table, Warehouse

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.utils import exceptions
else:
    openpyxl, exceptions = Deferred("openpyxl"), Deferred("openpyxl.utils.exceptions")

_LOOKED_AT = 200


@dataclass(frozen=True)
class Grid:
    """A file as a temporary table: `line`, `problem`, `raw` (text of rows with a problem) and f0, f1, ... by `names`.

    The table lives until it is dropped or another file is read under its name.
    """

    table: Table
    names: tuple[str, ...]
    rows: int

    def column(self, name: str) -> str:
        """Return the column that holds a field of the file, which must be one of `names`."""
        return f"f{self.names.index(name)}"


def grid(warehouse: Warehouse, file: Path, name: str, rule: TextRule | None = None, *, most: int | None = None) -> Grid:
    """Return a file (or the first `most` rows of it) as a table of texts; how it is written is guessed without a rule.

    Raises:
        SourceProblem: the file is not there, empty, or of no format that is read.
    """
    if not file.is_file():
        raise SourceProblem(f"The file {file} does not exist.")
    if file.suffix == ".parquet":
        names, query = _parquet(warehouse, file, most)
    elif file.suffix in {".xlsx", ".xlsm"}:
        names, query = _spreadsheet(warehouse, file, name)
    else:
        names, query = _text(warehouse, file, rule or _rule_of(file), most)
    table = warehouse.create(Query(name, query.sql, query.inputs))
    (rows,) = warehouse.run(Query("grid_rows", f"select count(*) as n from {table}")).column("n")
    return Grid(table, names, int(rows))


def sheet(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a spreadsheet's first sheet, or of a delimited text file, as texts.

    Raises:
        SourceProblem: the file is not there or cannot be read.
    """
    if not file.is_file():
        raise SourceProblem(f"The file {file} does not exist.")
    if file.suffix in {".xlsx", ".xlsm"}:
        yield from _cells(file)
        return
    rule = _rule_of(file)
    yield names_of(file, rule)
    yield from (record.fields for record in read_records(file, rule) if record.problem is None)


def _rule_of(file: Path) -> TextRule:
    rule = TextRule(encoding=encoding_of(file))
    with text_of(file, rule.encoding) as stream:
        head = list(islice(physical_lines(stream), _LOOKED_AT))
    if not head:
        raise SourceProblem(f"The file {file} is empty.")
    return TextRule(encoding=rule.encoding, separator=separator_of(head, rule))


def _text(warehouse: Warehouse, file: Path, rule: TextRule, most: int | None) -> tuple[tuple[str, ...], Query]:
    """Let the engine read a clean file; where it comes out with fewer rows than lines, read row by row."""
    names = names_of(file, rule)
    seen = survey(file)
    if seen.plain and rule.encoding in {"utf-8", "utf-8-sig"}:
        fast = engine_reads(warehouse, rule, file, len(names))
        fast = Query(fast.name, fast.sql.replace(" as problem,", " as problem, cast(null as varchar) as raw,", 1))
        if most is not None and most < seen.lines:
            return names, Query(fast.name, f"{fast.sql} limit {most}")
        (rows,) = warehouse.run(Query("grid_read", f"select count(*) as n from {fast}", (fast,))).column("n")
        if rows == seen.lines - 1:
            return names, fast
    target = scratch(warehouse, f"{file.stem}.careful.parquet")
    write_records(islice(read_records(file, rule), most), len(names), target)
    return names, Query("received", f"select * from read_parquet({warehouse.dialect.text(str(target))})")


def _parquet(warehouse: Warehouse, file: Path, most: int | None) -> tuple[tuple[str, ...], Query]:
    scan = f"read_parquet({warehouse.dialect.text(str(file))}, file_row_number = true)"
    described = warehouse.run(Query("grid_columns", f"select column_name from (describe select * from {scan})"))
    found = [name for name in described.column("column_name") if name != "file_row_number"]
    quoted = warehouse.dialect.identifier
    fields = "".join(f", cast({quoted(name)} as varchar) as f{place}" for place, name in enumerate(found))
    none = "cast(null as varchar)"
    limit = "" if most is None else f" limit {most}"
    return named(tuple(found)), Query(
        "received", f"select file_row_number + 1 as line, {none} as problem, {none} as raw{fields} from {scan}{limit}"
    )


def _spreadsheet(warehouse: Warehouse, file: Path, name: str) -> tuple[tuple[str, ...], Query]:
    rows = _cells(file)
    header = next(rows, None)
    if header is None:
        raise SourceProblem(f"The file {file} is empty.")
    target = scratch(warehouse, f"{file.stem}.sheet.parquet")
    width = len(header)
    padded = (Record(line, (*row, *[""] * width)[:width], None, "") for line, row in enumerate(rows, 2) if any(row))
    write_records(padded, width, target)
    return named(header), Query(
        name,
        f"select line, problem, raw, {', '.join(f'f{i}' for i in range(width))} "
        f"from read_parquet({warehouse.dialect.text(str(target))})",
    )


def _cells(file: Path) -> Iterator[tuple[str, ...]]:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, BadZipFile, exceptions.InvalidFileException) as problem:
        raise SourceProblem(f"The spreadsheet {file} cannot be read: {problem}.") from problem
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield tuple(_said(cell) for cell in row)
    finally:
        book.close()


def _said(cell: Any) -> str:  # noqa: ANN401  (whatever a spreadsheet holds)
    """Write a cell as text: 5.0 is 5, a date is ISO."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
