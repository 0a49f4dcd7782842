"""Apache Spark 4 and what speaks its SQL (Sail), in a session whose zone is UTC."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wegweiser.warehouse.dialects.base import whole_seconds
from wegweiser.warehouse.dialects.spelling import Spelling, escaped, ticked

# Spark divides decimals to few places: 1.0 / 3 is 0.333333. As doubles they are what every other engine gives.
_SPELLING = Spelling(ticked, {"varchar": "string"}, doubles=True)
_TYPES = {"VARCHAR": "string", "TIMESTAMP": "timestamp_ntz"}
_LEVELS = (0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class SparkDialect:
    """Writes Spark's SQL; timestamps are TIMESTAMP_NTZ, as in the parts, and never shift with a zone."""

    name: str = "spark"

    def spelled(self, statement: str) -> str:
        """Return the statement with names in backticks and decimal numbers as doubles."""
        return _SPELLING.of(statement)

    def type_name(self, kind: str) -> str:
        """Return the type; a list is an array."""
        if kind.endswith("[]"):
            return f"array<{self.type_name(kind[:-2])}>"
        return _TYPES.get(kind, kind.lower())

    def identifier(self, name: str) -> str:
        """Return the name in backticks."""
        return ticked(name)

    def text(self, value: str) -> str:
        """Return the value in single quotes, escaped by backslashes."""
        return escaped(value)

    def timestamp(self, value: datetime) -> str:
        """Return the time in UTC as a TIMESTAMP_NTZ literal."""
        return f"timestamp_ntz '{value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"

    def interval(self, length: timedelta) -> str:
        """Return whole seconds as an interval."""
        return f"interval '{whole_seconds(length)}' second"

    def id_of(self, text: str) -> str:
        """Return the first 15 hex digits of the md5 as a bigint."""
        return f"cast(conv(substr(md5({text}), 1, 15), 16, 10) as bigint)"

    def seconds(self, start: str, end: str) -> str:
        """Return the difference in seconds, microseconds kept."""
        first, last = (f"unix_micros(cast({at} as timestamp_ltz))" for at in (start, end))
        return f"({last} - {first}) / 1e6"

    def quantile(self, value: str, q: float) -> str:
        """Return percentile, which interpolates.

        Every call asks for the usual levels at once, so that Spark gathers a column's values once for all of them.
        """
        levels = _LEVELS if q in _LEVELS else (q,)
        asked = ", ".join(f"cast({level} as double)" for level in levels)
        return f"get(percentile({value}, array({asked})), {levels.index(q)})"

    def ordered_list(self, value: str, order: Sequence[str]) -> str:
        """Return a list sorted after it was gathered: collect_list alone keeps no order."""
        fields = ", ".join(f"{column} as o{i}" for i, column in enumerate(order))
        # Sail takes two lists for one when their fields are called the same.
        item = "v_" + re.sub(r"\W+", "_", value)
        return f"transform(array_sort(collect_list(struct({fields}, {value} as {item}))), x -> x.{item})"

    def coded_list(self, code: str, order: str) -> str:
        """Return the ordered list: nothing is gained by packing."""
        return self.ordered_list(code, [order])

    def numbers(self, values: Sequence[int]) -> str:
        """Return array()."""
        return f"array({', '.join(map(str, values))})"

    def item(self, items: str, place: str) -> str:
        """Return element_at, which counts from 1."""
        return f"element_at({items}, cast({place} as int))"

    def stretch(self, items: str, first: str, last: str) -> str:
        """Return the list's slice."""
        return f"slice({items}, cast({first} as int), cast({last} - {first} + 1 as int))"

    def each(self, items: str, name: str, value: str) -> str:
        """Return transform."""
        return f"transform({items}, {name} -> {value})"

    def kept(self, items: str, name: str, condition: str) -> str:
        """Return filter."""
        return f"filter({items}, {name} -> {condition})"

    def led(self, items: str, first: Sequence[int]) -> str:
        """Return concat."""
        return f"concat(array({', '.join(map(str, first))}), {items})"

    def bits(self, items: str) -> str:
        """Return the bits joined one by one."""
        one = "shiftleft(cast(1 as bigint), cast(x as int))"
        return f"coalesce(aggregate({items}, cast(0 as bigint), (a, x) -> a | {one}), cast(0 as bigint))"

    def lone_bit(self, place: str) -> str:
        """Return 1 shifted by shiftleft."""
        return f"shiftleft(cast(1 as bigint), cast({place} as int))"

    def bit(self, value: str, place: int) -> str:
        """Return the bit by shiftright and &."""
        return f"(shiftright({value}, {place}) & 1)"

    def any_bits(self, value: str) -> str:
        """Return bit_or."""
        return f"bit_or({value})"

    def unrolled(self, source: str, keep: Sequence[str], lists: Mapping[str, str], place: str) -> str:
        """Return posexplode of the longest list, and the others' items by its places."""
        (longest, items), *others = lists.items()
        columns = [*keep, f"u_item as {longest}", *(f"get({other}, u_at) as {name}" for name, other in others)]
        view = f"lateral view posexplode({items}) u as u_at, u_item"
        return f"select {', '.join(columns)}, u_at + 1 as {place} from {source} {view}"

    def any_number(self) -> str:
        """Return the number of the row within its partition, which no partition shares."""
        return "monotonically_increasing_id()"

    def shifted(self, value: str, bits: int) -> str:
        """Return the number by shiftright."""
        return f"shiftright({value}, {int(bits)})"

    def hour(self, at: str) -> str:
        """Return the hour."""
        return f"hour({at})"

    def weekday(self, at: str) -> str:
        """Return the days since a Monday, because engines disagree on where dayofweek() starts."""
        return f"cast(pmod(datediff(cast({at} as date), date '1970-01-05'), 7) + 1 as int)"

    def days(self, start: str, end: str) -> str:
        """Return datediff, whose end stands first."""
        return f"datediff({end}, {start})"

    def local(self, at: str, zone: str) -> str:
        """Return the wall-clock time of the zone."""
        return f"convert_timezone('UTC', {self.text(zone)}, {at})"

    def json_text(self, json: str, key: str) -> str:
        """Return the key by a JSON path."""
        return f"get_json_object({json}, {self.text('$.' + key)})"

    def json_object(self, fields: Mapping[str, str]) -> str:
        """Return the object as text, nulls kept."""
        pairs = ", ".join(f"{self.text(name)}, {value}" for name, value in fields.items())
        return f"to_json(named_struct({pairs}), map('ignoreNullFields', 'false'))"

    def view(self, name: str, statement: str) -> str:
        """Return a temporary view."""
        return f"create or replace temporary view {self.identifier(name)} as {statement}"
