"""Taking a source out: its events leave every figure, its files leave the folders that are read."""

from __future__ import annotations

import shutil
from pathlib import Path

from wegweiser.collect import tables
from wegweiser.errors import SourceProblem, UnknownName
from wegweiser.workspace import changing
from wegweiser.workspace.files import DROPPED
from wegweiser.workspace.ground import Ground

ASIDE = "forgotten"
"""The folder its files move to."""
_HELD = (tables.EVENT, tables.IDENTIFIER, tables.LINK, tables.TRAIT, tables.QUARANTINE, tables.COUNTED_PATH)


def forget(ws: Ground, name: str) -> int:
    """Take out a source of events, set its dropped files aside, and return how many events are gone with the next run.

    Killed in the middle, it is done again: what is gone already does no harm.

    Raises:
        UnknownName: there is neither such a source nor anything loaded from one.
    """
    spec = next((source for source in ws.config.source if source.name == name), None)
    held = [part for schema in _HELD for part in ws.warehouse.parts(schema.kind) if part.key.startswith(f"{name}/")]
    if spec is None and not held:
        raise UnknownName("source", name, [source.name for source in ws.config.source])
    if spec is not None:
        for path in _dropped(ws, spec.name):
            (ws.folder / ASIDE).mkdir(exist_ok=True)
            shutil.move(path, _free(ws.folder / ASIDE / path.name))
        ws.config = changing.remove(ws.folder, "source", name)
    ws.warehouse.publish(removed=held)
    return sum(part.rows for part in held if part.kind == tables.EVENT.kind)


def _dropped(ws: Ground, name: str) -> list[Path]:
    """Return its files in the data folder that nothing else reads: a run would take them in again."""
    spec = next(source for source in ws.config.source if source.name == name)
    others = [other for other in ws.config.reading if other is not spec]
    try:
        own = ws.files.of(spec)
        shared = {path.resolve() for other in others for path in ws.files.of(other)}
    except SourceProblem:
        # A file that is missing cannot be moved; those that are there stay where they are.
        return []
    folder = (ws.folder / DROPPED).resolve()
    return [path for path in own if path.resolve().is_relative_to(folder) and path.resolve() not in shared]


def _free(path: Path) -> Path:
    numbered = (path.with_name(f"{path.stem}_{n}{path.suffix}") for n in range(2, 10_000))
    return path if not path.exists() else next(one for one in numbered if not one.exists())
