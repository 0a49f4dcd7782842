"""The server process: it takes connections until it is told to stop."""

from __future__ import annotations

import uvicorn
from starlette.types import ASGIApp


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
