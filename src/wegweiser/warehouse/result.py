"""What a query gave: rows with the definition they follow, in whatever frame a notebook likes."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import pyarrow as pa

from wegweiser.errors import UnknownName
from wegweiser.i18n import Text, read
from wegweiser.warehouse.optional import optional

_SHOWN_ROWS = 25


@dataclass(frozen=True, eq=False)
class Result:
    """A small, frozen table: `name`, its rows, and a `note` that states the definition and the denominator."""

    name: str
    table: pa.Table
    note: Text = ""
    statement: str = ""
    """The SQL that gave it, for whoever wants to check."""

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self)} rows x {len(self.columns)} columns ({', '.join(self.columns)})>"

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.table.column_names)

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries."""
        return list(self.table.to_pylist())

    def one(self) -> dict[str, Any]:
        """Return the only row.

        Raises:
            ValueError: there is not exactly one row.
        """
        (row,) = self.rows()
        return row

    def column(self, name: str) -> list[Any]:
        """Return one column as a list.

        Raises:
            UnknownName: there is no such column.
        """
        if name not in self.columns:
            raise UnknownName("column", name, self.columns)
        return list(self.table.column(name).to_pylist())

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table."""
        return self.table

    def to_pandas(self) -> Any:  # noqa: ANN401  (pandas is optional, so its type cannot be named)
        """Return the rows as a pandas DataFrame.

        Raises:
            MissingExtra: pandas is not installed.
        """
        optional("pandas", "A pandas frame", "frames")
        return self.table.to_pandas()

    def to_polars(self) -> Any:  # noqa: ANN401  (polars is optional, so its type cannot be named)
        """Return the rows as a polars DataFrame.

        Raises:
            MissingExtra: polars is not installed.
        """
        return optional("polars", "A polars frame", "frames").from_arrow(self.table)

    def _repr_html_(self) -> str:
        head = "".join(f"<th scope='col'>{escape(c)}</th>" for c in self.columns)
        shown = self.table.slice(0, _SHOWN_ROWS).to_pylist()
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(v))}</td>" for v in row.values()) + "</tr>" for row in shown
        )
        rest = len(self) - len(shown)
        note = escape(read(self.note, "en")) + (f" … {rest:,} more rows." if rest else "")
        return (
            f"<table><caption>{escape(self.name)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table><p><small>{note}</small></p>"
        )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,.4g}" if isinstance(value, float) else str(value)
