"""The feature table as arrays: what each profile does, when, where, and what is known about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegweiser.personas.queries import BANDS, DAYS, Features
from wegweiser.warehouse import Warehouse

_MONTH = 30.4375
_MOST_LEVELS = 12
OTHER = "other"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TraitColumn:
    """One trait: its levels in natural order, and each profile's level (-1 where nothing is known)."""

    name: str
    levels: tuple[str, ...]
    codes: Ints


@dataclass(frozen=True)
class Profiles:
    """Everybody with enough behaviour, by profile number; arrays share that order."""

    ids: Ints
    columns: dict[str, Floats]
    """Plain figures of each profile; NaN where they mean nothing (no purchase, no basket value)."""
    channels: tuple[str, ...]
    by_channel: Floats
    by_day: Floats
    by_band: Floats
    """Contacts per channel, weekday and band of the day; a contact known by its day only is in no band."""
    traits: tuple[TraitColumn, ...]
    reached: int
    """Everybody with a contact in the window."""

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def valued(self) -> bool:
        """True where conversions carry a value."""
        return bool(np.nansum(self.columns["value_per_month"]) > 0)


def profiles(warehouse: Warehouse, queries: Features) -> Profiles:
    """Return the feature table."""
    behaviour = warehouse.run(queries.behaviour).to_arrow()
    ids = behaviour.column("profile_id").to_numpy().astype(np.int64)
    raw = {name: _floats(behaviour, name) for name in behaviour.column_names if name != "profile_id"}
    channels, by_channel = _channels(warehouse.run(queries.channels).to_arrow(), ids)
    return Profiles(
        ids=ids,
        columns=_columns(raw),
        channels=channels,
        by_channel=by_channel,
        by_day=np.stack([raw[day] for day in DAYS], axis=1),
        by_band=np.stack([raw[band] for band, _, _ in BANDS], axis=1),
        traits=_traits(warehouse.run(queries.traits).to_arrow(), ids),
        reached=int(warehouse.run(queries.reach).one()["profiles"]),
    )


def natural(level: str) -> tuple[float, int, str]:
    """Return the key that puts levels in natural order: 'Under 15K', '15-24K', '100K+'.

    Example:
        >>> sorted(["65+", "19-24", "Under 19"], key=natural)
        ['Under 19', '19-24', '65+']
    """
    number = re.search(r"\d+", level)
    below = re.match(r"under|below|unter|<", level.strip(), re.IGNORECASE)
    return (float(number.group()) if number else np.inf, 0 if below else 1, level)


def _columns(raw: dict[str, Floats]) -> dict[str, Floats]:
    """Turn counts into figures that compare people known for a long and a short time."""
    months = np.maximum(raw["tenure_days"], _MONTH) / _MONTH
    bought = raw["conversions"] > 0
    weekend = raw["sat"] + raw["sun"]
    value = np.nan_to_num(raw["value"], nan=0.0)
    figures = {
        "conversions_per_month": raw["conversions"] / months,
        "contacts_per_month": raw["contacts"] / months,
        "days_per_month": raw["active_days"] / months,
        "value_per_conversion": np.where(bought, value / np.maximum(raw["conversions"], 1), np.nan),
        "contacts_per_session": raw["contacts"] / np.maximum(raw["sessions"], 1),
        "touchpoints": raw["touchpoints"],
        "unevenness": raw["unevenness"],
        "weekend": weekend / raw["contacts"],
        "value_per_month": value / months,
        "tenure_days": raw["tenure_days"],
        "recency_days": raw["recency_days"],
    }
    # Parallel sums differ in the last digits from run to run; nobody can see the seventh decimal.
    return {name: np.round(column, 6) for name, column in figures.items()}


def _floats(table: pa.Table, name: str) -> Floats:
    column: Floats = pc.cast(table.column(name), pa.float64()).to_numpy(zero_copy_only=False)
    return column


def _channels(table: pa.Table, ids: Ints) -> tuple[tuple[str, ...], Floats]:
    """Spread channels over columns, the one with most contacts first."""
    coded = table.column("channel").combine_chunks().dictionary_encode()
    names = [str(name) for name in coded.dictionary.to_pylist()]
    counts = np.zeros((len(ids), len(names)))
    rows = np.searchsorted(ids, table.column("profile_id").to_numpy())
    counts[rows, coded.indices.to_numpy()] = table.column("contacts").to_numpy()
    order = sorted(range(len(names)), key=lambda i: (-counts[:, i].sum(), names[i]))
    return tuple(names[i] for i in order), counts[:, order]


def _traits(table: pa.Table, ids: Ints) -> tuple[TraitColumn, ...]:
    names = sorted(pc.unique(table.column("name")).to_pylist())
    columns = (_trait(name, table.filter(pc.equal(table.column("name"), name)), ids) for name in names)
    return tuple(column for column in columns if len(column.levels) > 1)


def _trait(name: str, table: pa.Table, ids: Ints) -> TraitColumn:
    """Code one trait; of more than twelve levels the eleven with most people stay and the rest is 'other'."""
    coded = table.column("value").combine_chunks().dictionary_encode()
    values, found = [str(v) for v in coded.dictionary.to_pylist()], coded.indices.to_numpy()
    people = np.bincount(found, minlength=len(values))
    kept = sorted(range(len(values)), key=lambda i: (-people[i], values[i]))
    if len(values) > _MOST_LEVELS:
        kept = kept[: _MOST_LEVELS - 1]
    levels = sorted((values[i] for i in kept), key=natural)
    levels += [OTHER] if len(kept) < len(values) and OTHER not in levels else []
    place = {level: number for number, level in enumerate(levels)}
    recode = np.array([place.get(value, place.get(OTHER, -1)) for value in values], dtype=np.int64)
    codes = np.full(len(ids), -1, dtype=np.int64)
    codes[np.searchsorted(ids, table.column("profile_id").to_numpy())] = recode[found]
    return TraitColumn(name, tuple(levels), codes)
