"""Flow in the large: step matrix, step flow, and the flow graph on the grid of phases."""

from __future__ import annotations

from wegweiser.journeys.asking import Asking


class Moves:
    """Answers about all moves at once."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
