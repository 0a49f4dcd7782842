"""Opportunities: touchpoints that few customers meet, and whose customers go on more often than others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.touchpoints import is_fault
from wegweiser.i18n import Count, Share, both
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures
from wegweiser.stats import wilson

RARE = 0.20
"""A touchpoint is met by few where fewer than one customer in five meets it."""
_TROUBLE = "service"


@dataclass(frozen=True)
class Met:
    """Who met a touchpoint in a phase and went on, and the others of the phase who went on."""

    touchpoint: str
    phase: str
    went_on: Proportion
    others: Proportion

    @property
    def ahead(self) -> float:
        """How much larger the share of those who met it is."""
        return self.went_on.value - self.others.value


def little_used(figures: Figures) -> Iterator[Found]:
    """Yield per phase the touchpoint met by few whose customers most clearly go on more often than the others.

    The lower end of their interval lies above the upper end of the others'. What we send to people is left out,
    because who gets it is chosen; so are faults, steps that belong to a goal, what reaches one, and the service: who
    turns to it has a trouble, and nobody wants more of those. This is grade D,
    observed side by side: customers who do more meet more and get further, so it is worth a test and no more.
    """
    rows = [
        Met(row.touchpoint, row.phase, wilson(row.went_on, row.customers), wilson(row.others_on, row.others))
        for row in figures.results.onward
    ]
    for phase in figures.phases:
        telling = [met for met in rows if met.phase == phase.id and _telling(met, figures)]
        best = max(telling, key=lambda met: (met.ahead, met.touchpoint), default=None)
        if best is not None:
            yield _opening(best, figures)


def _telling(met: Met, figures: Figures) -> bool:
    few = ENOUGH <= met.went_on.n < RARE * figures.summary.customers
    known = min(met.went_on.hits, met.others.n, met.others.hits) >= ENOUGH
    return few and known and _open(met.touchpoint, figures) and met.went_on.lo > met.others.hi


def _open(touchpoint: str, figures: Figures) -> bool:
    """Return whether customers choose a touchpoint freely, so that more of them could."""
    known = figures.touchpoint(touchpoint)
    bound = known.structural or known.channel == _TROUBLE or touchpoint in figures.reaching
    return not bound and not figures.outbound(touchpoint) and not is_fault(touchpoint)


def _opening(met: Met, figures: Figures) -> Found:
    return Found(
        id=f"cl_open_{met.touchpoint}_{met.phase}",
        phase=met.phase,
        text=both(
            "{share} with “{touchpoint}” go on, {other} without: test this",
            share=Share(met.went_on.value),
            touchpoint=figures.name(met.touchpoint),
            other=Share(met.others.value),
        ),
        detail=both(
            "Only {share} of customers meet it. {n} others in this phase do not. Grade D: it goes together, "
            "which is no proof that one brings the other.",
            share=Share(met.went_on.n / figures.summary.customers),
            n=Count(met.others.n),
        ),
        result="onward",
        customers=met.went_on.n,
        share=met.went_on,
        refs=(met.touchpoint,),
        kind="opportunity",
    )
