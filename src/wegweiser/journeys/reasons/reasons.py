"""Why they leave: what they did instead, drivers of conversion, friction, and planned against actual."""

from __future__ import annotations

from wegweiser.journeys.asking import Asking


class Reasons:
    """Answers about why customers leave; everything here goes with leaving and proves no cause."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
