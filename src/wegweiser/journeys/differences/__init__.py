"""How the journeys of one group differ from those of another."""

from wegweiser.journeys.differences.differences import Differences

__all__ = ["Differences"]
