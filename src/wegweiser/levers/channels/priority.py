"""Priority: how many a touchpoint reaches, how much it matters to them, and how far it falls short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.feelings import Feeling
from wegweiser.stats.attribution.resampling import Floats, Resampled, resampled
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.intervals import wilson

_FEELING_SPAN = 4.0
"""From -2 to +2."""


@dataclass(frozen=True)
class Counts:
    """One persona's counts by bucket: items x (met, won, contacts, ends), and everyone's (customers, won)."""

    persona: str
    items: tuple[str, ...]
    cells: Floats
    everyone: Floats


def counts(
    met: Sequence[dict[str, Any]], everyone: Sequence[dict[str, Any]], ends: Sequence[dict[str, Any]]
) -> list[Counts]:
    """Return the counts of each persona from the rows of the three queries."""
    found = []
    for persona in sorted({row["persona"] for row in everyone}):
        items = tuple(sorted({row["item"] for row in met if row["persona"] == persona}))
        places = {item: place for place, item in enumerate(items)}
        cells, whole = np.zeros((BUCKETS, len(items), 4)), np.zeros((BUCKETS, 2))
        for row in everyone:
            if row["persona"] == persona:
                whole[row["bucket"]] = row["customers"], row["won"]
        for rows, columns, names in ((met, slice(0, 2), ("met", "won")), (ends, slice(2, 4), ("contacts", "ends"))):
            for row in rows:
                if row["persona"] == persona and row["item"] in places:
                    cells[row["bucket"], places[row["item"]], columns] = [row[name] for name in names]
        found.append(Counts(persona, items, cells, whole))
    return found


def ranked(counted: Counts, feelings: Sequence[Feeling] = ()) -> list[dict[str, Any]]:
    """Return the items of a persona by priority, each with its parts, an interval, and P(among the first three).

    priority = reach x importance x gap, times 1,000. Reach: share of the persona's customers met there. Importance: as
    people stated it, else derived: the correlation (phi) of meeting it and converting, which goes together and proves
    no effect. Gap: expected less experienced feeling as a share of the scale; where nobody was asked, the share of its
    contacts with which a lost journey ends, above the same share over all items. Negative parts count as zero. `odi`
    is Ulwick's opportunity score (2005, What Customers Want): importance + max(importance - satisfaction, 0), both from
    0 to 10, where both were stated.
    """
    told = _told(counted, feelings)
    tables = np.concatenate([counted.cells.reshape(BUCKETS, -1), counted.everyone], axis=1)
    figures = resampled(tables, lambda table: _priorities(table, len(counted.items), told))
    chance = figures.among_first(3)
    _, importance, gap = _parts(tables.sum(axis=0), len(counted.items), told)
    people = counted.everyone[:, 0].sum()
    rows = [
        _row(counted, place, figures, (float(chance[place]), int(people), importance[place], gap[place]), told)
        for place in range(len(counted.items))
    ]

    def order(row: dict[str, Any]) -> tuple[bool, float, int, str]:
        return row["priority"] is None, -(row["priority"] or 0.0), -row["customers"], row["item"]

    return sorted(rows, key=order)


@dataclass(frozen=True)
class _Told:
    """What people said, by place; nan where nobody was asked."""

    importance: Floats
    gap: Floats
    satisfaction: Floats


def _told(counted: Counts, feelings: Sequence[Feeling]) -> _Told:
    shape = len(counted.items)
    told = _Told(*(np.full(shape, np.nan) for _ in range(3)))
    own = [feeling for feeling in feelings if feeling.persona in {None, counted.persona} and feeling.touchpoint]
    # What her own persona said stands above what everybody said.
    for feeling in sorted(own, key=lambda one: one.persona is not None):
        if feeling.touchpoint in counted.items and feeling.experienced.n >= SUPPRESSED_BELOW:
            place = counted.items.index(feeling.touchpoint)
            told.satisfaction[place] = (feeling.experienced.value + 2) / _FEELING_SPAN
            if feeling.importance is not None:
                told.importance[place] = feeling.importance
            if feeling.gap is not None:
                told.gap[place] = max(0.0, -feeling.gap) / _FEELING_SPAN
    return told


def _parts(tables: Floats, items: int, told: _Told) -> tuple[Floats, Floats, Floats]:
    """Return reach, importance and gap of each item, for tables of any leading axes."""
    cells = tables[..., :-2].reshape(*tables.shape[:-1], items, 4)
    people, won = tables[..., -2, None], tables[..., -1, None]
    met, met_won, contacts, ended = (cells[..., column] for column in range(4))
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = met / people
        # phi of the fourfold table (met, converted).
        spread = np.sqrt(met * (people - met) * won * (people - won))
        phi = np.where(spread > 0, (met_won * people - met * won) / spread, 0.0)
        overall = ended.sum(axis=-1, keepdims=True) / contacts.sum(axis=-1, keepdims=True)
        beyond = np.where(contacts > 0, ended / contacts - overall, 0.0)
    importance = np.where(np.isnan(told.importance), np.maximum(phi, 0.0), told.importance)
    gap = np.where(np.isnan(told.gap), np.maximum(np.nan_to_num(beyond), 0.0), told.gap)
    return np.nan_to_num(reach), importance, gap


def _priorities(tables: Floats, items: int, told: _Told) -> Floats:
    reach, importance, gap = _parts(tables, items, told)
    product: Floats = 1000 * reach * importance * gap
    return product


def _row(
    counted: Counts, place: int, figures: Resampled, whole: tuple[float, int, float, float], told: _Told
) -> dict[str, Any]:
    chance, people, importance, gap = whole
    customers = int(counted.cells[:, place, 0].sum())
    share = wilson(customers, people)
    stated, felt = not np.isnan(told.importance[place]), not np.isnan(told.gap[place])
    shown = customers >= SUPPRESSED_BELOW
    return {
        "persona": counted.persona,
        "item": counted.items[place],
        "customers": customers,
        "of": people,
        "reach": share.value,
        "reach_lo": share.lo,
        "reach_hi": share.hi,
        "importance": float(importance) if shown else None,
        "importance_from": "stated" if stated else "derived",
        "gap": float(gap) if shown else None,
        "gap_from": "feeling" if felt else "drop-off",
        "priority": float(figures.estimate[place]) if shown else None,
        "priority_lo": float(figures.lo[place]) if shown else None,
        "priority_hi": float(figures.hi[place]) if shown else None,
        "top3": chance if shown else None,
        "odi": _odi(told, place) if shown else None,
    }


def _odi(told: _Told, place: int) -> float | None:
    importance, satisfaction = 10 * told.importance[place], 10 * told.satisfaction[place]
    if np.isnan(importance) or np.isnan(satisfaction):
        return None
    return float(importance + max(importance - satisfaction, 0.0))
