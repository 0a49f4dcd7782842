"""Who is told when something changes: streams wait here, and edits ring the bell."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

_WAITING = 200
"""Events a slow reader may lag behind before it is told to load anew."""
BEHIND: tuple[str, Any] = ("behind", {})
"""What a reader hears who lagged too far behind: load the page again."""


@dataclass(eq=False)
class _Ear:
    """One open stream: its loop and what waits to be sent."""

    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[tuple[str, Any]] = field(default_factory=lambda: asyncio.Queue(_WAITING))

    def hear(self, event: tuple[str, Any]) -> None:
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            event = BEHIND
        self.queue.put_nowait(event)


class Bus:
    """Carries events from any thread to every open stream of a topic, such as `map:journey`."""

    def __init__(self) -> None:
        self._ears: defaultdict[str, set[_Ear]] = defaultdict(set)
        self._lock = Lock()

    def ring(self, topic: str, event: str, data: object) -> None:
        """Tell everybody who follows a topic."""
        with self._lock:
            ears = list(self._ears.get(topic, ()))
        for ear in ears:
            if not ear.loop.is_closed():
                ear.loop.call_soon_threadsafe(ear.hear, (event, data))

    def followed(self) -> tuple[str, ...]:
        """Return the topics somebody follows."""
        with self._lock:
            return tuple(sorted(topic for topic, ears in self._ears.items() if ears))

    async def follow(self, topic: str) -> AsyncIterator[tuple[str, Any]]:
        """Yield the events of a topic from now on, until the reader leaves."""
        ear = _Ear(asyncio.get_running_loop())
        with self._lock:
            self._ears[topic].add(ear)
        try:
            while True:
                yield await ear.queue.get()
        finally:
            with self._lock:
                self._ears[topic].discard(ear)
