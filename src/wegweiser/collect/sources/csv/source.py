"""Reads delimited text and guesses how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wegweiser.collect.delimited import rows_of
from wegweiser.collect.proposing import guessed
from wegweiser.collect.rows import NOTHING, Guess, Rows, Source
from wegweiser.collect.sampling import sampled_text
from wegweiser.collect.spec import SourceSpec
from wegweiser.warehouse import Warehouse


@dataclass(frozen=True)
class CsvSource:
    """CSV, TSV and their relatives."""

    format: str = "csv"
    endings: tuple[str, ...] = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
    special: bool = False

    def guess(
        self, warehouse: Warehouse, file: Path, name: str, zone: str, told: Mapping[str, str] = NOTHING
    ) -> Guess | None:
        """Return how the text is written and what its columns mean; None for other files."""
        del warehouse
        if not file.name.lower().endswith(self.endings):
            return None
        return guessed(sampled_text(file), file, SourceSpec(name, self.format), zone, told)

    def read(self, warehouse: Warehouse, spec: SourceSpec, file: Path) -> Rows:
        """Return the rows in canonical columns.

        Raises:
            SourceProblem: the file cannot be opened or is empty.
        """
        return rows_of(warehouse, spec, file)


SOURCE: Source = CsvSource()
