"""Files that live as long as one load: text made readable for the engine, rows read the careful way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wegweiser.warehouse import Warehouse


def scratch(warehouse: Warehouse, name: str) -> Path:
    """Return the path of a scratch file in the warehouse's folder."""
    folder = warehouse.folder / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


@contextmanager
def cleared(warehouse: Warehouse) -> Iterator[None]:
    """Remove every scratch file when the block ends, those of a killed run among them."""
    try:
        yield
    finally:
        for path in sorted(scratch(warehouse, "any").parent.iterdir()):
            path.unlink()
