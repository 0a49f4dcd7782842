"""Figures made comparable, so that groups are found in what people do and not in the shape of a scale."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
from msgspec.structs import replace

from wegweiser.personas.profiles import Floats, Ints, TraitColumn
from wegweiser.personas.words import Feature, Kind

_CLIP = 4.0
_HEAP = 0.2
_MISSING = 0.2
_ALIKE = 1e-9
_SPREAD, _ZEROS = 1.2, 0.05


class Scaling(msgspec.Struct, frozen=True, omit_defaults=True):
    """How plain values become comparable: every number the fit took from its people, so that others scale alike."""

    centre: float = 0.0
    spread: float = 1.0
    floor: float | None = None
    """Added before the logarithm is taken; None for values that are taken as they are."""
    base: float | None = None
    """For a share: that of everybody, towards which each one's is pulled with the weight of `prior` contacts."""
    prior: float = 0.0
    cuts: tuple[float, ...] = ()
    """Where values are read as categories: above which value the next one begins."""
    heap: bool = False
    """Whether having none is a category of its own."""

    @property
    def levels(self) -> int:
        """How many categories there are; 0 where values are read as a bell."""
        return 3 if self.heap else len(self.cuts) + 1 if self.cuts else 0

    def moved(self, values: Floats) -> Floats:
        """Return figures on the scale on which they are standardised."""
        return values if self.floor is None else np.log(np.maximum(values, 0) + self.floor)

    def angles(self, part: Floats, whole: Floats) -> Floats:
        """Return shares, pulled towards everybody's, as angles; nothing is known of people without any contact."""
        base = self.base or 0.0
        weight = np.where(whole > 0, whole + self.prior, 1.0)
        share = np.clip((part + self.prior * base) / weight, 0, 1)
        return np.where(whole > 0, np.arcsin(np.sqrt(share)), np.nan)

    def standardised(self, moved: Floats) -> Floats:
        """Return moved values in standard deviations of the people they were fitted to, clipped at four."""
        scaled: Floats = np.clip((moved - self.centre) / self.spread, -_CLIP, _CLIP)
        return scaled

    def codes(self, values: Floats) -> Ints:
        """Return the category of each value, -1 where nothing is known."""
        known = ~np.isnan(values)
        if self.heap:
            found: Ints = np.where(values == 0, 0, np.where(values > self.cuts[0], 2, 1))
        else:
            found = np.searchsorted(np.asarray(self.cuts), values)
        return np.where(known, found, -1)


@dataclass(frozen=True)
class Measured:
    """A feature with its plain value for each profile (NaN where it means nothing), and as it is compared."""

    feature: Feature
    values: Floats
    scaled: Floats
    """The value as logarithm or angle, standardised, clipped at four standard deviations."""
    scaling: Scaling
    codes: Ints | None = None
    """Where the values cannot be read as a bell: categories of them, -1 where nothing is known."""
    grouped: bool = True
    """False where people are described by it but not grouped."""


def figures(feature: Feature, values: Floats) -> Measured | None:
    """Return a rate or a size on the logarithm; None where everybody has the same.

    Where a fifth of the people have none, or a fifth are unknown, it is read as a category: read as a bell,
    the heap of zeros would be a group of no width, and win every time. A count in which a fifth tie (one
    touchpoint, one contact per visit) mostly counts the contacts again; it describes people but does not
    group them. Values that can be negative, and years, are taken as they are.
    """
    positive = values[values > 0]
    # A tenth of the usual size, so that a zero is low and not endlessly low.
    floor: float | None = float(np.median(positive)) / 10 if len(positive) else 1.0
    if bool(np.nanmin(values, initial=0.0) < 0) or feature.kind is Kind.POINT:
        floor = None
    moved = Scaling(floor=floor).moved(values)
    scaling = _fitted(Scaling(floor=floor), moved)
    if scaling is None:
        return None
    if np.isnan(values).mean() > _MISSING:
        scaling = replace(scaling, cuts=_thirds(values))
    elif feature.kind is not Kind.POINT and (cuts := heap(values)):
        scaling = replace(scaling, cuts=cuts, heap=True)
    codes = scaling.codes(values) if scaling.cuts else None
    scaled = scaling.standardised(moved)
    return Measured(feature, values, scaled, scaling, codes, codes is not None or not _ties(values))


def shares(feature: Feature, part: Floats, whole: Floats) -> Measured | None:
    """Return a share of contacts, pulled towards everyone's; None where people differ by no more than chance.

    How far people differ is the intraclass correlation of the beta-binomial by moments (Kleinman 1973, JASA
    68); it gives the number of contacts at which a person's own share weighs as much as everyone's.
    """
    known = whole > 0
    if not known.any():
        return None
    base = float(part.sum() / whole.sum())
    share = share_of(part, whole)
    spread, alike = _beyond_chance(share[known], whole[known], base)
    if spread < _SPREAD or alike <= 0:
        return None
    plain = Scaling(base=base, prior=(1 - alike) / alike)
    angles = plain.angles(part, whole)
    scaling = _fitted(plain, angles)
    if scaling is None:
        return None
    # With few contacts a share of zero is chance; only zeros beyond chance are a habit.
    zeros = float(np.mean(part[known] == 0)) - float(np.mean((1 - base) ** whole[known]))
    cuts = heap(share) if zeros > _ZEROS else ()
    scaling = replace(scaling, cuts=cuts, heap=bool(cuts))
    scaled = scaling.standardised(angles)
    return Measured(feature, share, scaled, scaling, scaling.codes(share) if cuts else None)


def share_of(part: Floats, whole: Floats) -> Floats:
    """Return part of whole to six decimals; NaN where there is no whole.

    Example:
        >>> share_of(np.array([1.0, 0.0]), np.array([3.0, 0.0])).tolist()
        [0.333333, nan]
    """
    share = np.full(len(whole), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    rounded: Floats = np.round(share, 6)
    return rounded


def heap(values: Floats) -> tuple[float, ...]:
    """Return half of those who have any, where more than a fifth have none: 0 none, 1 less, 2 more than half.

    Example:
        >>> heap(np.array([0.0, 0.0, 3.0, 4.0])), heap(np.array([1.0, 2.0]))
        ((3.5,), ())
    """
    known = values[~np.isnan(values)]
    none = known == 0
    if none.sum() <= _HEAP * len(known):
        return ()
    others = known[~none]
    return (float(np.median(others)) if len(others) else 0.0,)


def correlation(first: Floats, second: Floats) -> float:
    """Return the correlation over profiles where both are known; 0 where either does not vary."""
    known = ~(np.isnan(first) | np.isnan(second))
    a, b = first[known], second[known]
    if len(a) < 2 or np.std(a) == 0 or np.std(b) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def association(first: TraitColumn, second: TraitColumn) -> float:
    """Return Cramer's V of two traits over people whose both are known: 0 unrelated, 1 one tells the other."""
    known = (first.codes >= 0) & (second.codes >= 0)
    rows, columns = len(first.levels), len(second.levels)
    counts = np.bincount(first.codes[known] * columns + second.codes[known], minlength=rows * columns)
    table = counts.reshape(rows, columns).astype(np.float64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi2 = float(((table - expected) ** 2 / expected).sum())
    return float(np.sqrt(chi2 / (table.sum() * (min(table.shape) - 1))))


def _beyond_chance(share: Floats, whole: Floats, base: float) -> tuple[float, float]:
    """Return the spread of a share over that of chance alone (1), and its intraclass correlation (0)."""
    chance, people, contacts = base * (1 - base), len(share), float(whole.sum())
    room = contacts - float((whole**2).sum()) / contacts - (people - 1)
    if chance <= 0 or room <= 0:
        return 0.0, 0.0
    seen = float((whole * (share - base) ** 2).sum()) / chance
    return seen / (people - 1), min(1.0, (seen - (people - 1)) / room)


def _ties(values: Floats) -> bool:
    """True where a fifth of the people share one value."""
    counts = np.unique(values[~np.isnan(values)], return_counts=True)[1]
    return bool(counts.max() > _HEAP * counts.sum())


def _thirds(values: Floats) -> tuple[float, ...]:
    """Return the borders of the lower, middle and upper third of what is known."""
    known = values[~np.isnan(values)]
    return tuple(float(cut) for cut in np.unique(np.quantile(known, [1 / 3, 2 / 3])))


def _fitted(plain: Scaling, moved: Floats) -> Scaling | None:
    """Return the scaling with the centre and spread of moved values; None where they are all alike."""
    known = moved[~np.isnan(moved)]
    spread = float(known.std()) if len(known) else 0.0
    return replace(plain, centre=float(known.mean()), spread=spread) if spread >= _ALIKE else None
