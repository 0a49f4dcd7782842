"""Requests the server sends: only to addresses of the public web, checked by the number that is connected to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from urllib.parse import urlsplit

from wegweiser.errors import InvalidSetting, SourceProblem

_PORTS = {"http": 80, "https": 443}
_CHUNK = 16_384
Resolve = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True)
class Heard:
    """What another server answered."""

    status: int
    body: bytes


@dataclass(frozen=True)
class _Place:
    """Where a URL leads: its parts, and the number that was checked."""

    scheme: str
    host: str
    port: int
    target: str
    address: str


def numbers(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses a name stands for, as the machine resolves it.

    Raises:
        SourceProblem: it stands for none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise SourceProblem(f"The address {host} cannot be found.") from unknown
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Return whether an address belongs to the public web: not this machine, not its network, no service behind it.

    Example:
        >>> [is_public(a) for a in ("9.9.9.9", "127.0.0.1", "169.254.169.254", "::ffff:7f00:1", "64:ff9b::7f00:1")]
        [True, False, False, False, False]
    """
    known = ip_address(address.partition("%")[0])
    # A tunnel leads to an IPv4 address inside this one; what a gateway translates, Python calls reserved.
    if known.version == 6 and (known.ipv4_mapped or known.sixtofour or known.teredo):
        return False
    return known.is_global and not known.is_multicast and not known.is_reserved


@dataclass(frozen=True)
class Outgoing:
    """Sends requests to other servers; `hosts` may be reached although they are not public: `host` or `host:port`."""

    hosts: tuple[str, ...] = ()
    seconds: float = 10.0
    """How long one request may take altogether."""
    most_bytes: int = 262_144
    """How much of an answer is read."""
    resolve: Resolve = field(default=numbers, repr=False)

    def check(self, url: str) -> None:
        """Say whether an address may be written to at all.

        Raises:
            InvalidSetting: it is no web address, or leads to a machine that is not public.
            SourceProblem: its name stands for no address.
        """
        self._place(url)

    def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Heard:
        """Return the answer to something that was sent; a redirect is an answer like any other.

        Raises:
            InvalidSetting: the address must not be reached.
            SourceProblem: nobody answered in time, or what came is no answer.
        """
        return self._ask("POST", url, body, headers or {})

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Heard:
        """Return what stands at an address.

        Raises:
            InvalidSetting: the address must not be reached.
            SourceProblem: nobody answered in time, or what came is no answer.
        """
        return self._ask("GET", url, None, headers or {})

    def _ask(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Heard:
        place = self._place(url)
        connection = _Pinned(place, self.seconds)
        # A timeout of the socket starts anew with every byte; this one does not.
        late = threading.Timer(self.seconds, connection.cut)
        late.start()
        told = {"host": _authority(place), "user-agent": "Wegweiser", "accept-encoding": "identity", **headers}
        try:
            connection.request(method, place.target, body, told)
            answer = connection.getresponse()
            read = bytearray()
            while chunk := answer.read1(_CHUNK):
                read += chunk
                if len(read) > self.most_bytes:
                    raise SourceProblem(f"The answer of {place.host} is too large.")
            if connection.late:
                raise SourceProblem(f"{place.host} answers too slowly.")
            return Heard(answer.status, bytes(read))
        except (OSError, HTTPException) as failed:
            if connection.late:  # a connection that is cut may end as a broken one
                raise SourceProblem(f"{place.host} answers too slowly.") from failed
            raise SourceProblem(f"{place.host} cannot be reached: {failed or type(failed).__name__}.") from failed
        finally:
            late.cancel()
            connection.close()

    def _place(self, url: str) -> _Place:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as wrong:
            raise InvalidSetting("The address", [f"'{url}' is no web address"]) from wrong
        host = parts.hostname or ""
        if parts.scheme not in _PORTS or not host or parts.username is not None or _unprintable(url):
            raise InvalidSetting("The address", [f"'{url}' must begin with https:// and hold no password"])
        port = _PORTS[parts.scheme] if port is None else port
        addresses = tuple(self.resolve(host, port))
        named = host in self.hosts or f"{host}:{port}" in self.hosts
        # Every number the name stands for must be public: which of them is tried is not ours to choose.
        if not addresses or not (named or all(is_public(one) for one in addresses)):
            raise InvalidSetting("The address", [f"{host} leads to a machine that is not on the public web"])
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return _Place(parts.scheme, host, port, target, addresses[0])


class _Pinned(HTTPConnection):
    """A connection to the number that was checked; the name could stand for another one by now."""

    def __init__(self, place: _Place, seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self._place, self.late = place, False
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the number, and over TLS ask for proof that it is the name's."""
        self.sock = self._line = socket.create_connection((self._place.address, self.port), self.timeout)
        if self._place.scheme == "https":
            trusted = ssl.create_default_context()
            self.sock = self._line = trusted.wrap_socket(self._line, server_hostname=self._place.host)

    def cut(self) -> None:
        """End the connection under whoever reads from it."""
        self.late = True
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


def _authority(place: _Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == _PORTS[place.scheme] else f"{host}:{place.port}"


def _unprintable(url: str) -> bool:
    return any(c.isspace() or not c.isprintable() or not c.isascii() for c in url)
