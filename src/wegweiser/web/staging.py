"""Files somebody sent lie here until she says how they are read; nothing counts them before."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePath

import msgspec

from wegweiser.errors import InvalidSetting
from wegweiser.web.anteroom import Anteroom, Arrived, clean
from wegweiser.web.frame.declared import Upload
from wegweiser.web.frame.site import Site, Visit
from wegweiser.workspace import questions

KEPT = "data"
ENDINGS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".gz")
"""What can be sent; `.gz` may pack any of the texts."""
_MOST_UNPACKED = 4_000_000_000
_LOOKED_AT = 64_000_000
"""From so many unpacked bytes on a gzip file may be a bomb; a smaller one does no harm."""
_RATIO = 200
_PIECE = 1 << 20


class Staged(Arrived, frozen=True, kw_only=True):
    """A file somebody sent that nothing reads yet, and the job that looks at it."""

    job: str


_ROOM = Anteroom(Path(".wegweiser") / "uploads", Staged)


def stage(visit: Visit, sent: Upload) -> Staged:
    """Keep a file that was checked and ask what it is."""
    return _asked(visit, _ROOM.bring(visit, sent, clean(sent.name)))


def check(visit: Visit, sent: Upload) -> None:
    """Refuse a file nobody could read or unpack.

    Raises:
        InvalidSetting: it is of no kind we read, or would unpack to far more than it is.
    """
    name = clean(sent.name)
    if PurePath(name).suffix.lower() not in ENDINGS:
        problem = visit.say("“{name}” is of no kind that can be read. These can: {kinds}.", name=name, kinds=_kinds())
        raise InvalidSetting(name, [problem])
    if grows(sent.path, name):
        raise InvalidSetting(name, [visit.say("“{name}” unpacks to far more than was sent.", name=name)])


def again(visit: Visit, staged: Staged, told: Mapping[str, str] | None = None, kind: str = "") -> Staged:
    """Return the file with a new job, where the one before was lost, or somebody says what its columns hold."""
    return _asked(visit, staged, dict(told or {}), kind)


def waiting(site: Site) -> tuple[Staged, ...]:
    """Return the files that wait to be agreed to, oldest first."""
    return _ROOM.all(site)


def one(site: Site, staged: str) -> Staged:
    """Return a file that waits.

    Raises:
        UnknownName: there is none of the id.
    """
    return _ROOM.one(site, staged)


def keep(site: Site, staged: Staged) -> str:
    """Move a file to where the workspace reads, and return its name as wegweiser.toml writes it."""
    (site.folder / KEPT).mkdir(exist_ok=True)
    name, n = staged.name, 2
    while (site.folder / KEPT / name).exists():
        stem, dot, rest = staged.name.partition(".")
        name, n = f"{stem}_{n}{dot}{rest}", n + 1
    shutil.move(site.folder / _ROOM.place(staged), site.folder / KEPT / name)
    return f"{KEPT}/{name}"


def give_back(site: Site, staged: Staged, kept: str) -> None:
    """Let a file wait again, where what was said of it could not be used after all."""
    shutil.move(site.folder / kept, site.folder / _ROOM.place(staged))


def drop(site: Site, staged: str) -> None:
    """Forget a file that waits."""
    _ROOM.drop(site, staged)


def grows(path: Path, name: str) -> bool:
    """Return whether a packed file would unpack to far more than it is; what it says of itself is not believed."""
    try:
        if name.lower().endswith(".gz"):
            return _gzip_grows(path)
        if name.lower().endswith(".xlsx"):
            with zipfile.ZipFile(path) as packed:
                return any(_member_grows(packed, info) for info in packed.infolist()) or (
                    sum(info.file_size for info in packed.infolist()) > _MOST_UNPACKED
                )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError):
        # It is broken: whoever looks at it says so in words.
        return False
    return False


def _gzip_grows(path: Path) -> bool:
    read, size = 0, path.stat().st_size
    with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as file:
        while piece := file.read(_PIECE):
            read += len(piece)
            if read >= _LOOKED_AT and read > min(_MOST_UNPACKED, _RATIO * max(min(size, raw.tell()), 1)):
                return True
    return False


def _member_grows(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    most, read = max(info.compress_size * _RATIO, _PIECE), 0
    with packed.open(info) as file:
        while piece := file.read(_PIECE):
            read += len(piece)
            if read > most:
                return True
    return False


def _kinds() -> str:
    return ", ".join(ENDINGS)


def _asked(visit: Visit, found: Arrived, told: dict[str, str] | None = None, kind: str = "") -> Staged:
    """Ask what a file is, and only then write down that it waits: whoever finds it finds its job."""
    question = questions.Look(str(_ROOM.place(found)), told or {}, kind)
    job = visit.site.jobs.ask("look", question, visit.by).id
    staged = Staged(**(msgspec.structs.asdict(found) | {"job": job}))
    _ROOM.note(visit.site, staged)
    return staged
