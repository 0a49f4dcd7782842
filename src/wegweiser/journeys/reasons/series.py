"""The visits of every sign by day and segment, and the windows and segments in which a rate stands out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from wegweiser.journeys.reasons.finding import Candidate, Rule
from wegweiser.journeys.reasons.recorded import SILENT
from wegweiser.journeys.reasons.signs import ARRIVAL, Key, Sign
from wegweiser.journeys.reasons.visits import NOBODY, Fact
from wegweiser.stats.changes import counts, local_level, shares
from wegweiser.stats.testing import same_share
from wegweiser.warehouse import Result

Days = NDArray[np.float64]
Known = NDArray[np.bool_]
Segment = tuple[int, str]
EVERYBODY: Segment = (NOBODY, "")
_MOST_VALUES = 12
_AROUND = 14
"""Days before and after a burst it is compared with."""


@dataclass(frozen=True)
class Counted:
    """Visits per day of one sign in one segment."""

    hits: Days
    n: Days

    def within(self, since: int, until: int) -> tuple[int, int]:
        """Return hits and visits of the days from `since` to `until`."""
        return int(self.hits[since : until + 1].sum()), int(self.n[since : until + 1].sum())

    def less(self, other: Counted) -> Counted:
        """Return the visits without those of the other."""
        return Counted(self.hits - other.hits, self.n - other.n)

    def without(self, since: int, until: int) -> Counted:
        """Return the series without the days from `since` to `until`."""
        kept = np.ones(len(self.n))
        kept[since : until + 1] = 0.0
        return Counted(self.hits * kept, self.n * kept)

    @property
    def total(self) -> tuple[int, int]:
        """Hits and visits of all days."""
        return int(self.hits.sum()), int(self.n.sum())


class Calendar:
    """The counts of visits by fact, segment and day, from the first day of data on.

    A day from which the sources of a sign's touchpoints have no data says nothing of it: it is left out, and is none
    of the other days a stretch is compared with. `recorded` are the days by touchpoint, `goal` the goal's touchpoints.
    """

    def __init__(self, counted: Result, recorded: Mapping[int, frozenset[date]], goal: tuple[int, ...]) -> None:
        days: list[date] = counted.column("day")
        self._first = min(days, default=date(1970, 1, 1))
        self.length = (max(days) - self._first).days + 1 if days else 0
        self._recorded, self._goal = recorded, goal
        self._known: dict[Sign, Known] = {}
        self._series: dict[Key, dict[Segment, Days]] = {}
        columns = (counted.column(name) for name in ("fact", "a", "b", "property", "value", "day", "visits"))
        for fact, a, b, place, value, day, visits in zip(*columns, strict=True):
            segments = self._series.setdefault(Key(Fact(fact), a, b), {})
            series = segments.setdefault((place, value), np.zeros(self.length))
            series[(day - self._first).days] = visits

    def day(self, place: int) -> date:
        """Return the day that many days after the first."""
        return self._first + timedelta(days=place)

    def known(self, sign: Sign) -> Known:
        """Return per day whether what a sign is about could be met at all."""
        if sign not in self._known:
            about: list[tuple[int, ...]] = [(one,) for one in (sign.base.a, sign.a, sign.b) if one != NOBODY]
            about += [self._goal] if Fact.GOAL in {sign.base.fact, sign.hit.fact} else []
            kept = np.ones(self.length, dtype=bool)
            for touchpoints in about:
                days = {day for one in touchpoints for day in self._recorded.get(one, ())}
                kept &= np.asarray([self.day(place) in days for place in range(self.length)], dtype=bool)
            self._known[sign] = kept
        return self._known[sign]

    def last(self, *touchpoints: int) -> date | None:
        """Return the last day on which all these could be met; None where that is the last of all data."""
        ends = [max(self._recorded.get(one, ()), default=None) for one in touchpoints if one != NOBODY]
        end = min((day for day in ends if day is not None), default=None)
        # A source that is behind by some days has not ended.
        ended = end is not None and self.length and (self.day(self.length - 1) - end).days > SILENT
        return end if ended else None

    def counted(self, sign: Sign, segment: Segment = EVERYBODY) -> Counted:
        """Return a sign's visits per day; for a missing hit, those without it."""
        nothing = np.zeros(self.length)
        n = self._series.get(sign.base, {}).get(segment, nothing) * self.known(sign)
        hits = self._series.get(sign.hit, {}).get(segment, nothing) * self.known(sign)
        return Counted(n - hits if sign.missing else hits, n)

    def segments(self) -> list[Segment]:
        """Return every value of a property that has few of them."""
        known = [segment for segment in self._series.get(Key(Fact.MET), {}) if segment != EVERYBODY]
        places = {place for place, _ in known}
        few = {p for p in places if 2 <= sum(place == p for place, _ in known) <= _MOST_VALUES}
        return sorted(segment for segment in known if segment[0] in few)

    def property_of(self, sign: Sign, place: int) -> Counted:
        """Return a sign's visits per day over all values of a property."""
        parts = [self.counted(sign, segment) for segment in self.segments() if segment[0] == place]
        nothing = np.zeros(self.length)
        return Counted(sum((one.hits for one in parts), nothing), sum((one.n for one in parts), nothing))


def changes(calendar: Calendar, sign: Sign, rule: Rule) -> Iterator[Candidate]:
    """Yield the windows in which a sign's rate is higher, for everybody and for each segment."""
    kept = np.flatnonzero(calendar.known(sign))
    if not len(kept) or kept[-1] - kept[0] + 1 < rule.days:
        return
    longest = int(rule.longest * len(kept))
    for segment in (EVERYBODY, *calendar.segments()):
        series = calendar.counted(sign, segment)
        hits, n = series.total
        if hits < rule.hits or n < rule.visits:
            continue
        for one in shares(series.hits[kept], series.n[kept], longest=longest, enough=rule.false):
            yield Candidate(sign, one.p, int(kept[one.first]), int(kept[one.last]), *segment)


def gaps(calendar: Calendar, sign: Sign, rule: Rule) -> Iterator[Candidate]:
    """Yield the segments in which a sign's rate is higher than in the other values of the property."""
    for segment in calendar.segments():
        hits, n = calendar.counted(sign, segment).total
        all_hits, all_n = calendar.property_of(sign, segment[0]).total
        others, m = all_hits - hits, all_n - n
        if hits < rule.hits or min(n, m) < rule.visits:
            continue
        p = same_share(hits, n, others, m)
        yield Candidate(sign, p if hits * m > others * n else 1.0, None, None, *segment)


def bursts(calendar: Calendar, rule: Rule) -> Iterator[Candidate]:
    """Yield the days with more visits than the weeks around them, of everybody and of each segment.

    Only where fewer of these visits reach the goal than of the others: a rush of buyers chafes nobody.
    """
    if calendar.length < rule.days:
        return
    goal = Sign("unreached", Key(Fact.MET), Key(Fact.GOAL), missing=True)
    for segment in (EVERYBODY, *calendar.segments()):
        visits = calendar.counted(ARRIVAL, segment).n
        if visits.sum() < rule.visits:
            continue
        level = local_level(visits)
        for one in counts(visits, level, longest=rule.burst, enough=rule.false):
            window = slice(max(0, one.first - _AROUND), one.last + _AROUND + 1)
            share = float(level[one.first : one.last + 1].sum() / level[window].sum())
            leaving = calendar.counted(goal, segment)
            (lost, n), (others, m) = leaving.within(one.first, one.last), leaving.without(one.first, one.last).total
            told = one.p if lost * m > others * n else 1.0
            around = int(visits[window].sum()), share
            yield Candidate(ARRIVAL, told, one.first, one.last, *segment, surroundings=around)


def distinct_bursts(found: list[Candidate], calendar: Calendar, rule: Rule) -> list[Candidate]:
    """Return per stretch of days the burst of the segment it concerns, else that of everybody."""
    kept: list[Candidate] = []
    segments = [one for one in found if one.column != NOBODY and _alone(one, calendar, rule)]
    for one in [*sorted(segments, key=_order), *(one for one in found if one.column == NOBODY)]:
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return kept


def _alone(one: Candidate, calendar: Calendar, rule: Rule) -> bool:
    """Return whether more of a segment's visits fall into the window than of everybody else's."""
    since, until = _window(one)
    around = max(0, since - _AROUND), until + _AROUND
    segment = calendar.counted(ARRIVAL, (one.column, one.value))
    rest = calendar.counted(ARRIVAL).less(segment)
    here, there = ((s.within(since, until)[1], s.within(*around)[1]) for s in (segment, rest))
    return _higher(here, there, rule, len(calendar.segments()))


def distinct(found: list[Candidate], calendar: Calendar, rule: Rule) -> list[Candidate]:
    """Return the candidates of one sign that no other one explains: the segment that is concerned, the window it has.

    A change in a segment stays where the others do not share it; the change of everybody then stays where it is
    still one without that segment. A gap between segments stays where it is one outside the windows, too.
    """
    kept: list[Candidate] = []
    timed = sorted((c for c in found if c.timed), key=_order)
    for one in timed:
        if one.column == NOBODY or any(one.overlaps(other) for other in kept):
            continue
        if _ahead(one, calendar, rule):
            kept.append(one)
    for one in timed:
        inside = [other for other in kept if other.column != NOBODY and one.overlaps(other)]
        if one.column == NOBODY and all(_remains(one, other, calendar, rule) for other in inside):
            kept.append(one)
    seen: set[int] = set()
    for one in sorted((c for c in found if not c.timed), key=_order):
        if one.column not in seen and all(_outside(one, other, calendar, rule) for other in kept if other.timed):
            seen.add(one.column)
            kept.append(one)
    return kept


def _order(candidate: Candidate) -> tuple[float, int, str, int]:
    return candidate.p, candidate.column, candidate.value, candidate.since or 0


def _higher(here: tuple[int, int], there: tuple[int, int], rule: Rule, tries: int = 1) -> bool:
    """Return whether a share is higher than another beyond chance; where there is no other, it is not."""
    (hits, n), (others, m) = here, there
    return hits * m > others * n and same_share(hits, n, others, m) * tries < rule.apart


def _ahead(one: Candidate, calendar: Calendar, rule: Rule) -> bool:
    """Return whether a segment is worse off in its window than everybody else is in the same days."""
    segment = calendar.counted(one.sign, (one.column, one.value))
    rest = calendar.counted(one.sign).less(segment)
    # One of many segments is always ahead a little.
    return _higher(segment.within(*_window(one)), rest.within(*_window(one)), rule, len(calendar.segments()))


def _remains(one: Candidate, other: Candidate, calendar: Calendar, rule: Rule) -> bool:
    """Return whether a change of everybody is still one without the segment of another."""
    rest = calendar.counted(one.sign).less(calendar.counted(one.sign, (other.column, other.value)))
    return _higher(rest.within(*_window(one)), rest.without(*_window(one)).total, rule)


def _outside(one: Candidate, other: Candidate, calendar: Calendar, rule: Rule) -> bool:
    """Return whether a gap between segments is one outside the window of a change."""
    segment = calendar.counted(one.sign, (one.column, one.value)).without(*_window(other))
    rest = calendar.property_of(one.sign, one.column).without(*_window(other)).less(segment)
    return _higher(segment.total, rest.total, rule)


def _window(one: Candidate) -> tuple[int, int]:
    return int(one.since or 0), int(one.until or 0)
