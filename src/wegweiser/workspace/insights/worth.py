"""What the screens of levers, attribution and channels show."""

from __future__ import annotations

from datetime import date

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.levers import Lever
from wegweiser.domain.strategy import ChannelSheet
from wegweiser.i18n import Text


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
    lowest_model: str = ""
    highest_model: str = ""
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
