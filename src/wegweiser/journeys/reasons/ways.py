"""Friction in how contacts follow one another: loops, ways back, repeats in a hurry, and ends after a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegweiser.journeys.reasons.finding import Finding, Rule
from wegweiser.journeys.reasons.signs import Field
from wegweiser.journeys.reasons.visits import NOBODY
from wegweiser.stats.testing import clustered
from wegweiser.warehouse import Result

Buckets = NDArray[np.float64]
_BUCKETS = 256


@dataclass(frozen=True)
class _Share:
    """Hits of moves, per bucket of customers."""

    hits: Buckets
    n: Buckets


class Moves:
    """The moves between touchpoints per bucket of customers."""

    def __init__(self, counted: Result) -> None:
        self._columns = [name for name in counted.columns if name not in {"a", "b", "bucket"}]
        self._pairs: dict[tuple[int, int], Buckets] = {}
        keys = zip(*(counted.column(name) for name in ("a", "b", "bucket")), strict=True)
        figures = np.column_stack([counted.column(name) for name in self._columns]).astype(np.float64)
        for (a, b, bucket), row in zip(keys, figures, strict=True):
            self._pairs.setdefault((a, b), np.zeros((_BUCKETS, len(self._columns))))[bucket] = row

    def sums(self, a: int, b: int, column: str = "moves") -> Buckets:
        """Return a figure of the moves from one touchpoint to another."""
        nothing = np.zeros((_BUCKETS, len(self._columns)))
        return self._pairs.get((a, b), nothing)[:, self._columns.index(column)]

    def total(self, a: int, b: int, column: str = "moves") -> int:
        """Return the same over all buckets."""
        return int(self.sums(a, b, column).sum())

    def out_of(self, a: int, column: str = "moves") -> Buckets:
        """Return a figure of all moves from a touchpoint, the end of the visit included."""
        return self._add((pair for pair in self._pairs if pair[0] == a), column)

    def into(self, b: int, besides: tuple[int, ...]) -> Buckets:
        """Return the moves into a touchpoint from others than these."""
        return self._add((pair for pair in self._pairs if pair[1] == b and pair[0] not in besides), "moves")

    def all_of(self, besides: tuple[int, ...]) -> Buckets:
        """Return the moves from all touchpoints but these."""
        return self._add((pair for pair in self._pairs if pair[0] not in besides), "moves")

    def ends_at(self, touchpoints: tuple[int, ...]) -> Buckets:
        """Return the visits that end at one of these touchpoints."""
        return self._add(((a, NOBODY) for a in touchpoints), "moves")

    def targets(self, a: int) -> list[int]:
        """Return where moves from a touchpoint lead to, itself and the end aside."""
        return sorted(b for source, b in self._pairs if source == a and b not in {a, NOBODY})

    def _add(self, pairs: Iterable[tuple[int, int]], column: str) -> Buckets:
        return sum((self.sums(a, b, column) for a, b in pairs), np.zeros(_BUCKETS))

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
        if b in field.others and moves.total(b, a) > moves.total(a, b)
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
            if b in field.goal or moves.total(a, b, "turned_customers") < rule.least:
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
