"""Paths by pattern, around an anchor, and how two groups of customers differ."""

from wegweiser.journeys.patterns.patterns import Patterns

__all__ = ["Patterns"]
