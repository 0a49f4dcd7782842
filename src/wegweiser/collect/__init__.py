"""Sources to events: every row of every file becomes an event or stands in quarantine with its reason."""

from wegweiser.collect import quarantine, tables
from wegweiser.collect.guessing import guess
from wegweiser.collect.loading import Loaded, load
from wegweiser.collect.rows import Guess
from wegweiser.collect.spec import SourceSpec

__all__ = ["Guess", "Loaded", "SourceSpec", "guess", "load", "quarantine", "tables"]
