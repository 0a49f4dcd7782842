"""Rows in quarantine: how many, why, and out of the house in a table no spreadsheet executes."""

from __future__ import annotations

import csv
from pathlib import Path

from wegweiser.collect.reasons import reason
from wegweiser.collect.tables import QUARANTINE
from wegweiser.i18n import Language
from wegweiser.warehouse import Query, Result, Warehouse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOTE = "Rows that are no events, by source, file and reason; every row of a file is an event, known, folded or here."


def quarantine(warehouse: Warehouse) -> Result:
    """Return source, file, code and n of the rows in quarantine, most frequent reasons first within a file."""
    table = warehouse.table(QUARANTINE)
    counted = Query(
        "quarantine",
        f"select source, file, code, any_value(reason) as reason, count(*) as n, min(line) as first_line from {table} "
        "group by source, file, code order by source, file, n desc, code",
    )
    return warehouse.run(counted, note=_NOTE)


def quarantined_rows(warehouse: Warehouse, *, top: int = 1000) -> Result:
    """Return the rows themselves, by source, file and line."""
    table = warehouse.table(QUARANTINE)
    listed = Query("quarantined rows", f"select * from {table} order by source, file, line, code limit {int(top)}")
    return warehouse.run(listed, note=_NOTE)


def write_quarantine(warehouse: Warehouse, target: Path, *, language: Language = "en", top: int = 1_000_000) -> int:
    """Write the rows in quarantine as CSV, formulas neutralised, and return how many there are."""
    found = quarantined_rows(warehouse, top=top)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(found.columns)
        for row in found.rows():
            said = row | {"reason": reason(row["code"], language)}
            writer.writerow([safe_cell("" if value is None else str(value)) for value in said.values()])
    return len(found)


def safe_cell(text: str) -> str:
    """Return a text that a spreadsheet shows and does not execute.

    Example:
        >>> safe_cell("=cmd()"), safe_cell("Ana"), safe_cell("-1")
        ("'=cmd()", 'Ana', "'-1")
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
