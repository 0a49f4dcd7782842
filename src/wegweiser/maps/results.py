"""The rows a map is drafted from, as the journeys report them: column for column, checked once when they come in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Self

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.friction import Friction
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Text

_ENDS = {"(start)", "(end)"}


class SummaryRow(msgspec.Struct, frozen=True):
    """How much there is, and from when to when."""

    customers: int = 0
    events: int = 0
    since: date | None = None
    until: date | None = None
    unmapped_events: int = 0


class TouchpointRow(msgspec.Struct, frozen=True):
    """A touchpoint in a phase: whom it met and how often; `derived` is the share of contacts not observed."""

    touchpoint: str
    customers: int
    contacts: int
    phase: str | None = None
    channel: str = "other"
    derived: float = 0.0


class PhaseRow(msgspec.Struct, frozen=True):
    """A phase: who reached it or a later one, who was met in it, the share going on, the time until then."""

    phase: str
    customers: int
    touched: int
    on: float | None = None
    dwell_median_s: float | None = None
    dwell_p90_s: float | None = None
    dwell_n: int = 0


class GoalRow(msgspec.Struct, frozen=True):
    """A goal: how its journeys stand."""

    goal: str
    converted: int
    lost: int
    open: int = 0
    customers: int = 0
    value: float | None = None


class TransitionRow(msgspec.Struct, frozen=True):
    """From one touchpoint to the next."""

    source: str
    target: str
    transitions: int
    customers: int
    median_s: float | None = None
    p90_s: float | None = None


class PathRow(msgspec.Struct, frozen=True):
    """A frequent path."""

    path: tuple[str, ...]
    journeys: int


class DropoffRow(msgspec.Struct, frozen=True):
    """A touchpoint: closed journeys that touch it, its contacts and customers, lost journeys that end there."""

    touchpoint: str
    ends: int
    visits: int
    contacts: int
    customers: int


class LoopRow(msgspec.Struct, frozen=True):
    """Visits that go from `source` straight to `via` and come back to it, of all visits that touch the source."""

    source: str
    via: str
    loops: int
    customers: int
    sessions: int
    of_sessions: int


class FunnelRow(msgspec.Struct, frozen=True):
    """A step of an ordered funnel: how many visits reached it, and how many customers in any visit, if known."""

    step: str
    reached: int
    customers: int | None = None


class CoverageRow(msgspec.Struct, frozen=True):
    """Customers whose first entries follow the order of the phases."""

    customers: int
    following: int


class MonthRow(msgspec.Struct, frozen=True):
    """A month: customers of a phase, or those who reached a goal in it."""

    month: date
    customers: int = 0


class CampaignRow(msgspec.Struct, frozen=True):
    """A campaign that ran at a touchpoint."""

    campaign: str
    touchpoint: str
    customers: int
    since: date | None = None
    until: date | None = None


class ResponseRow(msgspec.Struct, frozen=True):
    """Campaigns first met at `touchpoint`, by how many customers, and how many of them met again at `response`."""

    touchpoint: str
    response: str
    receipts: int
    responded: int
    customers: int
    lo: float
    hi: float
    median_days: float | None = None

    @property
    def proportion(self) -> Proportion:
        """The share that responded, with the interval that knows who got several."""
        share = self.responded / self.receipts if self.receipts else 0.0
        return Proportion(value=share, lo=self.lo, hi=self.hi, hits=self.responded, n=self.receipts)


class RepeatRow(msgspec.Struct, frozen=True):
    """Customers who reached a goal at least `nth` times."""

    nth: int
    customers: int


class LoyaltyRow(msgspec.Struct, frozen=True):
    """Repeat conversions of a goal: how many skip the phase of weighing, and the days since the one before."""

    repeats: int
    skipping: int
    lo: float | None = None
    hi: float | None = None
    """Of the share that skips, widened for customers who repeat often; without them the ends are Wilson's."""
    median_days: float | None = None


class OnwardRow(msgspec.Struct, frozen=True):
    """Customers who met a touchpoint in a phase and went on, beside the others of the phase."""

    touchpoint: str
    phase: str
    customers: int
    went_on: int
    others: int
    others_on: int


class DriftRow(msgspec.Struct, frozen=True):
    """Days in which a logged driver is worse than `level` in `hits` of `n` contacts, beside the usual share."""

    touchpoint: str
    property: str
    level: float
    since: date
    until: date
    hits: int
    n: int
    usual: float
    customers: int
    name: Text = ""
    unit: str = ""
    better: str = "less"


class ContradictionRow(msgspec.Struct, frozen=True):
    """Two sides that offered the same things differently at the same time, and the customers both met then."""

    kind: str
    high_side: str
    low_side: str
    cases: int
    objects: int
    names: tuple[str, ...] = ()
    high: float | None = None
    low: float | None = None
    size: float | None = None
    since: date | None = None
    until: date | None = None
    customers: int = 0


class Results(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything the journeys say that a map uses; what is empty was not asked."""

    summary: tuple[SummaryRow, ...] = ()
    touchpoints: tuple[TouchpointRow, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    transitions: tuple[TransitionRow, ...] = ()
    """Contact to next contact of the same customer; rows of '(start)' and '(end)' are left aside."""
    paths: tuple[PathRow, ...] = ()
    loops: tuple[LoopRow, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    campaigns: tuple[CampaignRow, ...] = ()
    responses: tuple[ResponseRow, ...] = ()
    onward: tuple[OnwardRow, ...] = ()
    friction: tuple[Friction, ...] = ()
    """Towards the first goal; most customers beyond expectation first."""
    drifts: tuple[DriftRow, ...] = ()
    """Of logged drivers."""
    contradictions: tuple[ContradictionRow, ...] = ()
    """Where sides offer things differently; most cases first within a kind."""
    repeats: dict[str, tuple[RepeatRow, ...]] = {}
    """By goal."""
    loyalty: dict[str, tuple[LoyaltyRow, ...]] = {}
    """By goal."""
    loyal: dict[str, tuple[LoyaltyRow, ...]] = {}
    """By persona: the repeats of the goal most customers reach again."""
    dropoff: dict[str, tuple[DropoffRow, ...]] = {}
    """By goal."""
    funnels: dict[str, tuple[FunnelRow, ...]] = {}
    """By goal: its steps within one visit, the goal's touchpoint last."""
    months: dict[str, tuple[MonthRow, ...]] = {}
    """By `phase:<id>` or `goal:<id>`, oldest first."""

    @classmethod
    def of(cls, rows: Mapping[str, object]) -> Self:
        """Return the results in plain rows (lists of dicts); columns a map does not need are left aside.

        Raises:
            InvalidSetting: a column is missing or holds something else than it should.

        Example:
            >>> Results.of({"coverage": [{"customers": 40, "following": 30, "share": 0.75}]}).coverage[0].following
            30
        """
        try:
            found = msgspec.convert(_days(rows), cls)
        except msgspec.ValidationError as problem:
            raise InvalidSetting("The results a map is drafted from", [str(problem)]) from problem
        between = tuple(row for row in found.transitions if not {row.source, row.target} & _ENDS)
        return msgspec.structs.replace(found, transitions=between)


def _days(value: object) -> object:
    """Return the value with every time cut to its day: a map shows days."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Mapping):
        return {name: _days(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_days(inner) for inner in value]
    return value
