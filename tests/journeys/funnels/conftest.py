"""Funnels over logs that are short tables: customer, hour, touchpoint."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pytest

from wegweiser.domain.funnels import Funnel
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import Registry
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.funnels import funnel
from wegweiser.warehouse import Table, Warehouse

NAMES = ("A", "B", "C", "X")
REGISTRY = Registry(tuple(Touchpoint(n, n, Match(event=n), channel="web") for n in NAMES), phase_model("five"))
SESSION_HOURS = 4

Counted = Callable[[Sequence[tuple[int, int, str]], Funnel], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """Return a warehouse that many examples share."""
    with Warehouse(tmp_path_factory.mktemp("funnel"), threads=1) as warehouse:
        yield warehouse


@pytest.fixture(scope="module")
def counted(engine: Warehouse) -> Counted:
    """Return what counts a funnel over contacts of (customer, hour, touchpoint), in the order of time, then given."""

    def count(contacts: Sequence[tuple[int, int, str]], asked: Funnel) -> list[dict[str, Any]]:
        ordered = sorted(contacts, key=lambda contact: contact[:2])
        moments = pa.array([hour * 3_600_000_000 for _, hour, _ in ordered], pa.timestamp("us"))
        onward = [
            later if later[0] == here[0] else (0, None, "") for here, later in pairwise([*ordered, (None, 0, "")])
        ]
        steps = pa.table(
            {
                "profile_id": pa.array([who for who, _, _ in ordered], pa.int64()),
                "seq": pa.array(range(len(ordered)), pa.int32()),
                "occurred_at": moments,
                "next_at": pa.array([h if h is None else h * 3_600_000_000 for _, h, _ in onward], pa.timestamp("us")),
                "touchpoint_id": pa.array([NAMES.index(what) for _, _, what in ordered], pa.int16()),
                "session": pa.array([hour // SESSION_HOURS for _, hour, _ in ordered], pa.int32()),
            }
        )
        nothing = Table("nothing")
        tables = Tables(engine.offer("step", steps), nothing, nothing, nothing, nothing, engine.dialect)
        events = engine.offer("event", pa.table({"occurred_at": moments}))
        return engine.run(funnel(tables, asked, REGISTRY, (events, nothing))).rows()

    return count


def beside(name: str) -> ModuleType:
    """Return a module that lies beside this file."""
    spec = importlib.util.spec_from_file_location(f"funnels_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def search() -> ModuleType:
    """Return the counting by search."""
    return beside("searching")


@pytest.fixture(scope="session")
def truth() -> ModuleType:
    """Return the truth table."""
    return beside("truth")
