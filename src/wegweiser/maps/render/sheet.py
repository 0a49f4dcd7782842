"""The sheet: one map in one language, every word and number ready to print, so that templates only place it."""

from __future__ import annotations

from math import ceil

import msgspec

from wegweiser.i18n import Language, Signed
from wegweiser.maps.render.house import PLAIN, House


class Source(msgspec.Struct, frozen=True):
    """One piece of evidence as the list at the end shows it; statements refer to it by `number`."""

    number: int
    name: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    query: str


class Badge(msgspec.Struct, frozen=True):
    """The mark of a lever: its rank where it has one, else the letter of its grade, drawn hollow."""

    mark: str
    firm: bool
    spoken: str
    lever: str = ""
    """Id of the lever it stands for."""


class LeverCard(msgspec.Struct, frozen=True):
    """A lever in words: what to change, how much it brings and how sure that is, or what it takes to find out."""

    badge: Badge
    text: str
    phase: str
    effect: str
    """The effect or its range, in points of the conversion rate, and whom it reaches."""
    worth: str
    sure: str
    """Probability of the first three places, ties, effort."""
    test: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


class LeverList(msgspec.Struct, frozen=True):
    """The levers a map shows: ranked ones first, the others apart."""

    ranked: tuple[LeverCard, ...]
    apart: tuple[LeverCard, ...]
    order: str
    """What the ranked ones are ordered by."""
    unranked: str
    """Said where nothing is ranked yet."""
    unshown: tuple[str, ...]
    """What was tried or logged and shows no effect, a sentence each."""
    keys: tuple[str, ...]
    """How the letters are to be read."""


class Pin(msgspec.Struct, frozen=True):
    """A lever's mark on the curve or the ribbon: place in phases, and the feeling there."""

    x: float
    value: float
    badge: Badge


class Statement(msgspec.Struct, frozen=True):
    """One claim: its words, its standing today, and what supports it."""

    text: str
    status: str
    status_name: str
    support: str
    """Interval and n, in small type."""
    detail: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[tuple[int, str], ...]
    kind: str = ""
    """gap or opportunity, in the gap lane."""
    kind_name: str = ""
    impact: str = ""
    badges: tuple[Badge, ...] = ()
    """Marks of the levers that start from it."""
    id: str = ""


class Card(msgspec.Struct, frozen=True):
    """A touchpoint: icon, name, share of customers, contacts, and the standing of both."""

    name: str
    icon: str
    share: str
    width: float
    """Share between 0 and 1, drawn as a bar; below 0 where none is shown."""
    contacts: str
    contacts_words: str
    remarks: str
    """Not made by us."""
    origin: str
    """Not observed but derived or simulated."""
    statement: Statement
    id: str = ""
    """`<touchpoint>@<phase>`."""


class Step(msgspec.Struct, frozen=True):
    """A place customers pass, numbered along the map."""

    number: int
    name: str
    dark: bool
    support: str
    share: str
    id: str = ""


class Figure(msgspec.Struct, frozen=True):
    """A metric: value, change, target, trend and support."""

    name: str
    shown: str
    change: str
    tone: str
    """good, bad or plain."""
    target: str
    trend: tuple[float, ...]
    trend_words: str
    statement: Statement
    level: str = ""
    """Which lines its neighbours have, so that it leaves room for them: two (names), change, backed."""
    id: str = ""
    aim: str = ""
    """The target alone, as it was written."""


class Box(msgspec.Struct, frozen=True):
    """What stands where a lane meets a phase; `mark` says of an empty one whether anybody looked."""

    phase: str
    cards: tuple[Card, ...] = ()
    steps: tuple[Step, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    mark: str = ""
    mark_words: str = ""
    more: str = ""
    """How many cards stand beyond the first six, in words."""
    badges: tuple[tuple[Badge, str], ...] = ()
    """Levers of the phase that start from no statement here: the ranked ones with their words, others without."""
    at: str = ""
    """Id of the phase."""


class Row(msgspec.Struct, frozen=True):
    """A lane, drawn by its `kind`: cards, steps, curve, metrics, gaps, voice or text."""

    id: str
    title: str
    kind: str
    views: tuple[str, ...]
    boxes: tuple[Box, ...]
    line: str = ""
    """What the line above it is called in a blueprint: that of interaction, or that of visibility."""


class Band(msgspec.Struct, frozen=True):
    """Lanes that belong together; `views` are those in which any of them is shown."""

    id: str
    title: str
    rows: tuple[Row, ...]
    views: tuple[str, ...]


class Head(msgspec.Struct, frozen=True):
    """The head of a phase with the flow through it."""

    id: str
    name: str
    line: str
    customers: str
    nobody: str
    """Said instead of a zero."""
    thin: bool
    """Whether the ribbon is a line here, on which words need paper behind them."""
    dwell: str
    on: str
    on_within: str
    """Interval of the share going on."""
    spoken: str


class Mark(msgspec.Struct, frozen=True):
    """A point of the feelings curve: place in phases, value -2..2, and what is written beside it."""

    x: float
    value: float
    lo: float
    hi: float
    solid: bool
    """Reported by 30 people or more; hollow below, and where it is assumed."""
    tone: str
    quote: str
    """Empty where none was left or where a neighbour's stands in its place."""
    support: str
    spoken: str
    up: bool = True
    """Whether the words stand above the curve."""
    named: bool = False
    """Whether the words are the point's name, and nobody's quote."""
    told: bool = True
    """False where it is assumed: nobody reported or showed it."""


class Side(msgspec.Struct, frozen=True):
    """A further curve beside the main one: another persona's, or one inferred from texts or behaviour."""

    name: str
    hue: int
    """Its style, 0 to 5: three hues, each with two dashes."""
    runs: tuple[tuple[Mark, ...], ...]
    banded: bool = False
    """Whether its intervals are drawn: those of what is inferred, lest the line look surer than it is."""
    how: str = ""
    """Which rule or model inferred it."""


class Pair(msgspec.Struct, frozen=True):
    """What was expected at a touchpoint and what was felt there, both -2..2; the bar between is the gap."""

    name: str
    phase: int
    expected: float
    felt: float
    gap: str
    tone: str
    """good or bad where the gap is beyond chance, else plain."""
    solid: bool
    spoken: str


class Feelings(msgspec.Struct, frozen=True):
    """The curve in runs that are not bridged where a phase has no point."""

    runs: tuple[tuple[Mark, ...], ...]
    spoken: str
    pins: tuple[Pin, ...] = ()
    sides: tuple[Side, ...] = ()
    name: str = ""
    """What the main curve is, where nobody reported it."""
    pairs: tuple[Pair, ...] = ()

    @property
    def reach(self) -> float:
        """How far the scale goes from zero, 0.5 to 2 in halves: as far as anything is drawn."""
        runs = (*self.runs, *(run for side in self.sides for run in side.runs))
        drawn = [end for run in runs for mark in run for end in (mark.value, mark.lo, mark.hi)]
        furthest = max((abs(value) for value in (*drawn, *(pin.value for pin in self.pins))), default=2.0)
        return min(2.0, max(0.5, ceil(furthest * 2) / 2))

    def ends(self, language: Language) -> tuple[str, str]:
        """Return the labels of the scale's upper and lower end."""
        return Signed(self.reach).shown(language), Signed(-self.reach).shown(language)


class Chip(msgspec.Struct, frozen=True):
    """The persona in the header."""

    name: str
    initials: str
    line: str
    share: str
    quote: str


class Part(msgspec.Struct, frozen=True):
    """One part of the evidence mix: how many statements stand how."""

    status: str
    name: str
    count: int
    share: float
    shown: str


class Sheet(msgspec.Struct, frozen=True):
    """A journey map in one language, ready to be placed on a page."""

    language: Language
    view: str
    title: str
    subtitle: str
    organisation: str
    kind: str
    simulated: bool
    finding: Statement | None
    persona: Chip | None
    facts: tuple[tuple[str, str, str], ...]
    """Label, value and small print of each line of the data box."""
    mix: tuple[Part, ...]
    heads: tuple[Head, ...]
    flow: tuple[float, ...]
    """Customers on the way per phase; empty where none were counted."""
    folded: bool
    """Whether the row of the flow is left out: people were asked, and no contact was there to be counted."""
    bands: tuple[Band, ...]
    feelings: Feelings | None
    pins: tuple[Pin, ...]
    """Marks of levers on the ribbon, where there is no curve to carry them."""
    levers: LeverList | None
    legend: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    source_names: tuple[str, ...]
    notes: tuple[str, ...]
    imprint: tuple[str, ...]
    words: dict[str, str]
    house: House = PLAIN
    """Whose map it is."""
