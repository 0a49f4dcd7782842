"""ClickHouse 25 or later, in a session set to SQL's own rules for nulls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from json import dumps

from wegweiser.warehouse.dialects.base import whole_seconds
from wegweiser.warehouse.dialects.rewriting import Rule, arguments_of, with_calls, with_names
from wegweiser.warehouse.dialects.spelling import Spelling, escaped

_TYPES = {
    "BIGINT": "Int64",
    "INTEGER": "Int32",
    "SMALLINT": "Int16",
    "DOUBLE": "Float64",
    "VARCHAR": "String",
    "BOOLEAN": "Bool",
    "DATE": "Date32",
    "TIMESTAMP": "DateTime64(6, 'UTC')",
}


def _named(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '""') + '"'


_SPELLING = Spelling(_named, shift="bitShiftRight")


def _signed(function: str) -> Rule:
    """Counts are unsigned here, and an unsigned and a signed number have no common type."""
    return lambda arguments, over: f"toInt64({function}({arguments}){over})"


def _nullable(function: str) -> Rule:
    """Before the first row of a column that cannot be null would stand 0."""

    def rule(arguments: str, over: str) -> str:
        first, *rest = arguments_of(arguments)
        return f"{function}({', '.join([f'toNullable({first})', *rest])}){over}"

    return rule


_CALLS: dict[str, Rule] = {
    "count": _signed("count"),
    "row_number": _signed("row_number"),
    # a sum of whole numbers becomes signed, one of amounts stays what it is
    "sum": lambda arguments, over: f"sum(toInt8(0) + ({arguments})){over}",
    "lag": _nullable("lag"),
    "lead": _nullable("lead"),
}


@dataclass(frozen=True)
class ClickHouseDialect:
    """Writes ClickHouse's SQL; every column can be null, as everywhere else."""

    name: str = "clickhouse"

    def spelled(self, statement: str) -> str:
        """Return the statement with signed counts, nulls before the first row, and columns called by their names."""
        return with_calls(with_names(_SPELLING.of(statement)), _CALLS)

    def type_name(self, kind: str) -> str:
        """Return the type that can be null; a list is an array, which cannot."""
        if kind.endswith("[]"):
            return f"Array({self.type_name(kind[:-2])})"
        return f"Nullable({_TYPES[kind]})"

    def identifier(self, name: str) -> str:
        """Return the name in double quotes."""
        return _named(name)

    def text(self, value: str) -> str:
        """Return the value in single quotes, escaped by backslashes."""
        return escaped(value)

    def timestamp(self, value: datetime) -> str:
        """Return the time in UTC, microseconds kept."""
        return f"toDateTime64('{value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}', 6, 'UTC')"

    def interval(self, length: timedelta) -> str:
        """Return whole seconds as an interval."""
        return f"interval '{whole_seconds(length)}' second"

    def id_of(self, text: str) -> str:
        """Return the first 15 hex digits of the md5 as an Int64."""
        digits = f"substring(lower(hex(MD5({text}))), 1, 15)"
        return f"reinterpretAsInt64(reverse(unhex(concat('0', {digits}))))"

    def seconds(self, start: str, end: str) -> str:
        """Return the difference in seconds, microseconds kept."""
        first, last = (f"toUnixTimestamp64Micro(toDateTime64({at}, 6, 'UTC'))" for at in (start, end))
        return f"({last} - {first}) / 1e6"

    def quantile(self, value: str, q: float) -> str:
        """Return quantileExactInclusive, which interpolates."""
        return f"quantileExactInclusive({q})({value})"

    def ordered_list(self, value: str, order: Sequence[str]) -> str:
        """Return a list sorted after it was gathered."""
        fields = ", ".join((*order, value))
        return f"arrayMap(x -> x.{len(order) + 1}, arraySort(groupArray(tuple({fields}))))"

    def coded_list(self, code: str, order: str) -> str:
        """Return the ordered list: nothing is gained by packing."""
        return self.ordered_list(code, [order])

    def numbers(self, values: Sequence[int]) -> str:
        """Return the array in brackets."""
        return f"[{', '.join(map(str, values))}]"

    def item(self, items: str, place: str) -> str:
        """Return the array's item, which counts from 1."""
        return f"{items}[{place}]"

    def stretch(self, items: str, first: str, last: str) -> str:
        """Return the array's slice."""
        return f"arraySlice({items}, {first}, {last} - {first} + 1)"

    def each(self, items: str, name: str, value: str) -> str:
        """Return arrayMap."""
        return f"arrayMap({name} -> {value}, {items})"

    def kept(self, items: str, name: str, condition: str) -> str:
        """Return arrayFilter."""
        return f"arrayFilter({name} -> ifNull({condition}, false), {items})"

    def led(self, items: str, first: Sequence[int]) -> str:
        """Return arrayConcat."""
        return f"arrayConcat([{', '.join(map(str, first))}], {items})"

    def bits(self, items: str) -> str:
        """Return groupBitOr over the powers of two."""
        powers = f"arrayMap(x -> bitShiftLeft(toUInt64(1), assumeNotNull(x)), {items})"
        return f"toInt64(arrayReduce('groupBitOr', {powers}))"

    def lone_bit(self, place: str) -> str:
        """Return 1 shifted by bitShiftLeft."""
        return f"toInt64(bitShiftLeft(toUInt64(1), assumeNotNull({place})))"

    def bit(self, value: str, place: int) -> str:
        """Return bitTest."""
        return f"bitTest({value}, {place})"

    def any_bits(self, value: str) -> str:
        """Return groupBitOr."""
        return f"groupBitOr({value})"

    def unrolled(self, source: str, keep: Sequence[str], lists: Mapping[str, str], place: str) -> str:
        """Return ARRAY JOIN of the longest list, and the others' items by its places."""
        (longest, items), *others = lists.items()
        found = (f"if(u_at <= length({other}), {other}[u_at], null) as {name}" for name, other in others)
        columns = [*keep, f"u_item as {longest}", *found]
        joined = f"array join {items} as u_item, arrayEnumerate({items}) as u_at"
        return f"select {', '.join(columns)}, u_at as {place} from {source} {joined}"

    def any_number(self) -> str:
        """Return row_number() over all rows as they come."""
        return "row_number() over ()"

    def shifted(self, value: str, bits: int) -> str:
        """Return the number by bitShiftRight."""
        return f"bitShiftRight({value}, {int(bits)})"

    def hour(self, at: str) -> str:
        """Return the hour by toHour."""
        return f"toHour({at})"

    def weekday(self, at: str) -> str:
        """Return toDayOfWeek, Monday 1."""
        return f"toDayOfWeek({at})"

    def days(self, start: str, end: str) -> str:
        """Return dateDiff('day')."""
        return f"dateDiff('day', {start}, {end})"

    def local(self, at: str, zone: str) -> str:
        """Return the time moved by the zone's offset, because a time here carries its zone along."""
        return f"addSeconds({at}, timeZoneOffset(toTimeZone({at}, {self.text(zone)})))"

    def json_text(self, json: str, key: str) -> str:
        """Return the key by JSONExtract."""
        return f"JSONExtract({json}, {self.text(key)}, 'Nullable(String)')"

    def json_object(self, fields: Mapping[str, str]) -> str:
        """Return the object as text, nulls kept."""
        pairs = (
            f"concat({self.text(dumps(name, ensure_ascii=False) + ':')}, toJSONString({value}))"
            for name, value in fields.items()
        )
        return f"concat('{{', arrayStringConcat([{', '.join(pairs)}], ','), '}}')"

    def view(self, name: str, statement: str) -> str:
        """Return a view in the database of this engine."""
        return f"create or replace view {self.identifier(name)} as {statement}"
