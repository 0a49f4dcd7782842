"""Personas: fictional representatives of real groups found in data, named and edited by people."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.questions import Question
from wegweiser.domain.validations import Verdict
from wegweiser.domain.voices import Quote
from wegweiser.i18n import Text


class Trait(msgspec.Struct, frozen=True, omit_defaults=True):
    """One property that sets the persona apart: its value here against everyone else, with intervals."""

    id: str
    name: Text
    here: Estimate | Proportion
    rest: Estimate | Proportion
    difference: Estimate
    """Standardised difference (in standard deviations of everyone) with its interval."""
    shown: Text
    """The trait as a phrase: 'buys 2.4 times as often'."""


class UseShare(msgspec.Struct, frozen=True, omit_defaults=True):
    """Share of the persona's contacts (or customers) on a channel, weekday, hour band or demographic group."""

    id: str
    name: Text
    share: Proportion
    base: float | None = None
    """The same share among everyone else."""


class Remark(msgspec.Struct, frozen=True, omit_defaults=True):
    """A goal, pain, trigger, barrier or question of a persona, and what it rests on.

    What people wrote is an assumption until tested; what was read out of texts or behaviour is inferred and names
    its model.
    """

    text: Text
    status: Status = Status.ASSUMPTION
    share: Proportion | None = None
    """Of the persona's people: how many it holds for."""
    rest: Proportion | None = None
    """The same among everyone else, or among the persona's journeys that ended otherwise."""
    customers: int = 0
    quotes: tuple[Quote, ...] = ()
    model: str = ""


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """One condition on a feature in its own unit: at least, below, or one of the levels named."""

    feature: str
    text: Text
    at_least: float | None = None
    below: float | None = None
    levels: tuple[str, ...] = ()


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """One way to tell a persona's people from everyone else's: conditions that all hold."""

    text: Text
    conditions: tuple[Condition, ...]
    coverage: Proportion
    """Of the persona's people: how many the rule describes."""
    precision: Proportion
    """Of the people the rule describes: how many are the persona's."""


class Statement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A statement about a persona held against data: how many of them it fits, how many others, the verdict."""

    id: str
    text: Text
    needed: float = 0.5
    """Share of the persona's people from which on the statement counts as supported."""
    here: Proportion | None = None
    rest: Proportion | None = None
    verdict: Verdict | None = None
    """None where the data does not hold what the statement is about, or fewer than 20 people."""
    reason: Text = ""
    """Why it was not measured."""


class ChangeKind(StrEnum):
    """What happened to a persona between two looks at the data."""

    NEW = "new"
    GONE = "gone"
    SPLIT = "split"
    MERGED = "merged"
    SHARE = "share"
    """Its share of the customers changed beyond chance."""
    DRIFT = "drift"
    """Its people behave otherwise than before."""
    TURNOVER = "turnover"
    """Less than half of the people it has or had are the same."""
    RENAMED = "renamed"
    """What sets it apart gave it another name."""


class PersonaChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened to a persona, in a sentence with its numbers."""

    kind: ChangeKind
    persona: str
    text: Text
    others: tuple[str, ...] = ()
    """Personas it was split into, or merged with."""
    before: Proportion | None = None
    after: Proportion | None = None
    size: float | None = None
    """Jaccard overlap, or shift of the centre in standard deviations."""
    q: float | None = None
    """p-value after control of the false discovery rate over everything tested together."""
    seen_on: date | None = None


class PersonaShare(msgspec.Struct, frozen=True, omit_defaults=True):
    """A persona's share of the customers who were active in a month or quarter."""

    persona: str
    period: str
    """2026-03, or 2026-Q1."""
    share: Proportion


class Persona(msgspec.Struct, frozen=True, omit_defaults=True):
    """A persona's sedcard: who they are, how many, how sure we are, what sets them apart, what is not known."""

    id: str
    name: Text
    claim: Text
    initials: str
    size: int
    share: Proportion
    stability: float
    """Mean agreement (adjusted Rand index) of the clustering over bootstrap refits, 0..1."""
    homogeneity: float
    """Mean membership probability of its members, 0..1."""
    traits: tuple[Trait, ...] = ()
    channels: tuple[UseShare, ...] = ()
    weekdays: tuple[UseShare, ...] = ()
    hours: tuple[UseShare, ...] = ()
    demography: tuple[UseShare, ...] = ()
    figures: tuple[Trait, ...] = ()
    """Value, frequency, size of purchase: shown as figures."""
    unknown: tuple[Text, ...] = ()
    """What the data cannot say about them."""
    as_of: date | None = None
    named_by: str = "rule"
    """rule, or human where somebody wrote the name."""
    devices: tuple[UseShare, ...] = ()
    media: tuple[UseShare, ...] = ()
    """What they said about media they use."""
    loyalty: tuple[Trait, ...] = ()
    """Repeat rate, time they have been known, days since the last contact."""
    goals: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    """What they were heard asking."""
    asks: tuple[Remark, ...] = ()
    """Questions people who know them wrote down."""
    pains: tuple[Remark, ...] = ()
    triggers: tuple[Remark, ...] = ()
    barriers: tuple[Remark, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    quotes: tuple[Quote, ...] = ()
    """Up to two of their own words, masked; only such as may be quoted outside."""
    assumed: tuple[Remark, ...] = ()
    """What on this card is assumption, and what is inferred by which model."""
    rules: tuple[Rule, ...] = ()
    """How to tell them from the others, widest coverage first."""
    represented: tuple[UseShare, ...] = ()
    """Groups over- or under-represented among them: the interval leaves out everyone's share (`base`)."""
    statements: tuple[Statement, ...] = ()
    previous_name: Text | None = None
    """What the data called it before, where that has changed."""
    found_name: Text | None = None
    """The name the data would give it, where somebody wrote another one."""
    portrait: str = ""
    """Path of a picture, relative to the workspace; empty: the initials."""
    portrait_licence: str = ""
    notes: Text = ""
    by_hand: bool = False
    """True where people described it and the data tests it; such personas may overlap with others."""


class PersonaSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """The personas of one workspace, or the reason why there are none."""

    personas: tuple[Persona, ...]
    profiles: int
    as_of: date
    since: date
    seed: int
    method: Text
    verdict: Text
    """One sentence: how many were found and how stable they are, or why the data supports none."""
    candidates: tuple[tuple[int, float, float], ...] = ()
    """(k, BIC, bootstrap ARI) for each number of personas tried."""
    covered: int = 0
    """Profiles with enough behaviour to be assigned."""
    fidelity: Proportion | None = None
    """How often the rules, learnt on other people, put a person where the mixture does."""
    coverage: tuple[UseShare, ...] = ()
    """Groups among the people assigned to personas, against everyone whose group is known (`base`)."""
    over_time: tuple[PersonaShare, ...] = ()
    changes: tuple[PersonaChange, ...] = ()
    """What happened to the personas since the last refresh."""
    history: tuple[PersonaChange, ...] = ()
    """What happened before that, newest first."""


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one persona in one row; without a value nothing is known or too few stand behind it."""

    value: Estimate | Proportion | float | None = None
    shown: Text = ""
    stands_out: bool = False
    """Whether it differs from everyone else's: the interval leaves out the value of the rest."""
    percent: bool = False
    """Whether the value is a share and shown in percent."""


class Row(msgspec.Struct, frozen=True):
    """One thing said of several personas."""

    id: str
    part: str
    name: Text
    cells: tuple[Cell, ...]


class Comparison(msgspec.Struct, frozen=True):
    """Personas side by side: `personas` and `names` head the columns, `parts` names the parts rows belong to."""

    personas: tuple[str, ...]
    names: tuple[Text, ...]
    parts: dict[str, Text]
    rows: tuple[Row, ...]
