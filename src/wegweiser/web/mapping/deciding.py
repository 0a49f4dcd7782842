"""What new data proposes for a map and nobody has decided on yet."""

from __future__ import annotations

import zlib
from typing import Any

import msgspec

from wegweiser.maps import document, editing
from wegweiser.maps.editing import proposing
from wegweiser.web.frame.site import Site
from wegweiser.web.mapping.opening import Opened

_NAME = "proposals:{map}"


def waiting(site: Site, found: Opened) -> tuple[proposing.Proposal, ...]:
    """Return what is to be decided on: contradictions first, then what changed in meaning, then what is new.

    What counts as new is told by the data somebody last went through; before that, by the data the map was first
    looked at with.
    """
    if found.generated is None:
        return ()
    name = _NAME.format(map=found.entry.id)
    kept = site.store.settings.get(name) or site.store.settings.first(name, _packed(found.generated))
    key = (found.entry.id, found.revision, id(found.generated), hash(kept))
    known: tuple[Any, tuple[proposing.Proposal, ...]] | None = site.__dict__.get(f"_waiting:{found.entry.id}")
    if known is None or known[0] != key:
        before = msgspec.json.decode(zlib.decompress(kept), type=document.Generated)
        known = (key, editing.proposals(found.plan, found.generated, before))
        site.__dict__[f"_waiting:{found.entry.id}"] = known
    return known[1]


def gone_through(site: Site, found: Opened) -> None:
    """Note that somebody went through everything today's data propose; only what comes later is new."""
    if found.generated is not None:
        site.store.settings.set(_NAME.format(map=found.entry.id), _packed(found.generated))


def _packed(generated: document.Generated) -> bytes:
    return zlib.compress(msgspec.json.encode(generated))
