"""A query is a named piece of SQL from tables to a table; it never runs itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table the warehouse holds; written into SQL it is its quoted name."""

    name: str

    def __str__(self) -> str:
        return '"' + self.name.replace('"', '""') + '"'


@dataclass(frozen=True)
class Query:
    """Named SQL and the queries it reads from; written into another query's SQL it is its quoted name.

    Example:
        >>> steps = Query("steps", "select * from step")
        >>> print(Query("counted", f"select count(*) as n from {steps}", (steps,)).statement())
        with "steps" as (select * from step)
        select count(*) as n from "steps"
    """

    name: str
    sql: str
    inputs: tuple[Query, ...] = ()

    def __str__(self) -> str:
        return '"' + self.name.replace('"', '""') + '"'

    def statement(self) -> str:
        """Return one SQL statement with every input as a common table expression, each written once."""
        named = _gathered(self.inputs, {})
        if not named:
            return self.sql.strip()
        parts = ",\n     ".join(f"{query} as ({query.sql.strip()})" for query in named.values())
        return f"with {parts}\n{self.sql.strip()}"


def _gathered(queries: tuple[Query, ...], found: dict[str, Query]) -> dict[str, Query]:
    for query in queries:
        if query.name not in found:
            _gathered(query.inputs, found)
            found[query.name] = query
    return found
