"""Where the parts stand: their files, the manifest that says which count, and the right to change them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from wegweiser.errors import WorkspaceProblem
from wegweiser.warehouse.lock import locked
from wegweiser.warehouse.parts import Manifest, Part, settle


class Shelf:
    """The parts of one folder, whichever engine made them; several warehouses of one process may share it.

    Raises:
        WorkspaceProblem: another process writes, or a newer version wrote the manifest.
    """

    def __init__(self, folder: Path, *, writing: bool) -> None:
        self.folder = folder
        self._files = folder / "parts"
        self._files.mkdir(parents=True, exist_ok=True)
        self._lock: IO[str] | None = None
        self._unpublished: set[str] = set()
        self._closed = False
        self._manifest = Manifest(folder)
        try:
            if writing:
                self.write_alone()
        except WorkspaceProblem:
            self._manifest.close()
            raise

    def write_alone(self) -> None:
        """Keep other writers out, and clear away what a killed one left."""
        self._refuse_closed()
        if self._lock is None:
            self._lock = locked(self.folder / "lock")
            self.sweep()
            # A killed run cannot remove what its engine spilled; a reader spills into a folder of its own number.
            shutil.rmtree(self.folder / "spill", ignore_errors=True)

    def parts(self, kind: str) -> list[Part]:
        """Return the parts of a kind that count, by key."""
        self._refuse_closed()
        return self._manifest.parts(kind)

    def path(self, part: Part) -> Path:
        """Return where a part's file stands."""
        return self._files / part.path

    def writing(self, name: str) -> Path:
        """Return where the file of a part is written, beside its final place."""
        return (self._files / name).with_suffix(".writing")

    def keep(self, name: str) -> None:
        """Give a written file its name and bring it to the disk; it counts once it is published."""
        self._unpublished.add(name)
        self.writing(name).replace(self._files / name)
        settle(self._files / name)

    def publish(self, added: Iterable[Part], removed: Iterable[Part]) -> None:
        """Let kept parts count, and others no longer, in one transaction; then remove what nobody names."""
        self.write_alone()
        parts = tuple(added)
        self._manifest.publish(parts, tuple(removed))
        self._unpublished -= {part.path for part in parts}
        self.sweep()

    def sweep(self) -> None:
        """Remove part files nobody needs: left by a killed run, or replaced; not those kept to be published."""
        named = {part.path for part in self._manifest.parts()} | self._unpublished
        for path in self._files.iterdir():
            if path.name not in named and path.suffix in {".parquet", ".writing"}:
                path.unlink()

    def close(self) -> None:
        """Close the manifest and let the next run in."""
        self._closed = True
        self._manifest.close()
        if self._lock is not None:
            self._lock.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise WorkspaceProblem("The workspace is closed.")
