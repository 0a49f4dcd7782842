"""A shop whose log is a short table, who did what how many hours after the start; and the planted clickstream."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest

from wegweiser.collect import tables as collected
from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.identity import PROFILE_OF
from wegweiser.journeys import JOURNEY, STEP, Journeys, Registry, build, observed, propose
from wegweiser.warehouse import Query, Schema, Warehouse

START = datetime(2026, 3, 2, 9)  # noqa: DTZ001  (stored times are UTC without a zone)
PHASES = {"ad": "awareness", "view": "consideration", "cart": "conversion", "buy": "conversion", "help": "retention"}
NAMES = (*PHASES, "noise")
_SAID = ("platform", "acquisition_channel", "user_cohort", "user_lifecycle")

Row = tuple[str, float, str]
"""Who, how many hours after START, and the event."""


def identifier(who: str) -> int:
    """Return a person's subject id."""
    return int(md5(who.encode(), usedforsecurity=False).hexdigest()[:15], 16)


def at(hours: float) -> datetime:
    """Return the time some hours after the start."""
    return START + timedelta(hours=hours)


def shop_registry(*goals: Goal) -> Registry:
    """Return five touchpoints: seen, weighed, decided, bought (a repeat is kept), helped; noise is none."""
    touchpoints = tuple(
        Touchpoint(
            id=name,
            name=name,
            match=Match(event=name),
            channel="web",
            phase=phase,
            repeat_phase="retention" if name == "buy" else None,
            structural=name == "cart",
        )
        for name, phase in PHASES.items()
    )
    return Registry(touchpoints, phase_model("five"), goals or (Goal("purchase", "Purchase", ("buy",)),))


@dataclass
class Shop:
    """Publishes a log as collect and identity would, builds, and answers."""

    warehouse: Warehouse
    registry: Registry = field(default_factory=shop_registry)

    def load(self, log: Sequence[Row], file: str = "one", extra: dict[str, Sequence[Any]] | None = None) -> None:
        """Publish one file of events, in the order given; `extra` replaces columns of the event table."""
        ids = [identifier(who) for who, _, _ in log]
        empty: list[Any] = [None] * len(log)
        columns: dict[str, Sequence[Any]] = {
            "event_id": [identifier(f"{file}/{line}/{row}") for line, row in enumerate(log)],
            "source": ["shop"] * len(log),
            "source_seq": list(range(len(log))),
            "occurred_at": [at(hours) for _, hours, _ in log],
            "signature": [NAMES.index(event) for _, _, event in log],
            "subject_id": ids,
            "session_hint": empty,
            "object": empty,
            "value": empty,
            "currency": empty,
            "properties": empty,
            "origin": ["observed"] * len(log),
        } | (extra or {})
        kinds = [_ARROW[kind] for kind in collected.EVENT.columns.values()]
        table = pa.table([pa.array(columns[n], k) for n, k in zip(columns, kinds, strict=True)], names=list(columns))
        details = {"partitions": [sum(i >> 56 == partition for i in ids) for partition in range(16)]}
        self.publish(collected.EVENT, f"shop/{file}", table, details)
        names = {
            "code": pa.array(range(len(NAMES)), pa.int32()),
            "source": ["shop"] * len(NAMES),
            "event": list(NAMES),
            "channel": ["web"] * len(NAMES),
            "campaign": ["spring" if name == "ad" else "" for name in NAMES],
        }
        self.publish(collected.SIGNATURE, "all", pa.table(names), {})

    def link(self, *links: tuple[str, str, float | None, float | None]) -> None:
        """Publish which subjects belong to another profile, and from when until when (hours; None: always)."""
        columns = {
            "subject_id": pa.array([identifier(who) for who, _, _, _ in links], pa.int64()),
            "profile_id": pa.array([identifier(whose) for _, whose, _, _ in links], pa.int64()),
            "valid_from": pa.array([None if h is None else at(h) for _, _, h, _ in links], pa.timestamp("us")),
            "valid_to": pa.array([None if h is None else at(h) for _, _, _, h in links], pa.timestamp("us")),
        }
        self.publish(PROFILE_OF, "all", pa.table(columns), {})

    def build(self, **options: Any) -> Any:
        """Build and return what was done."""
        return build(self.warehouse, self.registry, **options)

    @property
    def journeys(self) -> Journeys:
        """The answers, of what was built."""
        return Journeys(self.warehouse, self.registry)

    def steps(self, who: str) -> list[dict[str, Any]]:
        """Return a profile's steps in order."""
        return self._rows(STEP, who, "seq")

    def split(self, who: str) -> list[dict[str, Any]]:
        """Return a profile's journeys in order."""
        return self._rows(JOURNEY, who, "goal_id, journey")

    def everything(self) -> list[list[dict[str, Any]]]:
        """Return all steps and all journeys."""
        tables = ((STEP, "profile_id, seq"), (JOURNEY, "profile_id, goal_id, journey"))
        return [
            self.warehouse.run(Query("all", f"select * from {self.warehouse.table(t)} order by {o}")).rows()
            for t, o in tables
        ]

    def _rows(self, schema: Schema, who: str, order: str) -> list[dict[str, Any]]:
        table = self.warehouse.table(schema)
        sql = f"select * from {table} where profile_id = {identifier(who)} order by {order}"
        return self.warehouse.run(Query("rows", sql)).rows()

    def publish(self, schema: Schema, key: str, table: pa.Table, details: dict[str, Any]) -> None:
        """Publish a table as the part of this key."""
        offered = self.warehouse.offer("published", table)
        query = Query("published_rows", f"select * from {offered}")
        fingerprint = md5(repr(table.to_pylist()).encode(), usedforsecurity=False).hexdigest()
        self.warehouse.publish([self.warehouse.seal(schema, key, query, inputs=fingerprint, details=details)])
        self.warehouse.drop(offered)


_ARROW = {
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "TIMESTAMP": pa.timestamp("us"),
}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Return an empty shop."""
    with Warehouse(tmp_path / "warehouse", threads=1) as warehouse:
        yield Shop(warehouse)


@pytest.fixture(scope="module")
def lasting_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Return an empty shop that the tests of a module share."""
    with Warehouse(tmp_path_factory.mktemp("shop") / "warehouse", threads=1) as warehouse:
        yield Shop(warehouse)


@pytest.fixture
def cast(shop: Shop) -> Shop:
    """Return the shop of Ana, who buys twice, Ben, who leaves, and Cem, who comes back after 71 days and buys.

    The data ends with Cem's purchase, so what Ana and Ben left unfinished is lost by then.
    """
    shop.load(
        [
            ("Ana", 0, "ad"),
            ("Ana", 1, "view"),
            ("Ana", 1.1, "view"),
            ("Ana", 1.2, "cart"),
            ("Ana", 1.3, "buy"),
            ("Ana", 48, "buy"),
            ("Ben", 0, "ad"),
            ("Ben", 0.1, "view"),
            ("Ben", 0.2, "cart"),
            ("Ben", 0.3, "view"),
            ("Ben", 0.4, "cart"),
            ("Cem", 0, "view"),
            ("Cem", 0.1, "noise"),
            ("Cem", 71 * 24, "view"),
            ("Cem", 71 * 24 + 0.2, "buy"),
        ],
        extra={
            "value": [None] * 4 + [40.0, 25.0] + [None] * 8 + [30.0],
            "properties": [None] * 13 + ['{"size": "9"}'] * 2,
        },
    )
    shop.build()
    return shop


@pytest.fixture
def open_shop() -> Callable[[], Any]:
    """Return what opens an empty shop in a folder of its own, for tests that need several."""

    @contextmanager
    def opened() -> Iterator[Shop]:
        with TemporaryDirectory() as folder, Warehouse(Path(folder), threads=1) as warehouse:
            yield Shop(warehouse)

    return opened


@pytest.fixture(scope="session")
def clickstream(shared_data: Path) -> list[dict[str, Any]]:
    """Return the rows of the planted clickstream in order."""
    return clicks(shared_data)


def clicks(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of the planted clickstream in a folder of data, in order."""
    with gzip.open(folder / "clickstream_planted" / "ecom.csv.gz", "rt") as file:
        rows: list[dict[str, Any]] = [dict(row) for row in csv.DictReader(file)]
    for row in rows:
        row["at"] = datetime.fromisoformat(row["timestamp"])
        row["said"] = {name: row[name] for name in _SAID}
    return rows


def by_lot(people: int = 60, seed: int = 11) -> list[Row]:
    """Return contacts over four months: many at one moment, many repeated at once."""
    drawn = random.Random(seed)  # noqa: S311  (a log to count, nothing secret)
    rows: list[Row] = []
    for place in range(people):
        hour = float(drawn.randrange(24 * 60))
        for _ in range(drawn.randint(1, 14)):
            rows.append((f"customer {place}", hour, drawn.choices(NAMES, (3, 5, 3, 2, 1, 1))[0]))
            hour += drawn.choice((0, 0, 0.01, 0.25, 0.5, 2, 26, 24 * 5, 24 * 35))
    drawn.shuffle(rows)
    return rows


@contextmanager
def journeys_of(rows: list[dict[str, Any]]) -> Iterator[Journeys]:
    """Yield the journeys of a log under a registry proposed from nothing but its event names."""
    names = sorted({row["event"] for row in rows})
    users = {name: (place * 7919 % 4096) << 48 for place, name in enumerate(sorted({r["user_id"] for r in rows}))}
    sessions = {name: place for place, name in enumerate(sorted({r["session_id"] for r in rows}))}
    columns = {
        "event_id": pa.array(range(len(rows)), pa.int64()),
        "source": pa.array(["shop"] * len(rows)),
        "source_seq": pa.array(range(len(rows)), pa.int64()),
        "occurred_at": pa.array([r["at"] for r in rows], pa.timestamp("us")),
        "signature": pa.array([names.index(r["event"]) for r in rows], pa.int32()),
        "subject_id": pa.array([users[r["user_id"]] for r in rows], pa.int64()),
        "session_hint": pa.array([sessions[r["session_id"]] for r in rows], pa.int64()),
        "value": pa.nulls(len(rows), pa.float64()),
        "origin": pa.array(["observed"] * len(rows)),
        "properties": pa.array([json.dumps(r["said"]) for r in rows]),
    }
    columns |= {name: pa.nulls(len(rows), pa.string()) for name in ("object", "currency")}
    texts = {name: pa.array([""] * len(names)) for name in ("source", "channel", "campaign")}
    signatures = pa.table({"code": pa.array(range(len(names)), pa.int32()), "event": pa.array(names), **texts})
    counts = [sum(user >> 56 == partition for user in columns["subject_id"].to_pylist()) for partition in range(16)]
    with TemporaryDirectory() as folder, Warehouse(Path(folder), threads=1) as warehouse:
        parts = [
            warehouse.seal(
                schema,
                "all",
                Query("rows", f"select * from {warehouse.offer(name, table.select(list(schema.columns)))}"),
                details=details,
            )
            for schema, name, table, details in (
                (collected.EVENT, "events", pa.table(columns), {"partitions": counts}),
                (collected.SIGNATURE, "signatures", signatures, {}),
            )
        ]
        warehouse.publish(parts)
        seen = observed(warehouse)
        registry = propose(seen.signatures, phase_model("five"), seen.order)
        build(warehouse, registry)
        yield Journeys(warehouse, registry)
