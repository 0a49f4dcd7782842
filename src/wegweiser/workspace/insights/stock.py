"""What the screens of touchpoints and data show."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.i18n import Text


class TouchpointRow(Touchpoint, frozen=True, omit_defaults=True, forbid_unknown_fields=False, kw_only=True):
    """A touchpoint as the registry has it, and whom it met; `customers` None: fewer than 20, or nobody."""

    rule: str
    """The rule as one line: "event = cart*, channel = web"."""
    contacts: int | None = None
    customers: int | None = None
    share: Proportion | None = None
    last_seen: date | None = None

    @classmethod
    def of(cls, one: Touchpoint) -> TouchpointRow:
        """Return the row of a touchpoint that met nobody yet."""
        return cls(**msgspec.structs.asdict(one), rule=rule_of(one.match))


def rule_of(match: Match) -> str:
    """Return a rule as one line: what it asks for, in the words of wegweiser.toml.

    Example:
        >>> rule_of(Match(event="cart*", channel="web"))
        'event = cart*, channel = web'
    """
    told = msgspec.structs.asdict(match)
    return ", ".join(f"{name} = {value}" for name, value in told.items() if value != "*") or "event = *"


class Unmapped(msgspec.Struct, frozen=True):
    """An event name no rule takes, and how many events carry it."""

    event: str
    events: int


class Seen(msgspec.Struct, frozen=True):
    """What rules can see of some events, and how many look so; of fewer than 20 nothing is told."""

    source: str
    event: str
    channel: str
    campaign: str
    events: int


class Touchpoints(msgspec.Struct, frozen=True, omit_defaults=True):
    """The registry with what was met, and the events that belong nowhere."""

    touchpoints: tuple[TouchpointRow, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    unmapped_events: int = 0
    seen: tuple[Seen, ...] = ()
    """What the rules chose from, the most frequent first, up to 2,000."""


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
    """Events per day, of the last 400 days; a day of fewer than 20 events says 1."""


class Data(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every source of the workspace, and the dropped files nothing reads yet."""

    sources: tuple[SourceRow, ...] = ()
    dropped: tuple[str, ...] = ()
    quarantined: int = 0
