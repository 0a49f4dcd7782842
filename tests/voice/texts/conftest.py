"""A warehouse to read texts into, and a way to write a file."""

from __future__ import annotations

import pytest

from wegweiser.voice.tables import SAID
from wegweiser.warehouse import Query, Warehouse


@pytest.fixture
def warehouse(tmp_path):
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "plane") as opened:
        yield opened


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a file and gives its path."""

    def write(name, text):
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def said(warehouse):
    """Return a function that gives all texts in order."""

    def rows():
        return warehouse.run(
            Query("all", f"select * from {warehouse.table(SAID)} order by source, line, text_id")
        ).rows()

    return rows
