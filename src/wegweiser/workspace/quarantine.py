"""Rows that could not be understood: counted, exported, taken in once a rule is mended."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from wegweiser import collect
from wegweiser.collect import SourceSpec
from wegweiser.progress import Progress, silent
from wegweiser.warehouse import Query, Result, Warehouse
from wegweiser.workspace.files import Files
from wegweiser.workspace.report import FileReport

_COLUMNS = ("source", "file", "line", "code", "reason", "raw")


class Quarantine:
    """The quarantined rows of one workspace."""

    def __init__(self, warehouse: Warehouse, files: Files, specs: Sequence[SourceSpec]) -> None:
        self._warehouse, self._files, self._specs = warehouse, files, specs

    def summary(self) -> Result:
        """Return how many rows wait, by source, file and reason."""
        table = self._warehouse.table(collect.tables.QUARANTINE)
        query = Query(
            "quarantine",
            f"""select source, file, code, min(reason) as reason, count(*) as rows, min(line) as first_line
                from {table} group by source, file, code order by source, file, rows desc, code""",
        )
        return self._warehouse.run(query, note="Rows that are no events yet, by source, file and reason.")

    def rows(self) -> Result:
        """Return the rows themselves with file, line, reason and raw text."""
        table = self._warehouse.table(collect.tables.QUARANTINE)
        query = Query("quarantined", f"select {', '.join(_COLUMNS)} from {table} order by source, file, line")
        return self._warehouse.run(query, note="Every row that is no event yet, as it stands in its file.")

    def export(self, path: Path) -> int:
        """Write the rows to a CSV file a spreadsheet can open without running anything, and return their number."""
        rows = self.rows().rows()
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            writer.writerows([collect.quarantine.safe_cell(str(row[name])) for name in _COLUMNS] for row in rows)
        return len(rows)

    def replay(self, progress: Progress = silent) -> tuple[FileReport, ...]:
        """Read the files with quarantined rows again under the rules as they are now."""
        return self._files.load(self._specs, progress)
