"""From profiles to the table that is grouped: what is used, how it is scaled, and what is left out on purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wegweiser.i18n import Text
from wegweiser.personas import words
from wegweiser.personas.profiles import Profiles, TraitColumn
from wegweiser.personas.scaling import Measured, association, correlation, figures, shares
from wegweiser.personas.settings import PersonaSettings
from wegweiser.personas.words import Kind
from wegweiser.stats import segments

SENSITIVE = frozenset(
    {"gender", "sex", "ethnicity", "race", "religion", "nationality", "origin", "country_of_birth", "disability"}
)
"""Traits people are never grouped or named by; where known, their shares are still shown."""
_TOP_CHANNELS, _USED = 6, 0.05
_SAME, _TOGETHER, _HABIT = 0.9, 0.6, 0.3
_COVERED, _TELLS = 0.2, 0.4


@dataclass(frozen=True)
class Matrix:
    """What people are grouped by, as measured features and as the table the mixture is fitted to."""

    measured: tuple[Measured, ...]
    traits: tuple[TraitColumn, ...]
    table: segments.MixedTable

    def used(self) -> Text:
        """Return the names of everything people were grouped by."""
        behaviour = tuple(m.feature.called() for m in self.measured if m.grouped)
        return words.joined((*behaviour, *(words.named_trait(t.name) for t in self.traits)))


def matrix(people: Profiles, settings: PersonaSettings) -> Matrix:
    """Return what people are grouped by.

    Behaviour and traits, never results alone: total value, recency and tenure are shown on the cards but left
    out here, because groups built on them would only rediscover them. A feature that nearly repeats an
    earlier one (correlation above 0.9), or that fewer than 5 % of the people have, is left out too.
    So is a share in which people differ by no more than chance, a goal that few people reach, and a
    trait that is known of less than a fifth or that an earlier one largely tells (Cramer's V above 0.4).
    """
    kept: list[Measured] = []
    for measured in _candidates(people, settings):
        near = [(abs(correlation(measured.scaled, k.scaled)), k) for k in kept]
        if all(size <= _SAME for size, _ in near):
            # More contacts bring more touchpoints and longer visits by themselves; shares do not grow with them.
            own = measured.feature.kind is Kind.SHARE or all(size <= _TOGETHER for size, _ in near)
            kept.append(replace(measured, grouped=measured.grouped and own))
    traits = _traits(people)
    grouped = [k for k in kept if k.grouped]
    cut = [(k.codes, int(k.codes.max()) + 1) for k in grouped if k.codes is not None]
    coded = [*cut, *((t.codes, len(t.levels)) for t in traits)]
    smooth = [k.scaled for k in grouped if k.codes is None]
    n = len(people)
    codes = np.stack([c for c, _ in coded], axis=1) if coded else np.empty((n, 0), dtype=np.int64)
    numeric = np.stack(smooth, axis=1) if smooth else np.empty((n, 0))
    table = segments.MixedTable(numeric, codes, tuple(levels for _, levels in coded))
    return Matrix(tuple(kept), traits, table)


def _traits(people: Profiles) -> tuple[TraitColumn, ...]:
    kept: list[TraitColumn] = []
    for trait in people.traits:
        told = trait.name.lower() not in SENSITIVE and (trait.codes >= 0).mean() >= _COVERED
        if told and all(association(trait, k) <= _TELLS for k in kept):
            kept.append(trait)
    return tuple(kept)


def _candidates(people: Profiles, settings: PersonaSettings) -> list[Measured]:
    buys = words.BUYS if people.valued else words.REACHES
    n = len(people)
    plain = [words.CONTACTS, words.DEPTH, words.BREADTH, words.UNEVEN]
    # A goal that few people reach is a result; one that many reach again and again is a habit.
    if np.count_nonzero(people.columns[buys.id]) >= _HABIT * n:
        plain = [buys, words.BASKET, *plain]
    found = [figures(feature, people.columns[feature.id]) for feature in plain]
    found.append(shares(words.WEEKEND, people.by_day[:, 5:].sum(axis=1), people.by_day.sum(axis=1)))
    timed, contacts = people.by_band.sum(axis=1), people.by_channel.sum(axis=1)
    for number, feature in enumerate(words.BAND_FEATURES):
        found.append(shares(feature, people.by_band[:, number], timed))
    for number, channel in enumerate(people.channels[:_TOP_CHANNELS]):
        feature = words.by_channel(channel, settings.channels)
        found.append(shares(feature, people.by_channel[:, number], contacts))
    least = max(_USED * n, 1.0)
    return [m for m in found if m is not None and np.count_nonzero(np.nan_to_num(m.values)) >= least]
