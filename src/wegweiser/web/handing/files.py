"""A map as a file; what takes a second to make is made once and kept while the map stays as it is."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore

import msgspec

from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.i18n import Language
from wegweiser.maps import Plan, document, exchange
from wegweiser.maps.exchange import File
from wegweiser.maps.render import house as houses
from wegweiser.version import VERSION

FOLDER = Path(".wegweiser") / "exports"
SLOW = frozenset({"pdf", "svg", "png", "pptx"})
"""Forms that take seconds to make."""
_KEPT = 60
# Each takes a process and 300 MB for a second: a crowd must not take all memory.
_AT_ONCE = BoundedSemaphore(2)


class Wanted(msgspec.Struct, frozen=True):
    """Which file: its form, language and view."""

    form: str
    language: Language = "en"
    view: View = View.WORKING
    house: houses.House = houses.PLAIN
    """Whose map it is."""


def exported(folder: Path, journey_map: JourneyMap, plan: Plan, wanted: Wanted) -> File:
    """Return the map in a form, from the folder's store of earlier ones where it was made before.

    Raises:
        UnknownName: there is no such form.
    """
    if wanted.form not in SLOW:
        return exchange.export(journey_map, plan, wanted.form, wanted.language, wanted.view, house=wanted.house)
    kept = folder / FOLDER / f"{_mark(journey_map, plan, wanted)}.mp"
    if (found := _found(kept)) is not None:
        return found
    with _AT_ONCE:
        # Whoever asked for the same just before has made it meanwhile.
        if (found := _found(kept)) is not None:
            return found
        made = exchange.export(journey_map, plan, wanted.form, wanted.language, wanted.view, house=wanted.house)
        _keep(kept, msgspec.msgpack.encode(made))
    return made


def pressed(folder: Path, asked: object, name: str, media_type: str, make: Callable[[], bytes]) -> File:
    """Return a file that takes seconds to make, from the folder's store where the same was asked before.

    It is made while somebody waits, and not by the worker: there it would lie behind a run of many minutes.
    """
    mark = hashlib.sha256(f"{VERSION}\n{name}\n".encode() + msgspec.msgpack.encode(asked)).hexdigest()[:40]
    kept = folder / FOLDER / f"{mark}.mp"
    with _AT_ONCE:
        # Whoever asked for the same just before has made it meanwhile.
        if (found := _found(kept)) is not None:
            return found
        made = File(name, media_type, make())
        _keep(kept, msgspec.msgpack.encode(made))
    return made


def _found(kept: Path) -> File | None:
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(kept.read_bytes(), type=File)
    return None


def _mark(journey_map: JourneyMap, plan: Plan, wanted: Wanted) -> str:
    """Return what changes with every word and number of the map, and with the program."""
    asked = f"{VERSION}\n{wanted.form}\n{wanted.language}\n{wanted.view}\n{plan.id}\n".encode()
    asked += msgspec.msgpack.encode(wanted.house)
    return hashlib.sha256(asked + document.encode(journey_map)).hexdigest()[:40]


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and let go of those that are oldest; without room it is made again."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{secrets.token_hex(4)}")
        part.write_bytes(content)
        part.replace(path)
        known = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in known[_KEPT:]:
            old.unlink(missing_ok=True)
