"""Headers every reply carries: nothing from elsewhere, nothing embedded, nothing told onwards."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""For pages without scripts."""
APP_POLICY = POLICY + "; script-src 'self'; connect-src 'self'; style-src-attr 'unsafe-inline'"
"""For the app: our own scripts, and widths and places written into style attributes."""
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # An address may hold a personal token; no other site is told of it.
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


class Guarded:
    """Wraps pages so that every reply, errors too, carries the headers; caches keep what says so.

    A reply that says itself what it may load, such as a file shown in a sandbox, is left to that.
    """

    def __init__(self, pages: ASGIApp, policy: str = POLICY) -> None:
        self._pages, self._policy = pages, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("content-security-policy", self._policy)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._pages(scope, receive, send_guarded)
