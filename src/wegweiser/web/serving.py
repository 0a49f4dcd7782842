"""The server process: it takes connections until it is told to stop."""

from __future__ import annotations

import ctypes

import uvicorn
from starlette.types import ASGIApp

_ARENA_MAX, _ARENAS = -8, 2
"""glibc's number for the most heaps a process has, and how many we want."""


def serve(pages: ASGIApp, host: str, port: int) -> None:
    """Answer requests at an address until the process is interrupted.

    The log of requests stays off, for an address may hold a personal token. Behind a proxy on the same machine the
    address it forwards counts.
    """
    uvicorn.run(
        pages,
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
        limit_concurrency=200,
    )


def few_heaps() -> bool:
    """Let all threads share two heaps, and return whether this system knows how; later than the first threads is late.

    glibc gives up to eight times as many as there are cores. Each fills up with gaps of its own, so that memory grows
    for hours although nothing is kept; where one thread at a time runs Python, two serve as fast.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS))
    except (AttributeError, OSError, TypeError):  # another C library, or none that can be asked
        return False
