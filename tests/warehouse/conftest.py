"""A warehouse in a temporary folder, a small schema, and literal rows of the cast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wegweiser.warehouse import Query, Schema, Warehouse

VISIT = Schema("visit", {"name": "VARCHAR", "day": "INTEGER"}, ("name", "day"))
ANA = Query("ana", "select 'Ana' as name, 2 as day union all select 'Ana', 1")
BEN = Query("ben", "select 'Ben' as name, 5 as day")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a workspace's data plane, which does not exist yet."""
    return tmp_path / "shop" / ".wegweiser"


@pytest.fixture
def warehouse(folder: Path) -> Iterator[Warehouse]:
    """Return an empty warehouse."""
    with Warehouse(folder, threads=1) as opened:
        yield opened


@pytest.fixture
def visit() -> Schema:
    """Return the schema of visits: a name and a day."""
    return VISIT


@pytest.fixture
def ana() -> Query:
    """Return Ana's two visits, the later one first."""
    return ANA


@pytest.fixture
def ben() -> Query:
    """Return Ben's only visit."""
    return BEN
