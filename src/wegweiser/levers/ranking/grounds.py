"""What levers are ranked from: gaps, experiments, logged drivers, comparisons and what people know; all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.experiments import ExperimentResult
from wegweiser.domain.levers import Driver, LeverNote
from wegweiser.i18n import Text
from wegweiser.levers.found import Found
from wegweiser.maps import Figures

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cases:
    """One row per journey: its outcome, its customer, what came before, and what is known of journey and customer."""

    converted: Floats
    """1 where the journey reached the goal, else 0."""
    customer: Whole
    prefix: Floats
    """What came before the contact, one column per figure."""
    attributes: Floats
    """What was known when the journey began, one column per figure."""

    def __len__(self) -> int:
        return len(self.converted)

    def sets(self) -> dict[str, Floats | None]:
        """Return the sets to adjust for, from none to all."""
        return {"none": None, "prefix": self.prefix, "prefix and attributes": self.everything}

    @property
    def everything(self) -> Floats:
        """Prefix and attributes side by side."""
        return np.hstack([self.prefix, self.attributes])


@dataclass(frozen=True, eq=False)
class Compared:
    """Journeys that passed the same place: which of them met what a gap is about right after it, and the rest."""

    cases: Cases
    met: Floats
    """1 where the journey met it, else 0."""
    customers: int
    """Customers who met it."""


@dataclass(frozen=True, eq=False)
class Logged:
    """A driver as it was logged at a touchpoint: its value per journey, and the rating there where one exists."""

    driver: Driver
    goal: str
    cases: Cases
    value: Floats
    rating: Floats | None = None
    customers: int = 0
    """Customers met at the touchpoint."""

    @property
    def id(self) -> str:
        """The touchpoint and the property."""
        return f"{self.driver.touchpoint}_{self.driver.property}"


@dataclass(frozen=True)
class Worth:
    """The mean value of one conversion with its interval; without a currency conversions are only counted."""

    value: Estimate
    currency: str | None = None


@dataclass(frozen=True)
class Move:
    """A move between two contacts of a goal's closed journeys; '(start)' and '(end)' are its ends."""

    source: str
    target: str
    times: int


@dataclass(frozen=True)
class Grounds:
    """Everything a list of levers is ranked from; nothing in it is looked up anywhere else.

    `compared` is by the id of the gap, `worth` and `moves` by goal. Credit of attribution is not among it: credit
    says who was there, never what a change would bring.
    """

    figures: Figures
    gaps: tuple[Found, ...] = ()
    experiments: tuple[ExperimentResult, ...] = ()
    drivers: tuple[Logged, ...] = ()
    left_out: tuple[Text, ...] = ()
    """Why a driver somebody named is not among them."""
    compared: Mapping[str, Compared] = field(default_factory=dict)
    moves: Mapping[str, tuple[Move, ...]] = field(default_factory=dict)
    worth: Mapping[str, Worth] = field(default_factory=dict)
    notes: tuple[LeverNote, ...] = ()
    seed: int = 0
