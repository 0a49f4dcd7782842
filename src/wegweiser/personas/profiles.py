"""The feature table as arrays: what each profile does, when, where, and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from wegweiser.i18n import Text
from wegweiser.personas import traits
from wegweiser.personas.queries import BANDS, DAYS, Features
from wegweiser.personas.traits import OTHER, Floats, Ints, Known, TraitColumn, Whole, natural
from wegweiser.stats.deferred import Deferred
from wegweiser.warehouse import Query, Warehouse

if TYPE_CHECKING:
    import pyarrow.compute as pc
else:
    pc = Deferred("pyarrow.compute")

__all__ = ["FIGURES", "OTHER", "Floats", "Ints", "Known", "Profiles", "TraitColumn", "Whole", "natural", "profiles"]
_MONTH = 30.4375
FIGURES = (
    *("conversions_per_month", "contacts_per_month", "days_per_month", "value_per_conversion", "contacts_per_session"),
    *("touchpoints", "unevenness", "weekend", "value_per_month", "tenure_days", "recency_days"),
)
"""The plain figures of behaviour."""
ANSWERED = "answered:"
"""Begins the name of a number that was counted from answers."""


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
    numbers: dict[str, Floats] = field(default_factory=dict)
    """Traits and answers that are numbers; NaN where nothing is known."""
    titles: Mapping[str, Text] = field(default_factory=dict)
    """The question each trait answers, where one was asked."""
    behaves: bool = True
    """False where people are known by what they or others said of them, and not by contacts."""

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def valued(self) -> bool:
        """True where conversions carry a value."""
        return bool(np.nansum(self.columns["value_per_month"]) > 0)

    @property
    def wholes(self) -> tuple[Whole, ...]:
        """Numbers that are parts of one whole, such as spending by category."""
        return traits.wholes(self.numbers)


def profiles(warehouse: Warehouse, queries: Features, known: Known | None = None) -> Profiles:
    """Return the feature table; `known` reads the traits as an earlier search did.

    Where too few people have enough contacts for a search but many have traits, it holds everybody with traits.
    """
    people = _behaving(warehouse, queries, known)
    if len(people) >= queries.enough:
        return people
    everybody = stated(warehouse, queries, known)
    return everybody if len(everybody) > len(people) else people


def _behaving(warehouse: Warehouse, queries: Features, known: Known | None) -> Profiles:
    behaviour = warehouse.run(queries.behaviour).to_arrow()
    ids = behaviour.column("profile_id").to_numpy().astype(np.int64)
    raw = {name: _floats(behaviour, name) for name in behaviour.column_names if name != "profile_id"}
    channels, by_channel = _channels(warehouse.run(queries.channels).to_arrow(), ids)
    levels, numbers = _said(warehouse, queries, (queries.traits, queries.figures), ids, known)
    return Profiles(
        ids=ids,
        columns=_columns(raw),
        channels=channels,
        by_channel=by_channel,
        by_day=np.stack([raw[day] for day in DAYS], axis=1),
        by_band=np.stack([raw[band] for band, _, _ in BANDS], axis=1),
        traits=levels,
        reached=int(warehouse.run(queries.reach).one()["profiles"]),
        numbers=numbers,
        titles=queries.titles,
    )


def stated(warehouse: Warehouse, queries: Features, known: Known | None = None) -> Profiles:
    """Return everybody with traits or answers, without behaviour."""
    ids: Ints = warehouse.run(queries.stated).to_arrow().column("profile_id").to_numpy().astype(np.int64)
    n = len(ids)
    levels, numbers = _said(warehouse, queries, (queries.all_traits, queries.all_figures), ids, known)
    return Profiles(
        ids=ids,
        columns={name: np.full(n, np.nan) for name in FIGURES},
        channels=(),
        by_channel=np.zeros((n, 0)),
        by_day=np.zeros((n, len(DAYS))),
        by_band=np.zeros((n, len(BANDS))),
        traits=levels,
        reached=n,
        numbers=numbers,
        titles=queries.titles,
        behaves=False,
    )


def _said(
    warehouse: Warehouse, queries: Features, asked: tuple[Query, Query | None], ids: Ints, known: Known | None
) -> tuple[tuple[TraitColumn, ...], dict[str, Floats]]:
    """Return traits with levels, and everything about people that is a number."""
    levels, numbers = traits.columns(warehouse.run(asked[0]).to_arrow(), ids, queries.year, known)
    if asked[1] is not None:
        table = warehouse.run(asked[1]).to_arrow()
        for name in sorted(pc.unique(table.column("name")).to_pylist()):
            own = table.filter(pc.equal(table.column("name"), name))
            column = np.full(len(ids), np.nan)
            column[np.searchsorted(ids, own.column("profile_id").to_numpy())] = own.column("value").to_numpy()
            numbers[f"{ANSWERED}{name}"] = column
    return tuple(replace(level, title=queries.titles.get(level.name, "")) for level in levels), numbers


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
