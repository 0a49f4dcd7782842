"""Plain files of every format read as one table of texts."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from wegweiser.collect.plain import grid, sheet
from wegweiser.errors import SourceProblem
from wegweiser.warehouse import Query

ROWS = [("2", "Ana", "5"), ("3", "Ben", "1")]


@pytest.fixture
def read(warehouse):
    """Return a function that gives a grid's rows: line and fields."""

    def rows(found):
        listed = ", ".join(f"f{place}" for place in range(len(found.names)))
        query = Query("asked", f"select cast(line as varchar) as line, {listed} from {found.table} order by all")
        return [tuple(row.values()) for row in warehouse.run(query).rows()]

    return rows


def test_text_parquet_and_spreadsheets_give_the_same_rows(warehouse, tmp_path, read):
    """Names, lines and fields are the same, whatever the file."""
    (tmp_path / "a.csv").write_text("name;score\nAna;5\nBen;1\n", "utf-8")
    pq.write_table(pa.table({"name": ["Ana", "Ben"], "score": [5, 1]}), tmp_path / "a.parquet")
    book = Workbook()
    for row in (("name", "score"), ("Ana", 5.0), ("Ben", 1)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    for ending in ("csv", "parquet", "xlsx"):
        found = grid(warehouse, tmp_path / f"a.{ending}", "g")
        assert (found.names, found.rows, found.column("score")) == (("name", "score"), 2, "f1"), ending
    assert read(found) == ROWS


def test_a_row_that_cannot_be_read_is_kept_with_its_problem(warehouse, tmp_path):
    """The row too short and the line break inside quotes are both read row by row."""
    (tmp_path / "a.csv").write_text('name,score\nAna\n"Be\nn",1\n', "utf-8")
    found = grid(warehouse, tmp_path / "a.csv", "g")
    query = Query("asked", f"select line, problem, raw, f0 from {found.table} order by line")
    assert [tuple(row.values()) for row in warehouse.run(query).rows()] == [
        (2, "malformed_row", "Ana", None),
        (3, None, '"Be\nn",1', "Be\nn"),
    ]


def test_only_the_first_rows_are_read_where_that_is_enough(warehouse, tmp_path, read):
    """A look at a large file costs no more than a small one."""
    (tmp_path / "a.csv").write_text("name,score\nAna,5\nBen,1\nCem,3\nDan,2\n", "utf-8")
    assert read(grid(warehouse, tmp_path / "a.csv", "g", most=2)) == ROWS


def test_old_encodings_are_read(warehouse, tmp_path, read):
    """An umlaut of Windows is one here too."""
    (tmp_path / "a.csv").write_bytes("name,score\nJörg,5\n".encode("cp1252"))
    assert read(grid(warehouse, tmp_path / "a.csv", "g")) == [("2", "Jörg", "5")]


def test_what_is_no_file_is_refused(warehouse, tmp_path):
    """A missing file, an empty one, and a spreadsheet that is none."""
    (tmp_path / "empty.csv").write_text("", "utf-8")
    (tmp_path / "fake.xlsx").write_text("PK", "utf-8")
    with pytest.raises(SourceProblem, match="does not exist"):
        grid(warehouse, tmp_path / "none.csv", "g")
    with pytest.raises(SourceProblem, match="is empty"):
        grid(warehouse, tmp_path / "empty.csv", "g")
    with pytest.raises(SourceProblem, match="cannot be read"):
        list(sheet(tmp_path / "fake.xlsx"))
