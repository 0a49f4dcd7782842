"""Time: how long until a goal, when in the day and week, who comes back."""

from __future__ import annotations

from wegweiser.journeys.asking import Asking


class Times:
    """Answers about how long things take and when they happen."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
