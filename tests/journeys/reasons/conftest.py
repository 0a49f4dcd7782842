"""The planted clickstream with what it says of each event, and the same log with parts of it shuffled."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from wegweiser.collect import tables as collected
from wegweiser.domain.phases import phase_model
from wegweiser.journeys import Journeys, build, observed, propose
from wegweiser.warehouse import Query, Warehouse

_SAID = ("platform", "acquisition_channel", "user_cohort", "user_lifecycle")


@pytest.fixture(scope="session")
def clickstream(shared_data) -> list[dict[str, Any]]:
    """Return the rows of the log in order."""
    with gzip.open(shared_data / "clickstream_planted" / "ecom.csv.gz", "rt") as file:
        rows = [dict(row) for row in csv.DictReader(file)]
    for row in rows:
        row["at"] = datetime.fromisoformat(row["timestamp"])
        row["said"] = {name: row[name] for name in _SAID}
    return rows


def shuffled(rows: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Return the log without its structure: days of visits, labels of visits and names of events drawn by lot."""
    draw = np.random.default_rng(seed)
    sessions = sorted({row["session_id"] for row in rows})
    first = {row["session_id"]: row["at"] for row in reversed(rows)}
    said = {row["session_id"]: row["said"] for row in rows}
    drawn = [sessions[place] for place in draw.permutation(len(sessions))]
    days = {s: (first[other].date() - first[s].date()).days for s, other in zip(sessions, drawn, strict=True)}
    labels = {
        s: said[other] for s, other in zip(sessions, draw.permutation(np.asarray(sessions)).tolist(), strict=True)
    }
    names = [rows[place]["event"] for place in draw.permutation(len(rows))]
    return [
        row
        | {
            "at": row["at"] + timedelta(days=days[row["session_id"]]),
            "said": labels[row["session_id"]],
            "event": name,
        }
        for row, name in zip(rows, names, strict=True)
    ]


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
