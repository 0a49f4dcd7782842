"""Questions customers ask, clustered: how often, where, and whether our own pages answer them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.i18n import Text


class Answered(StrEnum):
    """Whether content of ours answers a question; unknown where nobody told us what content there is."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class Question(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One question that `customers` people asked `times` times in a phase."""

    id: str
    text: Text
    phase: str
    times: int
    customers: int
    touchpoint: str | None = None
    answered_by: str | None = None
    """The page or content that answers it, wholly or in part."""
    answered: Answered = Answered.NO
    share: Proportion | None = None
    """Of the people whose texts speak of this phase or touchpoint."""
    trend: tuple[int, ...] = ()
    """How often a month, oldest first."""
    quotes: tuple[str, ...] = ()
    """Up to three of the askers' own words, personal data masked."""
    persona: str | None = None
    as_of: date | None = None
    model: str = ""
    everywhere: int = 0
    """Customers who ask it in any phase, each counted once."""
    phases: tuple[str, ...] = ()
    """All phases it is asked in, also by few; empty where it is asked in one only."""
