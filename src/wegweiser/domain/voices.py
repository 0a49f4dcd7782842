"""Voices: what customers said, in scores, sayings and quotes, each with how many said it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.feelings import Driver, Feeling, Series
from wegweiser.domain.mission import Discord
from wegweiser.domain.questions import Question
from wegweiser.i18n import Text


class Quote(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A customer's own words, personal data masked, with where and when they were said."""

    text: str
    source: str
    language: str = ""
    said_on: date | None = None


class SayingKind(StrEnum):
    """What a saying is about."""

    EXPECTATION = "expectation"
    EXPERIENCE = "experience"
    ASSOCIATION = "association"
    PAIN = "pain"
    GAIN = "gain"


class Saying(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something several customers say: how many of how many, how they feel, and their words.

    `text` is a sentence that stands for theirs, or the words they share where none may be quoted.
    """

    id: str
    kind: SayingKind
    text: Text
    phase: str
    times: int
    customers: int
    share: Proportion | None = None
    """Of the people whose texts speak of this phase or touchpoint."""
    touchpoint: str | None = None
    feeling: Estimate | None = None
    quotes: tuple[Quote, ...] = ()
    trend: tuple[int, ...] = ()
    """How often a month, oldest first."""
    persona: str | None = None
    as_of: date | None = None
    model: str = ""
    """Rule, or model with version, that read it out of the texts."""
    topic: Text = ""
    """The words that several share where they speak of a thing; empty for expectations and associations."""


class ScoreKind(StrEnum):
    """How answers are summed up."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    TOP_BOX = "top_box"
    MEAN = "mean"
    """Mean feeling, -2 to +2."""
    SHARE = "share"
    """How many gave one of several answers without order."""
    RATING = "rating"
    """Mean of the ratings people wrote beside their texts, -2 to +2; they chose to write, nobody was drawn."""
    RATED_WELL = "rated_well"
    """How many of them rated +1 or better: four or five of five stars."""


class Score(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Answers summed up: the figure with its interval, of how many who were asked, weighted beside unweighted."""

    id: str
    kind: ScoreKind
    name: Text
    estimate: Estimate
    weighted: Estimate | None = None
    response: Proportion | None = None
    """Answers of those who were asked in earnest."""
    item: str | None = None
    survey: str | None = None
    wave: str | None = None
    touchpoint: str | None = None
    phase: str | None = None
    persona: str | None = None
    month: str | None = None
    """Year and month of the answers, as in 2026-03."""
    counted: Text | None = None
    """Of a top box, the answer whose share it is."""
    as_of: date | None = None

    @property
    def suppressed(self) -> bool:
        """True where fewer than 20 people answered, so that the score may not be shown."""
        return self.estimate.n < SUPPRESSED_BELOW


class Change(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One wave or touchpoint beside another: how much higher `here` is than `there`, and how likely by chance."""

    id: str
    here: str
    there: str
    difference: Estimate
    of: Text = ""
    """What is compared; empty for feelings."""
    kind: ScoreKind = ScoreKind.MEAN
    p: float = 1.0
    """Adjusted for everything compared together."""


class Heard(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything heard of customers; empty where nobody listened."""

    feelings: tuple[Feeling, ...] = ()
    questions: tuple[Question, ...] = ()
    sayings: tuple[Saying, ...] = ()
    scores: tuple[Score, ...] = ()
    discords: tuple[Discord, ...] = ()
    """Phases in which what people feel does not harmonise with what the company wants to stand for."""
    drivers: tuple[Driver, ...] = ()
    """Touchpoints by how much their feelings go with the overall score."""

    def pairs(self) -> tuple[Feeling, ...]:
        """Return what at least 20 people reported in a survey beside what they had expected."""
        asked = (one for one in self.feelings if one.expected is not None and one.series is Series.SURVEY)
        return tuple(one for one in asked if one.experienced.n >= SUPPRESSED_BELOW)
