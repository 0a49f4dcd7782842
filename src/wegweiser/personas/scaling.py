"""Figures made comparable, so that groups are found in what people do and not in the shape of a scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wegweiser.personas.profiles import Floats, Ints, TraitColumn
from wegweiser.personas.words import Feature

_CLIP = 4.0
_HEAP = 0.2
_MISSING = 0.2
_SPREAD, _ZEROS = 1.2, 0.05


@dataclass(frozen=True)
class Measured:
    """A feature with its plain value for each profile (NaN where it means nothing), and as it is compared."""

    feature: Feature
    values: Floats
    scaled: Floats
    """The value as logarithm or angle, standardised, clipped at four standard deviations."""
    codes: Ints | None = None
    """Where the values cannot be read as a bell: categories of them, -1 where nothing is known."""
    grouped: bool = True
    """False where people are described by it but not grouped."""


def figures(feature: Feature, values: Floats) -> Measured | None:
    """Return a rate or a size on the logarithm; None where everybody has the same.

    Where a fifth of the people have none, or a fifth are unknown, it is read as a category: read as a bell,
    the heap of zeros would be a group of no width, and win every time. A count in which a fifth tie (one
    touchpoint, one contact per visit) mostly counts the contacts again; it describes people but does not
    group them.
    """
    positive = values[values > 0]
    # A tenth of the usual size, so that a zero is low and not endlessly low.
    floor = float(np.median(positive)) / 10 if len(positive) else 1.0
    scaled = _standardised(np.log(np.maximum(values, 0) + floor))
    if scaled is None:
        return None
    if np.isnan(values).mean() > _MISSING:
        return Measured(feature, values, scaled, _thirds(values))
    codes = heap(values)
    return Measured(feature, values, scaled, codes, grouped=codes is not None or not _ties(values))


def shares(feature: Feature, part: Floats, whole: Floats) -> Measured | None:
    """Return a share of contacts, pulled towards everyone's; None where people differ by no more than chance.

    How far people differ is the intraclass correlation of the beta-binomial by moments (Kleinman 1973, JASA
    68); it gives the number of contacts at which a person's own share weighs as much as everyone's.
    """
    known = whole > 0
    if not known.any():
        return None
    base = float(part.sum() / whole.sum())
    share = np.full(len(whole), np.nan)
    np.divide(part, whole, out=share, where=known)
    spread, alike = _beyond_chance(share[known], whole[known], base)
    if spread < _SPREAD or alike <= 0:
        return None
    prior = (1 - alike) / alike
    pulled = np.where(known, (part + prior * base) / (whole + prior), np.nan)
    scaled = _standardised(np.arcsin(np.sqrt(pulled)))
    if scaled is None:
        return None
    # With few contacts a share of zero is chance; only zeros beyond chance are a habit.
    zeros = float(np.mean(part[known] == 0)) - float(np.mean((1 - base) ** whole[known]))
    share = np.round(share, 6)
    return Measured(feature, share, scaled, heap(share) if zeros > _ZEROS else None)


def heap(values: Floats) -> Ints | None:
    """Return who has none (0), less (1) and more (2) than half of the others; None where few have none.

    Example:
        >>> heap(np.array([0.0, 0.0, 3.0, 4.0])).tolist()
        [0, 0, 1, 2]
    """
    known = ~np.isnan(values)
    none = known & (values == 0)
    if none.sum() <= _HEAP * known.sum():
        return None
    others = values[known & ~none]
    upper = values > (np.median(others) if len(others) else 0.0)
    codes: Ints = np.where(none, 0, np.where(upper, 2, 1))
    return np.where(known, codes, -1)


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


def _thirds(values: Floats) -> Ints:
    """Return the lower, middle and upper third of what is known."""
    known = ~np.isnan(values)
    codes: Ints = np.searchsorted(np.unique(np.quantile(values[known], [1 / 3, 2 / 3])), values)
    return np.where(known, codes, -1)


def _standardised(values: Floats) -> Floats | None:
    known = values[~np.isnan(values)]
    spread = float(known.std()) if len(known) else 0.0
    if spread < 1e-9:
        return None
    scaled: Floats = np.clip((values - known.mean()) / spread, -_CLIP, _CLIP)
    return scaled
