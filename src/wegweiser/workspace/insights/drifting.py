"""Compares the files of one source with each other: columns and events that appeared, vanished or became emptier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import msgspec

from wegweiser import collect
from wegweiser.warehouse import Part, Query, Warehouse
from wegweiser.workspace.insights import rows

_SAMPLE = 2_000
"""Rows of each file that are looked at; event ids are hashes, so the smallest ones are drawn by chance."""
_OFTEN, _EMPTIER = 0.05, 0.1
"""A column is there where a twentieth of the rows have it, and emptier where a tenth of them lost it."""
_COLUMNS = ("object", "value", "currency")
_FEWEST = 20
_MOST = 50


@dataclass(frozen=True)
class Shape:
    """What one file looks like: the share of rows each column is filled in, and its events by name."""

    file: str
    filled: Mapping[str, float]
    events: Mapping[str, int]


def drift(warehouse: Warehouse, parts: Sequence[Part]) -> tuple[rows.Drift, ...]:
    """Return what changed from each file of a source to the next one by time, at most 50 changes."""
    ordered = sorted((part for part in parts if part.rows), key=lambda part: (str(part.details.get("since")), part.key))
    if len(ordered) < 2:
        return ()
    shapes = [_shape(warehouse, part) for part in ordered]
    found = [one for before, after in pairwise(shapes) for one in between(before, after)]
    return tuple(found[-_MOST:])


def between(before: Shape, after: Shape) -> Iterator[rows.Drift]:
    """Yield what one file has that the one before it had not, and the other way round.

    Example:
        >>> old, new = Shape("a", {"size": 1.0}, {"view": 90}), Shape("b", {"colour": 1.0}, {"view": 80})
        >>> [(one.kind, one.name) for one in between(old, new)]
        [('column appeared', 'colour'), ('column gone', 'size')]
    """
    names = (before.file, after.file)
    for name in sorted({*before.filled, *after.filled}):
        was, now = before.filled.get(name, 0.0), after.filled.get(name, 0.0)
        if was == 0 and now >= _OFTEN:
            yield rows.Drift("column appeared", name, *names, was, now)
        elif now == 0 and was >= _OFTEN:
            yield rows.Drift("column gone", name, *names, was, now)
        elif was - now >= _EMPTIER:
            yield rows.Drift("emptier", name, *names, was, now)
    for name in sorted({*before.events, *after.events}):
        was, now = before.events.get(name, 0), after.events.get(name, 0)
        if was == 0 and now >= _FEWEST:
            yield rows.Drift("event appeared", name, *names, was, now)
        elif now == 0 and was >= _FEWEST:
            yield rows.Drift("event gone", name, *names, was, now)


def _shape(warehouse: Warehouse, part: Part) -> Shape:
    table = warehouse.table(collect.tables.EVENT, [part])
    names = {one.code: one.event for one in collect.tables.known_signatures(warehouse)}
    counted = warehouse.run(Query("drift_events", f"select signature, count(*) as n from {table} group by signature"))
    events: dict[str, int] = {}
    for row in counted.rows():
        name = names.get(row["signature"], "")
        events[name] = events.get(name, 0) + row["n"]
    sample = warehouse.run(
        Query(
            "drift_sample",
            f"select properties, {', '.join(_COLUMNS)} from {table} order by event_id limit {_SAMPLE}",
        )
    ).rows()
    filled: dict[str, int] = {}
    for row in sample:
        for name in _filled(row):
            filled[name] = filled.get(name, 0) + 1
    return Shape(Path(str(part.details["file"])).name, {k: n / len(sample) for k, n in filled.items()}, events)


def _filled(row: Mapping[str, object]) -> Iterator[str]:
    """Yield the columns that hold something in a row."""
    yield from (name for name in _COLUMNS if row[name] is not None)
    kept = msgspec.json.decode(str(row["properties"])) if row["properties"] else {}
    yield from (str(key) for key, value in kept.items() if value not in {None, ""} if not isinstance(value, list))
