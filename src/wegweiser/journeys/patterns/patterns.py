"""Paths by pattern, around an anchor, and how two groups of customers differ."""

from __future__ import annotations

from wegweiser.journeys.asking import Asking


class Patterns:
    """Answers about the ways customers take, by pattern."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
