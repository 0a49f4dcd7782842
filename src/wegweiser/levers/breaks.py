"""Breaks: channels that say different things of the same offer at the same time, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wegweiser.i18n import Count, Day, Share, Text, both
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures

MOST = 3
"""So many pairs of sides are told, those with the most cases first."""
_NAMED = 3
_SAID = {
    "discount": "{things}: {share} off on “{high}”, none on “{low}”",
    "price": "{things}: {share} dearer on “{high}” than on “{low}”",
    "availability": "{things}: there on “{high}”, sold out on “{low}”",
    "message": "{things}: “{high}” speaks of it, “{low}” gives no discount",
}


def contradictions(figures: Figures) -> Iterator[Found]:
    """Yield the pairs of sides that contradict each other in at least 20 cases, where the first goal is reached."""
    rows = [row for row in figures.results.contradictions if row.cases >= ENOUGH and row.kind in _SAID]
    rows.sort(key=lambda row: (-row.cases, row.kind, row.high_side, row.low_side))
    for row in rows[:MOST] if figures.goals else ():
        told = row.customers >= ENOUGH
        yield Found(
            id=f"cl_break_{row.kind}_{row.high_side}_{row.low_side}",
            phase=figures.goal_phase(figures.goals[0].id),
            text=both(
                _SAID[row.kind],
                things=_things(row.names[:_NAMED], row.objects),
                share=Share(row.size or 0.0),
                high=_side(row.high_side, figures),
                low=_side(row.low_side, figures),
            ),
            detail=_detail(row.cases, (row.since, row.until), row.customers),
            result="contradictions",
            customers=row.customers if told else 0,
            n=row.cases,
            # Nobody harmed is more than everybody there: what costs twice as much counts as once.
            harm=row.customers * min(row.size or 0.0, 1.0),
        )


def _things(names: tuple[str, ...], objects: int) -> Text:
    named, more = ", ".join(names), objects - len(names)
    return both("{named} and {n} more", named=named, n=Count(more)) if more > 0 else named


def _side(side: str, figures: Figures) -> Text:
    return next((channel.name for channel in figures.channels if channel.id == side), side)


def _detail(n: int, days: tuple[date | None, date | None], customers: int) -> Text:
    cases: Text = both("{n} cases", n=Count(n))
    since, until = days
    if since and until:
        cases = both("{cases}, {since} to {until}", cases=cases, since=Day(since), until=Day(until))
    if customers < ENOUGH:
        return both("{cases}. No proof of a cause.", cases=cases)
    return both(
        "{cases}; {n} customers were met on both sides in that time. No proof of a cause.",
        cases=cases,
        n=Count(customers),
    )
