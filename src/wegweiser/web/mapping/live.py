"""Following a map: who else is here, and what they change, in this process or in another one on the same store."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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

    `since` is the revision she sees; what was saved before she began to follow is told at once.

    Raises:
        UnknownName: no map has the id.
    """
    site, here = visit.site, presence(visit.site)
    person, topic = visit.who, f"map:{map_id}"
    await asyncio.to_thread(begun, site, map_id)
    events = site.bus.follow(topic)
    # The ear is open before the head is read, and before anybody is told that she is here.
    coming = asyncio.ensure_future(anext(events))
    here.enter(map_id, person)
    try:
        head = await asyncio.to_thread(site.store.maps.get, map_id)
        with _watched(site, map_id, head.revision):
            site.bus.ring(topic, "here", {})
            if since is not None and since < head.revision:
                yield "changed", {"revision": head.revision, "by": head.by}
            while True:
                event, told = await coming
                coming = asyncio.ensure_future(anext(events))
                yield event, {"people": here.others(map_id, person.id)} if event == "here" else told
    finally:
        coming.cancel()
        here.leave(map_id, person)
        site.bus.ring(topic, "here", {})


@dataclass(eq=False)
class _Watcher:
    """What looks at the store for all who follow a map in this process, and how many they are."""

    task: asyncio.Task[None]
    followers: int = 0


@contextmanager
def _watched(site: Site, map_id: str, known: int) -> Iterator[None]:
    """Look at the store as long as somebody follows: the first one begins it, the last one ends it."""
    watchers: dict[tuple[object, str], _Watcher] = site.__dict__.setdefault("_watchers", {})
    place = asyncio.get_running_loop(), map_id
    if place not in watchers:
        watchers[place] = _Watcher(asyncio.create_task(_watch(site, map_id, known, _mark(site))))
    watchers[place].followers += 1
    try:
        yield
    finally:
        watchers[place].followers -= 1
        if not watchers[place].followers:
            watchers.pop(place).task.cancel()


async def _watch(site: Site, map_id: str, known: int, data: int) -> None:
    """Ring for revisions other processes saved after a known one, and for the numbers of a new run.

    Revisions of this process were told already and do no harm twice.
    """
    while True:
        await _pause()
        with contextlib.suppress(StoreProblem, OSError):  # it may answer at the next look
            known, data = await _looked(site, map_id, known, data)


async def _pause() -> None:
    await asyncio.sleep(_LOOK)


async def _looked(site: Site, map_id: str, known: int, data: int) -> tuple[int, int]:
    """Ring for what is new since a revision and a run, and return those of now."""
    found, mark, topic = await asyncio.to_thread(site.store.maps.get, map_id), _mark(site), f"map:{map_id}"
    if mark != data:
        site.bus.ring(topic, "fresh", {})
    if found.revision > known:
        site.bus.ring(topic, "changed", {"revision": found.revision, "by": found.by})
    return found.revision, mark


def _mark(site: Site) -> int:
    path = site.folder / standing.GENERATED
    return path.stat().st_mtime_ns if path.exists() else 0


def _initials(name: str) -> str:
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper() if words else "?"
