"""Addresses of our own: where somebody may be sent after she signed in."""

from __future__ import annotations

from urllib.parse import urlsplit

_START = "/"


def own(path: str) -> str:
    r"""Return a path of this site as it is, and the start page for anything that could lead elsewhere.

    Example:
        >>> own("/maps/journey?view=full"), own("//evil.example.com"), own("/\\evil.example.com"), own("/sign-in")
        ('/maps/journey?view=full', '/', '/', '/')
    """
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable() or " " in path:
        return _START
    try:
        parts = urlsplit(path)
    except ValueError:
        return _START
    elsewhere = parts.scheme or parts.netloc or parts.path.startswith(("/sign-", "/welcome/", "/api/", "//"))
    return _START if elsewhere else path
