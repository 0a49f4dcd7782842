"""Faults, long silences, and the blind spots: phases without contacts and touchpoints without a phase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from wegweiser.domain.touchpoints import is_fault
from wegweiser.i18n import Count, Share, Span, both
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures
from wegweiser.stats import wilson

SILENCE_DAYS = 7
_STRETCH = 4
"""A silence is long where one customer in ten waits at least this many times as long as the one in the middle."""


def faults(figures: Figures) -> Iterator[Found]:
    """Yield touchpoints that are faults by their name (payment_error, checkout_bug) with the customers who met them."""
    everyone = figures.summary.customers
    for row in figures.results.touchpoints:
        if row.customers < ENOUGH or row.phase is None or not is_fault(row.touchpoint):
            continue
        yield Found(
            id=f"cl_fault_{row.touchpoint}_{row.phase}",
            phase=row.phase,
            text=both("{n} customers meet “{touchpoint}”", n=row.customers, touchpoint=figures.name(row.touchpoint)),
            detail=both("{contacts} times in all; a fault by its name.", contacts=Count(row.contacts)),
            result="touchpoints",
            customers=row.customers,
            share=wilson(row.customers, everyone),
            refs=(row.touchpoint,),
        )


def silences(figures: Figures) -> Iterator[Found]:
    """Yield phases after which one customer in ten is silent for a week or more, and far longer than most."""
    for row in figures.results.phases[:-1]:
        median, tail = row.dwell_median_s, row.dwell_p90_s
        if row.dwell_n < 10 * ENOUGH or median is None or tail is None:
            continue
        if tail < timedelta(days=SILENCE_DAYS).total_seconds() or tail < _STRETCH * median:
            continue
        yield Found(
            id=f"cl_silence_{row.phase}",
            phase=row.phase,
            text=both(
                "One customer in ten takes over {tail} to the next phase, half up to {median}",
                tail=Span(timedelta(seconds=tail)),
                median=Span(timedelta(seconds=median)),
            ),
            detail=both("Time from the first contact here to the first in a later phase."),
            result="phases",
            customers=row.dwell_n // 10,
            n=row.dwell_n,
            refs=(row.phase,),
        )


def phases_without_contact(figures: Figures) -> Iterator[Found]:
    """Yield phases in which no contact was measured: a blind spot of the data, or nothing happens there."""
    touched = {row.phase for row in figures.results.phases if row.touched > 0}
    everyone = figures.summary.customers
    if everyone < ENOUGH or not figures.results.phases:
        return
    for phase in figures.phases:
        if phase.id not in touched:
            yield Found(
                id=f"cl_blind_{phase.id}",
                phase=phase.id,
                text=both("No contact is measured here yet"),
                detail=both("None of {n} customers has a contact in this phase.", n=everyone),
                result="phases",
                customers=0,
                share=wilson(0, everyone),
                refs=(phase.id,),
            )


def touchpoints_without_phase(figures: Figures) -> Iterator[Found]:
    """Yield touchpoints that belong to no phase, shown where most customers go from there."""
    for row in figures.results.touchpoints:
        if row.phase is None and row.customers >= ENOUGH:
            yield Found(
                id=f"cl_unplaced_{row.touchpoint}",
                phase=_next_phase(row.touchpoint, figures),
                text=both("“{touchpoint}” belongs to no phase yet", touchpoint=figures.name(row.touchpoint)),
                detail=both(
                    "{n} customers meet it, {share} of all.",
                    n=row.customers,
                    share=Share(row.customers / figures.summary.customers),
                ),
                result="touchpoints",
                customers=row.customers,
                share=wilson(row.customers, figures.summary.customers),
                refs=(row.touchpoint,),
            )


def _next_phase(touchpoint: str, figures: Figures) -> str:
    following: Counter[str] = Counter()
    for row in figures.results.transitions:
        phase = figures.touchpoint(row.target).phase
        if row.source == touchpoint and phase is not None:
            following[phase] += row.transitions
    ranked = sorted(following.items(), key=lambda item: (-item[1], figures.place(item[0])))
    return ranked[0][0] if ranked else figures.phases[0].id
