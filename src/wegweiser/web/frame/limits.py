"""What one sender may do: bytes in a request, forms in a minute."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_BYTES, _MOST_FIELDS = 65_536, 200
_REMEMBERED = 10_000
_NETWORK = 64
"""Bits of an IPv6 address that name a household; the rest its machines draw as they like."""


class Limiter:
    """Lets each address do so much a minute, in bursts of the same size.

    Example:
        >>> limiter = Limiter(2, lambda: 0.0)
        >>> [limiter.lets("192.0.2.1") for _ in range(3)], limiter.lets("192.0.2.2")
        ([True, True, False], True)
    """

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = per_minute, now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def lets(self, address: str) -> bool:
        """Return whether one more is allowed, and count it where it is."""
        name, now = _network(address), self._now()
        with self._lock:
            left, since = self._left.pop(name, (float(self._most), now))
            left = min(self._most, left + (now - since) * self._most / 60)
            allowed = left >= 1
            self._left[name] = (left - allowed, now)
            if len(self._left) > _REMEMBERED:
                self._left.popitem(last=False)
        return allowed


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent.

    Raises:
        HTTPException: it is no form of a page (415), too large (413), or cannot be read (400).
    """
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"))
    except ValueError as wrong:
        raise HTTPException(400) from wrong


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(int(known) >> _NETWORK) if isinstance(known, IPv6Address) else str(known)
