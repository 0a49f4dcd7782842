"""Which file of a retailer plays which role, and which of its columns means what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wegweiser.collect.numbers import number
from wegweiser.collect.scanning import OWN, parquet, text
from wegweiser.collect.spec import SourceSpec
from wegweiser.collect.times import check_zone, instant
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName
from wegweiser.warehouse import Dialect, Query, Warehouse

ENDINGS = (".parquet", ".csv", ".csv.gz", ".tsv")
MONEY = "decimal(18, 4)"
"""Sums of decimals do not depend on the order of their rows; sums of doubles do, in the last digit."""


@dataclass(frozen=True)
class Role:
    """A file's part in the set: its fields with the column names completejourney uses; `needed` must exist."""

    name: str
    columns: Mapping[str, str]
    needed: tuple[str, ...]


ROLES: tuple[Role, ...] = (
    Role(
        "transactions",
        {
            "customer": "household_id",
            "store": "store_id",
            "basket": "basket_id",
            "product": "product_id",
            "quantity": "quantity",
            "value": "sales_value",
            "discount": "retail_disc",
            "coupon_discount": "coupon_disc",
            "coupon_match": "coupon_match_disc",
            "week": "week",
            "time": "transaction_timestamp",
        },
        ("customer", "basket", "value", "time"),
    ),
    Role("campaigns", {"campaign": "campaign_id", "customer": "household_id"}, ("campaign", "customer")),
    Role(
        "campaign_descriptions",
        {"campaign": "campaign_id", "type": "campaign_type", "start": "start_date", "end": "end_date"},
        ("campaign", "start"),
    ),
    Role(
        "coupons",
        {"coupon": "coupon_upc", "product": "product_id", "campaign": "campaign_id"},
        ("coupon", "product", "campaign"),
    ),
    Role(
        "coupon_redemptions",
        {
            "customer": "household_id",
            "coupon": "coupon_upc",
            "campaign": "campaign_id",
            "date": "redemption_date",
        },
        ("customer", "coupon", "campaign", "date"),
    ),
    Role(
        "promotions",
        {
            "product": "product_id",
            "store": "store_id",
            "display": "display_location",
            "mailer": "mailer_location",
            "week": "week",
        },
        ("product", "store", "week"),
    ),
    Role(
        "products",
        {
            "product": "product_id",
            "department": "department",
            "category": "product_category",
            "type": "product_type",
        },
        ("product", "department"),
    ),
    Role("demographics", {"customer": "household_id"}, ("customer",)),
)
"""Every role; only `transactions` must be there, what is absent gives no events."""


@dataclass(frozen=True)
class RoleFile:
    """A file in its role: which column holds which field, every column's type, and the SQL that reads it.

    `scan` gives the columns and `_line` (where the row stands, from 1), `_problem` and `_raw` (null where the row
    could be read).
    """

    role: Role
    path: Path
    columns: Mapping[str, str]
    types: Mapping[str, str]
    spec: SourceSpec
    scan: str
    dialect: Dialect

    @property
    def name(self) -> str:
        """The file's name, as quarantine shows it."""
        return self.path.name

    def text(self, field: str) -> str:
        """Return a field as trimmed text, null where it is empty or the file has no such column."""
        if field not in self.columns:
            return "cast(null as varchar)"
        column = self.dialect.identifier(self.columns[field])
        if self.types[self.columns[field]] == "VARCHAR":
            return f"nullif(trim({column}), '')"
        return f"cast({column} as varchar)"

    def number(self, field: str) -> str:
        """Return a field as an exact decimal; null where it is none."""
        if field not in self.columns:
            return f"cast(null as {MONEY})"
        column = self.dialect.identifier(self.columns[field])
        if self.types[self.columns[field]] == "VARCHAR":
            column = number(self.text(field), self.spec.text.decimal)
        return f"try_cast({column} as {MONEY})"

    def moment(self, field: str, zone: str) -> str:
        """Return a field of local time in the zone as UTC; null where it cannot be read."""
        if field not in self.columns:
            return "cast(null as timestamp)"
        column, kind = self.dialect.identifier(self.columns[field]), self.types[self.columns[field]]
        if kind == "TIMESTAMP WITH TIME ZONE":
            return f"timezone('UTC', {column})"
        if kind.startswith(("TIMESTAMP", "DATE")):
            return utc(f"cast({column} as timestamp)", zone, self.dialect)
        return instant(self.text(field), msgspec.structs.replace(self.spec.time, zone=zone), self.dialect)


def utc(local: str, zone: str, dialect: Dialect) -> str:
    """Return the local time of a zone as UTC."""
    return local if zone == "UTC" else f"timezone('UTC', timezone({dialect.text(zone)}, {local}))"


def role_files(warehouse: Warehouse, spec: SourceSpec, folder: Path) -> dict[str, RoleFile]:
    """Return the files of a folder by role; `options` name a role's file and, as `role.field`, its columns.

    Raises:
        InvalidSetting: an option names a role or field that does not exist.
        SourceProblem: a named file is not there, nothing plays `transactions`, or a needed column is missing.
    """
    _check(spec)
    found: dict[str, RoleFile] = {}
    for role in ROLES:
        path = _path(spec, folder, role)
        if path is not None:
            found[role.name] = _columns_of(warehouse, spec, role, path)
    if "transactions" not in found:
        raise SourceProblem(
            f'{folder} has no basket lines. Name their file in the source\'s options: transactions = "file.csv".'
        )
    return found


def _check(spec: SourceSpec) -> None:
    known = {name for role in ROLES for name in (role.name, *(f"{role.name}.{field}" for field in role.columns))}
    known |= {"calendar_zone", "small", "large", "nowhere"}
    check_zone(spec.time.zone)
    check_zone(spec.options.get("calendar_zone", "UTC"))
    wrong = [str(UnknownName("retail option", o, known)) for o in spec.options if o not in known and o[:5] != "trip."]
    if wrong:
        raise InvalidSetting(f"The source '{spec.name}'", wrong)


def _path(spec: SourceSpec, folder: Path, role: Role) -> Path | None:
    named = spec.options.get(role.name)
    if named:
        if not (folder / named).is_file():
            raise SourceProblem(f"{folder / named} is not there; source '{spec.name}' names it as its {role.name}.")
        return folder / named
    return next((folder / (role.name + end) for end in ENDINGS if (folder / (role.name + end)).is_file()), None)


def _columns_of(warehouse: Warehouse, spec: SourceSpec, role: Role, path: Path) -> RoleFile:
    scan = (
        parquet(warehouse, path)
        if path.suffix == ".parquet"
        else text(warehouse, spec.text, f"retail_text_{role.name}", path)
    )
    described = warehouse.run(Query("retail columns", f"select column_name, column_type from (describe from {scan})"))
    types = {row["column_name"]: row["column_type"] for row in described.rows() if row["column_name"] not in OWN}
    columns = {field: spec.options.get(f"{role.name}.{field}", default) for field, default in role.columns.items()}
    wanted = {field for field in columns if field in role.needed or f"{role.name}.{field}" in spec.options}
    missing = [column for field, column in columns.items() if field in wanted and column not in types]
    if missing:
        raise SourceProblem(
            f"{path} lacks {', '.join(missing)}. It has {', '.join(types)}. Map columns in the source's options, "
            f'such as "{role.name}.{role.needed[0]}".'
        )
    present = {field: column for field, column in columns.items() if column in types}
    return RoleFile(role, path, present, types, spec, scan, warehouse.dialect)
