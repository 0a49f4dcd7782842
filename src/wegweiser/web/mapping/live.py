"""Following a map: who else is here, and what they change, in this process or in another one on the same store."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from threading import Lock
from typing import Any

from wegweiser.domain.people import Person
from wegweiser.errors import StoreProblem
from wegweiser.web.frame.site import Site, Visit
from wegweiser.web.mapping.mirroring import begun
from wegweiser.workspace import standing

_LOOK = 0.5
"""Seconds between two looks at the store for what other processes saved."""


class Presence:
    """Who looks at which map now, each person once however many windows she has open."""

    def __init__(self) -> None:
        self._here: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._names: dict[str, str] = {}
        self._lock = Lock()

    def enter(self, map_id: str, person: Person) -> None:
        """Note that somebody opened the map."""
        with self._lock:
            self._here[map_id][person.id] += 1
            self._names[person.id] = person.name

    def leave(self, map_id: str, person: Person) -> None:
        """Note that she closed one window of it."""
        with self._lock:
            self._here[map_id] -= Counter([person.id])

    def others(self, map_id: str, person: str) -> list[dict[str, str]]:
        """Return the names and initials of everybody else on the map."""
        with self._lock:
            names = sorted(self._names[one] for one in self._here[map_id] if one != person)
        return [{"name": name, "initials": _initials(name)} for name in names]


def presence(site: Site) -> Presence:
    """Return who is where on a site."""
    found: Presence = site.__dict__.setdefault("_presence", Presence())
    return found


async def follow(visit: Visit, map_id: str, since: int | None = None) -> AsyncIterator[tuple[str, Any]]:
    """Yield what happens to a map until the visitor leaves: changed, said, fresh, here, behind.

    `since` is the revision she sees; what was saved before she began to follow is told at the first look.

    Raises:
        UnknownName: no map has the id.
    """
    site, here = visit.site, presence(visit.site)
    person, topic = visit.who, f"map:{map_id}"
    await asyncio.to_thread(begun, site, map_id)
    head, data = (await asyncio.to_thread(site.store.maps.get, map_id)).revision, _mark(site)
    known = head if since is None else min(since, head)
    events = site.bus.follow(topic)
    # The ear is open before anybody is told that she is here.
    coming = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    watch = asyncio.create_task(_watch(site, map_id, known, data))
    here.enter(map_id, person)
    try:
        site.bus.ring(topic, "here", {})
        while True:
            event, told = await coming
            coming = asyncio.ensure_future(anext(events))
            yield event, {"people": here.others(map_id, person.id)} if event == "here" else told
    finally:
        watch.cancel()
        coming.cancel()
        here.leave(map_id, person)
        site.bus.ring(topic, "here", {})


async def _watch(site: Site, map_id: str, known: int, data: int) -> None:
    """Ring for revisions other processes saved after a known one, and for the numbers of a new run.

    Revisions of this process were told already and do no harm twice.
    """
    while True:
        await asyncio.sleep(_LOOK)
        with contextlib.suppress(StoreProblem, OSError):  # it may answer at the next look
            known, data = await _looked(site, map_id, known, data)


async def _looked(site: Site, map_id: str, known: int, data: int) -> tuple[int, int]:
    """Ring for what is new since a revision and a run, and return those of now; of many who look, one rings."""
    told: dict[tuple[str, str], int] = site.__dict__.setdefault("_told", {})
    mark, topic = _mark(site), f"map:{map_id}"
    if mark != data and told.get((topic, "fresh")) != mark:
        told[topic, "fresh"] = mark
        site.bus.ring(topic, "fresh", {})
    found = await asyncio.to_thread(site.store.maps.get, map_id)
    if found.revision > max(known, told.get((topic, "changed"), 0)):
        told[topic, "changed"] = found.revision
        site.bus.ring(topic, "changed", {"revision": found.revision, "by": found.by})
    return found.revision, mark


def _mark(site: Site) -> int:
    path = site.folder / standing.GENERATED
    return path.stat().st_mtime_ns if path.exists() else 0


def _initials(name: str) -> str:
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper() if words else "?"
