"""BigQuery: written from its manual and never sent to the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wegweiser.warehouse.dialects.base import whole_seconds
from wegweiser.warehouse.dialects.rewriting import arguments_of, with_calls
from wegweiser.warehouse.dialects.spelling import Spelling, escaped

_TYPES = {
    "BIGINT": "int64",
    "INTEGER": "int64",
    "SMALLINT": "int64",
    "DOUBLE": "float64",
    "VARCHAR": "string",
    "BOOLEAN": "bool",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


def _named(name: str) -> str:
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def _truncated(arguments: str, _over: str) -> str:
    unit, at = arguments_of(arguments)
    word = unit.strip("'")
    return f"datetime_trunc({at}, {word})"


_SPELLING = Spelling(_named, {"varchar": "string", "double": "float64"})


@dataclass(frozen=True)
class BigQueryDialect:
    """Writes GoogleSQL; a time of ours, which is UTC without a zone, is a DATETIME."""

    name: str = "bigquery"

    def spelled(self, statement: str) -> str:
        """Return the statement with names in backticks, BigQuery's types, and date_trunc the other way round."""
        return with_calls(_SPELLING.of(statement), {"date_trunc": _truncated})

    def type_name(self, kind: str) -> str:
        """Return the type; a list is an array."""
        return f"array<{self.type_name(kind[:-2])}>" if kind.endswith("[]") else _TYPES[kind]

    def identifier(self, name: str) -> str:
        """Return the name in backticks."""
        return _named(name)

    def text(self, value: str) -> str:
        """Return the value in single quotes, escaped by backslashes."""
        return escaped(value)

    def timestamp(self, value: datetime) -> str:
        """Return the time in UTC as a DATETIME literal."""
        return f"datetime '{value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"

    def interval(self, length: timedelta) -> str:
        """Return whole seconds as an interval."""
        return f"interval {whole_seconds(length)} second"

    def id_of(self, text: str) -> str:
        """Return the first 15 hex digits of the md5 as an INT64."""
        return f"cast(concat('0x', substr(to_hex(md5({text})), 1, 15)) as int64)"

    def seconds(self, start: str, end: str) -> str:
        """Return the difference in seconds, microseconds kept."""
        return f"datetime_diff({end}, {start}, microsecond) / 1e6"

    def quantile(self, value: str, q: float) -> str:
        """Return one of a thousand approximate quantiles: the exact one is no aggregate here."""
        return f"approx_quantiles({value}, 1000)[offset({round(q * 1000)})]"

    def ordered_list(self, value: str, order: Sequence[str]) -> str:
        """Return array_agg in order."""
        return f"array_agg({value} order by {', '.join(order)})"

    def coded_list(self, code: str, order: str) -> str:
        """Return the ordered list: nothing is gained by packing."""
        return self.ordered_list(code, [order])

    def numbers(self, values: Sequence[int]) -> str:
        """Return the array in brackets."""
        return f"[{', '.join(map(str, values))}]"

    def item(self, items: str, place: str) -> str:
        """Return the array's item, counted from 1."""
        return f"{items}[ordinal({place})]"

    def stretch(self, items: str, first: str, last: str) -> str:
        """Return the part of the array by its offsets."""
        return (
            f"array(select i from unnest({items}) as i with offset as o "
            f"where o between {first} - 1 and {last} - 1 order by o)"
        )

    def each(self, items: str, name: str, value: str) -> str:
        """Return the array with each item replaced, in order."""
        return f"array(select {value} from unnest({items}) as {name} with offset as o order by o)"

    def kept(self, items: str, name: str, condition: str) -> str:
        """Return the array of the items for which the condition holds, in order."""
        return f"array(select {name} from unnest({items}) as {name} with offset as o where {condition} order by o)"

    def led(self, items: str, first: Sequence[int]) -> str:
        """Return array_concat."""
        return f"array_concat([{', '.join(map(str, first))}], {items})"

    def bits(self, items: str) -> str:
        """Return bit_or over the powers of two."""
        return f"(select coalesce(bit_or(1 << x), 0) from unnest({items}) as x)"

    def lone_bit(self, place: str) -> str:
        """Return 1 shifted by <<."""
        return f"(1 << {place})"

    def bit(self, value: str, place: int) -> str:
        """Return the bit by >> and &."""
        return f"(({value} >> {place}) & 1)"

    def any_bits(self, value: str) -> str:
        """Return bit_or."""
        return f"bit_or({value})"

    def unrolled(self, source: str, keep: Sequence[str], lists: Mapping[str, str], place: str) -> str:
        """Return unnest of the longest list, and the others' items by its offsets."""
        (longest, items), *others = lists.items()
        found = (f"{other}[safe_offset(u_at)] as {name}" for name, other in others)
        columns = [*keep, f"u_item as {longest}", *found]
        joined = f"cross join unnest({items}) as u_item with offset as u_at"
        return f"select {', '.join(columns)}, u_at + 1 as {place} from {source} {joined}"

    def any_number(self) -> str:
        """Return row_number() over all rows as they come."""
        return "row_number() over ()"

    def shifted(self, value: str, bits: int) -> str:
        """Return the number shifted by >>."""
        return f"{value} >> {int(bits)}"

    def hour(self, at: str) -> str:
        """Return the hour by extract."""
        return f"extract(hour from {at})"

    def weekday(self, at: str) -> str:
        """Return the day of the week, turned from Sunday 1 to Monday 1."""
        return f"mod(extract(dayofweek from {at}) + 5, 7) + 1"

    def days(self, start: str, end: str) -> str:
        """Return date_diff, whose end stands first."""
        return f"date_diff({end}, {start}, day)"

    def local(self, at: str, zone: str) -> str:
        """Return the wall-clock time of the zone."""
        return f"datetime(timestamp({at}, 'UTC'), {self.text(zone)})"

    def json_text(self, json: str, key: str) -> str:
        """Return the key by a JSON path."""
        return f"json_value({json}, {self.text('$.' + key)})"

    def json_object(self, fields: Mapping[str, str]) -> str:
        """Return the object as text, nulls kept."""
        pairs = ", ".join(f"{self.text(name)}, {value}" for name, value in fields.items())
        return f"to_json_string(json_object({pairs}))"

    def view(self, name: str, statement: str) -> str:
        """Return a view."""
        return f"create or replace view {self.identifier(name)} as {statement}"
