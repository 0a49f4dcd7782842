"""Parquet files: columns of any type, read as text and by the same rules as everything else."""

from wegweiser.collect.sources.parquet.source import SOURCE

__all__ = ["SOURCE"]
