"""Friction in how contacts follow one another: loops, ways back, repeats in a hurry, and ends after a fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegweiser.journeys.reasons.finding import Finding, Rule
from wegweiser.journeys.reasons.signs import Field
from wegweiser.journeys.reasons.visits import NOBODY
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.testing import clustered
from wegweiser.warehouse import Result

Buckets = NDArray[np.float64]


@dataclass(frozen=True)
class _Share:
    """Hits of moves, per bucket of customers."""

    hits: Buckets
    n: Buckets


class Moves:
    """The moves between touchpoints per bucket of customers."""

    def __init__(self, counted: Result) -> None:
        self._columns = [name for name in counted.columns if name not in {"a", "b", "bucket"}]
        read = {name: counted.table.column(name).to_numpy() for name in counted.columns}
        pairs = list(zip(read["a"].tolist(), read["b"].tolist(), strict=True))
        places = {pair: place for place, pair in enumerate(dict.fromkeys(pairs))}
        figures = np.zeros((len(places), BUCKETS, len(self._columns)))
        rows = np.asarray([places[pair] for pair in pairs], dtype=np.int64)
        for column, name in enumerate(self._columns):
            figures[rows, read["bucket"].astype(np.int64), column] = read[name]
        self._pairs: dict[tuple[int, int], Buckets] = {pair: figures[place] for pair, place in places.items()}
        self._nothing = np.zeros((BUCKETS, len(self._columns)))
        self._out: dict[int, Buckets] = {}
        self._into: dict[int, Buckets] = {}
        for (a, b), sums in self._pairs.items():
            self._out[a] = self._out.get(a, self._nothing) + sums
            self._into[b] = self._into.get(b, self._nothing) + sums

    def sums(self, a: int, b: int, column: str = "moves") -> Buckets:
        """Return a figure of the moves from one touchpoint to another."""
        return self._of(self._pairs.get((a, b), self._nothing), column)

    def total(self, a: int, b: int, column: str = "moves") -> int:
        """Return the same over all buckets."""
        return int(self.sums(a, b, column).sum())

    def out_of(self, a: int, column: str = "moves") -> Buckets:
        """Return a figure of all moves from a touchpoint, the end of the visit included."""
        return self._of(self._out.get(a, self._nothing), column)

    def into(self, b: int, besides: tuple[int, ...]) -> Buckets:
        """Return the moves into a touchpoint from others than these."""
        return self._of(self._into.get(b, self._nothing), "moves") - self._sum([self.sums(a, b) for a in besides])

    def all_of(self, besides: tuple[int, ...]) -> Buckets:
        """Return the moves from all touchpoints but these."""
        return self._sum([self.out_of(a) for a in self._out if a not in besides])

    def ends_at(self, touchpoints: tuple[int, ...]) -> Buckets:
        """Return the visits that end at one of these touchpoints."""
        return self._sum([self.sums(a, NOBODY) for a in touchpoints])

    def targets(self, a: int) -> list[int]:
        """Return where moves from a touchpoint lead to, itself and the end aside."""
        return sorted(b for source, b in self._pairs if source == a and b not in {a, NOBODY})

    def _of(self, figures: Buckets, column: str) -> Buckets:
        found: Buckets = figures[:, self._columns.index(column)]
        return found

    def _sum(self, parts: list[Buckets]) -> Buckets:
        return np.sum(parts, axis=0) if parts else np.zeros(BUCKETS)

    def finding(self, way: tuple[str, str, int, int], column: str, here: _Share, there: _Share) -> Finding:
        """Return a share of moves beside what is expected of it."""
        kind, what, a, b = way
        found = clustered(here.hits, here.n, there.hits, there.n)
        expected = float(there.hits.sum() / max(there.n.sum(), 1.0))
        prefix = "" if column == "moves" else f"{column}_"
        return Finding(
            kind, what, a, b, None, None, None,
            customers=self.total(a, b, f"{prefix}customers"),
            sessions=self.total(a, b, f"{prefix}visits"),
            of_sessions=int(here.n.sum()),
            expected=expected,
            difference=found.value,
            lo=found.lo,
            hi=found.hi,
            p=found.p if found.value > 0 else 1.0,
        )  # fmt: skip


def turns(moves: Moves, field: Field) -> tuple[tuple[int, int], ...]:
    """Return the ways from a step before the goal back to where most of its visitors come from."""
    return tuple(
        (a, b)
        for a in field.steps
        for b in moves.targets(a)
        if b in field.places and moves.total(b, a) > moves.total(a, b)
    )


def findings(moves: Moves, field: Field, rule: Rule) -> Iterator[Finding]:
    """Yield every share of moves that is tested, whether it stands out or not: each one counts among the tests."""
    yield from _loops(moves, field, rule)
    yield from _ways_back(moves, field, rule)
    yield from _repeats(moves, field, rule)
    yield from _ends(moves, field, rule)


def _loops(moves: Moves, field: Field, rule: Rule) -> Iterator[Finding]:
    """From a step to another touchpoint and straight back, beside those who come to that one from elsewhere."""
    for a in field.steps:
        for b in moves.targets(a):
            if b not in field.places or moves.total(a, b, "turned_customers") < rule.least:
                continue
            turned = moves.sums(a, b, "turned")
            here = _Share(turned, moves.sums(a, b))
            # Who comes from elsewhere and goes to the step is what a transition matrix without memory expects.
            there = _Share(moves.sums(b, a) - turned, moves.out_of(b) - moves.sums(a, b))
            yield moves.finding(("loop", "back", a, b), "turned", here, there)


def _ways_back(moves: Moves, field: Field, rule: Rule) -> Iterator[Finding]:
    for a, b in turns(moves, field):
        if moves.total(a, b, "customers") >= rule.least:
            here = _Share(moves.sums(a, b), moves.out_of(a))
            there = _Share(moves.into(b, (a, b)), moves.all_of((a, b)))
            yield moves.finding(("way back", "back", a, b), "moves", here, there)


def _repeats(moves: Moves, field: Field, rule: Rule) -> Iterator[Finding]:
    """The same touchpoint again within seconds, beside how often other moves from it follow within seconds."""
    for a in (*field.others, *field.faults):
        if moves.total(a, a, "quick_customers") >= rule.least:
            quick = moves.sums(a, a, "quick")
            here = _Share(quick, moves.sums(a, a))
            onward = moves.out_of(a) - moves.sums(a, NOBODY)
            there = _Share(moves.out_of(a, "quick") - quick, onward - moves.sums(a, a))
            yield moves.finding(("repeat", "repeat", a, a), "quick", here, there)


def _ends(moves: Moves, field: Field, rule: Rule) -> Iterator[Finding]:
    """Visits that end with a fault, beside contacts that are neither a fault nor the goal."""
    usual = _Share(moves.ends_at(field.others), moves.all_of((*field.goal, *field.faults)))
    for a in field.faults:
        if moves.total(a, NOBODY, "customers") >= rule.least:
            here = _Share(moves.sums(a, NOBODY), moves.out_of(a))
            yield moves.finding(("error exit", "exit", a, NOBODY), "moves", here, usual)
