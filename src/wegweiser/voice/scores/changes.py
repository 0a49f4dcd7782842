"""Differences between waves and between touchpoints, each with its interval, held against chance together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import hypot
from typing import TYPE_CHECKING

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.voices import Change, Score, ScoreKind
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Z
from wegweiser.stats.testing import holm

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")


def difference(here: Estimate, there: Estimate) -> Estimate:
    """Return `here` less `there` with the interval of two independent figures.

    lo = d - √((x - l)² + (u' - x')²), hi alike: the intervals' own halves are combined (Zou and Donner 2008,
    Statistics in Medicine 27). Two answers of one person vary together, which makes this careful.

    Example:
        >>> gap = difference(Estimate(40.0, 37.0, 43.0, 900), Estimate(30.0, 26.0, 34.0, 800))
        >>> gap.value, gap.lo, gap.hi
        (10.0, 5.0, 15.0)
    """
    value = here.value - there.value
    lo = value - hypot(here.value - here.lo, there.hi - there.value)
    hi = value + hypot(here.hi - here.value, there.value - there.lo)
    return Estimate(value=value, lo=lo, hi=hi, n=min(here.n, there.n), unit=here.unit)


def between_waves(scores: Sequence[Score]) -> tuple[Change, ...]:
    """Return how every score changed from each wave to the next one, in the order of surveys, items and waves.

    Scores of fewer than 20 people are passed over, and so are shares of answers without order. The p-values are
    adjusted for all changes together (Holm).
    """
    groups: dict[tuple[str, str, str], list[Score]] = defaultdict(list)
    for one in scores:
        if one.wave is not None and not one.suppressed and one.kind is not ScoreKind.SHARE:
            groups[one.survey or "", one.item or "", one.kind.value].append(one)
    found = [
        Change(id=f"{after.id}_{before.wave}", of=after.name, kind=after.kind, here=after.wave or "",
               there=before.wave or "", difference=difference(after.estimate, before.estimate))
        for key in sorted(groups)
        for before, after in pairwise(sorted(groups[key], key=lambda one: one.wave or ""))
    ]  # fmt: skip
    return _held(found)


def between_touchpoints(feelings: Sequence[Feeling]) -> tuple[Change, ...]:
    """Return how much better each touchpoint feels than each other one, by what everybody reported.

    The p-values are adjusted for all pairs together (Holm), so that any may be read out of them.
    """
    told = [
        one
        for one in feelings
        if one.touchpoint and one.persona is None and one.series is Series.SURVEY
        and one.experienced.n >= SUPPRESSED_BELOW
    ]  # fmt: skip
    told.sort(key=lambda one: (-one.experienced.value, one.touchpoint or ""))
    found = [
        Change(id=f"{one.touchpoint}_{other.touchpoint}", here=one.touchpoint or "", there=other.touchpoint or "",
               difference=difference(one.experienced, other.experienced))
        for one, other in combinations(told, 2)
    ]  # fmt: skip
    return _held(found)


def _held(found: Sequence[Change]) -> tuple[Change, ...]:
    adjusted = holm([_p(one.difference) for one in found])
    return tuple(
        Change(
            id=one.id, here=one.here, there=one.there, difference=one.difference, of=one.of, kind=one.kind, p=float(p)
        )
        for one, p in zip(found, adjusted, strict=True)
    )


def _p(gap: Estimate) -> float:
    """Return the two-sided p-value of no difference, by the normal distribution the interval stands for."""
    error = (gap.hi - gap.lo) / (2 * Z)
    if error == 0:
        return 1.0 if gap.value == 0 else 0.0
    return float(2 * special.ndtr(-abs(gap.value) / error))
