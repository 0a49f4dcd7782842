"""What the screens show: plain frozen rows, counted at the end of a run and kept as JSON.

Nothing in them speaks of fewer than 20 people: a row about so few is left out and counted under `unshown`, or its
figures are None.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.levers import Grade
from wegweiser.domain.personas import Comparison, PersonaSet
from wegweiser.domain.voices import Change, Heard, Score
from wegweiser.i18n import Text
from wegweiser.maps.charts import rows as charts
from wegweiser.workspace.insights.stock import (
    Data,
    Drift,
    Example,
    FileRow,
    Quarantined,
    Seen,
    SourceRow,
    TouchpointRow,
    Touchpoints,
    Unmapped,
)
from wegweiser.workspace.insights.worth import (
    Attribution,
    Contradiction,
    Credit,
    Credits,
    Disagreement,
    Levers,
    Part,
    Priority,
    Sheets,
)

__all__ = [
    "Attribution",
    "Contradiction",
    "Credit",
    "Credits",
    "Data",
    "Disagreement",
    "Drift",
    "Example",
    "Feelings",
    "FileRow",
    "FunnelRows",
    "FunnelStep",
    "Funnels",
    "GoalRow",
    "History",
    "Index",
    "LeverLine",
    "Levers",
    "Loop",
    "Named",
    "Part",
    "Personas",
    "Place",
    "Priority",
    "Quarantined",
    "RunLine",
    "Seen",
    "Sheets",
    "SourceRow",
    "TouchpointRow",
    "Touchpoints",
    "Unmapped",
    "Variant",
    "WayBack",
    "Ways",
]


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something with an id and a name people read."""

    id: str
    name: Text
    icon: str = ""


class GoalRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A goal and how often it was reached: journeys converted, lost and still open."""

    id: str
    name: Text
    converted: int = 0
    lost: int = 0
    open: int = 0
    customers: int = 0
    rate: Proportion | None = None
    """Of the closed journeys; None where nothing has closed."""
    value: float | None = None
    touchpoints: tuple[str, ...] = ()
    lookback_days: float = 30.0
    proposed: bool = False


class Index(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of what, when and from which data the insights were counted, and the names every screen needs."""

    snapshot: str
    version: str
    made_at: datetime
    title: Text = ""
    as_of: date | None = None
    since: date | None = None
    until: date | None = None
    customers: int = 0
    events: int = 0
    steps: int = 0
    simulated: bool = False
    note: Text = ""
    timezone: str = "UTC"
    sources: tuple[str, ...] = ()
    findings: tuple[Text, ...] = ()
    """The sentences the run ended with, the finding of the map first."""
    goals: tuple[GoalRow, ...] = ()
    phases: tuple[Named, ...] = ()
    channels: tuple[Named, ...] = ()
    personas: tuple[Named, ...] = ()
    touchpoints: dict[str, Text] = {}
    """Names by id."""
    seconds: dict[str, float] = {}
    """How long each part took to count."""

    @property
    def main_goal(self) -> str | None:
        """The first goal somebody reached, which screens show where none is asked for."""
        return next((goal.id for goal in self.goals if goal.converted), None)


class Variant(msgspec.Struct, frozen=True, omit_defaults=True):
    """One whole path and how many journeys go so; `rate` is the share that converts."""

    path: tuple[str, ...]
    journeys: int
    customers: int
    share: float
    cumulative: float
    converted: int = 0
    rate: Proportion | None = None
    median_s: float | None = None


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell of the step matrix: of the journeys, those at this touchpoint (or that ended before) at this step."""

    step: int
    touchpoint: str
    share: Proportion


class Loop(msgspec.Struct, frozen=True, omit_defaults=True):
    """Sessions that go from the source to `via` and come back, of those that touch the source."""

    source: str
    via: str
    loops: int
    customers: int
    share: Proportion
    structural: bool = False


class WayBack(msgspec.Struct, frozen=True, omit_defaults=True):
    """Moves to an earlier phase: the customers who go back so, of those who met the source."""

    source: str
    target: str
    source_phase: str
    target_phase: str
    transitions: int
    share: Proportion
    median_s: float | None = None


class Ways(msgspec.Struct, frozen=True, omit_defaults=True):
    """How journeys of a goal go, or all histories where `goal` is None."""

    goal: str | None
    steps: charts.StepFlow
    graph: charts.FlowGraph
    """With every move; `maps.drawings` leaves the heaviest."""
    variants: tuple[Variant, ...] = ()
    matrix: tuple[Place, ...] = ()
    loops: tuple[Loop, ...] = ()
    back: tuple[WayBack, ...] = ()
    journeys: int = 0
    """How many journeys (histories) there are in all."""
    unshown: dict[str, int] = {}
    """Rows left out because fewer than 20 people stand behind them, by the field they would stand in."""
    notes: dict[str, Text] = {}
    """What each field counts."""


class FunnelStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step of a funnel; figures are None where fewer than 20 people stand behind the step."""

    step: str
    name: Text
    reached: int | None = None
    customers: int | None = None
    share: Proportion | None = None
    """Of the first step."""
    of_previous: float | None = None
    lost: int | None = None
    open: int | None = None
    km: Estimate | None = None
    """The Kaplan-Meier share that came here from the step before within the window."""
    median_s: float | None = None
    """Median time from the step before."""
    optional: bool = False


class FunnelRows(msgspec.Struct, frozen=True, omit_defaults=True):
    """One funnel counted: its steps in order, whose contacts had to come so, and the rule in words."""

    steps: tuple[FunnelStep, ...]
    unit: str = "session"
    goal: str | None = None
    within_s: float | None = None
    note: Text = ""


class Funnels(msgspec.Struct, frozen=True, omit_defaults=True):
    """The funnel of every goal that has steps of its own before it, within a visit and over a customer's history."""

    funnels: tuple[FunnelRows, ...] = ()


class Feelings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything customers said, without the words of those who did not allow them to be quoted."""

    heard: Heard = Heard()
    scores: dict[str, tuple[Score, ...]] = {}
    """By what they are told apart by: '' (everybody), touchpoint, phase, persona, wave, month."""
    waves: tuple[Change, ...] = ()
    """How scores changed from wave to wave."""
    touchpoints: tuple[Change, ...] = ()
    """How much better one touchpoint feels than another."""
    respondents: int = 0
    """Answers behind all of it."""


class Personas(msgspec.Struct, frozen=True, omit_defaults=True):
    """The personas with their sedcards, and all of them side by side where there are several."""

    found: PersonaSet
    compared: Comparison | None = None


class LeverLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A lever as a run ranked it."""

    id: str
    text: Text
    grade: Grade
    rank: int | None = None
    worth: Estimate | None = None
    currency: str | None = None


class RunLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One run in a line, for what changed since."""

    made_at: datetime
    snapshot: str
    version: str
    as_of: date | None = None
    customers: int = 0
    events: int = 0
    finding: Text | None = None
    goals: tuple[GoalRow, ...] = ()
    levers: tuple[LeverLine, ...] = ()
    """The first five."""
    personas: tuple[Named, ...] = ()
    quarantined: int = 0


class History(msgspec.Struct, frozen=True, omit_defaults=True):
    """The runs that found something new, newest first."""

    runs: tuple[RunLine, ...] = ()
