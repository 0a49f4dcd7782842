"""Attribution: on what basis credit is given, and by which models. Credit is never an effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from wegweiser.errors import InvalidSetting


class Model(StrEnum):
    """A rule that divides each conversion among the contacts before it, or a model of all journeys that does."""

    FIRST = "first"
    LAST = "last"
    LAST_NON_DIRECT = "last_non_direct"
    """The last contact that is not a direct visit; the last one where all are."""
    LINEAR = "linear"
    UNIQUE_LINEAR = "unique_linear"
    """Equal parts to what was touched at all; the same as the Shapley value of conversions."""
    POSITION = "position"
    """40 % to the first and to the last contact, 20 % to those between."""
    DECAY = "decay"
    """The nearer to the conversion, the more: half as much every `half_life`."""
    MARKOV_1 = "markov_1"
    MARKOV_2 = "markov_2"
    MARKOV_3 = "markov_3"
    SHAPLEY = "shapley"
    """Shapley value of the conversion rate; what converts without any contact is kept apart as the baseline."""


HEURISTICS = (
    Model.FIRST,
    Model.LAST,
    Model.LAST_NON_DIRECT,
    Model.LINEAR,
    Model.UNIQUE_LINEAR,
    Model.POSITION,
    Model.DECAY,
)
"""The models that look at one journey at a time."""
ALL = (*HEURISTICS, Model.MARKOV_1, Model.SHAPLEY)
"""The models asked where none is named; Markov order 2 and 3 come on request."""
COST_MODELS = (Model.LAST, Model.LINEAR, Model.MARKOV_1)
"""The models a cost is shown for where none is named: the two everybody knows, and one that sees whole journeys."""


class By(StrEnum):
    """Who gets the credit."""

    TOUCHPOINT = "touchpoint"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Basis:
    """What credit is given for, to whom, and what paths are made of beforehand.

    Steps that belong to a goal by construction and the goal's own touchpoints never count.

    Args:
        goal: the goal; None for paths that arrived already counted, without people.
        by: whether touchpoints or their channels get the credit.
        collapse: count what is met several times in a row once.
        unique: count everything once per journey, where it was first met.
        without: touchpoints or channels left out, such as direct visits.
        lookback: how long before the end of a journey contacts count, where shorter than the goal's.
        session_first: count only the first contact of each session; 30 minutes of silence end one.
        half_life: after how long a contact counts half in the model of decay.
        since: count only journeys that closed on this day or later.
        until: count only journeys that closed on this day or before.

    Raises:
        InvalidSetting: `by` is unknown, a length of time is not positive, or the period ends before it begins.
    """

    goal: str | None = None
    by: By = By.TOUCHPOINT
    collapse: bool = False
    unique: bool = False
    without: tuple[str, ...] = ()
    lookback: timedelta | None = None
    session_first: bool = False
    half_life: timedelta = timedelta(days=7)
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse what means nothing, and take `by` as a plain word too."""
        problems = [
            f"{name} is {length}; it must be longer than nothing"
            for name, length in (("lookback", self.lookback), ("half_life", self.half_life))
            if length is not None and length <= timedelta()
        ]
        if self.since is not None and self.until is not None and self.until < self.since:
            problems.append(f"it ends on {self.until}, before it begins on {self.since}")
        if self.by not in set(By):
            problems.append(f"by is '{self.by}'; it is {' or '.join(By)}")
        if problems:
            raise InvalidSetting("The basis of attribution", problems)
        object.__setattr__(self, "by", By(self.by))
        object.__setattr__(self, "without", tuple(self.without))

    @property
    def timed(self) -> bool:
        """True where the basis asks for times, which counted paths have not."""
        return self.session_first or any(t is not None for t in (self.lookback, self.since, self.until))

    @property
    def reshapes(self) -> bool:
        """True where contacts are left out by what stands around them or by their time."""
        return self.collapse or self.unique or self.session_first or self.lookback is not None


class Spend(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What was spent on a touchpoint or a channel, in a period where one is known; rows of one item add up."""

    item: str
    amount: float
    currency: str | None = None
    since: date | None = None
    until: date | None = None
