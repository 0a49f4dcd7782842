"""Feelings below expectation: where customers report less than they had expected."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import TYPE_CHECKING

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.i18n import Amount, Signed, Text, both
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Z
from wegweiser.stats.testing import benjamini_hochberg

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

_FALSE = 0.05
_SCALE = 4.0
"""From the lowest feeling to the highest: a gap as wide as the scale harms everybody it concerns wholly."""


def below_expectation(figures: Figures) -> Iterator[Found]:
    """Yield where a reported feeling falls significantly short of what was expected there.

    Only answers to surveys count: a feeling guessed from texts or behaviour is no report. At least 20 people must
    have answered both questions. Over all of them at most 5 % false alarms are accepted (Benjamini-Hochberg).
    What everybody feels short of is not told of single personas again.
    """
    told = sorted((one for one in figures.heard.feelings if _told(one, figures)), key=lambda one: bool(one.persona))
    shortfalls = [shortfall(one) for one in told]
    of_all = set[tuple[str | None, str]]()
    for feeling, gap, q in zip(told, shortfalls, benjamini_hochberg([_p(gap) for gap in shortfalls]), strict=True):
        place = (feeling.touchpoint, feeling.phase)
        if gap.hi < 0 and q <= _FALSE and place not in of_all:
            of_all |= set() if feeling.persona else {place}
            yield _short(feeling, gap, figures)


def shortfall(feeling: Feeling) -> Estimate:
    """Return experience less expectation with its interval, from the two intervals (Zou and Donner 2008, SiM 27).

    Treating the two answers as independent is careful: answers of one person vary together, which narrows it.

    Example:
        >>> felt, hoped = Estimate(-0.5, -0.8, -0.2, 60), Estimate(0.5, 0.1, 0.9, 60)
        >>> gap = shortfall(Feeling(phase="buy", experienced=felt, expected=hoped))
        >>> round(gap.value, 2), round(gap.lo, 2), round(gap.hi, 2)
        (-1.0, -1.5, -0.5)
    """
    felt, hoped = feeling.experienced, feeling.expected or feeling.experienced
    value = felt.value - hoped.value
    lo = value - sqrt((felt.value - felt.lo) ** 2 + (hoped.hi - hoped.value) ** 2)
    hi = value + sqrt((felt.hi - felt.value) ** 2 + (hoped.value - hoped.lo) ** 2)
    return Estimate(value=value, lo=lo, hi=hi, n=min(felt.n, hoped.n))


def _told(feeling: Feeling, figures: Figures) -> bool:
    known = feeling.touchpoint is None or any(t.id == feeling.touchpoint for t in figures.touchpoints)
    asked = feeling.series is Series.SURVEY and feeling.expected is not None
    here = any(phase.id == feeling.phase for phase in figures.phases)
    return asked and known and here and shortfall(feeling).n >= ENOUGH


def _p(gap: Estimate) -> float:
    """Return the one-sided p-value of no shortfall, by the normal distribution the interval stands for."""
    error = (gap.hi - gap.lo) / (2 * Z)
    if error == 0:
        return 0.0 if gap.value < 0 else 1.0
    return float(special.ndtr(gap.value / error))


def _short(feeling: Feeling, gap: Estimate, figures: Figures) -> Found:
    place, customers = feeling.touchpoint or feeling.phase, _customers(feeling, figures)
    # The end of the interval next to nothing: a large gap few told of is no large gap yet.
    harm = customers * min(-gap.hi / _SCALE, 1.0)
    expected = feeling.expected or feeling.experienced
    return Found(
        id=f"cl_feeling_{place}" + (f"_{feeling.persona}" if feeling.persona else ""),
        phase=feeling.phase,
        text=both(
            "Felt at “{place}”: {felt}, expected: {expected}",
            place=_name(feeling, figures),
            felt=_shown(feeling.experienced),
            expected=_shown(expected),
        ),
        detail=both(
            "{n} people said how it was and what they had expected, from \u22122 to +2; {gap} less.",
            n=gap.n,
            gap=Amount(-gap.value, digits=1),
        ),
        result="feelings",
        customers=customers,
        estimate=gap,
        n=gap.n,
        harm=harm,
        weighs=harm,
        refs=(feeling.touchpoint,) if feeling.touchpoint else (feeling.phase,),
    )


def _shown(found: Estimate) -> Signed:
    return Signed.within(found.value, found.lo, found.hi)


def _name(feeling: Feeling, figures: Figures) -> Text:
    """Name the place, and whose feeling it is where it is a persona's."""
    if feeling.touchpoint is not None:
        place = figures.name(feeling.touchpoint)
    else:
        place = next(phase.name for phase in figures.phases if phase.id == feeling.phase)
    names = {persona.id: persona.name for persona in figures.personas}
    whose = names.get(feeling.persona or "")
    return both("{place}, {persona}", place=place, persona=whose) if whose else place


def _customers(feeling: Feeling, figures: Figures) -> int:
    """Return the customers who met the touchpoint, or were met in the phase."""
    met = [row.customers for row in figures.results.touchpoints if row.touchpoint == feeling.touchpoint]
    touched = [row.touched for row in figures.results.phases if row.phase == feeling.phase]
    return max(met or touched, default=feeling.experienced.n)
