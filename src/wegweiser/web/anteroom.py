"""Files somebody sent wait here until she says what becomes of them; nothing reads them before."""

from __future__ import annotations

import re
import secrets
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from wegweiser.errors import UnknownName
from wegweiser.web.frame.declared import Upload
from wegweiser.web.frame.site import Site, Visit

_ID = re.compile(r"[0-9a-f]{16}")
_ODD = re.compile(r"[^\w.\- ]")
_LONGEST = 120
_NAMELESS = "file"


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """A file somebody sent that waits."""

    id: str
    name: str
    size: int
    by: str
    at: datetime


File = TypeVar("File", bound=Arrived)


class Anteroom(Generic[File]):
    """A folder of files that wait: each in a folder of its own, with a note beside it that says what it is."""

    def __init__(self, folder: Path, kind: type[File], lasts: timedelta | None = None) -> None:
        """Let files wait in a folder of the workspace, for ever or as long as `lasts`."""
        self.folder = folder
        self._kind, self._lasts = kind, lasts

    def bring(self, visit: Visit, sent: Upload, name: str = "") -> Arrived:
        """Move a file to where it waits and return what its note is made of; nobody finds it before it is noted."""
        self._forget(visit)
        found = Arrived(id=secrets.token_hex(8), name=name or sent.name, size=sent.size, by=visit.by, at=visit.now)
        path = visit.site.folder / self.place(found)
        path.parent.mkdir(parents=True)
        shutil.move(sent.path, path)
        return found

    def note(self, site: Site, found: File) -> None:
        """Write down what a file is, whole or not at all."""
        path = self._note(site, found.id)
        part = path.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(found))
        part.replace(path)

    def place(self, found: Arrived) -> Path:
        """Return where a file lies in the workspace's folder."""
        return self.folder / found.id / (clean(found.name) or _NAMELESS)

    def all(self, site: Site) -> tuple[File, ...]:
        """Return the files that wait, oldest first."""
        notes = (site.folder / self.folder).glob("*.json")
        found = [msgspec.json.decode(path.read_bytes(), type=self._kind) for path in notes]
        return tuple(sorted(found, key=lambda one: (one.at, one.name, one.id)))

    def one(self, site: Site, file: str) -> File:
        """Return a file that waits.

        Raises:
            UnknownName: there is none of the id.
        """
        path = self._note(site, file)
        if not _ID.fullmatch(file) or not path.is_file():
            raise UnknownName("file", file, None)
        return msgspec.json.decode(path.read_bytes(), type=self._kind)

    def drop(self, site: Site, file: str) -> None:
        """Forget a file that waits."""
        self._note(site, file).unlink(missing_ok=True)
        shutil.rmtree(site.folder / self.folder / file, ignore_errors=True)

    def _note(self, site: Site, file: str) -> Path:
        return site.folder / self.folder / f"{file}.json"

    def _forget(self, visit: Visit) -> None:
        """Drop what nobody came back for."""
        if self._lasts is not None:
            for one in self.all(visit.site):
                if one.at < visit.now - self._lasts:
                    self.drop(visit.site, one.id)


def clean(name: str) -> str:
    """Return a file name that is harmless on every system and in a pattern.

    Example:
        >>> clean("../visits[1].csv"), clean("Besuche März.csv")
        ('visits_1_.csv', 'Besuche März.csv')
    """
    return _ODD.sub("_", name)[-_LONGEST:].lstrip(" ._-").rstrip(" .")
