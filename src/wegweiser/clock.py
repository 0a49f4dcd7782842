"""Time, injected: everything that asks what time it is asks a Clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time; a run under a fixed clock can be repeated to the byte."""

    def now(self) -> datetime:
        """Return the current time, aware and in UTC."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class FixedClock:
    """A clock that always shows the same time.

    Example:
        >>> FixedClock(datetime(2026, 10, 31, tzinfo=UTC)).now().isoformat()
        '2026-10-31T00:00:00+00:00'
    """

    at: datetime

    def now(self) -> datetime:
        """Return the time it was built with."""
        return self.at


def wall_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what a zone's clocks showed at a UTC moment; both are without an offset, as tables hold them.

    Example:
        >>> wall_time(datetime(2026, 3, 19, 23, 30), ZoneInfo("Europe/Berlin")).isoformat()
        '2026-03-20T00:30:00'
    """
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def today(clock: Clock) -> date:
    """Return the clock's date in UTC."""
    return clock.now().date()
