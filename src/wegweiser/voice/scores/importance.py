"""Derived importance: which touchpoints' feelings go with the overall score, apart from what people say matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from wegweiser.domain.estimates import HOLLOW_BELOW
from wegweiser.domain.feelings import Driver
from wegweiser.domain.surveys import Item, Metric, Role
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.importance import importance
from wegweiser.stats.intervals import Floats

OVERALL = ""
"""Stands for the overall question among touchpoints."""
_PEOPLE_EACH = 10
"""People needed for each touchpoint that is told apart (the usual rule for regression)."""
_CHANCE = 3.84
"""95 % of what one more column of noise explains stays below this over n (chi-squared, one degree of freedom)."""
_MOMENTS = ("people", "x", "y", "xx", "xy", "yy")


def overall(items: Sequence[Item]) -> Item | None:
    """Return the question everything else is held against: satisfaction as a whole, else recommendation."""
    asked = [one for one in items if one.role is Role.ANSWER and one.scale is not None and not one.about]
    whole = [one for one in asked if one.overall and one.metric is Metric.SATISFACTION]
    return next(iter(whole), None) or next((one for one in asked if one.metric is Metric.RECOMMEND), None)


def drivers(
    rows: Sequence[Mapping[str, Any]], phases: Mapping[str, str], stated: Mapping[str, float]
) -> tuple[Driver, ...]:
    """Return touchpoints by how much of the overall score's variance goes with their feelings, the most first.

    `rows` are sums over people per bucket and pair of touchpoints, "" being the overall score. Touchpoints that too
    few people met together with the others are left out, fewest first: each pair needs 30 people, and there are ten
    for every touchpoint. None are told below two touchpoints. It goes with the score; nothing says it causes it.
    """
    names = [one for one in sorted({row["one"] for row in rows} | {row["other"] for row in rows}) if one != OVERALL]
    moments = _moments(rows, [*names, OVERALL])
    kept = _enough(moments[..., 0].sum(axis=0))
    if len(kept) < 2:
        return ()
    places = np.array([*kept, len(names)])
    found = importance(moments[:, places[:, None], places])
    told = [
        Driver(
            touchpoint=names[place],
            phase=phases.get(names[place], ""),
            goes_with=weight,
            explained=found.explained,
            clear=weight.lo > _CHANCE / max(weight.n, 1),
            stated=stated.get(names[place]),
        )
        for place, weight in zip(kept, found.weights, strict=True)
    ]
    return tuple(sorted(told, key=lambda one: (-one.goes_with.value, one.touchpoint)))


def _moments(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Floats:
    """Return the sums of each pair both ways round; x belongs to the first of a pair."""
    place = {name: number for number, name in enumerate(names)}
    found: Floats = np.zeros((BUCKETS, len(names), len(names), len(_MOMENTS)))
    for row in rows:
        one, other = place[row["one"]], place[row["other"]]
        told = [float(row[name]) for name in _MOMENTS]
        found[row["bucket"], one, other] = told
        n, x, y, xx, xy, yy = told
        found[row["bucket"], other, one] = (n, y, x, yy, xy, xx)
    return found


def _enough(people: Floats) -> list[int]:
    """Return the places of touchpoints that enough people met together with every other and the overall score."""
    last = len(people) - 1
    kept = list(range(last))
    while len(kept) > 1:
        both = people[np.ix_([*kept, last], [*kept, last])]
        fewest = both.min(axis=0)[:-1]
        needed = np.maximum(HOLLOW_BELOW, _PEOPLE_EACH * len(kept) * (both[-1, :-1] <= both[-1, :-1].min()))
        short = (fewest < HOLLOW_BELOW) | (both[-1, :-1] < needed)
        if not short.any():
            return kept
        # the one met by the fewest together with the others makes room first
        kept.pop(int(np.where(short, both.sum(axis=0)[:-1], np.inf).argmin()))
    return []
