"""Numbers as text: strict about separators, because 12,5 read as 125 is worse than not read."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Fewer readable values than this, and the column is kept as a property instead of filling the quarantine.
_MOST = 0.6
_MINUS = "\u2212"
_POINT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$")
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}([.]\d{3})+)(,\d+)?$")
_SIGNS = re.compile(r"[\s €$£]|EUR|USD|GBP|CHF", re.IGNORECASE)


def number(text: str, decimal: str) -> str:
    """Return the SQL expression that reads a text expression as a finite double, null where it cannot."""
    mark, thousand = (",", ".") if decimal == "," else (".", ",")
    signs = r"[\s\x{00a0}\x{202f}€$£]|EUR|USD|GBP|CHF"
    bare = f"replace(regexp_replace({text}, '{signs}', '', 'gi'), '{_MINUS}', '-')"
    grouped = f"'[+-]?([0-9]+|[0-9]{{1,3}}([{thousand}][0-9]{{3}})+)([{mark}][0-9]+)?'"
    plain = f"replace(replace({bare}, '{thousand}', ''), '{mark}', '.')"
    careful = f"case when regexp_full_match({bare}, {grouped}) then try_cast({plain} as double) end"
    if decimal == ",":
        return careful
    # The engine's own cast takes nearly every value; nan and inf, which it takes too, are no amounts.
    cast = f"try_cast({text} as double)"
    return f"case when isfinite({cast}) then {cast} when {cast} is null then {careful} end"


def decimal_of(sample: Iterable[str]) -> str | None:
    """Return the decimal mark a sample of values is written with, or None where most are no numbers.

    Example:
        >>> decimal_of(["12,50", "1.200,00", "7"]), decimal_of(["12.50", "1,200.00"]), decimal_of(["red", "7"])
        (',', '.', None)
    """
    values = [_SIGNS.sub("", value).replace(_MINUS, "-") for value in sample]
    point = sum(1 for value in values if _POINT.match(value))
    comma = sum(1 for value in values if _COMMA.match(value))
    if not values or max(point, comma) < _MOST * len(values):
        return None
    return "," if comma > point else "."
