"""Streams of events: a pulse while nothing happens, an end after a while so that rights are asked for anew."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import msgspec

from wegweiser.errors import WegweiserError
from wegweiser.web.frame.site import Site

_PULSE = 15.0
_LONGEST = 600.0
"""Seconds after which the browser has to ask again; somebody let go hears nothing longer than that."""
MOST = 24
"""Streams one person may follow at a time."""
Events = AsyncIterator[tuple[str, Any]]


def too_many(site: Site, who: str) -> bool:
    """Return whether somebody follows as many streams as she may."""
    return site.streams[who] >= MOST


async def lines(events: Events, site: Site, who: str, *, pulse: float = _PULSE) -> AsyncIterator[bytes]:
    """Yield events as a browser reads them, until she leaves or it is time to ask again."""
    site.streams[who] += 1
    until = time.monotonic() + _LONGEST
    coming: asyncio.Future[tuple[str, Any]] | None = None
    try:
        yield b"retry: 1000\n\n"
        while time.monotonic() < until:
            coming = coming or asyncio.ensure_future(anext(events))
            await asyncio.wait({coming}, timeout=pulse)
            if not coming.done():
                yield b": still here\n\n"
                continue
            try:
                event, data = coming.result()
            except (StopAsyncIteration, WegweiserError):
                return
            coming = None
            yield f"event: {event}\ndata: ".encode() + msgspec.json.encode(data) + b"\n\n"
    finally:
        site.streams[who] -= 1
        if coming is not None:
            coming.cancel()
            await asyncio.wait({coming})
        if isinstance(events, AsyncGenerator):
            await events.aclose()
