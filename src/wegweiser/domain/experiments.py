"""Results of experiments: what a randomised comparison said about a touchpoint, a channel or a measure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.estimates import Estimate
from wegweiser.i18n import Text


class Design(StrEnum):
    """How customers were assigned."""

    RANDOMISED = "randomised"
    HOLDOUT = "holdout"


class ExperimentResult(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The effect of something on a goal: `effect` is the difference of the conversion rates, treated less untreated.

    `treated` and `untreated` count the customers in each group; `effect.n` is both together.
    """

    id: str
    name: Text
    goal: str
    effect: Estimate
    treated: int
    untreated: int
    touchpoint: str | None = None
    channel: str | None = None
    measure: str | None = None
    """The measure of the playbook that was tried."""
    design: Design = Design.RANDOMISED
    since: date | None = None
    until: date | None = None
