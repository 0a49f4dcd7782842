"""Results of experiments: what a randomised comparison said about a touchpoint, a channel or a measure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.estimates import Estimate
from wegweiser.errors import InvalidSetting
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

    def __post_init__(self) -> None:
        """Refuse per cent where shares are meant, and groups that do not add up.

        Raises:
            InvalidSetting: the effect is no difference of two rates, or rests on other customers than the groups hold.
        """
        problems = []
        if not -1 <= self.effect.lo <= self.effect.value <= self.effect.hi <= 1:
            problems.append(
                f"its effect is {self.effect.value:g} ({self.effect.lo:g} to {self.effect.hi:g}); it must be a "
                "difference of two shares, between -1 and 1 and within its interval: four points are 0.04"
            )
        if self.effect.n != self.treated + self.untreated:
            problems.append(f"its effect rests on n = {self.effect.n}, but {self.treated} + {self.untreated} took part")
        if problems:
            raise InvalidSetting(f"The experiment '{self.id}'", problems)
