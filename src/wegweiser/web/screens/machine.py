"""For programs: the OpenAPI document, and whether the server is well."""

from __future__ import annotations

from typing import Any

import msgspec

from wegweiser.version import VERSION
from wegweiser.web.frame.declared import ANYBODY, Declared, Nothing, View
from wegweiser.web.frame.openapi import document
from wegweiser.web.frame.site import Visit


class Well(msgspec.Struct, frozen=True):
    """The server answers, and its app store, too."""

    version: str
    people: bool
    """Whether somebody has signed up."""


def _well(visit: Visit, _: Nothing) -> Well:
    return Well(VERSION, people=bool(visit.site.store.people.all()))


def _openapi(visit: Visit, _: Nothing) -> dict[str, Any]:
    from wegweiser.web.screens import declared  # noqa: PLC0415  (the list of screens holds this one)

    return document(declared(), visit.site.base_url)


DECLARED: tuple[Declared, ...] = (
    View("/health", "health", "Whether the server is well.", _well, Nothing, ANYBODY),
    View("/openapi.json", "openapi", "This document.", _openapi, Nothing, ANYBODY),
)
