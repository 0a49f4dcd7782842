"""What lies in a column: text, numbers and bytes, and moments and days as text that sorts as time does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeAlias

Value: TypeAlias = str | int | bytes | date | datetime | None
Stored: TypeAlias = str | int | bytes | None
_LARGEST = 2**63 - 1


def written(moment: datetime) -> str:
    """Return a moment as text, always of one length.

    Example:
        >>> written(datetime(2026, 10, 31, tzinfo=UTC))
        '2026-10-31T00:00:00.000000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def storable(value: Value) -> Stored:
    """Return a value as both databases take it.

    What is no character becomes U+FFFD, which PostgreSQL would refuse; a number beyond 64 bits, which both would
    refuse, becomes the largest there is.

    Example:
        >>> storable(date(2026, 10, 31)), storable(True), storable("Ana")
        ('2026-10-31', 1, 'Ana')
    """
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    return max(-_LARGEST, min(_LARGEST, int(value))) if isinstance(value, int) else value
