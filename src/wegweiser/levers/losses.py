"""Losses: where journeys end, and where visits break off on the way to a goal, more often than expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wegweiser.domain.estimates import Proportion
from wegweiser.i18n import LANGUAGES, Share, Text, both, read
from wegweiser.levers.found import ENOUGH, Found, beyond
from wegweiser.maps import Figures
from wegweiser.stats import wilson

_FIRST, _NAMED = 2, 2
"""A way of two steps begins with the loss; so many steps before it are named one by one."""


def on_the_way_to_a_goal(figures: Figures) -> Iterator[Found]:
    """Yield the steps of each goal's funnel after which more visits break off than over all its steps.

    The largest loss of a funnel is always told, expected or not: somebody who wants more conversions asks for it.
    """
    for goal, rows in sorted(figures.results.funnels.items()):
        steps = list(pairwise(rows))
        lost, reached = sum(a.reached - b.reached for a, b in steps), sum(a.reached for a, _ in steps)
        largest = max((a.reached - b.reached for a, b in steps), default=0)
        for place, (a, b) in enumerate(steps):
            share = wilson(a.reached - b.reached, a.reached)
            telling = share.hits == largest or share.lo > lost / reached
            if share.hits >= ENOUGH and telling:
                # Customers who come again and again are one each, where the funnel counted them.
                known = a.customers is not None and b.customers is not None
                customers = (a.customers or 0) - (b.customers or 0) if known else share.hits
                way = tuple(row.step for row in rows[: place + 2])
                yield _break_off(goal, way, share, (customers, lost / reached), figures)


def _break_off(goal: str, way: tuple[str, ...], share: Proportion, facts: tuple[int, float], figures: Figures) -> Found:
    *_, source, target = way
    customers, expected = facts
    return Found(
        id=f"cl_loss_{goal}_{source}",
        phase=figures.touchpoint(source).phase or figures.goal_phase(goal),
        text=both(
            "“{way}”: {share} of {n} visits do not go on to “{target}”"
            if len(way) > _FIRST
            else "After “{way}”, {share} of {n} visits do not go on to “{target}”",
            share=Share(share.value),
            n=share.n,
            # Only those who came by the steps before are counted: fewer than all who were met there.
            way=_along(way[:-1], figures),
            target=figures.name(target),
        ),
        detail=both(
            "Only visits that came by all steps in their order: {gone} do not go on in it; over all steps {expected}.",
            gone=share.hits,
            expected=Share(expected),
        ),
        result=f"funnels:{goal}",
        customers=customers,
        share=share,
        refs=(source, target, goal),
        harm=_harm(goal, beyond(customers, share, expected), figures),
        weighs=_weighs(goal, figures),
    )


def _along(steps: Sequence[str], figures: Figures) -> Text:
    """Return the steps a visit came by, as in “Cart → Shipping”; of more than two the first and the last."""
    names = [figures.name(step) for step in (steps if len(steps) <= _NAMED else (steps[0], steps[-1]))]
    arrow = " \u2192 " if len(steps) <= _NAMED else " \u2192 \u2026 \u2192 "
    return {language: arrow.join(read(name, language) for name in names) for language in LANGUAGES}


def at_the_end_of_journeys(figures: Figures) -> Iterator[Found]:
    """Yield touchpoints where lost journeys end significantly more often than at the touchpoints of all together.

    More often both per journey that touches them and per contact: what is touched often is more easily the last.
    Touchpoints that reach a goal are left out, and those of later phases: who is there has passed this goal. So is
    what we send: a letter as the last contact says that nobody came, not that the letter drove anybody away. A goal
    on the way to the first one (a newsletter sign-up before the purchase) is a means: journeys that end without it
    are no loss. Of several goals a touchpoint's loss is told for the first, else for the one with the most lost
    journeys.
    """
    goals = (goal for goal in sorted(figures.results.dropoff) if not _means(goal, figures))
    found = [one for goal in goals for one in _ends(goal, figures)]
    found.sort(key=lambda one: (one.refs[1] != figures.goals[0].id, -one.customers, one.id))
    yield from {one.refs[0]: one for one in reversed(found)}.values()


def _ends(goal: str, figures: Figures) -> Iterator[Found]:
    rows = figures.results.dropoff[goal]
    counted = [row for row in rows if row.contacts and _up_to(goal, row.touchpoint, figures)]
    ends, visits = sum(row.ends for row in counted), sum(row.visits for row in counted)
    contacts = sum(row.contacts for row in counted)
    for row in counted:
        share = wilson(row.ends, row.visits)
        leaving = wilson(min(row.ends, row.contacts), row.contacts)
        often = share.lo > ends / visits and leaving.lo > ends / contacts
        if min(row.customers, row.ends) >= ENOUGH and often:
            yield _end((goal, row.touchpoint), share, (row.ends, row.customers), ends / visits, figures)


def _up_to(goal: str, touchpoint: str, figures: Figures) -> bool:
    phase = figures.touchpoint(touchpoint).phase
    placed = phase is not None and figures.place(phase) <= figures.place(figures.goal_phase(goal))
    return placed and touchpoint not in figures.reaching and not figures.outbound(touchpoint)


def _end(
    place: tuple[str, str], share: Proportion, counts: tuple[int, int], expected: float, figures: Figures
) -> Found:
    (goal, touchpoint), (ends, customers) = place, counts
    text = both(
        "{share} of {n} journeys with “{touchpoint}” end there",
        share=Share(share.value),
        n=share.n,
        touchpoint=figures.name(touchpoint),
    )
    name = figures.goal(goal).name
    return Found(
        id=f"cl_drop_{goal}_{touchpoint}",
        phase=str(figures.touchpoint(touchpoint).phase),
        text=both("{goal}: {text}", goal=name, text=text) if len(figures.results.dropoff) > 1 else text,
        detail=both(
            "{ends} journeys, without “{goal}”; over all touchpoints up to there {expected} end.",
            ends=ends,
            goal=name,
            expected=Share(expected),
        ),
        result=f"dropoff:{goal}",
        customers=min(ends, customers),
        share=share,
        refs=(touchpoint, goal),
        harm=_harm(goal, beyond(min(ends, customers), share, expected), figures),
        weighs=_weighs(goal, figures),
    )


def _harm(goal: str, customers: float, figures: Figures) -> float:
    """Return the harm of a loss: none where the goal is a means, for who goes on without it loses nothing."""
    return customers if goal == figures.goals[0].id else 0.0


def _weighs(goal: str, figures: Figures) -> float | None:
    """Return what the impact is judged by: losses of goals after the first are low, however many they concern."""
    return None if goal == figures.goals[0].id else 0.0


def _means(goal: str, figures: Figures) -> bool:
    """Return whether a goal lies on the way to the first one, so that journeys may well go on without it."""
    first = figures.goals[0].id
    return goal != first and figures.place(figures.goal_phase(goal)) <= figures.place(figures.goal_phase(first))
