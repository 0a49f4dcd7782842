"""How long work reports its way: a stage, what is done of it, and the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with (stage, done, total); whoever shows it decides how."""


def silent(stage: str, done: int, total: int) -> None:
    """Show nothing."""
    del stage, done, total
