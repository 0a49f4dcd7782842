"""The journey map document: authored structure and words joined with generated numbers by stable ids."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.claims import Claim, Evidence
from wegweiser.domain.estimates import Duration, Estimate, Proportion
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.levers import Lever
from wegweiser.domain.validations import Validation
from wegweiser.i18n import Text

SCHEMA = "cjm/1"


class Band(StrEnum):
    """The three bands of lanes."""

    CUSTOMER = "customer"
    DOING = "doing"
    STEERING = "steering"


class LaneType(StrEnum):
    """What a lane holds; the renderer draws each type its own way."""

    TOUCHPOINTS = "touchpoints"
    STEPS = "steps"
    FEELING = "feeling"
    QUESTION = "question"
    EXPECTATION = "expectation"
    EXPERIENCE = "experience"
    ASSOCIATION = "association"
    MEASURE = "measure"
    BACKSTAGE = "backstage"
    """What employees and systems do where customers do not see it."""
    SUPPORT = "support"
    """Who and what the backstage relies on: suppliers, systems, rules."""
    GOAL = "goal"
    METRIC = "metric"
    GAP = "gap"


class View(StrEnum):
    """How much of the map is shown."""

    MINIMAL = "minimal"
    WORKING = "working"
    FULL = "full"
    EXECUTIVE = "executive"
    """For a board: the curve, the gaps and the first three levers."""
    BLUEPRINT = "blueprint"
    """A service blueprint: what customers do, what we do before their eyes, and what we do behind."""


_IN_EXECUTIVE = frozenset({LaneType.FEELING, LaneType.GAP})
_IN_BLUEPRINT = frozenset({
    LaneType.TOUCHPOINTS, LaneType.STEPS, LaneType.FEELING, LaneType.MEASURE, LaneType.BACKSTAGE, LaneType.SUPPORT,
})  # fmt: skip


class Lane(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A row of the map; `views` lists where it is shown."""

    id: str
    type: LaneType
    title: Text
    band: Band
    views: tuple[View, ...] = (View.WORKING, View.FULL)

    @property
    def seen_in(self) -> tuple[View, ...]:
        """The views the lane is shown in: those listed, and executive and blueprint where its type belongs there."""
        by_type = {View.EXECUTIVE: self.type in _IN_EXECUTIVE, View.BLUEPRINT: self.type in _IN_BLUEPRINT}
        return tuple(view for view in View if view in self.views or by_type.get(view, False))


class PhaseFlow(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Measured flow through a phase: customers who reached it or a later one, share going on, dwell."""

    customers: int
    touched: int
    """Customers with at least one contact in this very phase."""
    on: Proportion | None = None
    """Share of `customers` who reach a later phase; None in the last phase."""
    dwell: Duration | None = None
    """Time from the first contact in this phase to the first contact in a later one."""


class MapPhase(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A column of the map."""

    id: str
    name: Text
    line: Text = ""
    flow: PhaseFlow | None = None


class MapStep(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place customers pass within a phase, in the order most of them do."""

    id: str
    phase: str
    name: Text
    kind: str = "observed"
    share: Proportion | None = None
    dwell: Duration | None = None


class TouchpointCard(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A touchpoint in a phase: how many customers it met, how many contacts, and its icon."""

    id: str
    phase: str
    name: Text
    icon: str
    channel: str = "other"
    medium: str = "owned"
    direct: bool = True
    share: Proportion | None = None
    """Share of the map's customers met here."""
    contacts: int | None = None
    origin: str = "observed"
    claim: Claim | None = None
    """Status of the card itself: measured with n, or an assumption of the template."""


class Metric(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A figure in the metric lane: value with interval and n, target and trend (oldest first)."""

    id: str
    phase: str
    name: Text
    shown: Text
    """The value as text: '21.0 %', '14 min.'."""
    claim: Claim
    value: float | None = None
    interval: Estimate | Proportion | None = None
    target: Text | None = None
    trend: tuple[float, ...] = ()
    trend_unit: Text = ""
    change: Text | None = None
    good: bool | None = None


class Cell(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What stands where a lane meets a phase; empty claims with `looked` true mean: looked, nothing found."""

    lane: str
    phase: str
    claims: tuple[Claim, ...] = ()
    looked: bool = False


class CurvePoint(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A feeling (-2..+2) at `x` (phase number plus 0..1); n = 0 marks an assumption.

    Only a survey is a report; points of the series text and behaviour are inferred and drawn apart.
    """

    x: float
    value: float
    n: int = 0
    lo: float | None = None
    hi: float | None = None
    quote: Text | None = None
    label: Text | None = None
    """What the point is called, where there is no quote."""
    series: Series = Series.SURVEY
    touchpoint: str | None = None
    persona: str | None = None
    """Whose feeling it is where a map shows several personas; None: everybody's."""
    model: str = ""
    """Rule, or model with version, that inferred it; empty where it was reported."""
    calibrated: bool = False
    """Whether what is inferred was brought to the scale of the survey."""


class MapPersona(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The persona a map is drawn for, as its header shows it."""

    id: str
    name: Text
    line: Text
    initials: str
    share: Proportion | None = None
    quote: Text | None = None


class DataBox(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where the numbers come from, and how much they cover."""

    customers: int = 0
    events: int = 0
    since: date | None = None
    until: date | None = None
    coverage: Proportion | None = None
    """Customers whose first contacts follow the map's phase order, of all customers."""
    unmapped: tuple[str, ...] = ()
    """Event names no touchpoint rule took."""
    unmapped_events: int = 0
    quarantined: int = 0
    sources: tuple[Text, ...] = ()
    note: Text = ""
    """The publisher's own words on what the data is."""
    simulated: bool = False
    asked: int = 0
    """People who answered a survey."""


class JourneyMap(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One map, ready to draw: everything a renderer needs and nothing it would have to look up."""

    id: str
    title: Text
    phases: tuple[MapPhase, ...]
    lanes: tuple[Lane, ...]
    subtitle: Text = ""
    schema: str = SCHEMA
    kind: str = "current"
    organisation: Text = ""
    finding: Claim | None = None
    """The one sentence the data itself says, drawn in the header."""
    persona: MapPersona | None = None
    beside: tuple[MapPersona, ...] = ()
    """Further personas whose curves are drawn on the same map."""
    steps: tuple[MapStep, ...] = ()
    touchpoints: tuple[TouchpointCard, ...] = ()
    cells: tuple[Cell, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    """Experience beside expectation per touchpoint."""
    validations: tuple[Validation, ...] = ()
    metrics: tuple[Metric, ...] = ()
    levers: tuple[Lever, ...] | None = None
    """The ranked ones in their order, then those listed apart; None where nobody asked for levers."""
    evidence: tuple[Evidence, ...] = ()
    data: DataBox = DataBox()
    as_of: date | None = None
    snapshot: str = ""
    """Short hash of the data behind the map."""
    version: str = ""
    """Version of Wegweiser that generated it."""

    def cell(self, lane: str, phase: str) -> Cell:
        """Return the cell where lane and phase meet; an empty one where nothing was written."""
        return next((c for c in self.cells if c.lane == lane and c.phase == phase), Cell(lane=lane, phase=phase))

    def claims(self) -> tuple[Claim, ...]:
        """Return every claim of the map: cells, cards, metrics and the finding."""
        cards = (t.claim for t in self.touchpoints if t.claim)
        cells = (claim for cell in self.cells for claim in cell.claims)
        head = (self.finding,) if self.finding else ()
        return (*head, *cards, *(m.claim for m in self.metrics), *cells)
