"""A simulated shop in which one mood colours ratings and buying, while waiting varies by itself; and small cases."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.levers import Driver, Grade, Lever
from wegweiser.levers.ranking import Cases, Logged

CUSTOMERS = 4000
OWN, LATER, CARRIED = 0.04, 0.03, 0.5
TRUTH = OWN + CARRIED * LATER
"""One point more at the help desk: its own effect, and that of the later rating it carries over to."""


@pytest.fixture
def halo() -> Callable[[int], Logged]:
    """Return a maker of one simulated log with a hidden mood, by its seed.

    Waiting lowers the rating of the help desk; the rating there raises the later one; both raise buying. The mood
    raises both ratings and buying, and nobody recorded it.
    """

    def simulate(seed: int) -> Logged:
        random = np.random.default_rng(seed)
        mood, before = random.normal(size=CUSTOMERS), random.normal(size=CUSTOMERS)
        waited = random.exponential(3.0, CUSTOMERS)
        rating = 4 - 0.3 * waited + 0.8 * mood + 0.3 * before + random.normal(0, 0.7, CUSTOMERS)
        later = 3 + CARRIED * rating + 0.8 * mood + random.normal(0, 0.7, CUSTOMERS)
        chance = 0.15 + OWN * rating + LATER * later + 0.06 * mood + 0.02 * before
        bought = (random.random(CUSTOMERS) < np.clip(chance, 0.01, 0.99)).astype(float)
        cases = Cases(bought, np.arange(CUSTOMERS), before[:, None], np.empty((CUSTOMERS, 0)))
        driver = Driver(touchpoint="page", property="waited", unit="min", rating="stars")
        return Logged(driver, "buy", cases, waited, rating, CUSTOMERS)

    return simulate


@pytest.fixture
def firm() -> Callable[..., Lever]:
    """Return a maker of a lever found by experiment: its id, customers, effect and half the width of its interval."""

    def make(name: str, customers: int, effect: float, half: float, effort: float | None = None) -> Lever:
        return Lever(
            id=name,
            text=name,
            goal="buy",
            phase="conversion",
            grade=Grade.A,
            customers=customers,
            effect=Estimate(effect, effect - half, effect + half, 8000),
            effort=effort,
        )

    return make
