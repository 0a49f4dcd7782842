"""What the screens show: plain frozen rows, counted at the end of a run and kept as JSON.

Nothing in them speaks of fewer than 20 people: a row about so few is left out and counted under `unshown`, or its
figures are None.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.levers import Grade, Lever
from wegweiser.domain.personas import Comparison, PersonaSet
from wegweiser.domain.strategy import ChannelSheet
from wegweiser.domain.touchpoints import Match, Medium
from wegweiser.domain.voices import Change, Heard, Score
from wegweiser.i18n import Text
from wegweiser.maps.charts import rows as charts


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
    """With every move; `lightened` leaves the heaviest."""
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


class Contradiction(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two sides that say different things of the same at the same time; `customers` None: fewer than 20 met both."""

    kind: str
    high_side: str
    low_side: str
    cases: int
    objects: int
    names: tuple[str, ...] = ()
    """Some of the things."""
    high: float | None = None
    low: float | None = None
    size: float | None = None
    since: date | None = None
    until: date | None = None
    customers: int | None = None


class Levers(msgspec.Struct, frozen=True, omit_defaults=True):
    """Levers as the list ranks them, then those listed apart; why drivers were left out; what contradicts itself."""

    levers: tuple[Lever, ...] = ()
    dropped: tuple[Text, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    notes: dict[str, Text] = {}


class Credit(msgspec.Struct, frozen=True, omit_defaults=True):
    """The part of the conversions one model credits to an item; '(no contact)' and '(baseline)' stand beside items."""

    model: str
    item: str
    credit: float
    share: float
    lo: float | None = None
    hi: float | None = None
    value: float | None = None
    rank: int | None = None
    rank_lo: int | None = None
    rank_hi: int | None = None
    participation: Proportion | None = None


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """The part an item plays in the conversions that touch it: opening, assisting, closing, or alone."""

    item: str
    touching: int
    opener: Proportion
    assist: Proportion
    closer: Proportion
    alone: Proportion
    typical: str = ""


class Priority(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much an item deserves work, of everybody (`persona` None) or a persona: reach x importance x gap."""

    item: str
    reach: Proportion
    persona: str | None = None
    importance: float | None = None
    importance_from: str = ""
    gap: float | None = None
    gap_from: str = ""
    priority: float | None = None
    lo: float | None = None
    hi: float | None = None
    top3: float | None = None


class Disagreement(msgspec.Struct, frozen=True, omit_defaults=True):
    """Smallest and largest share of an item over the models; flagged where no sampling explains the spread."""

    item: str
    lowest: float
    highest: float
    flagged: bool = False


class Credits(msgspec.Struct, frozen=True, omit_defaults=True):
    """Attribution of one goal to touchpoints or to channels: every model, roles and priorities."""

    goal: str
    by: str
    credit: tuple[Credit, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    parts: tuple[Part, ...] = ()
    priority: tuple[Priority, ...] = ()
    conversions: int = 0
    unshown: dict[str, int] = {}
    notes: dict[str, Text] = {}
    """What each field counts; that credit is no effect."""


class Attribution(msgspec.Struct, frozen=True, omit_defaults=True):
    """The attribution of every goal somebody reached, by touchpoint and by channel."""

    credits: tuple[Credits, ...] = ()

    def of(self, goal: str | None, by: str = "touchpoint") -> Credits | None:
        """Return the attribution of a goal, or of the first one; None where there is none."""
        return next((one for one in self.credits if one.by == by and goal in {None, one.goal}), None)


class Sheets(msgspec.Struct, frozen=True, omit_defaults=True):
    """The strategy sheet of every channel that met anybody."""

    goal: str | None = None
    sheets: tuple[ChannelSheet, ...] = ()


class TouchpointRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A touchpoint as the registry has it, and whom it met; `customers` None: fewer than 20, or nobody."""

    id: str
    name: Text
    match: Match
    rule: str
    """The rule as one line: "event = cart*, channel = web"."""
    channel: str = "other"
    medium: Medium = Medium.OWNED
    direct: bool = True
    phase: str | None = None
    repeat_phase: str | None = None
    goal: Text | None = None
    owner: str | None = None
    icon: str | None = None
    cost: float | None = None
    structural: bool = False
    proposed: bool = False
    contacts: int | None = None
    customers: int | None = None
    share: Proportion | None = None
    last_seen: date | None = None


class Unmapped(msgspec.Struct, frozen=True):
    """An event name no rule takes, and how many events carry it."""

    event: str
    events: int


class Touchpoints(msgspec.Struct, frozen=True, omit_defaults=True):
    """The registry with what was met, and the events that belong nowhere."""

    touchpoints: tuple[TouchpointRow, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    unmapped_events: int = 0


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row in quarantine: where it stood, and its text with personal data masked."""

    line: int
    text: str


class Quarantined(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rows of a file set aside for one reason."""

    file: str
    code: str
    reason: Text
    rows: int
    first_line: int = 0
    examples: tuple[Example, ...] = ()


class FileRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of the rows of one file."""

    file: str
    rows: int
    events: int = 0
    folded: int = 0
    known: int = 0
    derived: int = 0
    paths: int = 0
    quarantined: int = 0
    since: date | None = None
    until: date | None = None
    loaded_at: datetime | None = None
    missing: bool = False
    """True where the file is no longer there; what was loaded from it stays."""


class Drift(msgspec.Struct, frozen=True, omit_defaults=True):
    """What changed from one file of a source to the next.

    `kind`: column appeared, column gone, event appeared, event gone, or emptier (a column that is empty more often).
    """

    kind: str
    name: str
    before_file: str
    file: str
    before: float | None = None
    after: float | None = None


class SourceRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One source: what was loaded from it, what waits or was set aside, how fresh it is, how its shape changed.

    `kind`: events, paths, survey, texts, content or offers.
    """

    name: str
    kind: str
    format: str = ""
    files: tuple[FileRow, ...] = ()
    rows: int = 0
    events: int = 0
    since: date | None = None
    until: date | None = None
    loaded_at: datetime | None = None
    days_silent: int | None = None
    """Days from its last event to the last day of all data."""
    quarantined: tuple[Quarantined, ...] = ()
    waiting: tuple[str, ...] = ()
    drift: tuple[Drift, ...] = ()
    daily: dict[str, int] = {}
    """Events per day, of the last 400 days; days of fewer than 20 events are None on screen and 0 here."""


class Data(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every source of the workspace, and the dropped files nothing reads yet."""

    sources: tuple[SourceRow, ...] = ()
    dropped: tuple[str, ...] = ()
    quarantined: int = 0


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
