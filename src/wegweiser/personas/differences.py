"""What sets a group apart from everyone else, strongest first and each thing said once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate
from wegweiser.domain.personas import Trait
from wegweiser.i18n import Share, Text, both
from wegweiser.personas import titles, words
from wegweiser.personas.matrix import Matrix
from wegweiser.personas.profiles import Floats, TraitColumn
from wegweiser.personas.scaling import Measured, correlation
from wegweiser.personas.words import Feature, Kind
from wegweiser.stats import mean, standardised_difference, wilson

_MOST = 6
_NOTABLE = 0.1
_REPEATS = 0.6
_POINTS, _TENTH = 0.02, 1.1
_SMALL, _COVERED = 0.2, 0.2
_EVERYBODY, _HALF = 0.9, 0.5
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Difference:
    """A trait with what it was measured on; `feature` is None for demography, which lends no name."""

    trait: Trait
    values: Floats
    family: str
    feature: Feature | None = None
    grouped: bool = True
    """False where it only goes along with what people were grouped by."""
    telling: bool = True
    """False for a channel that nearly everyone else uses as well: then it may not name the group."""
    answer: Text = ""
    """The answer to a survey's question that may name the group; empty for demography."""

    @property
    def high(self) -> bool:
        """True where the group has more of it than the others."""
        return self.trait.difference.value >= 0

    @property
    def strength(self) -> float:
        """Size of the difference in standard deviations; half of it where it only goes along."""
        return abs(self.trait.difference.value) * (1.0 if self.grouped else 0.5)


def distinguishing(matrix: Matrix, here: Mask, currency: str | None) -> tuple[Difference, ...]:
    """Return up to six differences whose interval excludes zero, leaving out what repeats a stronger one."""
    kept: list[Difference] = []
    for one in clear(matrix, here, currency):
        repeats = any(one.family == k.family or abs(correlation(one.values, k.values)) > _REPEATS for k in kept)
        if not repeats:
            kept.append(one)
    return tuple(kept[:_MOST])


def clear(matrix: Matrix, here: Mask, currency: str | None) -> tuple[Difference, ...]:
    """Return every difference whose interval excludes zero, the strongest first."""
    found = [_behaviour(measured, here, currency) for measured in matrix.measured]
    found += [_level(trait, level, here) for trait in matrix.traits for level in range(len(trait.levels))]
    sure = [f for f in found if f is not None and f.strength >= _NOTABLE and _excludes_zero(f.trait.difference)]
    return tuple(sorted(sure, key=lambda d: (-round(d.strength, 6), d.trait.id)))


def figure(feature: Feature, values: Floats, here: Mask, currency: str | None) -> Trait | None:
    """Return one figure of the group beside everyone else's; None where too few people have it."""
    unit = currency or "" if feature.kind is Kind.MONEY else ""
    own, others = mean(values[here], unit), mean(values[~here], unit)
    gap = standardised_difference(values[here], values[~here])
    if own is None or others is None or gap is None or min(own.n, others.n) < SUPPRESSED_BELOW:
        return None
    return Trait(
        id=feature.id,
        name=feature.called(),
        here=rounded(own),
        rest=rounded(others),
        difference=rounded(gap),
        shown=feature.shown(own.value, others.value, currency),
    )


def rounded(estimate: Estimate) -> Estimate:
    """Return the estimate with six decimals: what parallel sums leave behind them differs from run to run."""
    return Estimate(
        value=round(estimate.value, 6),
        lo=round(estimate.lo, 6),
        hi=round(estimate.hi, 6),
        n=estimate.n,
        unit=estimate.unit,
    )


def level_name(trait: str, level: str, title: Text = "") -> Text:
    """Return a level of a trait as it is shown: 'Age 25-34'."""
    return words.capital(titles.told(trait, title, level))


def _excludes_zero(estimate: Estimate) -> bool:
    return estimate.lo > 0 or estimate.hi < 0


def _matters(feature: Feature, here: float, rest: float) -> bool:
    """True for two percentage points of a share, or a tenth more or less of anything else."""
    if feature.kind is Kind.SHARE:
        return abs(here - rest) >= _POINTS
    low, high = sorted((here, rest))
    return high >= _TENTH * low


def _behaviour(measured: Measured, here: Mask, currency: str | None) -> Difference | None:
    feature = measured.feature
    trait = figure(feature, measured.values, here, currency)
    gap = standardised_difference(measured.scaled[here], measured.scaled[~here])
    # On the logarithm the difference may point the other way; then neither is worth telling.
    if trait is None or gap is None or gap.value * trait.difference.value <= 0:
        return None
    if not _matters(feature, trait.here.value, trait.rest.value):
        return None
    # The weaker of the two: a few extreme people, or many hair's breadths, are not what sets a group apart.
    gap = min(gap, trait.difference, key=lambda estimate: abs(estimate.value))
    own = Trait(
        id=trait.id, name=trait.name, here=trait.here, rest=trait.rest, difference=rounded(gap), shown=trait.shown
    )
    telling = not (feature.id.startswith("channel:") and float((measured.values[~here] > 0).mean()) > _EVERYBODY)
    return Difference(own, measured.scaled, feature.family, feature, measured.grouped, telling)


def _level(column: TraitColumn, level: int, here: Mask) -> Difference | None:
    known = column.codes >= 0
    values = np.where(known, (column.codes == level).astype(np.float64), np.nan)
    own = wilson(int(np.nansum(values[here])), int(known[here].sum()))
    others = wilson(int(np.nansum(values[~here])), int(known[~here].sum()))
    gap = standardised_difference(values[here], values[~here])
    if own.suppressed or others.suppressed or gap is None or gap.value < _SMALL:
        return None
    # What is known of one in ten may be true of nobody else.
    if min(known[here].mean(), known[~here].mean()) < _COVERED:
        return None
    answer = titles.told(column.name, column.title, column.levels[level])
    asked = titles.quoted(titles.named_trait(column.name, column.title))
    told = words.ANSWER if asked else words.LEVEL
    phrase = both(told, here=Share(own.value), rest=Share(others.value), level=answer)
    name = level_name(column.name, column.levels[level], column.title)
    trait = Trait(
        id=f"{column.name}:{column.levels[level]}",
        name=name,
        here=own,
        rest=others,
        difference=rounded(gap),
        shown=phrase,
    )
    # What less than half of them say describes some of them, and names nobody.
    naming = own.value >= _HALF and titles.may_name(column.name, column.title, column.levels[level])
    answered = titles.named_level(column.levels[level], column.name) if naming else ""
    return Difference(trait, values, f"trait:{column.name}", answer=answered)
