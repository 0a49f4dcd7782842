"""Which names the server answers to: another one is a page elsewhere that points its own name at us."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_MISDIRECTED = 421


class Named:
    """Wraps pages so that they answer to the host of their address alone, and to this machine's own names."""

    def __init__(self, pages: ASGIApp, base_url: str) -> None:
        self._pages, self._own = pages, urlsplit(base_url).hostname or ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or say that it went to the wrong place."""
        if scope["type"] == "http" and not answers_to(Headers(scope=scope).get("host", ""), self._own):
            told = PlainTextResponse("This server is not known by that name.\n", _MISDIRECTED)
            await told(scope, receive, send)
        else:
            await self._pages(scope, receive, send)


def answers_to(said: str, own: str) -> bool:
    """Return whether a Host header names us.

    Without a public name of our own, numbers and names without a dot are ours: no stranger can make a browser believe
    that such a name is hers.

    Example:
        >>> [answers_to(name, "maps.example.org") for name in ("maps.example.org", "127.0.0.1:8080", "192.0.2.7")]
        [True, True, False]
        >>> [answers_to(name, "127.0.0.1") for name in ("192.0.2.7:8080", "desk:8080", "evil.example.com", "")]
        [True, True, False, False]
    """
    try:
        host = urlsplit(f"//{said}").hostname or ""
    except ValueError:
        return False
    local = host == "localhost" or _number(host, loopback=True)
    if host == own or local:
        return bool(host)
    private = own == "localhost" or _number(own)
    return bool(host) and private and ("." not in host or _number(host))


def _number(host: str, *, loopback: bool = False) -> bool:
    try:
        known = ip_address(host)
    except ValueError:
        return False
    return known.is_loopback if loopback else True
