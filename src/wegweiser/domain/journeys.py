"""The actual journey of one profile towards one goal."""

from __future__ import annotations

from enum import StrEnum


class JourneyState(StrEnum):
    """How a journey stands: it reached its goal, it closed without, or its window is still open (censored)."""

    CONVERTED = "converted"
    LOST = "lost"
    OPEN = "open"
