"""Where a file stood when it was loaded, so that its next content is known as its next content."""

from __future__ import annotations

import os
from pathlib import Path

from wegweiser.warehouse import Part, Warehouse


def place_of(warehouse: Warehouse, file: Path) -> dict[str, str]:
    """Return what a part keeps of its file: as it was named, in full, and as seen from the warehouse.

    A workspace that is moved or copied takes its files along: seen from its warehouse they stand where they stood.
    """
    there = os.path.relpath(file.resolve(), warehouse.folder.resolve())
    return {"file": str(file), "path": str(file.resolve()), "place": Path(there).as_posix()}


def stood_in(warehouse: Warehouse, part: Part, file: Path) -> bool:
    """Return whether a part was loaded from what stood in this file, however it was named then."""
    now = place_of(warehouse, file)
    if "place" not in part.details:  # sealed before places were kept
        return part.details.get("file") == now["file"]
    return bool(part.details["place"] == now["place"] or part.details["path"] == now["path"])


def found_again(warehouse: Warehouse, part: Part) -> Path | None:
    """Return the file a part was loaded from, where it still stands."""
    told = part.details
    named = [Path(str(told[name])) for name in ("file", "path") if name in told]
    if "place" in told:
        named.insert(0, warehouse.folder / str(told["place"]))
    return next((path for path in named if path.exists()), None)
