"""Delimited text: commas, semicolons, tabs or bars, packed or not."""

from wegweiser.collect.sources.csv.source import SOURCE

__all__ = ["SOURCE"]
