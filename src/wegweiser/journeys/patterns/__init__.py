"""Ways: patterns over paths, who goes them, and what comes before and after an anchor."""

from wegweiser.journeys.patterns.patterns import Patterns

__all__ = ["Patterns"]
