"""What happened on all maps lately; somebody's going back and forth on one thing is told in one line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec

from wegweiser.domain.talk import Activity, MapEntry
from wegweiser.i18n import Text, both
from wegweiser.web import mapping, pointing
from wegweiser.web.frame.declared import Declared, View
from wegweiser.web.frame.site import Visit

_PAGE = 40
_SINCE = timedelta(days=365)
_MOST, _HOURLY = 400, 5_000
"""So many things of one map are looked at for a page, and of the hour it begins in."""
_TOGETHER = timedelta(minutes=10)
_HOUR, _TICK = timedelta(hours=1), timedelta(microseconds=1)


class ActivityAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose doings on which map, before which moment."""

    map: str = ""
    by: str = ""
    before: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened, or what somebody did to one thing in a row, with the names of map and author."""

    happened: Activity
    """The newest of them."""
    map: str
    title: Text
    name: str
    text: Text = ""
    """What was done, where the newest of them alone does not say it."""
    times: int = 1
    """How many are told in this line."""
    undone: int = 0
    """How many of them take something back or do it again."""
    first: int | None = None
    """Number of the oldest revision among them."""


class Happened(msgspec.Struct, frozen=True):
    """What happened, newest first."""

    events: tuple[Event, ...]
    maps: tuple[MapEntry, ...]
    people: dict[str, str]
    older: datetime | None = None


def activity(visit: Visit, asked: ActivityAsked) -> Happened:
    """Return a page of what happened on all maps, newest first."""
    mapping.take_in(visit.site)
    entries, names = visit.site.store.maps.all(archived=True), pointing.names(visit.site)
    found: list[Event] = []
    known_from = visit.now - _SINCE
    for entry in entries:
        if asked.map in {"", entry.id}:
            told, back_to = _of(visit, entry, asked)
            found += (_event(entry, names, run) for run in told)
            known_from = max(known_from, back_to)
    found = [one for one in found if known_from <= one.happened.at and _is_before(one, asked.before)]
    found.sort(key=lambda one: one.happened.at, reverse=True)
    size = _PAGE
    while 0 < size < len(found) and found[size].happened.at == found[size - 1].happened.at:
        # Who pages on asks for what was before a moment, so nothing of that moment may be left over.
        size += 1
    more = len(found) > size or known_from > visit.now - _SINCE
    page = tuple(found[:size])
    return Happened(page, entries, names, page[-1].happened.at if page and more else None)


def _of(visit: Visit, entry: MapEntry, asked: ActivityAsked) -> tuple[list[list[Activity]], datetime]:
    """Return what happened to a map, bundled, and back to when all of it is known.

    A bundle never crosses the full hour, so one page and the next agree on it: a page begins with the rest of the
    hour of its moment, which the page before has shown.
    """
    since = visit.now - _SINCE
    if asked.before is None:
        rows = visit.site.store.activity(entry.id, since, _MOST, by=asked.by)
        return bundled(rows), rows[-1].at if len(rows) == _MOST else since
    moment = min(max(asked.before, since), visit.now).astimezone(UTC)
    hour = moment.replace(minute=0, second=0, microsecond=0) + _HOUR
    shown = visit.site.store.activity(entry.id, moment - _TICK, _HOURLY, before=hour, by=asked.by)
    rows = visit.site.store.activity(entry.id, since, _MOST, before=moment, by=asked.by)
    return bundled((*shown, *rows)), rows[-1].at if len(rows) == _MOST else since


def _is_before(one: Event, moment: datetime | None) -> bool:
    return moment is None or one.happened.at < moment


def bundled(rows: Iterable[Activity]) -> list[list[Activity]]:
    """Return what happened to one map with edits in a row by one person on one thing put together, newest first."""
    runs: list[list[Activity]] = []
    latest: dict[str, list[Activity]] = {}
    for one in sorted(rows, key=_order, reverse=True):
        run = latest.get(one.by) if one.kind == "revision" else None
        if run is not None and _belongs(one, run[-1]):
            run.append(one)
            continue
        runs.append([one])
        if one.kind == "revision":
            latest[one.by] = runs[-1]
    return runs


def _order(one: Activity) -> tuple[datetime, int]:
    return one.at, int(one.id) if one.kind == "revision" else 0


def _belongs(one: Activity, newer: Activity) -> bool:
    """Return whether an edit is told in one line with the same person's next one."""
    if newer.at - one.at > _TOGETHER or newer.at.timestamp() // 3600 != one.at.timestamp() // 3600:
        return False
    same = bool(one.target) and one.target == newer.target
    back_and_forth = one.undoes is not None and newer.undoes is not None
    return same or back_and_forth or newer.undoes == int(one.id)


def _event(entry: MapEntry, names: dict[str, str], run: list[Activity]) -> Event:
    one = run[0]
    name = names.get(one.by, one.by)
    if one.kind != "revision":
        return Event(one, entry.id, entry.title, name)
    undone = sum(each.undoes is not None for each in run)
    several = undone == len(run) > 1 and len({each.target for each in run}) > 1
    text = both("Undone and done again: {n} times", n=undone) if several else ""
    return Event(one, entry.id, entry.title, name, text, len(run), undone, int(run[-1].id))


DECLARED: tuple[Declared, ...] = (
    View("/activity", "activity", "What happened on all maps.", activity, ActivityAsked, template="activity.html"),
)
