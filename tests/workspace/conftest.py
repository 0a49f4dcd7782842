"""A small shop of three customers: Ana buys, Ben leaves, Cem comes back."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.settings import Settings
from wegweiser.workspace import Config, Outputs

NOW = Settings(memory="512MB", threads=2, now=datetime(2026, 4, 1, tzinfo=UTC))
VISITS = """customer,time,event,channel,value
Ana,2026-01-05 09:00:00,newsletter_open,email,
Ana,2026-01-05 09:05:00,product_view,web,
Ana,2026-01-05 09:20:00,cart,web,
Ana,2026-01-05 09:30:00,purchase,web,40
Ben,2026-01-06 18:00:00,ad_click,search,
Ben,2026-01-06 18:01:00,product_view,web,
Ben,2026-01-06 18:02:00,cart,web,
Cem,2026-01-07 12:00:00,product_view,web,
Cem,2026-01-07 12:30:00,purchase,web,25
Cem,2026-03-19 12:00:00,purchase,store,30
"""


def made(folder):
    """Make a workspace with one file dropped into it."""
    create_workspace(folder, Config(name="Shop", timezone="Europe/Berlin"))
    (folder / "data" / "visits.csv").write_text(VISITS, "utf-8")
    return folder


def run(folder, formats=("json",)):
    """Run a workspace under a clock that stands still and return the report."""
    with open_workspace(folder, NOW) as ws:
        return ws.run(Outputs(folder / "maps", ("en",), formats))


@pytest.fixture
def shop(tmp_path):
    """Return the folder of a workspace with one file dropped into it."""
    return made(tmp_path / "shop")


@pytest.fixture(scope="session")
def run_once(tmp_path_factory):
    """Return the folder of that workspace after its first run; it is copied before anything is written there."""
    folder = made(tmp_path_factory.mktemp("ran") / "shop")
    run(folder)
    return folder


@pytest.fixture
def ran_shop(run_once, tmp_path):
    """Return the folder of that workspace after its first run."""
    return shutil.copytree(run_once, tmp_path / "shop")


@pytest.fixture
def ran():
    """Return a function that runs a workspace under a clock that stands still and gives the report."""
    return run


@pytest.fixture
def opened():
    """Return a function that opens a workspace under a clock that stands still."""
    return lambda folder: open_workspace(folder, NOW)
