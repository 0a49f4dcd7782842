"""Sources to events: every row of every file becomes an event or stands in quarantine with its reason."""

from wegweiser.collect import tables
from wegweiser.collect.guessing import guess
from wegweiser.collect.loading import load
from wegweiser.collect.spec import SourceSpec

__all__ = ["SourceSpec", "guess", "load", "tables"]
