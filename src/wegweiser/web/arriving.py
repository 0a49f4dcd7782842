"""Files with a map in them: each is read when it comes, and again when somebody agrees to it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec

from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName
from wegweiser.maps import exchange
from wegweiser.maps.exchange import Taken
from wegweiser.web.anteroom import Anteroom, Arrived
from wegweiser.web.frame.declared import Upload
from wegweiser.web.frame.site import Visit

FOLDER = Path(".wegweiser") / "imports"


class MapFile(Arrived, frozen=True, kw_only=True):
    """A file with a map in it, and the map it is for; empty: one of its own."""

    map: str = ""


_ROOM = Anteroom(FOLDER, MapFile, timedelta(days=2))


def take(visit: Visit, sent: Upload, map_id: str = "") -> MapFile:
    """Return a file that was read and waits until somebody agrees.

    Raises:
        InvalidSetting: the file cannot be read.
    """
    try:
        exchange.read(sent.path.read_bytes(), sent.name)
    except SourceProblem as problem:
        raise InvalidSetting(sent.name, [str(problem)]) from problem
    found = MapFile(**msgspec.structs.asdict(_ROOM.bring(visit, sent)), map=map_id)
    _ROOM.note(visit.site, found)
    return found


def taken(visit: Visit, file: str, map_id: str = "") -> tuple[MapFile, Taken]:
    """Return a file that waits for a map, and what is in it.

    Raises:
        UnknownName: none of the id waits for this map (any more).
    """
    found = _ROOM.one(visit.site, file)
    if found.map != map_id:
        raise UnknownName("file", file, None)
    content = (visit.site.folder / _ROOM.place(found)).read_bytes()
    return found, exchange.read(content, found.name)


def drop(visit: Visit, file: str) -> None:
    """Forget a file that was agreed to."""
    _ROOM.drop(visit.site, file)
