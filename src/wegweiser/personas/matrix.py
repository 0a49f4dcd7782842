"""From profiles to the table that is grouped: what is used, how it is scaled, and what is left out on purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wegweiser.i18n import Text
from wegweiser.personas import titles, words
from wegweiser.personas.profiles import ANSWERED, Floats, Profiles, TraitColumn
from wegweiser.personas.scaling import Measured, association, correlation, figures, shares
from wegweiser.personas.settings import PersonaSettings
from wegweiser.personas.traits import tokens
from wegweiser.personas.words import Feature, Kind
from wegweiser.stats import segments

SENSITIVE = frozenset(
    {"gender", "sex", "ethnicity", "race", "religion", "nationality", "origin", "country_of_birth", "disability"}
)
"""Traits people are never grouped or named by; where known, their shares are still shown."""
RESULTS = frozenset(
    {"recency", "tenure", "response", "responded", "accepted", "converted", "conversion", "outcome", "target", "churn"}
)
"""Words in the names of traits that are results: groups built on them would only rediscover them."""
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
        return words.joined((*behaviour, *(titles.named_trait(t.name, t.title) for t in self.traits)))


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
    cut = [(k.codes, k.scaling.levels) for k in grouped if k.codes is not None]
    coded = [*cut, *((t.codes, len(t.levels)) for t in traits)]
    smooth = [k.scaled for k in grouped if k.codes is None]
    n = len(people)
    codes = np.stack([c for c, _ in coded], axis=1) if coded else np.empty((n, 0), dtype=np.int64)
    numeric = np.stack(smooth, axis=1) if smooth else np.empty((n, 0))
    table = segments.MixedTable(numeric, codes, tuple(levels for _, levels in coded))
    return Matrix(tuple(kept), traits, table)


def raw(people: Profiles, feature: str, parts: tuple[str, ...] = ()) -> tuple[Floats, Floats | None]:
    """Return a feature's plain values; for a share, what is counted and the whole it is counted in.

    What nobody knows of these people is NaN in figures and nothing in shares.
    """
    kind, _, name = feature.partition(":")
    if kind == "part":
        known = [np.nan_to_num(people.numbers[part]) for part in parts if part in people.numbers]
        whole = np.sum(known, axis=0) if known else np.zeros(len(people))
        return np.nan_to_num(people.numbers.get(name, np.zeros(len(people)))), whole
    if kind == "channel":
        at = [people.channels.index(name)] if name in people.channels else []
        return people.by_channel[:, at].sum(axis=1), people.by_channel.sum(axis=1)
    if feature == words.WEEKEND.id:
        return people.by_day[:, 5:].sum(axis=1), people.by_day.sum(axis=1)
    bands = [band.id for band in words.BAND_FEATURES]
    if feature in bands:
        return people.by_band[:, bands.index(feature)], people.by_band.sum(axis=1)
    return figure_of(people, feature, parts), None


def figure_of(people: Profiles, feature: str, parts: tuple[str, ...] = ()) -> Floats:
    """Return a feature that is a number of its own; NaN where nothing is known."""
    nobody = np.full(len(people), np.nan)
    kind, _, name = feature.partition(":")
    if kind == "sum":
        known = [people.numbers[part] for part in parts if part in people.numbers]
        return np.sum(known, axis=0) if known else nobody
    if kind == "trait":
        return people.numbers.get(name, nobody)
    return people.numbers.get(feature, nobody) if feature.startswith(ANSWERED) else people.columns[feature]


def told_apart(name: str) -> bool:
    """Return whether people may be grouped by a trait: no sensitive one, and no result."""
    said = set(tokens(name))
    return name.lower() not in SENSITIVE and not said & (SENSITIVE | RESULTS)


def _traits(people: Profiles) -> tuple[TraitColumn, ...]:
    kept: list[TraitColumn] = []
    for trait in people.traits:
        known = trait.codes[trait.codes >= 0]
        # What nearly everybody shares says nothing about most of them.
        varied = len(known) - int(np.bincount(known, minlength=1).max()) >= _USED * len(known)
        told = told_apart(trait.name) and len(known) >= _COVERED * len(people) and varied
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
    offered = [*plain, words.WEEKEND, *words.BAND_FEATURES]
    offered += [words.by_channel(channel, settings.channels) for channel in people.channels[:_TOP_CHANNELS]]
    found = [_measured(people, feature) for feature in (*offered, *_said(people))]
    least = max(_USED * n, 1.0)
    return [m for m in found if m is not None and np.count_nonzero(np.nan_to_num(m.values)) >= least]


def _measured(people: Profiles, feature: Feature) -> Measured | None:
    values, whole = raw(people, feature.id, feature.parts)
    if whole is not None:
        return shares(feature, values, whole)
    found = figures(feature, values)
    # What is spent in total is a result, as value per month is.
    return replace(found, grouped=False) if found and feature.kind is Kind.MONEY and feature.parts else found


def _said(people: Profiles) -> list[Feature]:
    """Return the features of what people said or others know of them, as far as they may be grouped by it."""
    wholes = people.wholes
    inside = {column for whole in wholes for column in whole.columns}
    own = [name for name in people.numbers if name not in inside and not name.startswith(ANSWERED)]
    known = [name for name in own if told_apart(name) and (~np.isnan(people.numbers[name])).mean() >= _COVERED]
    answers = [f for f in (words.FEELING, words.ANSWERS) if _covered(people, f.id)]
    parts = [words.by_part(w, column, label) for w in wholes for column, label in zip(w.columns, w.labels, strict=True)]
    return [
        *answers,
        *(words.by_number(n, people.titles.get(n, "")) for n in sorted(known)),
        *map(words.in_total, wholes),
        *parts,
    ]


def _covered(people: Profiles, name: str) -> bool:
    column = people.numbers.get(name)
    return column is not None and float((~np.isnan(column)).mean()) >= _COVERED
