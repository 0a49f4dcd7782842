"""On which days a touchpoint could be met at all: those from which its source, or one of its kind, has data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from wegweiser.collect import tables as collected
from wegweiser.domain.touchpoints import Signature
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.registry import Rule
from wegweiser.warehouse import Query

Days = frozenset[date]
SILENT = 14
"""A source that says nothing for more days than this was not recorded then."""
_ALIKE = 0.5
"""Sources that share this part of their events, of all that either has, are of one kind: the files of two months."""


def recorded(asking: Asking) -> dict[int, Days]:
    """Return by touchpoint the days from which its sources have data, whether anybody met it or not."""
    signatures = collected.known_signatures(asking.warehouse)
    local = asking.warehouse.dialect.local("occurred_at", asking.zone)
    query = Query(
        "friction_recorded",
        f"""select distinct signature, cast({local} as date) as day
            from {asking.warehouse.table(collected.EVENT)} order by signature, day""",
    )
    found = asking.warehouse.run(query)
    days: dict[int, set[date]] = {}
    for code, day in zip(found.column("signature"), found.column("day"), strict=True):
        days.setdefault(code, set()).add(day)
    return met(signatures, asking.registry.rules(signatures), days)


def met(signatures: Iterable[Signature], rules: Iterable[Rule], days: Mapping[int, Iterable[date]]) -> dict[int, Days]:
    """Return by touchpoint the days of its sources and of those of their kind; `days` are by signature."""
    events: dict[str, set[tuple[str, str]]] = {}
    by_source: dict[str, set[date]] = {}
    source_of: dict[int, str] = {}
    for one in signatures:
        source_of[one.code] = one.source
        events.setdefault(one.source, set()).add((one.event, one.channel))
        by_source.setdefault(one.source, set()).update(days.get(one.code, ()))
    sources: dict[int, set[str]] = {}
    for rule in rules:
        sources.setdefault(rule.touchpoint_id, set()).add(source_of[rule.code])
    return {
        touchpoint: _through(
            day for name, told in events.items() if any(_alike(told, events[one]) for one in own)
            for day in by_source[name]
        )
        for touchpoint, own in sources.items()
    }  # fmt: skip


def _through(days: Iterable[date]) -> Days:
    """Return days with those between them: a desk nobody calls on a Sunday is there all the same."""
    every = sorted(set(days))
    held = {
        one + timedelta(days=more)
        for one, other in pairwise(every)
        if (other - one).days <= SILENT
        for more in range((other - one).days)
    }
    return frozenset(held.union(every))


def _alike(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)
