"""Validations: how a claim is put to the test, what came of it, and what that makes of the claim."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import msgspec

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.i18n import Text


class Method(StrEnum):
    """How a claim is tested."""

    SURVEY = "survey"
    INTERVIEW = "interview"
    DATA_CHECK = "data_check"


class Verdict(StrEnum):
    """What a test says of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNCLEAR = "unclear"


class Validation(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One test of one claim: what is asked, of how many, what supports it, and the result once there is one.

    A claim counts as supported where the interval of the result lies at or beyond `needed`, as contradicted
    where it lies on the other side, else as unclear. `at_most` turns the direction round.
    """

    id: str
    claim: str
    method: Method
    question: Text
    needed: float
    """Share (0..1), feeling (-2..+2) or figure from which on the claim counts as supported."""
    planned_n: int
    at_most: bool = False
    of_mean: bool = False
    """Whether a mean decides: a feeling, or a figure in its own unit; else the share of people."""
    item: str | None = None
    """The survey item whose answers decide."""
    result: Proportion | Estimate | None = None
    by: str = ""
    planned_on: date | None = None
    decided_on: date | None = None
    was: Status | None = None
    """The claim's status before the verdict moved it."""
    evidence: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """What the result says; None while there is none or fewer people answered than a fifth of those planned."""
        if self.result is None or self.result.n * 5 < self.planned_n:
            return None
        lo, hi = self.result.lo, self.result.hi
        above, below = lo >= self.needed, hi < self.needed
        if self.at_most:
            above, below = hi <= self.needed, lo > self.needed
        if above:
            return Verdict.SUPPORTED
        return Verdict.CONTRADICTED if below else Verdict.UNCLEAR


BECOMES = {Verdict.SUPPORTED: Status.VALIDATED, Verdict.CONTRADICTED: Status.CONTRADICTED}
"""The status a verdict gives a claim; where the verdict is unclear, the status stays as it is."""


class Validity(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """For how many days a claim counts after its day, where it does not say so itself."""

    measured_days: int = 180
    inferred_days: int = 90
    validated_days: int = 365

    def until(self, claim: Claim) -> date | None:
        """Return the last day on which a claim counts; None for an assumption, and for what was contradicted.

        Example:
            >>> Validity().until(Claim("cl_a", "Ana buys", Status.INFERRED, ("ev",), as_of=date(2026, 1, 1)))
            datetime.date(2026, 4, 1)
        """
        if claim.valid_until is not None:
            return claim.valid_until
        days = {
            Status.MEASURED: self.measured_days,
            Status.INFERRED: self.inferred_days,
            Status.VALIDATED: self.validated_days,
        }.get(claim.status)
        return None if days is None or claim.as_of is None else claim.as_of + timedelta(days=days)

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the days."""
        named = {name: getattr(self, name) for name in self.__struct_fields__}
        return tuple(f"{name} of [validity] is {days}; it must be above 0" for name, days in named.items() if days < 1)


class Cause(StrEnum):
    """Why a claim no longer stands as it did."""

    EXPIRED = "expired"
    """Its day has passed."""
    MOVED = "moved"
    """Its number moved by more than chance."""
    GONE = "gone"
    """What it speaks of is not on the map any more."""
    UNSEEN = "unseen"
    """A touchpoint came up that nobody knew when it was made."""


class Stale(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One claim that no longer stands as it did, and why."""

    claim: str
    cause: Cause
    reason: Text
    renewed: bool = False
    """Whether its words came anew with its number, so that it still stands: a generated claim says what is so now."""


class Held(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is remembered of a claim: its figure, its standing, and a mark of its words instead of the words."""

    words: str
    status: Status
    figure: Proportion | Estimate | None = None
    evidence: tuple[str, ...] = ()
    as_of: date | None = None


class Snapshot(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A map as it is remembered for the next one: every claim with its figure, and what there was to speak of."""

    as_of: date
    claims: dict[str, Held] = {}
    touchpoints: dict[str, date] = {}
    """Everything people were ever met at, with the day it first stood on a map."""
    known: tuple[str, ...] = ()
    """Ids of phases, steps and metrics."""
