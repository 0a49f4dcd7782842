"""Why they leave: what they did instead, drivers of conversion, friction, and planned against actual."""

from wegweiser.journeys.reasons.reasons import Reasons

__all__ = ["Reasons"]
