"""Friction: where visits go worse than expected, in which days and for whom."""

from __future__ import annotations

from datetime import date

import msgspec


class Friction(msgspec.Struct, frozen=True):
    """A rate of visits (or moves) above what is expected: where, in which days, of which segment.

    `kind` is loop, way back, repeat, error exit, dwell, change or segment; `what` says which rate it is: unreached,
    fault, contact, exit, back, slow, repeat or burst. It goes with leaving and proves no cause.
    """

    kind: str
    what: str
    customers: int
    sessions: int
    of_sessions: int
    expected: float
    touchpoint: str | None = None
    other: str | None = None
    since: date | None = None
    until: date | None = None
    segment: str | None = None
    weight: float = 0.0
    """Customers beyond expectation."""
    step: str | None = None
    """Of a dated fault: the touchpoint most visits meet it after."""
    of_step: int = 0
    """Visits with that touchpoint in these days."""
    step_expected: float = 0.0
    """The share of them that meet the fault on other days."""
    recorded_until: date | None = None
    """The last day from which the touchpoints' sources have data, where other sources go on; it counts from then."""
