"""Telling: what was heard of personas on their cards, what precedes success and loss, and personas side by side."""

from wegweiser.personas.queries import felt
from wegweiser.personas.telling.comparing import compare
from wegweiser.personas.telling.preceding import Names, preceding, with_journeys
from wegweiser.personas.telling.voices import with_voice

__all__ = ["Names", "compare", "felt", "preceding", "with_journeys", "with_voice"]
