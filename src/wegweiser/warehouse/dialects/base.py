"""What every dialect can write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from wegweiser.errors import InvalidSetting


class Dialect(Protocol):
    """Writes the few constructs engines disagree on; everything else is the common subset of SQL."""

    @property
    def name(self) -> str:
        """The engine's name."""
        ...

    def spelled(self, statement: str) -> str:
        """Return a statement of the common subset with its names, numbers and types in the engine's spelling."""
        ...

    def type_name(self, kind: str) -> str:
        """Return the engine's name of a type in a schema: BIGINT, VARCHAR, SMALLINT[]."""
        ...

    def identifier(self, name: str) -> str:
        """Return the name quoted as an identifier."""
        ...

    def text(self, value: str) -> str:
        """Return the value as a string literal."""
        ...

    def timestamp(self, value: datetime) -> str:
        """Return an aware time as a UTC timestamp literal."""
        ...

    def interval(self, length: timedelta) -> str:
        """Return a length of time that can be added to a timestamp."""
        ...

    def id_of(self, text: str) -> str:
        """Return the first 60 bits of the md5 of a text expression as a positive BIGINT."""
        ...

    def seconds(self, start: str, end: str) -> str:
        """Return the seconds from one timestamp expression to another as a double."""
        ...

    def quantile(self, value: str, q: float) -> str:
        """Return the continuous quantile of an expression."""
        ...

    def ordered_list(self, value: str, order: Sequence[str]) -> str:
        """Return the aggregate that lists a value in the order of other expressions."""
        ...

    def coded_list(self, code: str, order: str) -> str:
        """Return the aggregate that lists small codes, from 0 to 32,767, in the order of one whole number."""
        ...

    def numbers(self, values: Sequence[int]) -> str:
        """Return a list of whole numbers."""
        ...

    def item(self, items: str, place: str) -> str:
        """Return the item of a list at a place, counted from 1."""
        ...

    def stretch(self, items: str, first: str, last: str) -> str:
        """Return the items of a list from one place to another, both included, counted from 1."""
        ...

    def each(self, items: str, name: str, value: str) -> str:
        """Return a list with each item, known by a name, replaced by an expression of it."""
        ...

    def kept(self, items: str, name: str, condition: str) -> str:
        """Return a list with only the items, known by a name, for which a condition holds."""
        ...

    def led(self, items: str, first: Sequence[int]) -> str:
        """Return a list of whole numbers with others put before it."""
        ...

    def bits(self, items: str) -> str:
        """Return the BIGINT that has the bit of each item of a list of small numbers set; 0 for an empty list."""
        ...

    def lone_bit(self, place: str) -> str:
        """Return the BIGINT that has only the bit at a place, an expression, counted from 0."""
        ...

    def bit(self, value: str, place: int) -> str:
        """Return 1 where a positive BIGINT has the bit at a place, counted from 0, else 0."""
        ...

    def any_bits(self, value: str) -> str:
        """Return the aggregate that has every bit a BIGINT expression has in any row."""
        ...

    def unrolled(self, source: str, keep: Sequence[str], lists: Mapping[str, str], place: str) -> str:
        """Return a select of one row per place of the first, longest list, with kept columns and each list's item.

        `lists` names the columns of items; `place` counts from 1. Where a list has ended its item is null.
        """
        ...

    def any_number(self) -> str:
        """Return a number of the row, in no order, that no other row of the same select has."""
        ...

    def shifted(self, value: str, bits: int) -> str:
        """Return a positive whole number without its lowest bits."""
        ...

    def hour(self, at: str) -> str:
        """Return the hour of a timestamp expression, 0 to 23."""
        ...

    def weekday(self, at: str) -> str:
        """Return the day of the week of a timestamp or date expression, Monday 1 to Sunday 7."""
        ...

    def days(self, start: str, end: str) -> str:
        """Return how many midnights lie between two date expressions."""
        ...

    def local(self, at: str, zone: str) -> str:
        """Return a UTC timestamp expression as local time of an IANA zone."""
        ...

    def json_text(self, json: str, key: str) -> str:
        """Return one key of a JSON object as text."""
        ...

    def json_object(self, fields: Mapping[str, str]) -> str:
        """Return a JSON object of named expressions, as text."""
        ...

    def view(self, name: str, statement: str) -> str:
        """Return the statement that lets a name stand for another statement until the engine closes."""
        ...


def whole_seconds(length: timedelta) -> int:
    """Return a length of time in whole seconds.

    Raises:
        InvalidSetting: the length is negative or holds a fraction of a second.
    """
    seconds = length.total_seconds()
    if seconds < 0 or seconds != int(seconds):
        raise InvalidSetting("A length of time", [f"{length} is not a whole, positive number of seconds"])
    return int(seconds)
