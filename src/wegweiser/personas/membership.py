"""Membership as a function: the mixture that was fitted, kept as text, and applied to people it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
import numpy as np

from wegweiser.errors import InvalidSetting
from wegweiser.personas.matrix import Matrix, raw
from wegweiser.personas.profiles import Known, Profiles
from wegweiser.personas.scaling import Scaling, share_of
from wegweiser.personas.traits import Floats, Ints, TraitColumn
from wegweiser.stats import segments
from wegweiser.stats.mixture import Mixture

SCHEMA = "personas/1"


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column of the table people were grouped by: a feature with its scaling, or a trait with its levels."""

    id: str
    scaling: Scaling | None = None
    parts: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


class PersonaModel(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything it takes to say to which persona a person belongs; plain numbers, readable by people.

    `ids` names the persona of each group, empty for a group too small to be shown. `columns` stand in the order of
    the mixture: numbers, then categories. `behaves` is False where people were grouped by traits alone.
    """

    ids: tuple[str, ...]
    columns: tuple[Column, ...]
    weights: tuple[float, ...]
    means: tuple[tuple[float, ...], ...]
    variances: tuple[tuple[float, ...], ...]
    shares: tuple[tuple[float, ...], ...]
    levels: tuple[int, ...]
    n: int
    as_of: date
    numbers: tuple[str, ...] = ()
    behaves: bool = True
    schema: str = SCHEMA

    @property
    def known(self) -> Known:
        """How traits are read: the levels and numbers of the people the model was fitted to."""
        levels = {column.id: column.levels for column in self.columns if column.levels}
        return Known(levels, frozenset(self.numbers))

    @classmethod
    def of(cls, text: bytes, where: str) -> PersonaModel:
        """Return the model kept in a text.

        Raises:
            InvalidSetting: it is no model, or one of another version.
        """
        try:
            model = msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as problem:
            raise InvalidSetting(where, [f"this holds no personas: {problem}"]) from problem
        if model.schema != SCHEMA:
            raise InvalidSetting(where, [f"schema is '{model.schema}'; this version reads '{SCHEMA}'. Run again."])
        return model

    def mixture(self) -> Mixture:
        """Return the mixture as arrays."""
        k = len(self.weights)
        means, variances, shares = (
            np.asarray(rows, dtype=np.float64).reshape(k, -1) for rows in (self.means, self.variances, self.shares)
        )
        return Mixture(np.asarray(self.weights), means, variances, shares, 0.0, self.n, self.levels)


@dataclass(frozen=True)
class Assigned:
    """Each person's persona, as a place in `ids` (-1 for none), and the probability of it."""

    labels: Ints
    probability: Floats
    ids: tuple[str, ...]


def model_of(
    matrix: Matrix, found: segments.Segmentation, people: Profiles, ids: Sequence[str], as_of: date
) -> PersonaModel | None:
    """Return what was fitted as a model; None where no groups were found."""
    if found.model is None:
        return None
    grouped = [m for m in matrix.measured if m.grouped]
    ordered = [*(m for m in grouped if m.codes is None), *(m for m in grouped if m.codes is not None)]
    measured = [Column(m.feature.id, m.scaling, m.feature.parts) for m in ordered]
    mixture = found.model
    return PersonaModel(
        ids=tuple(ids),
        columns=(*measured, *(Column(trait.name, levels=trait.levels) for trait in matrix.traits)),
        weights=tuple(mixture.weights.tolist()),
        means=_rows(mixture.means),
        variances=_rows(mixture.variances),
        shares=_rows(mixture.shares),
        levels=mixture.levels,
        n=mixture.n,
        as_of=as_of,
        numbers=tuple(sorted(people.numbers)),
        behaves=people.behaves,
    )


def assign(model: PersonaModel, people: Profiles) -> Assigned:
    """Return the persona of each person and its probability: for the people of the fit, what the fit said."""
    table = _table(model, people)
    probabilities = model.mixture().probabilities(table)
    labels: Ints = probabilities.argmax(axis=1)
    shown = [label for label, key in enumerate(model.ids) if key]
    place = np.full(len(model.ids), -1, dtype=np.int64)
    place[shown] = np.arange(len(shown))
    best = np.round(probabilities.max(axis=1), 6) if len(people) else np.zeros(0)
    return Assigned(place[labels], best, tuple(model.ids[label] for label in shown))


def _table(model: PersonaModel, people: Profiles) -> segments.MixedTable:
    numeric, codes, n = [], [], len(people)
    traits = {trait.name: trait for trait in people.traits}
    for column in model.columns:
        if column.scaling is None:
            codes.append(_coded(column, traits.get(column.id), n))
            continue
        values, whole = raw(people, column.id, column.parts)
        if column.scaling.cuts:
            codes.append(column.scaling.codes(values if whole is None else share_of(values, whole)))
        elif whole is None:
            numeric.append(column.scaling.standardised(column.scaling.moved(values)))
        else:
            numeric.append(column.scaling.standardised(column.scaling.angles(values, whole)))
    return segments.MixedTable(
        np.stack(numeric, axis=1) if numeric else np.empty((n, 0)),
        np.stack(codes, axis=1) if codes else np.empty((n, 0), dtype=np.int64),
        model.levels,
    )


def _coded(column: Column, trait: TraitColumn | None, n: int) -> Ints:
    """Return a trait by the levels of the model; a level it never saw is as good as unknown."""
    if trait is None:
        return np.full(n, -1, dtype=np.int64)
    place = {level: number for number, level in enumerate(column.levels)}
    recode = np.array([*(place.get(level, -1) for level in trait.levels), -1], dtype=np.int64)
    return recode[trait.codes]


def _rows(values: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in values.tolist())
