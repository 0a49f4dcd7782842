"""The customers of the simulated company: four kinds of people nobody sees, and what a company would know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = NDArray[np.str_]
AGES = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
HOUSEHOLDS = ("single", "shared flat", "couple", "family")
REGIONS = ("north", "west", "east", "south")
DEVICES = ("phone", "tablet", "computer")
HELD_OUT = 0.2
"""Share of customers kept from retargeting, and apart from that from the newsletter, by lot."""


@dataclass(frozen=True)
class Kind:
    """One planted persona: how often its people shop, where, what they look at, and who they are."""

    id: str
    share: float
    visits: float
    """Shopping trips a year."""
    buys: float
    """Chance that a trip ends in a purchase."""
    places: tuple[float, float, float]
    """Share of trips that end in web shop, app and store."""
    english: float
    newsletter: float
    views: float
    """Mean number of products looked at."""
    basket: float
    """Median of a basket, in euro."""
    asks: float
    """Chance of advice in the store before a purchase there."""
    calls: float
    """Chance to call the hotline about an order."""
    hour: float
    """Hour of the day they usually shop at."""
    delay: float
    """Median hours from the first look to the decision."""
    ages: tuple[float, ...]
    households: tuple[float, ...]
    regions: tuple[float, ...]
    devices: tuple[float, ...]
    entries: tuple[float, ...]
    """Weights of display, social, generic search, price comparison, word of mouth and coming by oneself."""
    loops: float
    """Chance that a trip after the first purchase skips looking and comparing."""
    mood: float
    """How kindly they judge, on the scale of feelings."""
    months: tuple[float, ...] = (1.0,) * 12


KINDS = (
    Kind(
        id="price_hunters",
        share=0.30,
        visits=8.0,
        buys=0.36,
        places=(0.14, 0.84, 0.02),
        english=0.25,
        newsletter=0.06,
        views=6.0,
        basket=48.0,
        asks=0.0,
        calls=0.14,
        hour=20.0,
        delay=30.0,
        ages=(0.38, 0.42, 0.14, 0.04, 0.015, 0.005),
        households=(0.42, 0.38, 0.15, 0.05),
        regions=(0.2, 0.35, 0.3, 0.15),
        devices=(0.9, 0.04, 0.06),
        entries=(0.1, 0.16, 0.12, 0.42, 0.02, 0.18),
        loops=0.05,
        mood=0.0,
    ),
    Kind(
        id="advice_seekers",
        share=0.22,
        visits=3.6,
        buys=0.66,
        places=(0.05, 0.0, 0.95),
        english=0.04,
        newsletter=0.2,
        views=2.2,
        basket=185.0,
        asks=0.85,
        calls=0.3,
        hour=11.5,
        delay=90.0,
        ages=(0.01, 0.03, 0.11, 0.25, 0.34, 0.26),
        households=(0.18, 0.0, 0.67, 0.15),
        regions=(0.45, 0.15, 0.1, 0.3),
        devices=(0.1, 0.28, 0.62),
        entries=(0.08, 0.01, 0.26, 0.02, 0.33, 0.3),
        loops=0.05,
        mood=0.45,
    ),
    Kind(
        id="regulars",
        share=0.28,
        visits=9.5,
        buys=0.74,
        places=(0.74, 0.02, 0.24),
        english=0.12,
        newsletter=0.97,
        views=3.0,
        basket=92.0,
        asks=0.1,
        calls=0.09,
        hour=15.5,
        delay=4.0,
        ages=(0.02, 0.14, 0.42, 0.31, 0.09, 0.02),
        households=(0.05, 0.02, 0.23, 0.7),
        regions=(0.4, 0.25, 0.15, 0.2),
        devices=(0.25, 0.2, 0.55),
        entries=(0.03, 0.03, 0.05, 0.01, 0.08, 0.8),
        loops=0.85,
        mood=0.7,
    ),
    Kind(
        id="gift_buyers",
        share=0.20,
        visits=3.0,
        buys=0.7,
        places=(0.95, 0.02, 0.03),
        english=0.62,
        newsletter=0.06,
        views=1.4,
        basket=64.0,
        asks=0.1,
        calls=0.16,
        hour=21.5,
        delay=0.6,
        ages=(0.12, 0.4, 0.26, 0.12, 0.07, 0.03),
        households=(0.3, 0.12, 0.46, 0.12),
        regions=(0.15, 0.4, 0.15, 0.3),
        devices=(0.8, 0.1, 0.1),
        entries=(0.1, 0.66, 0.12, 0.02, 0.06, 0.04),
        loops=0.0,
        mood=0.2,
        months=(0.4, 1.2, 0.5, 0.6, 1.2, 0.6, 0.4, 0.4, 0.5, 0.7, 2.2, 4.2),
    ),
)


@dataclass(frozen=True)
class Cast:
    """Everybody, one place in each array per customer; `kind` is what nobody at the company knows."""

    kind: Ints
    english: Flags
    age: Words
    household: Words
    region: Words
    device: Words
    newsletter: Flags
    mood: Floats
    spared_ads: Flags
    """Kept from retargeting by lot."""
    spared_letters: Flags
    """Kept from three newsletters by lot, though signed up."""

    def __len__(self) -> int:
        return len(self.kind)

    def of(self, name: str, who: Ints) -> Floats:
        """Return a figure of the kinds of these people."""
        return np.array([getattr(kind, name) for kind in KINDS], dtype=np.float64)[self.kind[who]]

    def per(self, name: str) -> Floats:
        """Return a list of figures per kind, one row for each kind."""
        return np.array([getattr(kind, name) for kind in KINDS], dtype=np.float64)


def cast(customers: int, rng: np.random.Generator) -> Cast:
    """Return this many people, the shares of the four kinds kept as far as whole people allow."""
    bounds = np.round(np.cumsum([kind.share for kind in KINDS]) * customers).astype(np.int64)
    kind = rng.permutation(np.searchsorted(bounds, np.arange(customers), side="right"))

    def drawn(name: str, values: tuple[str, ...]) -> Words:
        weights = np.array([getattr(one, name) for one in KINDS], dtype=np.float64)
        return np.array(values)[pick(weights[kind], rng)]

    def chance(name: str) -> Flags:
        limits = np.array([getattr(one, name) for one in KINDS], dtype=np.float64)
        return np.asarray(rng.random(customers) < limits[kind])

    return Cast(
        kind=kind,
        english=chance("english"),
        age=drawn("ages", AGES),
        household=drawn("households", HOUSEHOLDS),
        region=drawn("regions", REGIONS),
        device=drawn("devices", DEVICES),
        newsletter=chance("newsletter"),
        mood=np.array([one.mood for one in KINDS])[kind] + rng.normal(0, 0.35, customers),
        spared_ads=_lots(kind, rng),
        spared_letters=_lots(kind, rng),
    )


def _lots(kind: Ints, rng: np.random.Generator) -> Flags:
    """Return who is kept from something by lot, an equal share of every kind."""
    place = np.lexsort((rng.random(len(kind)), kind))
    spared = np.zeros(len(kind), dtype=bool)
    spared[place[:: round(1 / HELD_OUT)]] = True
    return spared


def pick(weights: Floats, rng: np.random.Generator) -> Ints:
    """Return for each row of weights the place of one of them, drawn by its weight."""
    bounds = np.cumsum(weights, axis=1)
    lot = rng.random(len(weights)) * bounds[:, -1]
    return np.asarray((lot[:, None] >= bounds).sum(axis=1), dtype=np.int64)
