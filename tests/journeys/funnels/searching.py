"""A funnel counted the slow way: every way through a log of a few contacts is tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from wegweiser.domain.funnels import Funnel

Contact = tuple[int, int, str]
"""Customer, hour, touchpoint; the order of a list is the order of the log within a moment."""


@dataclass(frozen=True)
class Way:
    """Contacts that stand at steps: the places of both, and when it began, got on and was the step before."""

    contacts: tuple[int, ...]
    places: tuple[int, ...]
    start: int
    at: int
    before: int


@dataclass(frozen=True)
class Found:
    """A counted unit: the places it reached, those still open, and how long it took or was seen before each."""

    reached: tuple[bool, ...]
    undecided: tuple[bool, ...]
    waits: tuple[tuple[float, bool] | None, ...]


def searched(contacts: Sequence[Contact], funnel: Funnel, session_hours: int = 4) -> list[Found]:
    """Return what each customer, session or attempt reached."""
    end = max((hour for _, hour, _ in contacts), default=0)
    units: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for who, hour, what in sorted(contacts, key=lambda contact: contact[:2]):
        key = who, hour // session_hours if funnel.unit == "session" else 0
        units.setdefault(key, []).append((hour, what))
    whole = [(log, True) for log in units.values()]
    logs = [part for log, _ in whole for part in _attempts(log, funnel)] if funnel.unit == "attempt" else whole
    return [_found(log, funnel, end, alive=alive) for log, alive in logs]


def counts(contacts: Sequence[Contact], funnel: Funnel) -> list[tuple[int, int]]:
    """Return per place how many reached it, and how many may still."""
    units = searched(contacts, funnel)
    return [(sum(u.reached[p] for u in units), sum(u.undecided[p] for u in units)) for p in range(len(funnel.steps))]


def ways(log: Sequence[tuple[int, str]], funnel: Funnel) -> Iterator[Way]:
    """Yield every way through a log that keeps to the rule, to whatever place it leads."""
    for first, (hour, what) in enumerate(log):
        if funnel.order == "any":
            yield from _sets(log, funnel, (first,))
        elif what == funnel.steps[0]:
            yield from _onward(log, funnel, Way((first,), (0,), hour, hour, hour))


def _onward(log: Sequence[tuple[int, str]], funnel: Funnel, way: Way) -> Iterator[Way]:
    yield way
    here = way.places[-1]
    nexts = [p for p in range(here + 1, len(funnel.steps)) if not any(here < r < p for r in funnel.required)]
    for place in nexts:
        for number, (hour, what) in enumerate(log):
            if what == funnel.steps[place] and _follows(log, funnel, way, number) and _timely(funnel, way, place, hour):
                longer = Way((*way.contacts, number), (*way.places, place), way.start, hour, way.at)
                if _unbroken(log, funnel, longer.contacts):
                    yield from _onward(log, funnel, longer)


def _follows(log: Sequence[tuple[int, str]], funnel: Funnel, way: Way, number: int) -> bool:
    if number in way.contacts:
        return False
    if funnel.order == "strict":
        return number == way.contacts[-1] + 1
    hour = log[number][0]
    return {
        "in order": number > way.contacts[-1],
        "same moment counts": hour >= way.at,
        "strictly later": hour > way.at,
    }[funnel.ties]


def _timely(funnel: Funnel, way: Way, place: int, hour: int) -> bool:
    gap = funnel.gaps[place]
    whole = funnel.within is None or timedelta(hours=hour - way.start) <= funnel.within
    return whole and (gap is None or timedelta(hours=hour - way.at) <= gap)


def _unbroken(log: Sequence[tuple[int, str]], funnel: Funnel, contacts: tuple[int, ...]) -> bool:
    return not any(log[n][1] in funnel.exclude for n in range(min(contacts), max(contacts)))


def _sets(log: Sequence[tuple[int, str]], funnel: Funnel, chosen: tuple[int, ...]) -> Iterator[Way]:
    """Yield the sets of contacts that are all steps up to a place, whatever their order."""
    hours = [log[n][0] for n in chosen]
    if not _unbroken(log, funnel, chosen):
        return
    if funnel.within is not None and timedelta(hours=max(hours) - min(hours)) > funnel.within:
        return
    for place in range(len(funnel.steps)):
        needed = [funnel.steps[p] for p in sorted({*(r for r in funnel.required if r < place), place})]
        if sorted(needed) == sorted(log[n][1] for n in chosen):
            yield Way(chosen, (place,), min(hours), max(hours), max(hours))
    if len(chosen) < len(funnel.steps):
        for number in range(chosen[-1] + 1, len(log)):
            yield from _sets(log, funnel, (*chosen, number))


def _found(log: Sequence[tuple[int, str]], funnel: Funnel, end: int, *, alive: bool) -> Found:
    found = list(ways(log, funnel))
    places = range(len(funnel.steps))
    reached = tuple(any(way.places[-1] == place for way in found) for place in places)
    undecided, waits = [], []
    for place in places:
        earlier = [r for r in funnel.required if r < place]
        if place not in funnel.required or not earlier:
            undecided.append(False)
            waits.append(None)
            continue
        stands = [way for way in found if earlier[-1] <= way.places[-1] < place]
        may = any(_alive(log, funnel, way) and _left(funnel, way, place, end) for way in stands)
        undecided.append(alive and may and not reached[place] and funnel.closes)
        waits.append(_wait(found, stands, place, end))
    return Found(reached, tuple(undecided), tuple(waits))


def _wait(found: Sequence[Way], stands: Sequence[Way], place: int, end: int) -> tuple[float, bool] | None:
    there = [way.at - way.before for way in found if way.places[-1] == place]
    if there:
        return float(min(there)), True
    return (float(end - max(way.at for way in stands)), False) if stands else None


def _alive(log: Sequence[tuple[int, str]], funnel: Funnel, way: Way) -> bool:
    if funnel.order == "strict":
        return way.contacts[-1] == len(log) - 1
    return not any(what in funnel.exclude for _, what in log[max(way.contacts) :])


def _left(funnel: Funnel, way: Way, place: int, end: int) -> bool:
    """Return whether time is left to get from a way to a place, over optional steps where these give more."""
    gaps = [gap for gap in funnel.gaps[way.places[-1] + 1 : place + 1] if gap is not None]
    whole = funnel.within is None or timedelta(hours=end - way.start) <= funnel.within
    return whole and (not gaps or timedelta(hours=end - way.at) <= max(gaps))


def _attempts(log: list[tuple[int, str]], funnel: Funnel) -> list[tuple[list[tuple[int, str]], bool]]:
    """Return the log cut where an attempt begins, without what comes before the first, and which part is the last."""
    found = list(ways(log, funnel))
    finished = {way.contacts[-1] for way in found if way.places[-1] == funnel.required[-1]}
    cuts: list[int] = []
    since = 0
    for number, (hour, what) in enumerate(log):
        if what in funnel.exclude:
            cuts.append(-number - 1)
        if what != funnel.steps[0]:
            continue
        running = bool(cuts) and cuts[-1] >= 0 and not any(since <= done < number for done in finished)
        if running and funnel.closes and funnel.order != "strict":
            earlier = [way for way in found if way.contacts[-1] < number]
            onward = zip(funnel.required, funnel.required[1:], strict=False)
            running = any(
                _left(funnel, way, after, hour)
                for before, after in onward
                for way in earlier
                if before <= way.places[-1] < after
            )
        if not running or funnel.order == "strict":
            cuts.append(number)
        since = number
    ends = [cut if cut >= 0 else -cut - 1 for cut in cuts]
    parts = zip(ends, [*ends, len(log)][1:], cuts, strict=True)
    return [(log[begin:end], end == len(log)) for begin, end, cut in parts if cut >= 0]
