"""Time: how long until a goal, when in the day and week, who comes back."""

from wegweiser.journeys.times.times import Times

__all__ = ["Times"]
