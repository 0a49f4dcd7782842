"""Rows in quarantine: how many and why, taken in once a rule is mended, and exported so that nothing is executed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wegweiser.clock import Clock
from wegweiser.collect.loading import load
from wegweiser.collect.places import found_again
from wegweiser.collect.reasons import REASONS, reason
from wegweiser.collect.recovering import recover
from wegweiser.collect.spec import SourceSpec
from wegweiser.collect.tables import QUARANTINE
from wegweiser.i18n import LANGUAGES, Language, Text, both
from wegweiser.progress import Progress, silent
from wegweiser.warehouse import Part, Query, Result, Warehouse

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOTE = "Rows that are no events, by source, file and reason; every row of a file is an event, known, folded or here."


@dataclass(frozen=True)
class Replayed:
    """How many rows of a file stood in quarantine before and stand there now.

    `file_gone`: what could be read again was read from the stored text of the rows. `unknown_source`: no source
    of that name is defined, so nothing changed.
    """

    source: str
    file: str
    before: int
    after: int
    file_gone: bool = False
    unknown_source: bool = False

    @property
    def taken_in(self) -> int:
        """Rows that left quarantine."""
        return self.before - self.after


def summary(warehouse: Warehouse) -> Result:
    """Return source, file, code and n of the rows in quarantine, most frequent reasons first within a file."""
    table = warehouse.table(QUARANTINE)
    counted = Query(
        "quarantine",
        f"select source, file, code, min(reason) as reason, count(*) as n, min(line) as first_line from {table} "
        "group by source, file, code order by source, file, n desc, code",
    )
    return warehouse.run(counted, note=both(_NOTE))


def rows(warehouse: Warehouse, *, top: int = 1000) -> Result:
    """Return the rows themselves, by source, file and line."""
    table = warehouse.table(QUARANTINE)
    listed = Query("quarantined rows", f"select * from {table} order by source, file, line, code limit {int(top)}")
    return warehouse.run(listed, note=_NOTE)


def write(warehouse: Warehouse, target: Path, *, language: Language = "en", top: int = 1_000_000) -> int:
    """Write the rows as CSV a spreadsheet can open without running anything, and return their number."""
    found = rows(warehouse, top=top)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
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


def said(code: str) -> Text:
    """Return the reason a code stands for, in every language we speak; a code nobody knows stands for itself."""
    return {language: reason(code, language) for language in LANGUAGES} if code in REASONS else code


def replay(
    warehouse: Warehouse, specs: Iterable[SourceSpec], *, clock: Clock | None = None, progress: Progress = silent
) -> tuple[Replayed, ...]:
    """Read every file with rows in quarantine again under the specs of today, and say what that changed.

    Where the file is gone, the stored text of its rows is read instead. A file whose spec is unchanged is left
    alone; what is still bad stays.

    Raises:
        InvalidSetting: a spec does not say where time or event come from.
    """
    by_name = {spec.name: spec for spec in specs}
    waiting = [part for part in warehouse.parts(QUARANTINE.kind) if part.rows]
    return tuple(_replayed(warehouse, by_name, part, clock, progress) for part in waiting)


def _replayed(
    warehouse: Warehouse, specs: dict[str, SourceSpec], part: Part, clock: Clock | None, progress: Progress
) -> Replayed:
    source, name = str(part.details["source"]), str(part.details["file"])
    spec = specs.get(source)
    if spec is None:
        return Replayed(source, name, part.rows, part.rows, unknown_source=True)
    file = found_again(warehouse, part)
    if file is None:
        return Replayed(source, name, part.rows, recover(warehouse, spec, part, clock), file_gone=True)
    loaded = load(warehouse, spec, file, clock=clock, progress=progress)
    return Replayed(source, name, part.rows, loaded.quarantined)
