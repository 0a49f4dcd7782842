"""Journeys told as words, and paths that arrive counted: what attribution reads, without a log behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any

import pyarrow as pa
import pytest

from wegweiser import collect
from wegweiser.clock import FixedClock
from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import JOURNEY, Registry
from wegweiser.levers.attribution import Attribution
from wegweiser.warehouse import Query, Schema, Warehouse

START = datetime(2026, 3, 2, 9)  # noqa: DTZ001  (stored times are UTC without a zone)
CHANNELS = {"ad": "search", "post": "social", "mail": "email", "visit": "direct", "cart": "web", "buy": "web"}
LOOKBACK = timedelta(days=30)

Told = tuple[str, str, float | None]
"""Who, the contacts as words (`ad mail@48 buy@72`: hours after the start, else one more each), and the value."""


def registry() -> Registry:
    """Return six touchpoints; the cart belongs to the purchase by construction."""
    touchpoints = tuple(
        Touchpoint(id=name, name=name, match=Match(event=name), channel=channel, structural=name == "cart")
        for name, channel in CHANNELS.items()
    )
    return Registry(touchpoints, phase_model("five"), (Goal("purchase", "Purchase", ("buy",)),))


def journey(number: int, told: Told) -> dict[str, Any]:
    """Return the row of a journey; one that ends with buy converted."""
    who, words, value = told
    hours: list[float] = []
    path = []
    for word in words.split():
        name, _, hour = word.partition("@")
        hours.append(float(hour) if hour else (hours[-1] + 1 if hours else 0))
        path.append(list(CHANNELS).index(name))
    profile = int(md5(who.encode(), usedforsecurity=False).hexdigest()[:15], 16)
    converted = path[-1] == list(CHANNELS).index("buy")
    last = START + timedelta(hours=hours[-1])
    return {
        "goal_id": 0,
        "journey": number,
        "profile_id": profile,
        "opened_at": START + timedelta(hours=hours[0]),
        "closed_at": last if converted else last + LOOKBACK,
        "state": "converted" if converted else "lost",
        "value": value if converted else None,
        "steps": len(path),
        "bucket": profile >> 52,
        "first_seq": 1,
        "last_seq": len(path),
        "path": path,
        "offsets": [round((hour - hours[0]) * 3600) for hour in hours],
    }


@pytest.fixture
def warehouse(tmp_path):
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "warehouse", threads=1) as opened:
        yield opened


def publish(warehouse: Warehouse, schema: Schema, rows: Sequence[dict[str, Any]]) -> None:
    """Publish rows as the only part of their kind."""
    kinds = {"path": pa.list_(pa.int16()), "offsets": pa.list_(pa.int32())}
    columns = {name: pa.array([row[name] for row in rows], kinds.get(name)) for name in schema.columns}
    offered = warehouse.offer("told", pa.table(columns))
    query = Query("told_rows", f"select * from {offered}")
    warehouse.publish([warehouse.seal(schema, "all", query, inputs=repr(rows))])


@pytest.fixture
def told(warehouse) -> Callable[..., Attribution]:
    """Return a function that publishes journeys told as words and answers about them."""

    def tell(*journeys: Told) -> Attribution:
        publish(warehouse, JOURNEY, [journey(number, one) for number, one in enumerate(journeys, 1)])
        return Attribution(warehouse, registry())

    return tell


@pytest.fixture
def counted_paths(warehouse, tmp_path) -> Callable[[str], Attribution]:
    """Return a function that loads counted paths from the text of a CSV file, through the door everybody uses."""

    def load(text: str) -> Attribution:
        file = tmp_path / "paths.csv"
        file.write_text(text, "utf-8")
        spec = collect.guess(warehouse, file).spec
        collect.load(warehouse, spec, file, clock=FixedClock(datetime(2026, 11, 1, tzinfo=UTC)))
        return Attribution(warehouse, Registry((), phase_model("five")))

    return load


@pytest.fixture
def column() -> Callable[..., dict[str, Any]]:
    """Return a function that gives one column of a result by touchpoint, of one model where there are several."""

    def of(result, name: str, model: str | None = None, digits: int = 6) -> dict[str, Any]:
        key = result.columns[1] if "model" in result.columns else result.columns[0]
        rows = (row for row in result.rows() if model is None or row["model"] == model)
        return {r[key]: round(r[name], digits) if isinstance(r[name], float) else r[name] for r in rows}

    return of
