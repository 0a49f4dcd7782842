"""A warehouse with contacts, and a town of customers whose groups are known because they were planted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from wegweiser.warehouse import Warehouse

STEP = pa.schema(
    [
        ("profile_id", pa.int64()),
        ("seq", pa.int32()),
        ("occurred_at", pa.timestamp("us")),
        ("source_seq", pa.int64()),
        ("event_id", pa.int64()),
        ("touchpoint_id", pa.int16()),
        ("phase_id", pa.int16()),
        ("session", pa.int32()),
        ("value", pa.float64()),
    ]
)
TOUCHPOINT = pa.schema(
    [("touchpoint_id", pa.int16()), ("id", pa.string()), ("channel", pa.string()), ("is_goal", pa.bool_())]
)
TRAIT = pa.schema([("profile_id", pa.int64()), ("name", pa.string()), ("value", pa.string())])
TOUCHPOINTS = [(1, "basket", "store", True), (2, "order", "web", True), (3, "newsletter", "email", False)]

Contact = tuple[int, datetime, int, float | None]
Told = tuple[int, str, str]
Town = tuple[list[Contact], list[Told], dict[int, int]]
Fill = Callable[[list[Contact], list[Told]], Warehouse]


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "warehouse", threads=1) as opened:
        yield opened


@pytest.fixture
def fill(warehouse: Warehouse) -> Fill:
    """Return what fills the test's warehouse: contacts (profile, time, touchpoint, value) and traits."""
    return lambda contacts, traits: filled(warehouse, contacts, traits)


@pytest.fixture(scope="session")
def town_warehouse(tmp_path_factory: pytest.TempPathFactory, town: Town) -> Iterator[Warehouse]:
    """Return a warehouse with the town's contacts and traits; reading it again costs nothing."""
    with Warehouse(tmp_path_factory.mktemp("town"), threads=1) as opened:
        yield filled(opened, town[0], town[1])


def filled(warehouse: Warehouse, contacts: list[Contact], traits: list[Told]) -> Warehouse:
    """Return the warehouse with these contacts and traits in it."""
    rows = []
    for number, (profile, at, touchpoint, value) in enumerate(sorted(contacts, key=lambda c: (c[0], c[1]))):
        day = (at - datetime(2026, 1, 1)).days  # noqa: DTZ001  (the table holds UTC without saying so)
        rows.append((profile, number, at, number, number, touchpoint, 1, day, value))
    warehouse.offer("step", _table(rows, STEP))
    warehouse.offer("touchpoint_code", _table(TOUCHPOINTS, TOUCHPOINT))
    warehouse.offer("trait", _table(traits, TRAIT))
    return warehouse


@pytest.fixture(scope="session")
def town() -> Town:
    """Return 330 customers of three kinds, half of them with an age, and the kind of each.

    Kind 0 (150): small baskets in the store, often, on weekday evenings. Kind 1 (100): big orders on the web,
    seldom, at weekends. Kind 2 (80): follows the newsletter and buys now and then, in the morning.
    """
    rng = np.random.default_rng(4)
    start = datetime(2026, 1, 5)  # noqa: DTZ001  (a Monday; the table holds UTC without saying so)
    contacts: list[Contact] = []
    traits, kinds = [], {}
    for person in range(1, 331):
        kind = 0 if person <= 150 else 1 if person <= 250 else 2
        kinds[person] = kind
        often = int(rng.integers(*[(30, 60), (6, 12), (15, 30)][kind]))
        for _ in range(often):
            weekend = rng.random() < [0.1, 0.8, 0.3][kind]
            day = int(rng.integers(0, 25)) * 7 + int(rng.integers(5, 7) if weekend else rng.integers(0, 5))
            hour = float(np.clip(rng.normal([19, 14, 8][kind], 1.5), 0.1, 23.8))
            touchpoint = int(rng.choice([1, 2, 3], p=[[0.9, 0.05, 0.05], [0.1, 0.85, 0.05], [0.2, 0.2, 0.6]][kind]))
            value = None if touchpoint == 3 else float(np.round(rng.lognormal([2.5, 4.2, 3.3][kind], 0.3), 2))
            contacts.append((person, start + timedelta(days=day, hours=hour), touchpoint, value))
        if person % 2:
            traits.append(
                (
                    person,
                    "age",
                    str(
                        rng.choice(
                            ["18-34", "35-54", "55+"], p=[[0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0.3, 0.4, 0.3]][kind]
                        )
                    ),
                )
            )
            traits.append((person, "gender", str(rng.choice(["f", "m"], p=[0.9, 0.1] if kind == 0 else [0.2, 0.8]))))
    return contacts, traits, kinds


def _table(rows: list[Any], schema: pa.Schema) -> pa.Table:
    return pa.table([pa.array([row[i] for row in rows], field.type) for i, field in enumerate(schema)], schema=schema)
