"""One small simulated company, written once, loaded once and followed once for all tests that look at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from wegweiser import demo
from wegweiser.bootstrap import workspace_at
from wegweiser.workspace import Config, Outputs, Workspace

CUSTOMERS = 600


@dataclass(frozen=True)
class Company:
    """The folder of a simulated company, its plan, and what was planted in it."""

    folder: Path
    plan: demo.SimulatedPlan
    truth: dict[str, Any]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Return a simulated company of 600 customers."""
    folder = tmp_path_factory.mktemp("nordlicht")
    plan = demo.simulate(folder, customers=CUSTOMERS, seed=7)
    return Company(folder, plan, json.loads((folder / "truth.json").read_bytes()))


@pytest.fixture(scope="session")
def followed(company: Company) -> Iterator[Workspace]:
    """Return its workspace after a run on its events; what was said is heard by tests of its own."""
    config = msgspec.structs.replace(Config.of_demo(company.plan), survey=(), text=(), content=())
    with workspace_at(company.folder, config) as ws:
        ws.run(Outputs(company.folder / "maps", ("en",), ()))
        yield ws
