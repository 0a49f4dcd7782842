"""From profiles to the table that is grouped: what is used, how it is scaled, and what is left out on purpose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wegweiser.i18n import Text
from wegweiser.personas import words
from wegweiser.personas.profiles import Floats, Ints, Profiles, TraitColumn
from wegweiser.personas.queries import BANDS
from wegweiser.personas.settings import PersonaSettings
from wegweiser.personas.words import Feature
from wegweiser.stats import segments

SENSITIVE = frozenset(
    {"gender", "sex", "ethnicity", "race", "religion", "nationality", "origin", "country_of_birth", "disability"}
)
"""Traits people are never grouped or named by; where known, their shares are still shown."""
_TOP_CHANNELS, _USED = 6, 0.05
_PSEUDO = 2.0
_SAME, _CLIP = 0.9, 4.0
_HEAP = 0.2


@dataclass(frozen=True)
class Measured:
    """A feature with its plain value for each profile (NaN where it means nothing)."""

    feature: Feature
    values: Floats
    scaled: Floats
    """The value made comparable: logarithm or root, standardised, clipped at four standard deviations."""


@dataclass(frozen=True)
class Matrix:
    """What people are grouped by, as measured features and as the table the mixture is fitted to."""

    measured: tuple[Measured, ...]
    traits: tuple[TraitColumn, ...]
    table: segments.MixedTable

    def used(self) -> Text:
        """Return the names of everything people were grouped by."""
        behaviour = tuple(m.feature.called() for m in self.measured)
        return words.joined((*behaviour, *(words.named_trait(t.name) for t in self.traits)))


def matrix(people: Profiles, settings: PersonaSettings) -> Matrix:
    """Return what people are grouped by.

    Behaviour and traits, never results alone: total value, recency and tenure are shown on the cards but left
    out here, because groups built on them would only rediscover them. A feature that nearly repeats an
    earlier one (correlation above 0.9), or that fewer than 5 % of the people have, is left out too.
    A feature with a heap (a fifth of the people share one value, mostly zero) enters as a category: read as
    a Gaussian, the heap would be a group of no width, and win every time.
    """
    kept: list[Measured] = []
    for measured in _candidates(people, settings):
        known = ~np.isnan(measured.scaled)
        spread = known.any() and float(np.std(measured.scaled[known])) > 0
        if spread and all(abs(correlation(measured.scaled, k.scaled)) <= _SAME for k in kept):
            kept.append(measured)
    traits = tuple(t for t in people.traits if t.name.lower() not in SENSITIVE)
    heaps = [_heap(k.values) for k in kept]
    smooth = [k.scaled for k, heap in zip(kept, heaps, strict=True) if heap is None]
    cut = [(heap, int(heap.max()) + 1) for heap in heaps if heap is not None]
    coded = [*cut, *((t.codes, len(t.levels)) for t in traits)]
    n = len(people)
    numeric = np.stack(smooth, axis=1) if smooth else np.empty((n, 0))
    codes = np.stack([c for c, _ in coded], axis=1) if coded else np.empty((n, 0), dtype=np.int64)
    table = segments.MixedTable(numeric, codes, tuple(levels for _, levels in coded))
    return Matrix(tuple(kept), traits, table)


def correlation(first: Floats, second: Floats) -> float:
    """Return the correlation over profiles where both are known; 0 where either does not vary."""
    known = ~(np.isnan(first) | np.isnan(second))
    a, b = first[known], second[known]
    if len(a) < 2 or np.std(a) == 0 or np.std(b) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _candidates(people: Profiles, settings: PersonaSettings) -> list[Measured]:
    buys = words.BUYS if people.valued else words.REACHES
    plain = [buys, words.BASKET, words.CONTACTS, words.DEPTH, words.BREADTH, words.UNEVEN]
    found = [_measured(feature, people.columns[feature.id]) for feature in plain]
    found.append(_share(words.WEEKEND, people.by_day[:, 5:].sum(axis=1), people.by_day.sum(axis=1)))
    timed = people.by_band.sum(axis=1)
    for number, (band, _, _) in enumerate(BANDS):
        feature = next(f for f in words.BAND_FEATURES if f.id == band)
        found.append(_share(feature, people.by_band[:, number], timed))
    for number, channel in enumerate(people.channels[:_TOP_CHANNELS]):
        feature = words.by_channel(channel, settings.channels)
        found.append(_share(feature, people.by_channel[:, number], people.by_channel.sum(axis=1)))
    least = max(_USED * len(people), 1.0)
    return [m for m in found if np.count_nonzero(np.nan_to_num(m.values)) >= least]


def _measured(feature: Feature, values: Floats) -> Measured:
    return Measured(feature, values, _standardised(np.log(np.maximum(values, 0) + _floor(values))))


def _share(feature: Feature, part: Floats, whole: Floats) -> Measured:
    """Scale a share after pulling it towards everyone's: one contact of two is not yet a habit."""
    share = np.full(len(whole), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    base = float(part.sum() / whole.sum()) if whole.sum() > 0 else 0.0
    pulled = np.where(whole > 0, (part + _PSEUDO * base) / (whole + _PSEUDO), np.nan)
    return Measured(feature, np.round(share, 6), _standardised(np.arcsin(np.sqrt(pulled))))


def _heap(values: Floats) -> Ints | None:
    """Return the heap (0), the lower (1) and the upper half (2) of the others; None where there is no heap."""
    known = ~np.isnan(values)
    distinct, counts = np.unique(values[known], return_counts=True)
    if not len(distinct) or counts.max() <= _HEAP * known.sum():
        return None
    heap = distinct[counts.argmax()]
    others = values[known & (values != heap)]
    upper = values > (np.median(others) if len(others) else heap)
    codes: Ints = np.where(values == heap, 0, np.where(upper, 2, 1))
    return np.where(known, codes, -1)


def _floor(values: Floats) -> float:
    """Return a tenth of the usual size, so that a zero is low and not endlessly low."""
    positive = values[values > 0]
    return float(np.median(positive)) / 10 if len(positive) else 1.0


def _standardised(values: Floats) -> Floats:
    known = values[~np.isnan(values)]
    spread = float(known.std()) if len(known) else 0.0
    if spread < 1e-9:
        return np.where(np.isnan(values), np.nan, 0.0)
    scaled: Floats = np.clip((values - known.mean()) / spread, -_CLIP, _CLIP)
    return scaled
