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
    to and fro is what they are for.
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
            "{share} of {n} steps after {source} lead back to {target}",
            share=Share(way.share.value),
            n=way.leaving,
            **names,
        ),
        detail=both(
            "{customers} customers go back; after other touchpoints {expected} of steps lead to {target}.",
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
    """Yield ways there and straight back that happen more often than others lead to the touchpoint."""
    ways = Ways(figures)
    for row in sorted(figures.results.loops, key=lambda r: (r.source, r.via)):
        there = ways.way(row.source, row.via)
        if row.source == row.via or row.customers < ENOUGH or there.times < row.loops:
            continue
        straight = wilson(row.loops, there.times)
        if straight.lo > ways.way(row.via, row.source).expected and _before_a_goal(figures, row.source, row.via):
            yield _loop(row.source, row.via, (row.loops, row.customers), straight, figures)


def _loop(source: str, via: str, counts: tuple[int, int], straight: Proportion, figures: Figures) -> Found:
    times, customers = counts
    met = [row.customers for row in figures.results.touchpoints if row.touchpoint == source]
    return Found(
        id=f"cl_loop_{source}_{via}",
        phase=str(figures.touchpoint(source).phase),
        text=both(
            "{n} customers loop: {source} \u2192 {via} \u2192 {source}",
            n=customers,
            source=figures.name(source),
            via=figures.name(via),
        ),
        detail=both(
            "{times} times, two contacts more each; {share} of the ways to {via} lead straight back.",
            times=times,
            share=Share(straight.value),
            via=figures.name(via),
        ),
        result="loops",
        customers=customers,
        share=wilson(customers, max(met, default=customers)) if max(met, default=0) >= customers else None,
        n=customers,
        refs=(source, via),
    )


def _before_a_goal(figures: Figures, *touchpoints: str) -> bool:
    """Return whether the touchpoints lie where customers decide or buy, and none of them reaches a goal."""
    goals = [figures.place(figures.goal_phase(goal.id)) for goal in figures.goals]
    latest = max(goals, default=len(figures.phases))
    phases = [figures.touchpoint(name).phase for name in touchpoints]
    placed = all(phase is not None and figures.place(phase) <= latest for phase in phases)
    exploring = all(figures.exploring(phase) for phase in phases)
    return placed and not exploring and not figures.reaching.intersection(touchpoints)
