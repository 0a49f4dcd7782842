"""Claims: every statement on a map, with what supports it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.errors import UnsupportedClaim
from wegweiser.i18n import Text


class Status(StrEnum):
    """How far a statement is supported."""

    ASSUMPTION = "assumption"
    INFERRED = "inferred"
    MEASURED = "measured"
    VALIDATED = "validated"
    CONTRADICTED = "contradicted"
    STALE = "stale"


_NEED_EVIDENCE = {Status.INFERRED, Status.MEASURED, Status.VALIDATED, Status.CONTRADICTED}
_NEED_NUMBERS = {Status.MEASURED, Status.VALIDATED}


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a claim rests on: a query on a data snapshot, a survey item, an interview, a document."""

    id: str
    kind: str
    """event_query, survey_item, interview, ticket_cluster, review, observation, experiment or document."""
    source: Text
    n: int | None = None
    since: date | None = None
    until: date | None = None
    method: Text | None = None
    query: str | None = None
    snapshot: str | None = None


class Claim(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One statement (print form up to 80 characters, `detail` for the long form) and its support.

    Raises:
        UnsupportedClaim: it is marked inferred, measured, validated or contradicted without evidence, or
            measured or validated without n and as_of. A generator cannot emit such a claim.
    """

    id: str
    text: Text
    status: Status = Status.ASSUMPTION
    evidence: tuple[str, ...] = ()
    n: int | None = None
    share: Proportion | None = None
    estimate: Estimate | None = None
    as_of: date | None = None
    valid_until: date | None = None
    author: str = "human"
    """human, rule, template, or a model with its version."""
    detail: Text | None = None
    kind: str = ""
    """In the gap lane: gap or opportunity."""
    impact: str = ""
    """In the gap lane: high, medium or low."""
    harm: float | None = None
    """Of a gap: customers affected times how far, from 0 to 1, it lies beyond what is expected; see levers."""
    refs: tuple[str, ...] = ()
    """Ids of what the claim is about: touchpoints, goals, metrics, levers."""
    supersedes: str | None = None

    def __post_init__(self) -> None:
        """Refuse a status the evidence does not support."""
        if self.status in _NEED_EVIDENCE and not self.evidence:
            raise UnsupportedClaim(f"Claim '{self.id}' is marked {self.status.value} but names no evidence.")
        if self.status in _NEED_NUMBERS and (self.n is None or self.as_of is None):
            raise UnsupportedClaim(f"Claim '{self.id}' is marked {self.status.value} but has no n or no as_of date.")

    def standing(self, on: date) -> Status:
        """Return the status on a day: stale once `valid_until` has passed."""
        expired = self.valid_until is not None and on > self.valid_until
        return Status.STALE if expired and self.status in _NEED_NUMBERS | {Status.INFERRED} else self.status
