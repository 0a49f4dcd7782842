"""The one door to the data plane: queries are values, and only the warehouse runs them."""

from wegweiser.warehouse.dialects import Dialect
from wegweiser.warehouse.parts import Part, Schema
from wegweiser.warehouse.query import Query, Table
from wegweiser.warehouse.result import Result
from wegweiser.warehouse.warehouse import Warehouse

__all__ = ["Dialect", "Part", "Query", "Result", "Schema", "Table", "Warehouse"]
