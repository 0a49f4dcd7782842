"""Ways: patterns over paths, who goes them, and what comes before and after an anchor."""

from wegweiser.journeys.patterns.language import Arrow, Element, Named, Pattern
from wegweiser.journeys.patterns.matching import Unit, Way, reached
from wegweiser.journeys.patterns.patterns import Patterns

__all__ = ["Arrow", "Element", "Named", "Pattern", "Patterns", "Unit", "Way", "reached"]
