"""Connections that dawdle: a request that drips in, or an answer nobody reads, is given up."""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Patient:
    """Wraps pages so that each piece of a request, and each piece of an answer, must pass within `seconds`."""

    def __init__(self, pages: ASGIApp, seconds: float = 30.0) -> None:
        self._pages, self._seconds = pages, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or give it up."""
        if scope["type"] != "http":
            await self._pages(scope, receive, send)
            return
        asking, begun = True, False

        async def hear() -> Message:
            nonlocal asking
            if not asking:  # what comes now is the end of the connection, and a stream waits for it for hours
                return await receive()
            message = await asyncio.wait_for(receive(), self._seconds)
            asking = message["type"] == "http.request" and bool(message.get("more_body"))
            return message

        async def say(message: Message) -> None:
            nonlocal begun
            begun = True
            await asyncio.wait_for(send(message), self._seconds)

        try:
            await self._pages(scope, hear, say)
        except TimeoutError:
            if not begun:
                await Response(status_code=408, headers={"connection": "close"})(scope, receive, send)
