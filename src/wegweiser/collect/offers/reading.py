"""The rows of one file as offers, with what is wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from wegweiser.collect.numbers import number
from wegweiser.collect.offers.spec import OfferSpec
from wegweiser.collect.scanning import OWN, parquet, text
from wegweiser.collect.spec import TimeRule
from wegweiser.collect.times import instant
from wegweiser.errors import SourceProblem, UnknownName
from wegweiser.warehouse import Dialect, Query, Warehouse

SCRATCH = ("offer_text", "offer_read")
SILENT = "silent"
_TEXTS = ("object", "side", "place", "customer", "message")
_TRUE = "'true', 't', 'yes', 'y', 'ja', '1', 'in stock', 'available', 'lieferbar', 'vorrätig'"
_FALSE = "'false', 'f', 'no', 'n', 'nein', '0', 'out of stock', 'sold out', 'ausverkauft', 'nicht lieferbar'"


@dataclass(frozen=True)
class _Columns:
    """The fields of one file as SQL expressions."""

    spec: OfferSpec
    types: Mapping[str, str]
    dialect: Dialect

    def text(self, name: str) -> str:
        """Return a field as trimmed text, null where it is empty or not given."""
        if name in self.spec.fixed:
            return self.dialect.text(self.spec.fixed[name])
        return self.raw(self.spec.columns[name]) if name in self.spec.columns else "cast(null as varchar)"

    def raw(self, column: str) -> str:
        """Return a column as trimmed text, null where it is empty.

        Raises:
            UnknownName: the file has no such column.
        """
        if column not in self.types:
            raise UnknownName("column", column, self.types)
        return f"nullif(trim(cast({self.dialect.identifier(column)} as varchar)), '')"

    def number(self, said: str) -> str:
        """Return a text expression as a number."""
        return number(said, self.spec.text.decimal)

    def moment(self) -> str:
        """Return when it was offered, in UTC; null where the offer has no date."""
        if "week" in self.spec.columns:
            day = datetime.combine(self.spec.first_day or date(1970, 1, 1), time(), UTC)
            weeks = self.number(self.text("week"))
            return f"{self.dialect.timestamp(day)} + to_days(cast(7 * ({weeks} - 1) as integer))"
        if "time" not in self.spec.columns:
            return "cast(null as timestamp)"
        column = self.spec.columns["time"]
        kind = self.types.get(column, "")
        if kind.startswith(("TIMESTAMP", "DATE")) and kind != "TIMESTAMP WITH TIME ZONE":
            rule = TimeRule(zone=self.spec.time.zone)
            return instant(f"cast({self.dialect.identifier(column)} as varchar)", rule, self.dialect)
        return instant(self.raw(column), self.spec.time, self.dialect)


def offers_of(warehouse: Warehouse, spec: OfferSpec, file: Path) -> Query:
    """Return every offer of a file with what is wrong with it.

    Raises:
        SourceProblem: the file is not there.
        UnknownName: it lacks a column the spec names.
    """
    if not file.is_file():
        raise SourceProblem(f"{file} is not there; the offers '{spec.name}' name it.")
    is_parquet = file.suffix == ".parquet"
    scan = parquet(warehouse, file) if is_parquet else text(warehouse, spec.text, "offer_text", file)
    described = warehouse.run(Query("offer_columns", f"select column_name, column_type from (describe from {scan})"))
    types = {row["column_name"]: row["column_type"] for row in described.rows() if row["column_name"] not in OWN}
    columns = _Columns(spec, types, warehouse.dialect)
    sides: list[tuple[str | None, str | None]] = [*spec.sides.items()] or [(None, None)]
    branches = " union all ".join(_branch(columns, scan, side, column) for side, column in sides)
    subject = warehouse.dialect.id_of("'customer:' || customer")
    return Query(
        "offer_read",
        f"""select {warehouse.dialect.text(spec.name)} as source, line, object, side, place, occurred_at,
                   case when customer is not null then {subject} end as subject_id,
                   price, discount, available, message, raw,
                   case when problem is not null then problem
                        when object is null then 'no_object' when side is null then 'no_side'
                        when dated and occurred_at is null then 'unreadable_time'
                        when price is null and discount is null and available is null and message is null
                        then case when silent then '{SILENT}' else 'nothing_offered' end end as problem
            from ({branches})""",
    )


def _branch(columns: _Columns, scan: str, side: str | None, column: str | None) -> str:
    """The offers of one side, or of all where the rows say which."""
    dialect, spec = columns.dialect, columns.spec
    said = {name: columns.text(name) for name in _TEXTS}
    if side is not None:
        said["side"] = dialect.text(side)
    silent = ", ".join(dialect.text(value) for value in spec.silent) or "''"
    silence = f"coalesce({said['message']}, '') in ({silent})" if "message" in spec.columns else "false"
    said["message"] = f"case when {said['message']} not in ({silent}) then {said['message']} end"
    discount = columns.number(columns.text("discount"))
    price = columns.number(columns.raw(column)) if column is not None else _price(columns, discount)
    stock = f"lower({columns.text('available')})"
    available = f"case when {stock} in ({_TRUE}) then true when {stock} in ({_FALSE}) then false end"
    listed = ", ".join(f"{expression} as {name}" for name, expression in said.items())
    dated = "true" if {"time", "week"} & set(spec.columns) else "false"
    return f"""select _line as line, _problem as problem, _raw as raw, {listed}, {columns.moment()} as occurred_at,
                      {dated} as dated, {silence} as silent, {price} as price, {discount} as discount,
                      {available} as available
               from {scan}"""


def _price(columns: _Columns, discount: str) -> str:
    """Return the price of the list: as given, or what would have been paid for one without the discount."""
    if "price" in columns.spec.columns or "price" in columns.spec.fixed:
        return columns.number(columns.text("price"))
    if "paid" not in columns.spec.columns:
        return "cast(null as double)"
    paid, quantity = (columns.number(columns.text(name)) for name in ("paid", "quantity"))
    return f"({paid} + coalesce(abs({discount}), 0)) / nullif({quantity}, 0)"
