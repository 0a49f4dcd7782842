"""Packages that are imported only when somebody asks for what they do."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from wegweiser.errors import MissingExtra


def optional(module: str, task: str, extra: str) -> Any:  # noqa: ANN401  (the type of a module that may be absent)
    """Return an optional module.

    Raises:
        MissingExtra: it, or something it needs itself, is not installed; the message names the extra that brings it.
    """
    try:
        return import_module(module)
    except ImportError as missing:
        raise MissingExtra(task, extra) from missing
