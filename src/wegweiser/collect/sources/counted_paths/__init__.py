"""Channel paths that arrive already counted: conversions, value and nulls per path, without people."""

from wegweiser.collect.sources.counted_paths.source import SOURCE

__all__ = ["SOURCE"]
