"""From the name of an engine, as a setting or an option gives it, to the engine."""

from __future__ import annotations

import re
from collections.abc import Callable

from wegweiser.errors import UnknownName
from wegweiser.warehouse.engines.base import Engine, Resources
from wegweiser.warehouse.engines.clickhouse import ClickHouseEngine
from wegweiser.warehouse.engines.duckdb import DuckDBEngine
from wegweiser.warehouse.engines.spark import SparkEngine

DEFAULT = "duckdb"
_FORMS: dict[str, tuple[str, Callable[[str, Resources], Engine]]] = {
    "duckdb": (r"duckdb", DuckDBEngine),
    "spark://host:port": (r"spark://[^/]+:\d+(,[^/]+:\d+)*", SparkEngine),
    "local[n]": (r"local(\[(\d+|\*)\])?", SparkEngine),
    "sc://host:port": (r"sc://.+", SparkEngine),
    "clickhouse://local": (r"clickhouse://local", ClickHouseEngine),
}
"""How each kind of engine is named, and what opens it."""


def opened(name: str, resources: Resources) -> Engine:
    """Return the engine of a name, ready to run.

    Raises:
        UnknownName: no engine is named so.
        MissingExtra: the engine's package is not installed.
        WorkspaceProblem: the engine cannot be reached.
    """
    for form, kind in _FORMS.values():
        if re.fullmatch(form, name):
            return kind(name, resources)
    raise UnknownName("engine", name, _FORMS)
