"""JSON lines: one object on each line, packed or not."""

from wegweiser.collect.sources.jsonl.source import SOURCE

__all__ = ["SOURCE"]
