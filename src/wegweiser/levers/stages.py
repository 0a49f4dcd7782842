"""The steps before a goal that belong to it by construction, in the order most customers take them."""

from __future__ import annotations

from functools import cmp_to_key

from wegweiser.maps import Figures


def stages(figures: Figures, goal: str) -> tuple[str, ...]:
    """Return a goal's funnel: what leads to its structural steps, those in the direction most go, then the goal.

    Empty where the goal has no structural step before it. Ask `journeys.funnel` with these steps within a visit
    and hand the rows to `gaps` as `funnels`.
    """
    phase = figures.goal_phase(goal)
    met = {row.touchpoint: row.customers for row in figures.results.touchpoints}
    there = {(row.source, row.target): row.transitions for row in figures.results.transitions}
    steps = [t.id for t in figures.touchpoints if t.structural and t.id in met and t.phase == phase]
    steps = sorted((step for step in steps if step not in figures.reaching), key=lambda step: (-met[step], step))
    reached = sorted((t for t in figures.goal(goal).touchpoints if t in met), key=lambda t: (-met[t], t))
    if not steps or not reached:
        return ()

    def order(a: str, b: str) -> int:
        return there.get((b, a), 0) - there.get((a, b), 0)

    ordered = sorted(steps, key=cmp_to_key(order))
    return (*_entrance(figures, goal, ordered, there), *ordered, reached[0])


def _entrance(figures: Figures, goal: str, steps: list[str], there: dict[tuple[str, str], int]) -> tuple[str, ...]:
    """Return the touchpoint that most often leads to the first step, from where customers decide or buy.

    What we send leads nowhere by itself, and what comes after the goal does not lead to it.
    """
    last = figures.place(figures.goal_phase(goal))
    leading = [
        (times, source)
        for (source, target), times in there.items()
        if target == steps[0]
        and source not in steps
        and source not in figures.reaching
        and not figures.exploring(figures.touchpoint(source).phase)
        and figures.place(figures.touchpoint(source).phase) <= last
        and not figures.outbound(source)
        and times > there.get((target, source), 0)
    ]
    leading.sort(key=lambda item: (-item[0], item[1]))
    return tuple(source for _, source in leading[:1])
