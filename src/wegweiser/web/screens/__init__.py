"""The screens: each declares what can be seen and done on it."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from wegweiser.web.frame.declared import Declared

SCREENS: tuple[str, ...] = (
    "hooks",
    "tasks",
    "proposals",
    "comparing",
    "versions",
    "portfolio",
    "evidence",
    "together",
    "activity",
    "exporting",
    "tables",
    "importing",
    "settings",
    "reference",
    "sharing",
    "presenting",
    "machine",
    "maps",
    "signing",
    "account",
    "people",
    "audit",
    "start",
    "jobs",
    "adding",
    "touchpoints",
    "goals",
    "data",
    "paths",
    "funnel",
    "feelings",
    "levers",
    "personas",
)
"""Modules of this package, each with DECLARED; the order decides which path is tried first."""


@cache
def declared() -> tuple[Declared, ...]:
    """Return everything that can be seen and done."""
    found = (import_module(f"{__name__}.{name}").DECLARED for name in SCREENS)
    return tuple(one for screen in found for one in screen)
