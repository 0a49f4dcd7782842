"""How many threads work at once: pages stand in one queue, what takes seconds in another, in nobody's way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

_PAGES = 8
"""Only one thread at a time runs Python, and each keeps memory and a connection of its own: more answer no sooner."""
_SLOW = 2
_LOOKING = 2
"""Threads that look for what other processes saved."""
_SLOWLY: RunVar[CapacityLimiter] = RunVar("wegweiser_slowly")
_Answer = TypeVar("_Answer")


def limit() -> None:
    """Let so many threads and no more answer the requests of this loop."""
    to_thread.current_default_thread_limiter().total_tokens = _PAGES
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_LOOKING, "looking"))


async def slowly(task: Callable[..., _Answer], *given: object) -> _Answer:
    """Return what a task that takes seconds comes to; until it is its turn it waits without a thread."""
    try:
        turn = _SLOWLY.get()
    except LookupError:
        turn = CapacityLimiter(_SLOW)
        _SLOWLY.set(turn)
    return await to_thread.run_sync(partial(task, *given), limiter=turn)
