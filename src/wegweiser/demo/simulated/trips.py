"""Shopping trips of a year: when, where, what brings them about, and which of them end in a purchase."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wegweiser.demo.simulated.casting import Cast, Flags, Floats, Ints, pick
from wegweiser.demo.simulated.shelf import DAY, START

WEB, APP, STORE = 0, 1, 2
DISPLAY, SOCIAL, SEARCH, COMPARISON, FRIEND, ALONE, LETTER = range(7)
"""What opens a trip."""
APP_BREAKS = int((np.datetime64("2025-09-08", "s") - START).astype(np.int64))
"""From this second on the app's new release fails at the checkout."""
FAILS, FAILED_BEFORE, GIVES_UP = 0.26, 0.012, 0.6
"""Share of app checkouts that fail after and before the release, and of the failed ones that end there."""
PAIN = 480
"""Seconds in the queue from which a call hurts."""
HURT_BUYS, HURT_STAYS = 0.55, 0.5
"""Chance that a purchase planned, and a later trip, survives a call that hurt."""
_DATES = np.array([f"2025-{month:02d}-06T08:00" for month in range(1, 13)], dtype="datetime64[s]")
LETTERS = tuple((_DATES - START).astype(np.int64).tolist())
"""When the newsletters leave, month by month."""
SPARED = (3, 4, 5)
"""The letters, counted from 0, that some readers are kept from by lot."""
_OPENS, _CLICKS, _LETTER_BUYS = 0.42, 0.36, 0.75
_CALLS_FIRST = 0.07


@dataclass(frozen=True)
class Letters:
    """The newsletters sent, and what became of each."""

    who: Ints
    at: Ints
    opened: Flags
    clicked: Flags


@dataclass(frozen=True)
class Trips:
    """One place in each array per trip, in the order of customer and time."""

    who: Ints
    start: Ints
    end: Ints
    """When the decision falls; seconds of local time since the year began."""
    place: Ints
    entry: Ints
    intends: Flags
    """Would buy; settled before any advertising that follows people around."""
    buys: Flags
    loops: Flags
    """A rebuy that skips looking and comparing."""
    called: Flags
    """Asks the hotline before deciding."""
    asked: Flags
    """Calls the hotline about the order."""
    waited: Ints
    """Seconds in the queue, where there is a call."""
    failed: Flags
    """The app's checkout fails."""

    def __len__(self) -> int:
        return len(self.who)

    @property
    def browser(self) -> Ints:
        """Which of a person's two browsers a trip is made with: mostly the first."""
        return (self.start % 100 < 12).astype(np.int64)

    def only(self, kept: Flags | Ints) -> Trips:
        """Return some of the trips, chosen by flags or by places."""
        return replace(self, **{name: getattr(self, name)[kept] for name in self.__dataclass_fields__})


def sent(people: Cast, rng: np.random.Generator) -> Letters:
    """Return the newsletters of the year: one a month to everybody signed up, but for those spared in spring."""
    readers = np.flatnonzero(people.newsletter)
    who, letter = np.repeat(readers, len(LETTERS)), np.tile(np.arange(len(LETTERS)), len(readers))
    reached = ~(people.spared_letters[who] & np.isin(letter, SPARED))
    who, letter = who[reached], letter[reached]
    at = np.array(LETTERS)[letter] + rng.integers(0, 3600, len(who))
    opened = rng.random(len(who)) < _OPENS * (0.7 + 0.5 * people.mood[who])
    return Letters(who, at, opened, opened & (rng.random(len(who)) < _CLICKS))


def planned(people: Cast, letters: Letters, rng: np.random.Generator) -> Trips:
    """Return the trips of everybody, with what a painful call and a broken app made of them."""
    drafted = _drafted(people, letters, rng)
    hurt = (drafted.called | drafted.asked) & (drafted.waited > PAIN)
    first = np.full(len(people), np.iinfo(np.int64).max)
    np.minimum.at(first, drafted.who[hurt], drafted.start[hurt])
    # The trip with the first painful call stays; what would have come later may not.
    stays = (drafted.start <= first[drafted.who]) | (rng.random(len(drafted)) < HURT_STAYS)
    trips = drafted.only(stays)
    before = trips.called & (trips.waited > PAIN)
    buys = trips.intends & ~(before & (rng.random(len(trips)) >= HURT_BUYS))
    chance = np.where(trips.end >= APP_BREAKS, FAILS, FAILED_BEFORE)
    failed = (trips.place == APP) & (buys | (rng.random(len(trips)) < 0.2)) & (rng.random(len(trips)) < chance)
    buys &= ~(failed & (rng.random(len(trips)) < GIVES_UP))
    known = _earlier(trips.who, buys)
    loops = known & (rng.random(len(trips)) < people.of("loops", trips.who))
    quick = np.where(loops, trips.start + rng.integers(420, 1500, len(trips)), trips.end)
    return replace(trips, buys=buys, failed=failed, loops=loops, end=quick, asked=trips.asked & buys)


def _drafted(people: Cast, letters: Letters, rng: np.random.Generator) -> Trips:
    """Return the trips as people would make them if nothing got in the way."""
    own = np.repeat(np.arange(len(people)), rng.poisson(people.of("visits", np.arange(len(people)))))
    led = letters.who[letters.clicked]
    who = np.concatenate([own, led])
    opened = letters.at[letters.clicked] + rng.integers(1800, 12 * 3600, len(led))
    start = np.concatenate([_moments(people, own, rng), opened])
    entry = np.concatenate([pick(people.per("entries")[people.kind[own]], rng), np.full(len(led), LETTER)])
    delay = people.of("delay", who) * 3600 * np.exp(rng.normal(0, 0.7, len(who)))
    end = _by_day(start + np.maximum(delay, 1500).astype(np.int64))
    place = pick(people.per("places")[people.kind[who]], rng)
    chance = people.of("buys", who) * np.where(entry == LETTER, _LETTER_BUYS, 1.0)
    intends = rng.random(len(who)) < chance
    order = np.lexsort((start, who))
    none = np.zeros(len(who), dtype=bool)
    trips = Trips(
        who=who,
        start=start,
        end=end,
        place=place,
        entry=entry,
        intends=intends,
        buys=intends,
        loops=none,
        called=rng.random(len(who)) < _CALLS_FIRST * (1 + (place == STORE)),
        asked=intends & (rng.random(len(who)) < people.of("calls", who)),
        waited=_queue(start, rng),
        failed=none,
    )
    return trips.only(order[trips.end[order] < 364 * DAY])


def _moments(people: Cast, who: Ints, rng: np.random.Generator) -> Ints:
    """Return when each trip begins: a month by the kind's seasons, a day in it, an hour near its usual one."""
    months = np.arange("2025-01", "2026-01", dtype="datetime64[M]").astype("datetime64[D]")
    opens = (months - months[0]).astype(np.int64)
    lengths = np.diff(np.append(opens, 365))
    month = pick(people.per("months")[people.kind[who]] * lengths, rng)
    day = opens[month] + np.floor(rng.random(len(who)) * lengths[month]).astype(np.int64)
    hour = np.clip(rng.normal(people.of("hour", who), 1.6), 8.0, 21.9)
    return np.asarray(day * DAY + (hour * 3600).astype(np.int64), dtype=np.int64)


def _by_day(at: Ints) -> Ints:
    """Return moments moved into the hours people are awake and stores are open."""
    hour = at % DAY
    early, late = at - hour + 9 * 3600 + hour // 4, at - 7200
    return np.asarray(np.where(hour < 9 * 3600, early, np.where(hour > 79_200, late, at)), dtype=np.int64)


def _queue(at: Ints, rng: np.random.Generator) -> Ints:
    """Return seconds in the queue: long in general, longest on Mondays."""
    monday = ((at // DAY) + 2) % 7 == 0
    middle: Floats = np.where(monday, 560.0, 390.0)
    return np.asarray(middle * np.exp(rng.normal(0, 0.8, len(at))), dtype=np.int64) + 8


def _earlier(who: Ints, buys: Flags) -> Flags:
    """Return whether somebody has bought before, trips being in the order of customer and time."""
    before: Ints = np.cumsum(buys, dtype=np.int64) - buys
    opens = np.r_[True, who[1:] != who[:-1]]
    base = np.maximum.accumulate(np.where(opens, before, 0))
    return np.asarray(before > base)
