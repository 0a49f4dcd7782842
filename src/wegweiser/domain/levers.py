"""Levers: an opportunity with an estimate, an interval and a grade of evidence, ranked where the evidence allows it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec
from babel.numbers import format_decimal

from wegweiser.domain.estimates import Estimate
from wegweiser.errors import UnsupportedClaim
from wegweiser.i18n import LANGUAGES, Between, Text, both


class Grade(StrEnum):
    """What an effect rests on.

    A: an experiment. B: natural variation in a logged driver (waiting time, delay, error). C: adjusted for what came
    before and for attributes, a range and never one number. D: association, or a mechanical what-if.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Spread(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A range of effects over several ways to adjust, from the lowest lower end to the highest upper end."""

    lo: float
    hi: float
    n: int
    ways: int
    """How many sets of adjustments the range was taken over."""


def in_points(change: Estimate | Spread) -> Text:
    r"""Return a change of a rate in points with its interval; a range has no middle.

    Example:
        >>> in_points(Spread(lo=-0.004, hi=0.021, n=900, ways=3))["en"]
        '\u22120.4 to +2.1\xa0pts'
    """
    within = Between(_signed(change.lo), _signed(change.hi))
    if isinstance(change, Spread):
        return both("{within}\u00a0pts", within=within)
    return both("{value}\u00a0pts ({within})", value=_signed(change.value), within=within)


def _signed(share: float) -> Text:
    rounded = round(100 * share, 1) + 0.0
    sign = "+" if rounded > 0 else ""
    shown = {language: format_decimal(rounded, format="#,##0.0", locale=language) for language in LANGUAGES}
    return {language: sign + text.replace("-", "\u2212") for language, text in shown.items()}


class TestPlan(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What it takes to find out: customers per group to see a difference of `detectable` from `baseline`."""

    __test__ = False  # not a test, whatever its name says to a test runner

    per_group: int
    baseline: float
    detectable: float
    power: float = 0.8


class Better(StrEnum):
    """Which way a logged driver should go."""

    LESS = "less"
    MORE = "more"


class Driver(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A figure logged at a touchpoint that nobody reports and that varies by itself: waiting time, delay, errors.

    `property` names it among the properties of the touchpoint's events; `rating`, where customers also rate the same
    contact, names the rating there. Which figure is a driver only people know, so it is declared and never guessed.
    """

    touchpoint: str
    property: str
    unit: str = ""
    better: Better = Better.LESS
    rating: str | None = None
    name: Text = ""


class Standing(StrEnum):
    """How far the work on a lever has come."""

    IDEA = "idea"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class LeverNote(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a person knows of a lever: its effort in person-days, a note, and how far the work has come."""

    id: str
    effort: float | None = None
    note: Text = ""
    status: Standing = Standing.IDEA


class Lever(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something to change at a touchpoint or in a phase, what it would reach, and how far one may believe it.

    Raises:
        UnsupportedClaim: an effect stands on less than its grade demands: A and B have an effect and no spread, C a
            spread and no effect, D neither; only A and B have a rank.
    """

    id: str
    text: Text
    goal: str
    phase: str
    grade: Grade
    customers: int
    """Customers it reaches: those the gap concerns in the period of the data."""
    touchpoint: str | None = None
    kind: str = ""
    """The kind of gap behind it, which chooses measures from the playbook."""
    effect: Estimate | None = None
    """Change of the conversion rate per customer reached (grades A and B)."""
    spread: Spread | None = None
    """The same as a range (grade C)."""
    association: Estimate | None = None
    """What goes with what (grade D); no effect."""
    value: float | None = None
    """Value of one conversion, in `currency`."""
    currency: str | None = None
    effort: float | None = None
    """Person-days, as a person entered it."""
    worth: Estimate | None = None
    """customers x effect x value, with its interval; divided by effort only for the order of the list."""
    rank: int | None = None
    top3: float | None = None
    """Probability that it is among the first three."""
    tie: int | None = None
    """Levers of one number cannot be told apart."""
    regret: float | None = None
    """What choosing this one costs on average where another would have been worth more, in the unit of `worth`."""
    test: TestPlan | None = None
    measures: tuple[str, ...] = ()
    """Ids of measures in the playbook."""
    evidence: tuple[str, ...] = ()
    experiment: str | None = None
    driver: str | None = None
    gap: str | None = None
    """Id of the claim on the map it starts from."""
    method: Text = ""
    """How the figures came about."""
    note: Text = ""
    status: Standing = Standing.IDEA
    doubt: Text = ""
    """Why it is nothing to do: its interval holds no effect too, chance goes as far, or it does harm."""
    warnings: tuple[Text, ...] = ()
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Refuse an effect its grade does not support."""
        firm = self.grade in {Grade.A, Grade.B}
        if firm != (self.effect is not None):
            raise UnsupportedClaim(
                f"Lever '{self.id}' of grade {self.grade} needs " + ("an effect." if firm else "none.")
            )
        if (self.grade is Grade.C) != (self.spread is not None):
            raise UnsupportedClaim(
                f"Lever '{self.id}' of grade {self.grade}: a range belongs to grade C, and only there."
            )
        if self.rank is not None and not firm:
            raise UnsupportedClaim(f"Lever '{self.id}' of grade {self.grade} is listed apart and has no rank.")
        if self.rank is not None and self.doubt:
            raise UnsupportedClaim(f"Lever '{self.id}' shows no effect and has no rank.")
