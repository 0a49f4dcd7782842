"""A map as a file; what takes a second to make is made once and kept while the map stays as it is."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
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
_SLOW = {"pdf", "svg", "png", "pptx"}
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
    if wanted.form not in _SLOW:
        return exchange.export(journey_map, plan, wanted.form, wanted.language, wanted.view, house=wanted.house)
    kept = folder / FOLDER / f"{_mark(journey_map, plan, wanted)}.mp"
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(kept.read_bytes(), type=File)
    with _AT_ONCE:
        made = exchange.export(journey_map, plan, wanted.form, wanted.language, wanted.view, house=wanted.house)
    _keep(kept, msgspec.msgpack.encode(made))
    return made


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
