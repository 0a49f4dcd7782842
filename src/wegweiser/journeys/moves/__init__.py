"""Flow in the large: step matrix, step flow, and the flow graph on the grid of phases."""

from wegweiser.journeys.moves.moves import Graph, Moves

__all__ = ["Graph", "Moves"]
