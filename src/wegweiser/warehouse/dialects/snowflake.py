"""Snowflake with QUOTED_IDENTIFIERS_IGNORE_CASE: written from its manual and never sent to the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wegweiser.warehouse.dialects.base import whole_seconds
from wegweiser.warehouse.dialects.spelling import Spelling, escaped


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# Snowflake divides numbers to few places, as Spark does.
_SPELLING = Spelling(_named, doubles=True, shift="bitshiftright")
_TYPES = {"TIMESTAMP": "timestamp_ntz"}


@dataclass(frozen=True)
class SnowflakeDialect:
    """Writes Snowflake's SQL; times are TIMESTAMP_NTZ."""

    name: str = "snowflake"

    def spelled(self, statement: str) -> str:
        """Return the statement with decimal numbers as doubles."""
        return _SPELLING.of(statement)

    def type_name(self, kind: str) -> str:
        """Return the type; every list is an ARRAY of anything."""
        return "array" if kind.endswith("[]") else _TYPES.get(kind, kind.lower())

    def identifier(self, name: str) -> str:
        """Return the name in double quotes."""
        return _named(name)

    def text(self, value: str) -> str:
        """Return the value in single quotes, escaped by backslashes."""
        return escaped(value)

    def timestamp(self, value: datetime) -> str:
        """Return the time in UTC as a TIMESTAMP_NTZ."""
        return f"'{value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'::timestamp_ntz"

    def interval(self, length: timedelta) -> str:
        """Return whole seconds as an interval."""
        return f"interval '{whole_seconds(length)} seconds'"

    def id_of(self, text: str) -> str:
        """Return the first 15 hex digits of the md5 as a number."""
        return f"to_number(substr(md5({text}), 1, 15), 'XXXXXXXXXXXXXXX')"

    def seconds(self, start: str, end: str) -> str:
        """Return the difference in seconds, microseconds kept."""
        return f"datediff(microsecond, {start}, {end}) / 1e6"

    def quantile(self, value: str, q: float) -> str:
        """Return percentile_cont."""
        return f"percentile_cont({q}) within group (order by {value})"

    def ordered_list(self, value: str, order: Sequence[str]) -> str:
        """Return array_agg in order."""
        return f"array_agg({value}) within group (order by {', '.join(order)})"

    def coded_list(self, code: str, order: str) -> str:
        """Return the ordered list: nothing is gained by packing."""
        return self.ordered_list(code, [order])

    def numbers(self, values: Sequence[int]) -> str:
        """Return array_construct."""
        return f"array_construct({', '.join(map(str, values))})"

    def item(self, items: str, place: str) -> str:
        """Return the array's item by its offset."""
        return f"get({items}, {place} - 1)"

    def stretch(self, items: str, first: str, last: str) -> str:
        """Return the array's slice, whose end is left out."""
        return f"array_slice({items}, {first} - 1, {last})"

    def each(self, items: str, name: str, value: str) -> str:
        """Return transform."""
        return f"transform({items}, {name} -> {value})"

    def kept(self, items: str, name: str, condition: str) -> str:
        """Return filter."""
        return f"filter({items}, {name} -> {condition})"

    def led(self, items: str, first: Sequence[int]) -> str:
        """Return array_cat."""
        return f"array_cat([{', '.join(map(str, first))}], {items})"

    def bits(self, items: str) -> str:
        """Return the bits joined one by one."""
        return f"coalesce(reduce({items}, 0, (a, x) -> bitor(a, bitshiftleft(1, x))), 0)"

    def lone_bit(self, place: str) -> str:
        """Return 1 shifted by bitshiftleft."""
        return f"bitshiftleft(1, {place})"

    def bit(self, value: str, place: int) -> str:
        """Return the bit by bitshiftright and bitand."""
        return f"bitand(bitshiftright({value}, {place}), 1)"

    def any_bits(self, value: str) -> str:
        """Return bitor_agg."""
        return f"bitor_agg({value})"

    def unrolled(self, source: str, keep: Sequence[str], lists: Mapping[str, str], place: str) -> str:
        """Return flatten of the longest list, and the others' items by its index."""
        (longest, items), *others = lists.items()
        columns = [*keep, f"u.value as {longest}", *(f"get({other}, u.index) as {name}" for name, other in others)]
        joined = f"cross join lateral flatten(input => {items}) u"
        return f"select {', '.join(columns)}, u.index + 1 as {place} from {source} {joined}"

    def any_number(self) -> str:
        """Return row_number(), which wants an order, by nothing."""
        return "row_number() over (order by null)"

    def shifted(self, value: str, bits: int) -> str:
        """Return the number by bitshiftright."""
        return f"bitshiftright({value}, {int(bits)})"

    def hour(self, at: str) -> str:
        """Return the hour."""
        return f"hour({at})"

    def weekday(self, at: str) -> str:
        """Return dayofweekiso, Monday 1."""
        return f"dayofweekiso({at})"

    def days(self, start: str, end: str) -> str:
        """Return datediff(day)."""
        return f"datediff(day, {start}, {end})"

    def local(self, at: str, zone: str) -> str:
        """Return the wall-clock time of the zone."""
        return f"convert_timezone('UTC', {self.text(zone)}, {at})"

    def json_text(self, json: str, key: str) -> str:
        """Return the key by a path into the parsed text."""
        return f"parse_json({json})[{self.text(key)}]::string"

    def json_object(self, fields: Mapping[str, str]) -> str:
        """Return the object as text, nulls kept."""
        pairs = ", ".join(f"{self.text(name)}, {value}" for name, value in fields.items())
        return f"to_json(object_construct_keep_null({pairs}))"

    def view(self, name: str, statement: str) -> str:
        """Return a temporary view."""
        return f"create or replace temporary view {self.identifier(name)} as {statement}"
