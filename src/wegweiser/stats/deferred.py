"""Modules that are imported when something of them is first used, for most processes need none of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Deferred:
    """A module that stands for itself until somebody asks for something in it.

    scipy's functions of distributions take 30 MiB and half a second, its sparse tables 20 MiB, its statistics 45: a
    command that tests nothing need not pay for them.

    Example:
        >>> Deferred("math").sqrt(4)
        2.0
    """

    module: str

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever the module has)
        """Return what the module has under the name, importing it the first time."""
        found = getattr(import_module(self.module), name)
        # From now on the name stands here itself, so that loops do not look it up again.
        object.__setattr__(self, name, found)
        return found
