"""A warehouse in a temporary folder, and a way to write who was seen with whom as short tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from wegweiser.collect import tables
from wegweiser.identity import IDENTITY_CONFLICT, PROFILE_OF
from wegweiser.warehouse import Query, Warehouse

START = datetime(2026, 3, 1)  # noqa: DTZ001  (stored times are UTC without a zone)

Sighting = tuple[float, str, str]
"""Day, and two identifiers written as kind:value, seen in one event on it."""


def day(number: float) -> datetime:
    """Return the time `number` days after the first of March."""
    return START + timedelta(days=number)


class Seen:
    """Publishes sightings as collect would, and reads back who belongs to whom."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self.id_of: dict[str, int] = {}

    def number(self, *names: str) -> None:
        """Give each new identifier the next number, so that ids are readable in a failing test."""
        for name in names:
            self.id_of.setdefault(name, len(self.id_of) + 1)

    def load(self, key: str, sightings: Iterable[Sighting], alone: Iterable[str] = ()) -> None:
        """Publish one file's identifiers and links."""
        pairs: dict[tuple[int, int], list[datetime]] = {}
        times: dict[str, list[datetime]] = {}
        for number, left, right in sightings:
            self.number(left, right)
            a, b = sorted((self.id_of[left], self.id_of[right]))
            pairs.setdefault((a, b), []).append(day(number))
            for name in (left, right):
                times.setdefault(name, []).append(day(number))
        for name in alone:
            self.number(name)
            times.setdefault(name, []).append(day(0))
        links = [
            {"a": a, "b": b, "first_at": min(at), "last_at": max(at), "events": len(at)}
            for (a, b), at in sorted(pairs.items())
        ]
        seen = [
            {
                "identifier_id": self.id_of[name],
                "kind": name.split(":")[0],
                "value": name.split(":")[1],
                "first_at": min(at),
                "last_at": max(at),
                "events": len(at),
            }
            for name, at in times.items()
        ]
        self.warehouse.publish([self._sealed(tables.LINK, key, links), self._sealed(tables.IDENTIFIER, key, seen)])

    def _sealed(self, schema, key, rows):
        types = {"BIGINT": pa.int64(), "VARCHAR": pa.string(), "TIMESTAMP": pa.timestamp("us")}
        arrow = pa.schema({name: types[kind] for name, kind in schema.columns.items()})
        table = self.warehouse.offer(f"rows_{schema.kind}", pa.Table.from_pylist(rows, schema=arrow))
        return self.warehouse.seal(schema, key, Query("rows", f"select * from {table}"), inputs=str(len(rows)) + key)

    def forget(self, key: str) -> None:
        """Remove one file's parts, as if it had never been loaded."""
        kinds = (tables.LINK.kind, tables.IDENTIFIER.kind)
        self.warehouse.publish(removed=[p for k in kinds for p in self.warehouse.parts(k) if p.key == key])

    def turns(self) -> dict[str, list[tuple[str, datetime | None, datetime | None]]]:
        """Return each listed subject with its profiles and when they are its."""
        name_of = {number: name for name, number in self.id_of.items()}
        told: dict[str, list[tuple[str, datetime | None, datetime | None]]] = {}
        query = f"select * from {self.warehouse.table(PROFILE_OF)} order by subject_id, valid_from nulls first"
        for row in self.warehouse.run(Query("turns", query)).rows():
            turn = (name_of[row["profile_id"]], row["valid_from"], row["valid_to"])
            told.setdefault(name_of[row["subject_id"]], []).append(turn)
        return told

    def partition(self) -> set[frozenset[str]]:
        """Return the clusters of identifiers that share one profile, with those that stand alone."""
        turns = self.turns()
        clusters: dict[str, set[str]] = {}
        for name in self.id_of:
            clusters.setdefault(turns[name][0][0] if name in turns else name, set()).add(name)
        return {frozenset(cluster) for cluster in clusters.values()}

    def conflicts(self) -> list[tuple[str, str, str, str]]:
        """Return the refused links as (a, b, kind, reason)."""
        name_of = {number: name for name, number in self.id_of.items()}
        query = f"select * from {self.warehouse.table(IDENTITY_CONFLICT)} order by first_at, a, b"
        rows = self.warehouse.run(Query("conflicts", query)).rows()
        return [(name_of[r["a"]], name_of[r["b"]], r["kind"], r["reason"]) for r in rows]

    def temporary(self) -> list[str]:
        """Return the temporary tables of identity that are still there."""
        query = "select table_name from duckdb_tables() where table_name like 'identity%' order by table_name"
        return [str(name) for name in self.warehouse.run(Query("left", query)).column("table_name")]


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Seen]:
    """Return a writer of sightings on an empty warehouse."""
    with Warehouse(tmp_path / "data", threads=1) as warehouse:
        yield Seen(warehouse)


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Seen]]:
    """Return a maker of empty writers, for tests that need several worlds."""
    opened: list[Warehouse] = []

    def make() -> Seen:
        opened.append(Warehouse(tmp_path_factory.mktemp("world"), threads=1))
        return Seen(opened[-1])

    yield make
    for warehouse in opened:
        warehouse.close()


@pytest.fixture
def at() -> Callable[[float], datetime]:
    """Return the function that turns a day's number into its time."""
    return day
