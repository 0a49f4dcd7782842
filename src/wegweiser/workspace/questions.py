"""Questions that take a scan of the data, and their answers: plain frozen values that go to a worker and back as JSON.

`among` narrows a question to some customers or a period, in the words of `Journeys.among`: `persona:pe_1`,
`touch:channel:web`, `trait:country=AT`, `period:2026-01..2026-03`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.funnels import Funnel
from wegweiser.errors import UnknownName
from wegweiser.i18n import Language, Text
from wegweiser.journeys import Registry, checking
from wegweiser.maps import document
from wegweiser.workspace.config import Config
from wegweiser.workspace.insights.rows import FunnelRows, Variant, Ways
from wegweiser.workspace.starting import Guessed

LOGS = ("xes", "ocel")
"""The forms of event logs."""


class _Asked(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="asks"):
    """What all questions are."""


class PatternSearch(_Asked, frozen=True, tag="pattern"):
    """Who goes this way: `^ ad -> view ->> [not cart] buy within 2 days`."""

    pattern: str
    goal: str | None = None
    unit: str = "journey"
    among: tuple[str, ...] = ()


class Around(_Asked, frozen=True, tag="around"):
    """What comes before and after a touchpoint, or a kind of them such as `channel:web`."""

    anchor: str
    before: int = 3
    after: int = 3
    goal: str | None = None
    which: str = "first"
    among: tuple[str, ...] = ()


class FunnelAsked(_Asked, frozen=True, tag="funnel"):
    """A funnel of one's own, by the rules of `domain.funnels.Funnel`; lengths of time in seconds."""

    steps: tuple[str, ...]
    within_s: int | None = None
    step_within_s: int | None = None
    order: str = "ordered"
    unit: str = "customer"
    exclude: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    hold: str | None = None
    ties: str = "in order"
    among: tuple[str, ...] = ()

    @property
    def funnel(self) -> Funnel:
        """The funnel asked for.

        Raises:
            InvalidSetting: steps and rules do not go together.
            UnknownName: there is no such order, unit or tie rule.
        """
        return Funnel(
            self.steps,
            within=None if self.within_s is None else timedelta(seconds=self.within_s),
            step_within=None if self.step_within_s is None else timedelta(seconds=self.step_within_s),
            order=self.order,
            unit=self.unit,
            exclude=self.exclude,
            optional=self.optional,
            hold=self.hold,
            ties=self.ties,
        )


class WaysAmong(_Asked, frozen=True, tag="ways"):
    """How journeys of some customers or a period go."""

    among: tuple[str, ...]
    goal: str | None = None


class MapAmong(_Asked, frozen=True, tag="map"):
    """The measured side of the map, of some customers or a period only."""

    among: tuple[str, ...]


class Conformance(_Asked, frozen=True, tag="conformance"):
    """How actual journeys differ from planned steps; those of journey.yaml where none are named."""

    steps: tuple[str, ...] = ()
    goal: str | None = None
    among: tuple[str, ...] = ()


class ExportLog(_Asked, frozen=True, tag="log"):
    """Actual journeys as an event log, `xes` or `ocel`, customers under pseudonyms; it lies beside the answer."""

    form: str
    goal: str | None = None
    language: Language = "en"
    among: tuple[str, ...] = ()


class Replay(_Asked, frozen=True, tag="replay"):
    """Read what waits in quarantine again under the rules of today."""


class Forget(_Asked, frozen=True, tag="forget"):
    """Take a source of events out: the next run counts without it."""

    source: str


class Demo(_Asked, frozen=True, tag="demo"):
    """Make a bare workspace that of a company to try things on, and run it."""

    customers: int = 5000
    simulated: bool = True
    """False for a retailer's published year, where its package is installed."""


class Look(_Asked, frozen=True, tag="look"):
    """What a file is and how it would be read; nothing is written.

    `told` is what somebody says columns hold, by their names, and `kind` what she says the file is: events, texts or
    survey.
    """

    path: str
    told: dict[str, str] = {}
    kind: str = ""


class Run(_Asked, frozen=True, tag="run"):
    """The whole job: load what is new, follow the journeys, draw the map, write the insights."""

    languages: tuple[Language, ...] = ()
    formats: tuple[str, ...] = ("json",)


Question: TypeAlias = (
    PatternSearch
    | Around
    | FunnelAsked
    | WaysAmong
    | MapAmong
    | Conformance
    | ExportLog
    | Replay
    | Forget
    | Demo
    | Look
    | Run
)


class PatternFound(msgspec.Struct, frozen=True, omit_defaults=True):
    """The journeys (or sessions) that match; shares and ways of fewer than 20 are not told."""

    matches: int | None = None
    customers: int | None = None
    share: Proportion | None = None
    """Of all that were looked at."""
    rate: Proportion | None = None
    """Of those that match: how many convert."""
    others: Proportion | None = None
    """The same among the others."""
    ways: tuple[Variant, ...] = ()
    note: Text = ""


class Beside(msgspec.Struct, frozen=True, omit_defaults=True):
    """Journeys that are at a touchpoint so many contacts after the anchor (before it: a negative offset)."""

    offset: int
    touchpoint: str
    journeys: int
    customers: int
    share: float
    lo: float
    hi: float


class AroundFound(msgspec.Struct, frozen=True, omit_defaults=True):
    """What comes before and after the anchor."""

    places: tuple[Beside, ...] = ()
    unshown: int = 0
    """Places left out because fewer than 20 people stand behind them."""
    note: Text = ""


class Deviation(msgspec.Struct, frozen=True, omit_defaults=True):
    """Journeys that follow the plan or deviate from it in one way, at one step, by one touchpoint."""

    kind: str
    share: Proportion
    customers: int
    step: str | None = None
    touchpoint: str | None = None


class Conformed(msgspec.Struct, frozen=True, omit_defaults=True):
    """How actual journeys differ from the planned steps."""

    deviations: tuple[Deviation, ...] = ()
    unshown: int = 0
    note: Text = ""


class Logged(msgspec.Struct, frozen=True):
    """How many cases (customers, or journeys of a goal) and events a log holds."""

    cases: int
    events: int


class Replayed(msgspec.Struct, frozen=True):
    """How many rows left quarantine; a run follows their customers."""

    taken_in: int


class Forgotten(msgspec.Struct, frozen=True):
    """How many events are gone with the next run."""

    events: int


class Ran(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a run did and found."""

    customers: int
    events: int
    quarantined: int = 0
    proposed: int = 0
    guessed: tuple[Text, ...] = ()
    findings: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()


ANSWERS: dict[type[msgspec.Struct], type[msgspec.Struct]] = {
    PatternSearch: PatternFound,
    Around: AroundFound,
    FunnelAsked: FunnelRows,
    WaysAmong: Ways,
    MapAmong: document.Generated,
    Conformance: Conformed,
    ExportLog: Logged,
    Replay: Replayed,
    Forget: Forgotten,
    Demo: Ran,
    Look: Guessed,
    Run: Ran,
}
"""What kind of answer each kind of question has."""


def check(question: Question, config: Config) -> None:
    """Refuse a question that cannot be answered, before anything is opened or queued.

    Raises:
        InvalidSetting: a pattern, a selection, a funnel or a plan cannot be read.
        UnknownName: no goal, touchpoint, channel, phase, unit or rule is called so.
    """
    if isinstance(question, Replay | Forget | Demo | Look | Run):
        return
    registry = Registry(config.touchpoint, config.model, config.goal)
    goal = None if isinstance(question, FunnelAsked | MapAmong) else question.goal
    if goal is not None:
        registry.goal(goal)
    checking.selection(question.among, registry)
    if isinstance(question, PatternSearch):
        checking.pattern(question.pattern, registry, question.unit)
    elif isinstance(question, Around):
        checking.anchor(question.anchor, registry, question.which)
    elif isinstance(question, FunnelAsked):
        checking.funnel(question.funnel, registry)
    elif isinstance(question, Conformance) and question.steps:
        checking.plan(question.steps, registry)
    elif isinstance(question, ExportLog) and question.form not in LOGS:
        raise UnknownName("form of an event log", question.form, LOGS)
