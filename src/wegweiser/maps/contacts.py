"""Where customers meet us: touchpoint cards, and the steps most of them take."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from math import inf

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Duration
from wegweiser.domain.events import Origin
from wegweiser.domain.journey_maps import MapStep, TouchpointCard
from wegweiser.i18n import Count, Text, both
from wegweiser.maps.figures import Figures
from wegweiser.maps.results import TouchpointRow
from wegweiser.stats import wilson

MAIN_SHARE = 0.05
"""Touchpoints that fewer customers meet are no step of the main path."""


def cards(figures: Figures) -> tuple[TouchpointCard, ...]:
    """Return a card per touchpoint and phase, those with the most customers first; one without a phase has none."""
    rows = [row for row in figures.results.touchpoints if row.phase is not None]
    rows.sort(key=lambda row: (figures.place(row.phase), -row.customers, row.touchpoint))
    return tuple(_card(row, str(row.phase), figures) for row in rows)


def _card(row: TouchpointRow, phase: str, figures: Figures) -> TouchpointCard:
    touchpoint = figures.touchpoint(row.touchpoint)
    few, derived = row.customers < SUPPRESSED_BELOW, _derived(row)
    share = None if few else wilson(row.customers, figures.summary.customers)
    return TouchpointCard(
        id=touchpoint.id,
        phase=phase,
        name=touchpoint.name,
        icon=figures.icon(touchpoint),
        channel=touchpoint.channel,
        medium=touchpoint.medium.value,
        direct=touchpoint.direct,
        share=share,
        contacts=None if few else row.contacts,
        origin=(Origin.DERIVED if derived else Origin.OBSERVED).value,
        claim=Claim(
            id=f"cl_tp_{touchpoint.id}_{phase}",
            text=both("{name}: fewer than 20 customers", name=touchpoint.name) if few else _met(row, touchpoint.name),
            status=Status.INFERRED if few or derived else Status.MEASURED,
            evidence=(Figures.evidence("touchpoints"),),
            n=None if few else figures.summary.customers,
            share=share,
            as_of=figures.as_of,
            author="rule",
            refs=(touchpoint.id,),
        ),
    )


def _met(row: TouchpointRow, name: Text) -> Text:
    return both("{name}: {n} customers", name=name, n=Count(row.customers))


def _derived(row: TouchpointRow) -> bool:
    """Return whether most contacts were computed; that all data is simulated stands once, in the head of the map."""
    return row.derived > 0.5


def steps(figures: Figures) -> tuple[MapStep, ...]:
    """Return the main path: touchpoints at least one in twenty customers meets, in the order most first meet them.

    The order within a phase is the median first place of a touchpoint in the frequent paths; the time is that to
    the most frequent next contact.
    """
    everyone = figures.summary.customers
    floor = max(MAIN_SHARE * everyone, SUPPRESSED_BELOW)
    rows = [row for row in figures.results.touchpoints if row.phase is not None and row.customers >= floor]
    first = _first_places(figures)
    rows.sort(key=lambda r: (figures.place(r.phase), first.get(r.touchpoint, inf), -r.customers, r.touchpoint))
    return tuple(
        MapStep(
            id=f"st_{row.touchpoint}_{row.phase}",
            phase=str(row.phase),
            name=figures.name(row.touchpoint),
            share=wilson(row.customers, everyone),
            dwell=_dwell(row.touchpoint, figures),
        )
        for row in rows
    )


def _first_places(figures: Figures) -> dict[str, int]:
    """Return the median place at which journeys on the frequent paths first meet a touchpoint."""
    places: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in figures.results.paths:
        for touchpoint in dict.fromkeys(row.path):
            places[touchpoint][row.path.index(touchpoint)] += row.journeys
    return {touchpoint: _median(weights) for touchpoint, weights in places.items()}


def _median(weights: dict[int, int]) -> int:
    places = sorted(weights)
    passed = accumulate(weights[place] for place in places)
    return next(place for place, n in zip(places, passed, strict=True) if 2 * n >= sum(weights.values()))


def _dwell(touchpoint: str, figures: Figures) -> Duration | None:
    leaving = [row for row in figures.results.transitions if row.source == touchpoint != row.target]
    leaving.sort(key=lambda row: (-row.transitions, row.target))
    for row in leaving[:1]:
        if row.customers >= SUPPRESSED_BELOW:
            return duration(row.median_s, row.p90_s, row.transitions)
    return None


def duration(median_s: float | None, p90_s: float | None, n: int) -> Duration | None:
    """Return a length of time; None for a median under a second, which times known only to the day give."""
    if median_s is None or p90_s is None or median_s < 1:
        return None
    return Duration(median_s=median_s, p90_s=p90_s, n=n)
