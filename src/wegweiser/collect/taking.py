"""Takes a source's rows in: identifiers normalised, ids given, every row without a problem or with its first one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import phonenumbers
import pyarrow as pa

from wegweiser.collect.rows import Rows
from wegweiser.collect.spec import IDENTIFIERS, SourceSpec
from wegweiser.domain.events import BLOCKED
from wegweiser.warehouse import Dialect, Query, Table, Warehouse

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_AHEAD = timedelta(days=1)
TAKEN = Table("taken")


@dataclass(frozen=True)
class Taken:
    """The rows taken in (`taken`), which canonical columns and kinds of identifier they have, and their source."""

    rows: Rows
    spec: SourceSpec
    columns: frozenset[str]
    kinds: tuple[str, ...]
    count: int

    def has(self, column: str) -> str:
        """Return the column's name, or null where the source has none."""
        return column if column in self.columns else "null"

    @property
    def traits(self) -> tuple[str, ...]:
        """The names of the traits its rows state."""
        return tuple(sorted(c.removeprefix("trait:") for c in self.columns if c.startswith("trait:")))


def take(warehouse: Warehouse, rows: Rows, spec: SourceSpec, now: datetime) -> Taken:
    """Write the rows into the temporary table `taken`; read again the careful way what the fast way missed."""
    taken = _take(warehouse, rows, spec, now)
    if rows.otherwise is not None and taken.count != rows.rows:
        warehouse.drop(TAKEN)
        return _take(warehouse, rows.otherwise(), spec, now)
    return taken


def _take(warehouse: Warehouse, rows: Rows, spec: SourceSpec, now: datetime) -> Taken:
    columns = frozenset(rows.columns)
    kinds = () if spec.rows_are_profiles else tuple(kind for kind in IDENTIFIERS if kind in columns)
    with in_order(warehouse):
        if "phone" in kinds:
            _offer_phones(warehouse, rows, spec.phone_region)
        cleaned = _cleaned(rows, spec, kinds, warehouse.dialect)
        code = _code(
            problem="problem" in columns, kinds=kinds, alone=spec.rows_are_profiles, now=now, dialect=warehouse.dialect
        )
        warehouse.create(_checked(cleaned, kinds, code, warehouse.dialect))
    own = "where extra is null" if "extra" in columns else ""
    count = warehouse.run(Query("rows taken", f"select count(*) as n from {TAKEN} {own}")).one()["n"]
    return Taken(rows, spec, columns, kinds, count)


@contextmanager
def in_order(warehouse: Warehouse) -> Iterator[None]:
    """Let the engine number rows in the order of the file."""
    warehouse.execute("keep order", "set preserve_insertion_order = true")
    try:
        yield
    finally:
        warehouse.execute("forget order", "set preserve_insertion_order = false")


def _inputs(table: Query | Table | None) -> tuple[Query, ...]:
    return (table,) if isinstance(table, Query) else ()


def _cleaned(rows: Rows, spec: SourceSpec, kinds: tuple[str, ...], dialect: Dialect) -> Query:
    """Strip texts, normalise identifiers, and give every row the id it has if no other row is like it."""
    columns = rows.columns
    kept = [
        dialect.identifier(c) for c in columns if c not in {*IDENTIFIERS, "event", "channel", "campaign", "event_id"}
    ]
    texts = [f"coalesce(trim({c}), '') as {c}" for c in ("event", "channel", "campaign") if c in columns]
    received = "nullif(trim(event_id), '')"
    own = dialect.id_of(f"{dialect.text(spec.name + chr(31))} || {received}")
    if "event_id" not in columns:
        ids = ["content as base", "false as received"]
    elif "content" in columns:
        ids = [f"coalesce({own}, content) as base", f"{received} is not null as received"]
    else:
        ids = [f"{own} as base", "true as received"]
    identifiers = [f"{_normalised(kind)} as {kind}" for kind in kinds]
    named = " or ".join(f"trim({kind}) <> ''" for kind in kinds)
    identifiers.append(f"coalesce({named or 'false'}, false) as named")
    joined = "left join phone_numbers on phone_numbers.received_as = trim(phone)" if "phone" in kinds else ""
    listed = ", ".join([*kept, *texts, *ids, *identifiers])
    return Query("cleaned", f"select {listed} from {rows.table} {joined}", _inputs(rows.table))


def _normalised(kind: str) -> str:
    value = {"email": "lower(trim(email))", "phone": "phone_numbers.normal"}.get(kind, f"trim({kind})")
    blocked = ", ".join("'" + word.replace("'", "''") + "'" for word in sorted(BLOCKED))
    return f"case when lower(trim({kind})) not in ({blocked}) then nullif({value}, '') end"


def _offer_phones(warehouse: Warehouse, rows: Rows, region: str | None) -> None:
    """Offer each distinct telephone number in its international form."""
    distinct = Query(
        "phones", f"select distinct trim(phone) as phone from {rows.table} where trim(phone) <> ''", _inputs(rows.table)
    )
    received = sorted(warehouse.run(distinct).column("phone"))
    normal = [phone_number(text, region) for text in received]
    warehouse.offer(
        "phone_numbers",
        pa.table({"received_as": pa.array(received, pa.string()), "normal": pa.array(normal, pa.string())}),
    )


def phone_number(text: str, region: str | None) -> str | None:
    """Return a telephone number in E.164; a national one of no known region as its digits; else None.

    Example:
        >>> phone_number("0171 / 123 45 67", "DE"), phone_number("+49 171 1234567", None), phone_number("ask Ana", None)
        ('+491711234567', '+491711234567', None)
    """
    try:
        return phonenumbers.format_number(phonenumbers.parse(text, region), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        digits = "".join(sign for sign in text if sign.isdigit())
        return digits if len(digits) >= 5 else None


def _code(*, problem: bool, kinds: tuple[str, ...], alone: bool, now: datetime, dialect: Dialect) -> str:
    """Return the expression that names the first problem of a row."""
    nobody = " and ".join(f"{kind} is null" for kind in kinds) or str(not alone).lower()
    earliest, latest = dialect.timestamp(EARLIEST), dialect.timestamp(now + _AHEAD)
    return (
        f"case {'when problem is not null then problem' if problem else ''} "
        f"when {nobody} then case when named then 'blocked_identifier' else 'no_customer' end "
        "when time is null then 'no_time' "
        f"when time < {earliest} or time > {latest} then 'time_out_of_range' "
        "when event = '' then 'no_event' end"
    )


def _checked(cleaned: Query, kinds: tuple[str, ...], code: str, dialect: Dialect) -> Query:
    """Give identifiers their ids and every row the code of its problem."""
    ids = [dialect.id_of(f"'{kind}:' || {kind}") + f" as {kind}_id" for kind in kinds]
    return Query(TAKEN.name, f"select *, {', '.join([*ids, f'{code} as code'])} from {cleaned}", (cleaned,))
