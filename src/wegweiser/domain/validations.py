"""Validations: how a claim is put to the test, what came of it, and what that makes of the claim."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.claims import Status
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
    """Share (0..1) or feeling (-2..+2) from which on the claim counts as supported."""
    planned_n: int
    at_most: bool = False
    item: str | None = None
    """The survey item whose answers decide."""
    result: Proportion | Estimate | None = None
    by: str = ""
    planned_on: date | None = None
    decided_on: date | None = None
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
