"""Times as text: the SQL that reads them, and the formats a column of them is written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wegweiser.collect.spec import TimeRule
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Text, both
from wegweiser.warehouse import Dialect

_MONTHS = ("jan", "feb", "mar|mär|mrz", "apr", "may|mai", "jun", "jul", "aug", "sep", "oct|okt", "nov", "dec|dez")
_OFFSET = r":.*(?:[zZ]|[+-]\d{2}(?::?\d{2})?| [A-Z][A-Za-z_]*/?[A-Za-z_]*)$"
_CLOCK = r"(?:[ T](?P<clock>\d{1,2}:\d{2}(?P<seconds>:\d{2}(?P<fraction>\.\d+)?)?))?$"
_ISO = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:[zZ]|[+-]\d{2}(?::?\d{2})?)?)?$"
)
_ORDERED = re.compile(r"(?P<a>\d{1,4})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,4})" + _CLOCK)
_AMBIGUOUS = "?"
_SHOWN_AT = datetime(2026, 3, 31, 14, 5, 9, tzinfo=UTC)


def check_zone(zone: str) -> None:
    """Accept a time zone of the IANA list.

    Raises:
        InvalidSetting: it is none.
    """
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise InvalidSetting("The time zone", [f"'{zone}' is no IANA time zone such as 'Europe/Berlin'"]) from unknown


def instant(text: str, rule: TimeRule, dialect: Dialect) -> str:
    """Return the SQL expression that reads a text expression as a UTC timestamp, null where it cannot."""
    patterns = [f for f in rule.formats if f not in _NAMED]
    # A four-digit year also takes two digits (the year 26), so two-digit patterns come first.
    patterns.sort(key=lambda pattern: "%y" not in pattern)
    read = []
    if patterns:
        listed = ", ".join(dialect.text(pattern) for pattern in patterns)
        read.append(_utc(f"try_strptime({text}, [{listed}])", rule, dialect))
    if "iso" in rule.formats:
        local = _utc(f"try_cast({text} as timestamp)", rule, dialect)
        # A cast to TIMESTAMP would drop the offset without a word.
        aware = f"timezone('UTC', try_cast({text} as timestamptz))"
        read.append(f"case when regexp_matches({text}, {dialect.text(_OFFSET)}) then {aware} else {local} end")
    read += [_NAMED[f](text) for f in rule.formats if f.startswith("epoch")]
    return f"coalesce({', '.join(read)})"


def _utc(local: str, rule: TimeRule, dialect: Dialect) -> str:
    if rule.zone in {"UTC", "Etc/UTC"}:
        return local
    return f"timezone('UTC', timezone({dialect.text(rule.zone)}, {local}))"


def in_words(pattern: str) -> Text:
    """Return a format as people recognise it: a moment written in it, or what its numbers count.

    Example:
        >>> in_words("%d.%m.%Y %H:%M"), in_words("iso")
        ('31.03.2026 14:05', '2026-03-31 14:05')
    """
    if pattern in {"epoch_s", "epoch_ms"}:
        return both("seconds since 1970") if pattern == "epoch_s" else both("milliseconds since 1970")
    return _SHOWN_AT.strftime("%Y-%m-%d %H:%M" if pattern == "iso" else pattern)


def month_number(text: str) -> str:
    """Return the SQL expression that reads a month's English or German name, or its number, as 1 to 12."""
    branches = " ".join(
        f"when regexp_matches(lower({text}), '^({names})') then {number}" for number, names in enumerate(_MONTHS, 1)
    )
    plain = f"try_cast({text} as integer)"
    return f"case {branches} when {plain} between 1 and 12 then {plain} end"


def _epoch(text: str, microseconds: int) -> str:
    # Clamped, so that an absurd number is a time out of range and not an error of the engine.
    number = f"try_cast({text} as double)"
    clamped = f"greatest(least({number} * {microseconds}, 2e17), -6e16)"
    return f"case when {number} is not null then make_timestamp(cast({clamped} as bigint)) end"


_NAMED: dict[str, Callable[[str], str]] = {
    "iso": lambda text: f"try_cast({text} as timestamp)",
    "epoch_s": lambda text: _epoch(text, 1_000_000),
    "epoch_ms": lambda text: _epoch(text, 1_000),
}


@dataclass(frozen=True)
class Formats:
    """The formats found in a column of times: `read` of `asked` values have one; how day and month were told apart.

    `example` is a value that tells day from month, or one that leaves it open where none does; `naive` says
    whether some are local times, without an offset.
    """

    formats: tuple[str, ...]
    read: int
    asked: int
    example: str = ""
    naive: bool = False
    day_first: bool | None = None
    decided: bool = True


def formats_of(sample: Iterable[str], everything: Callable[[], Iterable[str]]) -> Formats:
    """Return the formats a column is written in, most frequent first.

    Where no value of the sample tells day from month, `everything` is asked; where nothing does, day comes first.
    """
    found: Counter[str] = Counter()
    asked, naive, ambiguous = 0, False, ""
    votes: Counter[bool] = Counter()
    deciding: dict[bool, str] = {}

    def vote(value: str) -> None:
        for choice in _vote(value):
            votes[choice] += 1
            deciding.setdefault(choice, value)

    for value in sample:
        asked += 1
        named = _format(value)
        if named is None:
            continue
        found[named] += 1
        naive = naive or not (named.startswith("epoch") or re.search(_OFFSET, value))
        if named.startswith(_AMBIGUOUS) and (not ambiguous or _same(ambiguous)):
            ambiguous = value
        vote(value)
    if ambiguous and not votes:
        for value in everything():
            vote(value)
    day_first = votes[True] >= votes[False] if ambiguous else None
    example = deciding.get(bool(day_first), ambiguous)
    names = tuple(_settled(f, day_first=bool(day_first)) for f, _ in sorted(found.items(), key=lambda x: (-x[1], x[0])))
    return Formats(names, sum(found.values()), asked, example, naive, day_first, bool(votes) or not ambiguous)


def _format(value: str) -> str | None:
    if _ISO.match(value):
        return "iso"
    if value.isdigit():
        return {10: "epoch_s", 13: "epoch_ms", 8: "%Y%m%d"}.get(len(value))
    matched = _ORDERED.match(value)
    return _ordered(matched, "T" in value) if matched else None


def _ordered(matched: re.Match[str], joined: bool) -> str | None:  # noqa: FBT001  (two ways to write one format)
    mark, clock = matched["mark"], ""
    if matched["clock"]:
        seconds = (":%S" if matched["seconds"] else "") + (".%f" if matched["fraction"] else "")
        clock = f"{'T' if joined else ' '}%H:%M{seconds}"
    if len(matched["a"]) == 4:
        return f"%Y{mark}%m{mark}%d{clock}"
    year = {2: "%y", 4: "%Y"}.get(len(matched["c"]))
    if year is None or len(matched["a"]) > 2:
        return None
    return f"%d.%m.{year}{clock}" if mark == "." else f"{_AMBIGUOUS}{mark}{year}{clock}"


def _vote(value: str) -> list[bool]:
    matched = _ORDERED.match(value)
    if matched is None or matched["mark"] == "." or len(matched["a"]) > 2:
        return []
    a, b = int(matched["a"]), int(matched["b"])
    return [True] if a > 12 >= b else [False] if b > 12 >= a else []


def _same(value: str) -> bool:
    """Tell whether day and month are the same number, so that their order does not matter."""
    matched = _ORDERED.match(value)
    return matched is not None and int(matched["a"]) == int(matched["b"])


def _settled(name: str, *, day_first: bool) -> str:
    if not name.startswith(_AMBIGUOUS):
        return name
    mark, rest = name[1], name[2:]
    return f"{'%d' if day_first else '%m'}{mark}{'%m' if day_first else '%d'}{mark}{rest}"
