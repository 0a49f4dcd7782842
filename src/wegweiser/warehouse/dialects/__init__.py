"""How each engine writes what the common subset of SQL has no one word for."""

from wegweiser.warehouse.dialects.base import Dialect
from wegweiser.warehouse.dialects.bigquery import BigQueryDialect
from wegweiser.warehouse.dialects.clickhouse import ClickHouseDialect
from wegweiser.warehouse.dialects.duckdb import DuckDBDialect
from wegweiser.warehouse.dialects.snowflake import SnowflakeDialect
from wegweiser.warehouse.dialects.spark import SparkDialect

__all__ = ["BigQueryDialect", "ClickHouseDialect", "Dialect", "DuckDBDialect", "SnowflakeDialect", "SparkDialect"]
