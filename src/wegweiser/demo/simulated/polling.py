"""Two waves of the company's survey: what customers tick, true to what they had met until then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wegweiser.demo.simulated import keys, trips
from wegweiser.demo.simulated.casting import AGES, Flags, Floats, Ints
from wegweiser.demo.simulated.days import Year
from wegweiser.demo.simulated.files import csv, day
from wegweiser.demo.simulated.shelf import DAY
from wegweiser.demo.simulated.speaking import Sayer
from wegweiser.demo.simulated.trips import APP, STORE, WEB
from wegweiser.demo.simulated.writing import Part

NEVER, NO_ANSWER = 0, 9
"""Codes of those who never met a touchpoint, and of those who ticked nothing."""
WAVES = (("2025-06", 160), ("2025-12", 338))
"""Name and first day of each wave."""
RATED = ("website", "app", "store_advice", "checkout", "delivery", "hotline", "newsletter", "product")
_NAMES = {
    "2025-06": {name: f"Q3_{place}_{name}" for place, name in enumerate(RATED, 1)},
    "2025-12": {name: f"Q4{letter}_{name.upper()}" for letter, name in zip("abcdefgh", RATED, strict=True)},
}
_EXPECTED = {"store_advice": 3.4, "delivery": 4.2, "hotline": 4.1}
_IMPORTANT = {"website": 3.9, "app": 3.2, "store_advice": 3.6, "checkout": 3.5, "delivery": 4.5, "hotline": 4.3}
_ANSWERS = (0.22, 0.26, 0.32, 0.38, 0.44, 0.46)
"""Share of each age band that answers: the young are too few, and weights mend it."""
_WRITES = 0.55
Cells: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Met:
    """What each person had met before a wave."""

    used: dict[str, Flags]
    spoiled: dict[str, Flags]
    """Where the meeting was painful."""


def write_surveys(says: Sayer, folder: Path, rng: np.random.Generator) -> None:
    """Write both waves into a folder, a column a question, called differently in the second."""
    year = says.year
    for wave, opens in WAVES:
        met = _met(year, opens * DAY)
        asked = np.flatnonzero(met.used["product"])
        band = np.searchsorted(np.array(AGES), year.people.age[asked])
        answers = asked[rng.random(len(asked)) < np.array(_ANSWERS)[band]]
        columns = _columns(says, wave, (opens, answers), met, rng)
        csv(folder / f"survey_{wave}.csv", columns)


def _met(year: Year, until: int) -> Met:
    """Return who used what before a moment, and whose experience of it was bad."""
    went, here = year.trips, year.trips.end < until
    called = (went.called | went.asked) & here & (year.number[went.who] > 0)
    online = here & (went.place != STORE) & went.buys
    readers = np.zeros(len(year.people), dtype=bool)
    readers[year.letters.who[year.letters.at < until]] = True

    def any_of(flags: Flags) -> Flags:
        found = np.zeros(len(year.people), dtype=bool)
        found[went.who[flags]] = True
        return found

    used = {
        "website": any_of(here & (went.place == WEB)),
        "app": any_of(here & (went.place == APP)),
        "store_advice": any_of(here & (went.place == STORE) & went.buys),
        "checkout": any_of(online),
        "delivery": any_of(online),
        "hotline": any_of(called),
        "newsletter": readers,
        "product": any_of(here & went.buys),
    }
    spoiled = {
        "app": any_of(here & went.failed),
        "delivery": any_of(online & (year.late > 0)),
        "hotline": any_of(called & (went.waited > trips.PAIN)),
    }
    return Met(used, spoiled)


def _columns(says: Sayer, wave: str, asked: tuple[int, Ints], met: Met, rng: np.random.Generator) -> dict[str, Any]:
    year, (opens, who) = says.year, asked
    names, n = _NAMES[wave], len(who)
    mood = year.people.mood[who]
    hurt, late = met.spoiled["hotline"][who], met.spoiled["delivery"][who]
    overall = 4.05 + 0.35 * mood - 1.0 * hurt - 0.45 * late + rng.normal(0, 0.6, n)
    columns: dict[str, Any] = {
        "ResponseID": np.arange(1, n + 1),
        "CustomerNo": keys.customer(year.number[who]),
        "Date": day(opens + rng.integers(0, 14, n)),
        "Q1_NPS": np.clip(np.round(2.15 * overall - 0.1 + rng.normal(0, 1.0, n)), 0, 10).astype(np.int64),
        "Q2_overall": _ticked(overall, rng),
    }
    for name in RATED:
        columns[names[name]] = np.where(met.used[name][who], _ticked(_felt(name, met, who, mood, rng), rng), NEVER)
    effort = 5.4 + 0.4 * mood - 2.1 * hurt - 0.5 * late + rng.normal(0, 1.0, n)
    columns["Q5_ease"] = np.clip(np.round(effort), 1, 7).astype(np.int64)
    for name, middle in _EXPECTED.items():
        columns[f"Q6_expected_{name}"] = _ticked(middle + rng.normal(0, 0.7, n), rng)
    for name, middle in _IMPORTANT.items():
        columns[f"Q7_important_{name}"] = _ticked(middle + rng.normal(0, 0.8, n), rng)
    columns["Q8_comment"] = [
        _comment(says, int(person), (bool(pain), bool(wait)), float(whole))
        for person, pain, wait, whole in zip(who.tolist(), hurt.tolist(), late.tolist(), overall.tolist(), strict=True)
    ]  # fmt: skip
    columns["Age"] = year.people.age[who]
    rates = np.array(_ANSWERS)[np.searchsorted(np.array(AGES), year.people.age[who])]
    columns["Weight"] = np.round((1 / rates) / max((1 / rates).mean(), 1e-9), 4) if n else rates
    return columns


def _felt(name: str, met: Met, who: Ints, mood: Floats, rng: np.random.Generator) -> Floats:
    """Return how people rate a touchpoint before they tick a number."""
    middle = {"website": 3.8, "app": 4.1, "checkout": 3.95, "delivery": 4.25, "hotline": 2.75, "newsletter": 3.5}
    base = middle.get(name, 4.35 if name == "store_advice" else 4.1) + 0.3 * mood + rng.normal(0, 0.65, len(who))
    if name in met.spoiled:
        base -= np.where(met.spoiled[name][who], 1.4, 0.0)
    return np.asarray(base)


def _ticked(rating: Floats, rng: np.random.Generator) -> Cells:
    """Return the box ticked from 1 to 5; some tick none."""
    boxes = np.clip(np.round(rating), 1, 5).astype(np.int64)
    return np.where(rng.random(len(rating)) < 0.025, NO_ANSWER, boxes)


def _comment(says: Sayer, who: int, spoiled: tuple[bool, bool], overall: float) -> str:
    """Return what somebody writes into the open question, about what hurt or else about what she likes."""
    random = says.random
    if random.random() > _WRITES:
        return ""
    hurt, late = spoiled
    aspects = [aspect for aspect, bad in (("hotline", hurt), ("delivery", late)) if bad and random.random() < 0.7]
    if aspects and overall < 4.6:
        parts = tuple(Part(aspect, "bad") for aspect in aspects)
    elif overall > 3.9:
        parts = (Part(random.choice(("product", "website", "store_advice", "delivery", "price")), "good"),)
    else:
        parts = (Part(random.choice(("product", "website", "price")), random.choice(("mixed", "bad"))),)
    return says.writer(who).comment(parts, says.facts(who, None, 150 * DAY))
