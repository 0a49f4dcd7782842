"""Ways back: steps against the usual direction, and loops there and straight back, beyond expectation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from wegweiser.domain.estimates import Proportion
from wegweiser.i18n import Share, both
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures
from wegweiser.stats import wilson


@dataclass(frozen=True)
class Way:
    """From one touchpoint to another: how often, by how many customers, and how often one would expect it."""

    source: str
    target: str
    times: int
    customers: int
    leaving: int
    expected: float

    @property
    def share(self) -> Proportion:
        """Share of what follows the source."""
        return wilson(self.times, self.leaving)


class Ways:
    """How contacts follow one another, repeats of the same touchpoint aside."""

    def __init__(self, figures: Figures) -> None:
        rows = [row for row in figures.results.transitions if row.source != row.target]
        self._times = {(row.source, row.target): (row.transitions, row.customers) for row in rows}
        self._into: Counter[str] = Counter()
        self._out_of: Counter[str] = Counter()
        for row in rows:
            self._into[row.target] += row.transitions
            self._out_of[row.source] += row.transitions

    def pairs(self) -> list[tuple[str, str]]:
        """Return every pair of touchpoints that follow one another, sorted."""
        return sorted(self._times)

    def way(self, source: str, target: str) -> Way:
        """Return the way between two touchpoints; expected is how often others than these two lead to the target."""
        times, customers = self._times.get((source, target), (0, 0))
        others = sum(self._out_of.values()) - self._out_of[source] - self._out_of[target]
        expected = (self._into[target] - times) / others if others else 1.0
        return Way(source, target, times, customers, self._out_of[source], expected)


def steps_back(figures: Figures) -> Iterator[Found]:
    """Yield, for each step before a goal, the step back that most customers take more often than expected.

    Back is against the direction most take between the two. Phases for noticing and comparing are left out: going
    back and forth is what they are for.
    """
    ways = Ways(figures)
    best: dict[str, Way] = {}
    for source, target in ways.pairs():
        way = ways.way(source, target)
        against = ways.way(target, source).times > way.times
        if way.customers < ENOUGH or not against or not _before_a_goal(figures, source, target):
            continue
        if way.share.lo > way.expected and (source not in best or way.customers > best[source].customers):
            best[source] = way
    for way in best.values():
        yield _step_back(way, figures)


def _step_back(way: Way, figures: Figures) -> Found:
    names = {"source": figures.name(way.source), "target": figures.name(way.target)}
    return Found(
        id=f"cl_back_{way.source}_{way.target}",
        phase=str(figures.touchpoint(way.source).phase),
        text=both(
            "{share} of {n} steps after “{source}” lead back to “{target}”",
            share=Share(way.share.value),
            n=way.leaving,
            **names,
        ),
        detail=both(
            "{customers} customers go back; after other touchpoints {expected} of steps lead to “{target}”.",
            customers=way.customers,
            target=names["target"],
            expected=Share(way.expected),
        ),
        result="transitions",
        customers=way.customers,
        share=way.share,
        refs=(way.source, way.target),
    )


def loops(figures: Figures) -> Iterator[Found]:
    """Yield, for each step before a goal, the loop most customers take, where more visits take it than loops usually.

    A loop goes straight to another touchpoint and comes back within the visit; usual is the share over all loops
    from such steps.
    """
    away = [row for row in figures.results.loops if row.source != row.via and row.of_sessions]
    rows = [row for row in away if _before_a_goal(figures, row.source, row.via)]
    usual = sum(row.sessions for row in rows) / max(sum(row.of_sessions for row in rows), 1)
    seen: set[str] = set()
    for row in sorted(rows, key=lambda r: (-r.customers, r.source, r.via)):
        share = wilson(row.sessions, row.of_sessions)
        telling = row.customers >= ENOUGH and share.lo > usual
        if telling and row.source not in seen:
            seen.add(row.source)
            yield _loop((row.source, row.via), share, (row.customers, row.loops), usual, figures)


def _loop(way: tuple[str, str], share: Proportion, counts: tuple[int, int], usual: float, figures: Figures) -> Found:
    (source, via), (customers, times) = way, counts
    return Found(
        id=f"cl_loop_{source}_{via}",
        phase=str(figures.touchpoint(source).phase),
        text=both(
            "{share} of {n} visits with “{source}” go to “{via}” and come back",
            share=Share(share.value),
            n=share.n,
            source=figures.name(source),
            via=figures.name(via),
        ),
        detail=both(
            "{customers} customers, {loops} times; a loop between two touchpoints usually concerns {usual} of visits.",
            customers=customers,
            loops=times,
            usual=Share(usual),
        ),
        result="loops",
        customers=customers,
        share=share,
        refs=(source, via),
    )


def _before_a_goal(figures: Figures, source: str, target: str) -> bool:
    """Return whether a way leaves a step before a goal.

    Where the registry marks steps that precede a goal by construction (the checkout), these are meant: who looks
    at the cart and adds something more is not lost. Else everything up to the goal that is not for exploring.
    """
    if figures.reaching & {source, target}:
        return False
    structural = {touchpoint.id for touchpoint in figures.touchpoints if touchpoint.structural}
    goals = [figures.place(figures.goal_phase(goal.id)) for goal in figures.goals]
    latest = max(goals, default=len(figures.phases) - 1)
    phases = [figures.touchpoint(name).phase for name in (source, target)]
    if any(figures.place(phase) > latest for phase in phases):
        return False
    return source in structural if structural else not figures.exploring(phases[0])
