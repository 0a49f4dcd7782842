"""One place where it chafes, as it is found, and the rules by which findings count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from wegweiser.journeys.reasons.signs import Sign
from wegweiser.journeys.reasons.visits import NOBODY


@dataclass(frozen=True)
class Rule:
    """When something is called friction; of all findings at most `false` are expected to be none."""

    false: float = 0.05
    least: int = 20
    """Fewer customers than this are never told of."""
    hits: int = 10
    """A series with fewer hits than this is not looked at."""
    visits: int = 100
    """Nor is one with fewer visits."""
    days: int = 28
    """Changes in time are looked for in logs at least this long."""
    longest: float = 0.75
    """A window longer than this share of the log is no stretch of days, but the log without one."""
    points: float = 0.05
    """A rate is notable that lies this far above what is expected, or `times` as high: with enough visits every
    difference is beyond chance."""
    times: float = 1.5
    apart: float = 0.05
    """A finding that explains another one away leaves it with a p-value above this."""
    burst: int = 21
    """A rise in visits longer than this many days is growth, and no burst."""
    quick: float = 5.0
    """Seconds within which the same touchpoint again is in quick succession."""


@dataclass(frozen=True)
class Candidate:
    """A rate in a window or in a segment, with its p-value so far."""

    sign: Sign
    p: float
    since: int | None = None
    """First and last day of the window, counted from the first day of data."""
    until: int | None = None
    column: int = NOBODY
    """The place of the property that tells its segment; that of nobody where it is about everybody."""
    value: str = ""

    surroundings: tuple[int, float] | None = None
    """Of a burst: visits in the window and the weeks around it, and the share of them expected in the window."""

    @property
    def timed(self) -> bool:
        """Whether it is about a window of time."""
        return self.since is not None

    def overlaps(self, other: Candidate) -> bool:
        """Return whether two windows share a day."""
        if None in (self.since, self.until, other.since, other.until):
            return False
        return int(self.since or 0) <= int(other.until or 0) and int(other.since or 0) <= int(self.until or 0)


@dataclass(frozen=True)
class Finding:
    """A rate above what is expected, of how many visits and customers; `weight` customers more than expected."""

    kind: str
    what: str
    a: int
    b: int
    since: date | None
    until: date | None
    segment: str | None
    customers: int
    sessions: int
    of_sessions: int
    expected: float
    difference: float
    lo: float
    hi: float
    p: float
    q: float = 1.0
    step: int = NOBODY
    """Of a dated fault: the touchpoint most visits meet it after."""
    of_step: int = 0
    """Visits with that touchpoint in these days, of which `sessions` meet the fault."""
    step_expected: float = 0.0
    """The share of them that meet it on other days."""
    recorded_until: date | None = None
    """The last day from which its touchpoints' sources have data, where other sources go on."""

    @property
    def rate(self) -> float:
        """The share of visits (or moves) concerned."""
        return self.expected + self.difference

    @property
    def weight(self) -> float:
        """Customers concerned beyond what is expected."""
        return self.customers * max(0.0, self.difference) / self.rate if self.rate > 0 else 0.0

    def notable(self, rule: Rule) -> bool:
        """Return whether the rate is large enough above what is expected to be told."""
        return self.difference >= rule.points or self.rate >= rule.times * self.expected

    def with_q(self, q: float) -> Finding:
        """Return it with its q-value."""
        return replace(self, q=q)
