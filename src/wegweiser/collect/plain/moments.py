"""The instant a column of texts names, whatever way it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wegweiser.collect.spec import TimeRule
from wegweiser.collect.times import formats_of, instant
from wegweiser.warehouse import Dialect

_HALVES = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}(?P<seconds>:\d{2})? [AaPp][Mm]$")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_MOST = 0.8
_FIRST, _LAST = 1970, 2100


class Moment(TimeRule, frozen=True):
    """A way of writing times."""

    def sql(self, text: str, dialect: Dialect) -> str:
        """Return the expression that reads a text expression as a UTC timestamp, null where it cannot."""
        return instant(text, self, dialect)


def moment(values: Iterable[str], zone: str = "UTC") -> Moment | None:
    """Return how a column of texts is read as instants, or None where most of it names no day since 1970."""
    said = [value for value in values if value]
    halves = [told for value in said if (told := _HALVES.match(value))]
    if len(halves) >= _MOST * len(said) > 0:
        seconds = ":%S" if halves[0]["seconds"] else ""
        formats: tuple[str, ...] = (f"%m/%d/%Y %I:%M{seconds} %p",)
    else:
        found = formats_of(said, lambda: said)
        if not said or found.read < _MOST * len(said):
            return None
        formats = found.formats
    years = [int(year) for value in said for year in _YEAR.findall(value)[:1]]
    if years and sum(_FIRST <= year <= _LAST for year in years) < _MOST * len(years):
        return None
    return Moment(formats, zone)
