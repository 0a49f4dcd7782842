"""Gaps and opportunities the data shows by itself: losses, ways back, faults, silences, and what few meet."""

from __future__ import annotations

from wegweiser.domain.claims import Claim
from wegweiser.levers import answers, blind, losses, openings, ways_back
from wegweiser.levers.found import Found
from wegweiser.maps import Figures

_FINDERS = (
    losses.on_the_way_to_a_goal,
    losses.at_the_end_of_journeys,
    answers.weaker_responses,
    ways_back.steps_back,
    ways_back.loops,
    blind.faults,
    blind.silences,
    blind.phases_without_contact,
    blind.touchpoints_without_phase,
    openings.little_used,
)


def gaps(figures: Figures) -> tuple[tuple[str, Claim], ...]:
    """Return (phase, claim) pairs, those that concern most customers first; every claim says what goes with what.

    Nothing here claims a cause: a loss at a touchpoint is no proof that the touchpoint loses anybody. A claim
    about shares is made only where the lower end of its 95 % interval lies above what is expected, and only about
    at least 20 customers. At most one opportunity per phase is among them, marked as such. Impact: high from 10 %
    of all customers on, medium from 3 % on, else low.
    """
    found = [found for finder in _FINDERS for found in finder(figures)]
    found.sort(key=_rank)
    return tuple((one.phase, one.claim(figures)) for one in found)


def _rank(found: Found) -> tuple[int, str, str]:
    return -found.customers, found.id, found.phase
