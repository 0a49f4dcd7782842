"""DuckDB 1.5 and 2.0, the embedded default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wegweiser.warehouse.dialects.base import whole_seconds


@dataclass(frozen=True)
class DuckDBDialect:
    """Writes DuckDB's SQL."""

    name: str = "duckdb"

    def spelled(self, statement: str) -> str:
        """Return the statement: the common subset is written as DuckDB spells it."""
        return statement

    def type_name(self, kind: str) -> str:
        """Return the type: schemas are written in DuckDB's types."""
        return kind

    def identifier(self, name: str) -> str:
        """Return the name in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def text(self, value: str) -> str:
        """Return the value in single quotes; a NUL byte, which no literal can hold, is left out."""
        return "'" + value.replace("\0", "").replace("'", "''") + "'"

    def timestamp(self, value: datetime) -> str:
        """Return the time in UTC as a TIMESTAMP literal."""
        return f"timestamp '{value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"

    def interval(self, length: timedelta) -> str:
        """Return whole seconds as an interval."""
        return f"interval '{whole_seconds(length)}' second"

    def id_of(self, text: str) -> str:
        """Return the first 15 hex digits of the md5 as a BIGINT."""
        return f"('0x' || substr(md5({text}), 1, 15))::bigint"

    def seconds(self, start: str, end: str) -> str:
        """Return the difference in seconds, microseconds kept."""
        return f"(epoch_us({end}) - epoch_us({start})) / 1e6"

    def quantile(self, value: str, q: float) -> str:
        """Return quantile_cont."""
        return f"quantile_cont({value}, {q})"

    def ordered_list(self, value: str, order: Sequence[str]) -> str:
        """Return a list sorted after it was gathered: 2.2 times cheaper than ORDER BY inside list()."""
        fields = ", ".join(f"o{i} := {column}" for i, column in enumerate(order))
        return f"list_transform(list_sort(list(struct_pack({fields}, v := {value}))), lambda x: x.v)"

    def coded_list(self, code: str, order: str) -> str:
        """Return the list sorted as one number per item, which is a third cheaper than sorting pairs."""
        packed = f"list_sort(list(cast({order} as bigint) * 65536 + {code}))"
        return f"list_transform({packed}, lambda x: cast(x & 65535 as smallint))"

    def numbers(self, values: Sequence[int]) -> str:
        """Return the list in brackets."""
        return f"[{', '.join(map(str, values))}]"

    def item(self, items: str, place: str) -> str:
        """Return the list's item."""
        return f"{items}[{place}]"

    def stretch(self, items: str, first: str, last: str) -> str:
        """Return the list's slice."""
        return f"{items}[{first}:{last}]"

    def each(self, items: str, name: str, value: str) -> str:
        """Return list_transform."""
        return f"list_transform({items}, lambda {name}: {value})"

    def kept(self, items: str, name: str, condition: str) -> str:
        """Return list_filter."""
        return f"list_filter({items}, lambda {name}: {condition})"

    def led(self, items: str, first: Sequence[int]) -> str:
        """Return list_concat."""
        return f"list_concat([{', '.join(map(str, first))}], {items})"

    def bits(self, items: str) -> str:
        """Return list_bit_or of the powers of two."""
        return f"coalesce(list_bit_or(list_transform({items}, lambda x: cast(1 as bigint) << x)), 0)"

    def lone_bit(self, place: str) -> str:
        """Return 1 shifted by <<."""
        return f"(cast(1 as bigint) << {place})"

    def bit(self, value: str, place: int) -> str:
        """Return the bit by >> and &."""
        return f"({value} >> {place} & 1)"

    def any_bits(self, value: str) -> str:
        """Return bit_or."""
        return f"bit_or({value})"

    def unrolled(self, source: str, keep: Sequence[str], lists: Mapping[str, str], place: str) -> str:
        """Return one unnest per list; DuckDB walks them in step and pads the shorter ones with null."""
        columns = [*keep, *(f"unnest({items}) as {name}" for name, items in lists.items())]
        longest = next(iter(lists.values()))
        return f"select {', '.join(columns)}, generate_subscripts({longest}, 1) as {place} from {source}"

    def any_number(self) -> str:
        """Return row_number() over all rows as they come."""
        return "row_number() over ()"

    def shifted(self, value: str, bits: int) -> str:
        """Return the number shifted by >>."""
        return f"{value} >> {int(bits)}"

    def hour(self, at: str) -> str:
        """Return the hour."""
        return f"hour({at})"

    def weekday(self, at: str) -> str:
        """Return isodow()."""
        return f"isodow({at})"

    def days(self, start: str, end: str) -> str:
        """Return date_diff('day')."""
        return f"date_diff('day', {start}, {end})"

    def local(self, at: str, zone: str) -> str:
        """Return the wall-clock time of the zone."""
        return f"timezone({self.text(zone)}, timezone('UTC', {at}))"

    def json_text(self, json: str, key: str) -> str:
        """Return the key by ->>."""
        return f"{json} ->> {self.text(key)}"

    def json_object(self, fields: Mapping[str, str]) -> str:
        """Return the object built by json_object, as text."""
        pairs = ", ".join(f"{self.text(name)}, {value}" for name, value in fields.items())
        return f"cast(json_object({pairs}) as varchar)"

    def view(self, name: str, statement: str) -> str:
        """Return a temporary view."""
        return f"create or replace temp view {self.identifier(name)} as {statement}"
