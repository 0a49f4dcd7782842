"""Groups of fewer than 20 people: their figures are not shown to people, and marked for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.i18n import NBSP

LESS = f"<{NBSP}{SUPPRESSED_BELOW}"
_GROUPS = ("customers", "people", "journeys", "matches", "reached", "size", "touching", "conversions", "n")
"""Columns that count a row's people, or their journeys; the first one there counts."""
_SIDES = ("of_a", "of_b")
_PLACES = frozenset({"step", "nth", "offset", "weekday", "hour", "period", "rank", "quantile", "from_s", "day", "days"})
"""Columns of numbers that say what a row is about."""


def group(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that count the people of a row: one, two where groups are compared, or none.

    Example:
        >>> group(("touchpoint", "customers", "n")), group(("step", "a", "of_a", "b", "of_b")), group(("order",))
        (('customers',), ('of_a', 'of_b'), ())
    """
    if set(_SIDES) <= set(columns):
        return _SIDES
    return tuple(name for name in _GROUPS if name in columns)[:1]


def few(row: Mapping[str, Any], counting: Sequence[str]) -> bool:
    """Return whether 1 to 19 people stand behind a row.

    Example:
        >>> few({"n": 19}, ("n",)), few({"n": 20}, ("n",)), few({"n": 0}, ("n",)), few({"n": None}, ("n",))
        (True, False, False, False)
    """
    return any(_less(row[name]) for name in counting)


def marked(rows: Sequence[Mapping[str, Any]], counting: Sequence[str]) -> list[dict[str, Any]]:
    """Return rows for programs: all figures, and whether people are told them; as they are where nobody is counted."""
    return [{**row, "suppressed": few(row, counting)} if counting else dict(row) for row in rows]


def hidden(row: Mapping[str, Any], counting: Sequence[str]) -> dict[str, Any]:
    r"""Return a row without the figures of too few people; what it is about stays.

    Example:
        >>> hidden({"step": 2, "touchpoint": "cart", "customers": 7, "share": 0.1}, ("customers",))
        {'step': 2, 'touchpoint': 'cart', 'customers': '<\xa020', 'share': None}
    """
    if not few(row, counting):
        return dict(row)
    return {name: _told(name, value, counting) for name, value in row.items()}


def _told(name: str, value: object, counting: Sequence[str]) -> object:
    if name in counting and _less(value):
        return LESS
    figure = isinstance(value, int | float) and not isinstance(value, bool)
    return None if figure and name not in _PLACES else value


def _less(n: object) -> bool:
    return isinstance(n, int | float) and 0 < n < SUPPRESSED_BELOW
