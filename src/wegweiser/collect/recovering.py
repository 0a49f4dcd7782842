"""Takes rows in from the stored text of their quarantine, where the file they stood in is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from wegweiser.clock import Clock, SystemClock
from wegweiser.collect.judging import TEMPORARY
from wegweiser.collect.loading import Job, inputs_of, sealed
from wegweiser.collect.rows import Rows
from wegweiser.collect.scratch import cleared, scratch
from wegweiser.collect.sources import source_of
from wegweiser.collect.spec import SourceSpec
from wegweiser.collect.tables import EVENT, QUARANTINE
from wegweiser.progress import silent
from wegweiser.warehouse import Part, Query, Table, Warehouse

# The stored text of these is not the row itself: it was cut, or had to be made printable.
_NOT_KEPT_WHOLE = ("nul_byte", "oversized_field", "unreadable_text")
_LINES = Table("stored_lines")


def recover(warehouse: Warehouse, spec: SourceSpec, part: Part, clock: Clock | None) -> int:
    """Return how many rows are still in quarantine after their stored text was read under the spec."""
    job = Job(warehouse, spec, Path(str(part.details["file"])), "", inputs_of(spec), silent)
    if part.inputs == job.inputs or part.details.get("header") is None:
        return part.rows
    listed = Query("stored", f"select line, code, raw from {warehouse.table(QUARANTINE, [part])} order by line")
    stored = warehouse.run(listed).rows()
    whole = [row for row in stored if row["code"] not in _NOT_KEPT_WHOLE and row["raw"]]
    if not whole:
        return part.rows
    job = replace(job, key=f"{part.key}~{job.inputs[:12]}")
    plain = msgspec.structs.replace(spec, text=msgspec.structs.replace(spec.text, encoding="utf-8"))
    with cleared(warehouse), warehouse.scratch(*TEMPORARY, _LINES.name):
        file = _written(warehouse, str(part.details["header"]), whole)
        rows = source_of(spec.format).read(warehouse, plain, file)
        rows = rows.otherwise() if rows.otherwise else rows
        added, account = sealed(job, _renumbered(rows), (clock or SystemClock()).now(), frozenset())
        left = [row for row in stored if row not in whole]
        warehouse.publish([*added, *_remaining(warehouse, part, job.inputs, whole, left)], [part])
    return int(account["quarantined"]) + len(left)


def _written(warehouse: Warehouse, header: str, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write the stored rows as a file, and offer on which line of it each row of the old file stands now."""
    target = scratch(warehouse, "stored.txt")
    now, places = header.count("\n") + 1, []
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        for row in rows:
            places.append(now)
            file.write(f"{row['raw']}\n")
            now += row["raw"].count("\n") + 1
    lines = [row["line"] for row in rows]
    warehouse.offer(_LINES.name, pa.table({"now": pa.array(places, pa.int64()), "before": pa.array(lines, pa.int64())}))
    return target


def _renumbered(rows: Rows) -> Rows:
    def before(name: str, table: Query | Table | None) -> Query:
        inputs = (table,) if isinstance(table, Query) else ()
        renamed = f"select r.* replace (l.before as line) from {table} r join {_LINES} l on l.now = r.line"
        return Query(name, renamed, inputs)

    return replace(rows, table=before("renumbered", rows.table), raw=before("renumbered lines", rows.raw))


def _remaining(
    warehouse: Warehouse,
    part: Part,
    inputs: str,
    whole: Sequence[Mapping[str, Any]],
    left: Sequence[Mapping[str, Any]],
) -> list[Part]:
    """Keep the rows that could not be tried again, and take the others out of the old account."""
    parts = []
    for event in warehouse.parts(EVENT.kind):
        if event.key == part.key:
            details = dict(event.details)
            details["rows"] -= len(whole)
            details["quarantined"] -= len(whole)
            details["reasons"] = dict(sorted(Counter(str(row["code"]) for row in left).items()))
            parts.append(replace(event, details=details))
    if left:
        codes = ", ".join(warehouse.dialect.text(code) for code in _NOT_KEPT_WHOLE)
        table = warehouse.table(QUARANTINE, [part])
        kept = Query("kept", f"select * from {table} where code in ({codes}) or raw is null or raw = ''")
        parts.append(warehouse.seal(QUARANTINE, part.key, kept, inputs=inputs, details=part.details))
    return parts
