"""The order of firm levers: what each is worth, how sure its place is, and which cannot be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.levers import Lever
from wegweiser.levers.ranking.grounds import Floats, Worth
from wegweiser.stats.ranks import ranked

DRAWS = 4000
_PLACES = 3
_ENDS = (2.5, 97.5)
_WIDTH = 2 * 1.959963984540054


def ordered(levers: Sequence[Lever], worth: Mapping[str, Worth], *, seed: int = 0) -> tuple[Lever, ...]:
    """Return firm levers with worth, rank, probability of the first three places, tie group and regret, best first.

    Worth is customers x effect x value, drawn 4,000 times: effect and value from normal distributions with the width
    of their intervals, the same draw of the value for every lever of a goal. Where every lever has an effort, the
    order is by worth per person-day, else by worth. In money only where every goal concerned has a value; else in
    conversions, which is what levers of all goals have in common.
    """
    if not levers:
        return ()
    paid = _paid(levers, worth)
    drawn = np.column_stack(_drawn(levers, paid, seed))
    days = [lever.effort for lever in levers]
    known = [day for day in days if day]
    priced = drawn / np.array(known) if len(known) == len(days) else drawn
    points = [_point(lever, paid) / (lever.effort or 1.0 if len(known) == len(days) else 1.0) for lever in levers]
    told = ranked(points, priced, places=_PLACES)
    found = [
        replace(
            lever,
            worth=_estimate(drawn[:, place], lever, paid),
            value=paid[lever.goal].value.value if paid else None,
            currency=paid[lever.goal].currency if paid else None,
            rank=int(told.rank[place]),
            top3=round(float(told.among_first[place]), 4),
            tie=int(told.tie[place]),
            regret=round(float(told.regret[place]), 4),
        )
        for place, lever in enumerate(levers)
    ]
    return tuple(found[place] for place in told.order)


def _paid(levers: Sequence[Lever], worth: Mapping[str, Worth]) -> dict[str, Worth]:
    """Return the worth of each goal concerned; nothing where one is missing or the currencies differ."""
    goals = {lever.goal for lever in levers}
    known = {goal: worth[goal] for goal in goals if goal in worth}
    alike = len({one.currency for one in known.values()}) == 1
    return known if len(known) == len(goals) and alike else {}


def _drawn(levers: Sequence[Lever], paid: Mapping[str, Worth], seed: int) -> list[Floats]:
    """Return draws of the worth, one array per lever."""
    random = np.random.default_rng(seed)
    values = {goal: _normal(paid[goal].value, random) for goal in sorted(paid)}
    drawn = []
    for lever in levers:
        effect = lever.effect or Estimate(0.0, 0.0, 0.0, 0)
        draws = lever.customers * _normal(effect, random)
        drawn.append(draws * values[lever.goal] if paid else draws)
    return drawn


def _normal(estimate: Estimate, random: np.random.Generator) -> Floats:
    spread = max(estimate.hi - estimate.lo, 0.0) / _WIDTH
    draws: Floats = random.normal(estimate.value, spread, DRAWS)
    return draws


def _point(lever: Lever, paid: Mapping[str, Worth]) -> float:
    effect = lever.effect.value if lever.effect else 0.0
    return lever.customers * effect * (paid[lever.goal].value.value if paid else 1.0)


def _estimate(draws: Floats, lever: Lever, paid: Mapping[str, Worth]) -> Estimate:
    n = lever.effect.n if lever.effect else 0
    value = _point(lever, paid)
    lo, hi = np.percentile(draws, _ENDS)
    unit = (paid[lever.goal].currency or "") if paid else ""
    return Estimate(value=round(value, 4), lo=round(float(lo), 4), hi=round(float(hi), 4), n=n, unit=unit)
