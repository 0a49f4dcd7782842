"""Levers listed apart: a range over ways to adjust (grade C), and what merely goes with what (grade D)."""

from __future__ import annotations

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.levers import Grade, Lever, Spread
from wegweiser.domain.measures import GapKind
from wegweiser.i18n import both
from wegweiser.levers.found import ENOUGH
from wegweiser.levers.playbook import proposals
from wegweiser.levers.ranking import words
from wegweiser.levers.ranking.candidates import Candidate
from wegweiser.levers.ranking.grounds import Compared, Grounds
from wegweiser.levers.ranking.plans import CHANGE, of_cases, of_gap, plan
from wegweiser.levers.ranking.what_if import fewer_ends
from wegweiser.maps import Figures
from wegweiser.stats.adjusted import spread


def of_gap_met(candidate: Candidate, compared: Compared, figures: Figures) -> Lever | None:
    """Return the range a gap's lever may bring, of grade C; None with fewer than 20 journeys on either side.

    The journeys compared passed the same place; those that met the gap right after it stand against the others. For
    something to be spared the sign is turned, so that a positive range speaks for acting.
    """
    met = int(compared.met.sum())
    if min(met, len(compared.cases) - met) < ENOUGH:
        return None
    cases = compared.cases
    ranges = spread(cases.converted, compared.met, cases.sets(), rated=False, cluster=cases.customer)
    lo, hi = (ranges.lo, ranges.hi) if candidate.kind is GapKind.LITTLE_USED else (-ranges.hi, -ranges.lo)
    return Lever(
        id=candidate.id,
        text=words.action(candidate, figures),
        goal=candidate.goal,
        phase=candidate.found.phase,
        grade=Grade.C,
        customers=_customers(candidate, compared, figures),
        touchpoint=candidate.touchpoint,
        kind=candidate.kind.value,
        spread=Spread(lo=lo, hi=hi, n=len(cases), ways=len(ranges.by_set)),
        test=plan(of_cases(cases)),
        measures=measures(candidate, figures),
        gap=candidate.found.id,
        method=both("Journeys that passed the same place, with and without it; from no adjustment to adjusting for "
                    "what came before and how the journey began."),
        warnings=(words.halo(),),
        as_of=figures.as_of,
    )  # fmt: skip


def _customers(candidate: Candidate, compared: Compared, figures: Figures) -> int:
    """Return whom it would reach: those who met what is to be spared, or those who did not meet what helps."""
    if candidate.kind is not GapKind.LITTLE_USED:
        return compared.customers
    return max(figures.summary.customers - candidate.found.customers, 0)


def of_gap_seen(candidate: Candidate, grounds: Grounds) -> Lever:
    """Return what goes with a gap, of grade D, with the mechanical what-if where journeys end there."""
    figures = grounds.figures
    gain = _what_if(candidate, grounds)
    return Lever(
        id=candidate.id,
        text=words.goes_with(candidate, figures),
        goal=candidate.goal,
        phase=candidate.found.phase,
        grade=Grade.D,
        customers=candidate.found.customers,
        touchpoint=candidate.touchpoint,
        kind=candidate.kind.value,
        association=gain,
        test=plan(of_gap(candidate, figures)),
        measures=measures(candidate, figures),
        gap=candidate.found.id,
        warnings=(words.no_cause(), *((words.mechanical(),) if gain else ())),
        as_of=figures.as_of,
    )


def _what_if(candidate: Candidate, grounds: Grounds) -> Estimate | None:
    moves = grounds.moves.get(candidate.goal, ())
    if candidate.family not in {"loss", "drop"} or candidate.touchpoint is None or not moves:
        return None
    reaching = frozenset(grounds.figures.goal(candidate.goal).touchpoints)
    return fewer_ends(moves, candidate.touchpoint, reaching, less=CHANGE, seed=grounds.seed)


def measures(candidate: Candidate, figures: Figures) -> tuple[str, ...]:
    """Return the ids of what the playbook proposes for a gap."""
    role = next((phase.role for phase in figures.phases if phase.id == candidate.found.phase), "")
    channel = figures.touchpoint(candidate.touchpoint).channel if candidate.touchpoint else ""
    return tuple(measure.id for measure in proposals(candidate.kind, role=role, channel=channel))
