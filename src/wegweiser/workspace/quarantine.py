"""Rows that could not be understood: counted, exported, taken in once a rule is mended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wegweiser import collect
from wegweiser.clock import Clock
from wegweiser.collect import SourceSpec
from wegweiser.i18n import Language
from wegweiser.progress import Progress, silent
from wegweiser.warehouse import Result, Warehouse


class Quarantine:
    """The quarantined rows of one workspace."""

    def __init__(self, warehouse: Warehouse, specs: Sequence[SourceSpec], clock: Clock) -> None:
        self._warehouse, self._specs, self._clock = warehouse, specs, clock

    def summary(self) -> Result:
        """Return how many rows wait, by source, file and reason."""
        return collect.quarantine.summary(self._warehouse)

    def rows(self, top: int = 1000) -> Result:
        """Return the first rows themselves with file, line, reason and raw text."""
        return collect.quarantine.rows(self._warehouse, top=top)

    def export(self, path: Path, language: Language = "en") -> int:
        """Write the rows to a CSV file a spreadsheet can open without running anything, and return their number."""
        return collect.quarantine.write(self._warehouse, path, language=language)

    def replay(self, progress: Progress = silent) -> int:
        """Read what waits again under the rules of today, and return how many rows were taken in."""
        replayed = collect.quarantine.replay(self._warehouse, self._specs, clock=self._clock, progress=progress)
        return sum(one.taken_in for one in replayed)
