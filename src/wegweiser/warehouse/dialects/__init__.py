"""How each engine writes what the common subset of SQL has no one word for."""

from wegweiser.warehouse.dialects.base import Dialect
from wegweiser.warehouse.dialects.duckdb import DuckDBDialect

__all__ = ["Dialect", "DuckDBDialect"]
