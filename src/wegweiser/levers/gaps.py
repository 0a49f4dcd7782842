"""Gaps and opportunities: what events show by themselves, what customers said, and what the plan leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from wegweiser.domain.claims import Claim
from wegweiser.domain.personas import Persona
from wegweiser.levers import (
    aimless,
    answers,
    blind,
    breaks,
    discords,
    drifts,
    feelings,
    friction,
    losses,
    openings,
    unanswered,
    unused,
    ways_back,
)
from wegweiser.levers.found import Found
from wegweiser.maps import Figures, Plan

_FINDERS = (
    losses.on_the_way_to_a_goal,
    losses.at_the_end_of_journeys,
    answers.weaker_responses,
    ways_back.steps_back,
    ways_back.loops,
    friction.frictions,
    blind.faults,
    blind.silences,
    blind.phases_without_contact,
    blind.touchpoints_without_phase,
    openings.little_used,
    feelings.below_expectation,
    unanswered.unanswered,
    discords.against_the_mission,
    breaks.contradictions,
    drifts.of_drivers,
)


_DATED = ("cl_friction_fault_", "cl_drift_")


def gaps(
    figures: Figures, *, plan: Plan | None = None, personas: Sequence[Persona] = ()
) -> tuple[tuple[str, Claim], ...]:
    """Return (phase, claim) pairs: what is dated first, then what concerns most; it says what goes with what.

    Nothing here claims a cause: a loss at a touchpoint is no proof that the touchpoint loses anybody. A claim
    about shares is made only where the lower end of its 95 % interval lies above what is expected, and only about
    at least 20 customers. At most one opportunity per phase is among them, marked as such. Impact: high from 10 %
    of all customers on, medium from 3 % on, else low.

    Args:
        figures: what was measured and heard.
        plan: the authored side, for what we do in each phase; without it, nothing is said about measures.
        personas: who the customers are, for the channels they use.
    """
    return tuple((one.phase, one.claim(figures)) for one in found(figures, plan=plan, personas=personas))


def found(figures: Figures, *, plan: Plan | None = None, personas: Sequence[Persona] = ()) -> tuple[Found, ...]:
    """Return what `gaps` makes claims of, with the customers each concerns, in the same order."""
    every = friction.without_repeats(one for finder in _FINDERS for one in finder(figures))
    every += unused.unused_channels(figures, personas)
    if plan is not None:
        every += [*aimless.phases_without_measure(figures, plan), *aimless.touchpoints_without_goal(figures)]
    every.sort(key=_rank)
    return tuple(every)


def _rank(found: Found) -> tuple[bool, int, str, str]:
    """Order by customers, but for a fault or a drift with its dates: it is told before everything it entails."""
    return not found.id.startswith(_DATED), -found.customers, found.id, found.phase
