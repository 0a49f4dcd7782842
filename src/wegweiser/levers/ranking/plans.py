"""What it takes to find out: the sample size of a test, from the rate measured today."""

from __future__ import annotations

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.levers import TestPlan
from wegweiser.levers.ranking.candidates import Candidate
from wegweiser.levers.ranking.grounds import Cases
from wegweiser.maps import Figures
from wegweiser.stats import wilson
from wegweiser.stats.power import per_group

CHANGE = 0.10
"""The relative change a test should be able to see where nobody says another."""
POWER = 0.8


def plan(rate: Proportion | None) -> TestPlan | None:
    """Return the customers per group to see the rate change by a tenth of itself; None where no rate is known.

    Where the rate is so high that a tenth more leaves less than half of the way to all, half of that way is taken.
    """
    if rate is None or rate.n < SUPPRESSED_BELOW or not 0 < rate.value < 1:
        return None
    aim = min(rate.value * (1 + CHANGE), (1 + rate.value) / 2)
    return TestPlan(
        per_group=per_group(rate.value, aim, power=POWER),
        baseline=round(rate.value, 6),
        detectable=round(aim - rate.value, 6),
        power=POWER,
    )


def of_cases(cases: Cases) -> Proportion:
    """Return the share of journeys that converted."""
    return wilson(int(cases.converted.sum()), len(cases))


def of_gap(candidate: Candidate, figures: Figures) -> Proportion | None:
    """Return the rate a gap would be seen in: who goes on where it is a loss, who responds, else the goal's rate."""
    share = candidate.found.share
    if share is not None and candidate.family in {"loss", "drop"}:
        return wilson(share.n - share.hits, share.n)
    if share is not None and candidate.family == "answer":
        return share
    rows = [row for row in figures.results.goals if row.goal == candidate.goal]
    return wilson(rows[0].converted, rows[0].converted + rows[0].lost) if rows else None
