"""The steps before a goal that belong to it by construction, in the order most customers take them."""

from __future__ import annotations

from functools import cmp_to_key

from wegweiser.domain.touchpoints import is_fault
from wegweiser.maps import Figures

_OFTEN = 0.05


def stages(figures: Figures, goal: str) -> tuple[str, ...]:
    """Return a goal's funnel: what leads to its structural steps, those of the way most take, then the goal.

    Empty where the goal has no structural step before it. Ask `journeys.funnel` with these steps within a visit
    and hand the rows to `gaps` as `funnels`.
    """
    phase = figures.goal_phase(goal)
    met = {row.touchpoint: row.customers for row in figures.results.touchpoints}
    there = {(row.source, row.target): row.transitions for row in figures.results.transitions}
    steps = [t.id for t in figures.touchpoints if t.structural and t.id in met and t.phase == phase]
    steps = sorted((step for step in steps if step not in figures.reaching), key=lambda step: (-met[step], step))
    reached = sorted(
        (t for t in figures.goal(goal).touchpoints if t in met),
        key=lambda t: (-sum(there.get((step, t), 0) for step in steps), -met[t], t),
    )
    if not steps or not reached:
        return ()

    def order(a: str, b: str) -> int:
        return there.get((b, a), 0) - there.get((a, b), 0)

    ordered = _way(sorted(steps, key=cmp_to_key(order)), reached[0], there, met)
    return (*_entrance(figures, goal, ordered, there, met), *ordered, reached[0])


def _way(steps: list[str], goal: str, there: dict[tuple[str, str], int], met: dict[str, int]) -> list[str]:
    """Return the steps most take one after the other, followed back from the goal.

    A shop on the web and one in an app have each a basket of their own: nobody fails to go on from one to the other.
    A step leads to another where it does so more often than back, and for a twentieth of those who met the rarer one.
    """

    def leads(a: str, b: str) -> bool:
        return there.get((a, b), 0) > max(there.get((b, a), 0), _OFTEN * min(met[a], met[b]))

    at = goal if any(leads(step, goal) for step in steps) else steps[-1]
    way = [] if at == goal else [at]
    while before := [step for step in steps if step not in way and leads(step, at)]:
        at = max(before, key=lambda step: (there[step, at], step))
        way.insert(0, at)
    return way


def _entrance(
    figures: Figures, goal: str, steps: list[str], there: dict[tuple[str, str], int], met: dict[str, int]
) -> tuple[str, ...]:
    """Return the touchpoint that most often leads to the first step, from where customers decide or buy.

    What we send leads nowhere by itself, a fault leads nowhere at all, and what comes after the goal does not lead to
    it; nor does what hardly anybody goes on from.
    """
    last = figures.place(figures.goal_phase(goal))
    leading = [
        (times, source)
        for (source, target), times in there.items()
        if target == steps[0]
        and _enters(figures, source, last)
        and times > max(there.get((target, source), 0), _OFTEN * min(met.get(source, 0), met[target]))
    ]
    leading.sort(key=lambda item: (-item[0], item[1]))
    return tuple(source for _, source in leading[:1])


def _enters(figures: Figures, source: str, last: int) -> bool:
    known = figures.touchpoint(source)
    bound = known.structural or source in figures.reaching or figures.outbound(source) or is_fault(source)
    return not bound and not figures.exploring(known.phase) and figures.place(known.phase) <= last
