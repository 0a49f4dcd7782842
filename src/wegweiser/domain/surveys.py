"""Surveys: what was asked, on which scale, about which touchpoint, and what an answer means from -2 to +2."""

from __future__ import annotations

from enum import StrEnum
from math import isnan

import msgspec

from wegweiser.i18n import Text


class Role(StrEnum):
    """What a column of a survey export holds."""

    ANSWER = "answer"
    COMMENT = "comment"
    """Free text."""
    CODED = "coded"
    """A comment somebody already sorted: the column holds a code of `Item.levels`."""
    TRAIT = "trait"
    """Something about the person: age, income, home."""
    WEIGHT = "weight"
    TIME = "time"
    RESPONDENT = "respondent"
    IGNORED = "ignored"


class Metric(StrEnum):
    """What a question measures, and so how its answers are summed up."""

    RECOMMEND = "recommend"
    """How likely to recommend, 0 to 10: NPS."""
    SATISFACTION = "satisfaction"
    """How good it was: CSAT (top two boxes), mean feeling."""
    EFFORT = "effort"
    """How easy it was: CES."""
    EXPECTATION = "expectation"
    """What was expected, on the scale of the experience beside it."""
    IMPORTANCE = "importance"
    YES_NO = "yes_no"
    CHOICE = "choice"
    """One of several answers without order."""


FELT = frozenset({Metric.SATISFACTION, Metric.EFFORT})
"""Metrics that report how it was; recommending speaks of everything, expecting of what was hoped for."""
REPORTED = FELT | {Metric.RECOMMEND}
"""Metrics that report a feeling, be it of one place or of everything."""


class Scale(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The numbers that can be ticked, from `low` to `high`, and the codes that mean no answer.

    `missing` were asked and gave no answer ("blank", "don't know"); `unused` could not answer because they never
    met the touchpoint ("not applicable"), and so were not asked in earnest. `best_low` marks scales on which the
    lowest number is the best.
    """

    low: float
    high: float
    missing: tuple[float, ...] = ()
    unused: tuple[float, ...] = ()
    best_low: bool = False

    def answers(self, value: float | None) -> bool:
        """Return whether a number is an answer: on the scale, and no code for something else."""
        if value is None or isnan(value) or value in self.missing or value in self.unused:
            return False
        return self.low <= value <= self.high

    def feeling(self, value: float) -> float:
        """Return an answer on the scale of feelings, -2 (worst) to +2 (best), linearly.

        Example:
            >>> Scale(1, 5).feeling(4), Scale(0, 10).feeling(10), Scale(1, 7, best_low=True).feeling(1)
            (1.0, 2.0, 2.0)
        """
        place = (value - self.low) / (self.high - self.low) * 4 - 2
        return -place if self.best_low else place


class Item(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One question of a survey, or one column that says something else about the person who answered.

    `columns` names the columns that hold it, one for each wave in which it was called differently. `about` is the
    touchpoint it asks about (None: the whole), `phase` where that stands. `levels` names answers by their code.
    """

    id: str
    text: Text
    role: Role
    columns: tuple[str, ...] = ()
    metric: Metric | None = None
    scale: Scale | None = None
    about: str | None = None
    phase: str | None = None
    section: Text = ""
    levels: dict[str, Text] = {}
    overall: bool = False
    """Whether it asks about everything together: what derived importance is measured against."""
    aspect: str | None = None
    """What of its touchpoint it asks about, such as cleanliness: a score beside the rating of the place. Empty: it is
    that rating; None: its words tell."""
    proposed: bool = False
