"""Credit as rows: shares, intervals and ranks of every item under every model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from wegweiser.i18n import Text
from wegweiser.levers.attribution.crediting import Counted, Credited
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.attribution.resampling import Resampled
from wegweiser.stats.intervals import wilson
from wegweiser.warehouse import Result

_DIGITS = 9
"""Threads add parts in any order, which shows in the last binary digits."""
Rows = list[dict[str, Any]]

CREDIT = {
    "model": pa.string(),
    "item": pa.string(),
    "credit": pa.float64(),
    "share": pa.float64(),
    "lo": pa.float64(),
    "hi": pa.float64(),
    "value": pa.float64(),
    "value_share": pa.float64(),
    "value_lo": pa.float64(),
    "value_hi": pa.float64(),
    "rank": pa.int64(),
    "rank_lo": pa.int64(),
    "rank_hi": pa.int64(),
    "p_first": pa.float64(),
    "p_top3": pa.float64(),
    "touching": pa.int64(),
    "participation": pa.float64(),
    "participation_lo": pa.float64(),
    "participation_hi": pa.float64(),
    "customers": pa.int64(),
}


def result(name: str, rows: Rows, columns: Mapping[str, pa.DataType], *, by: str, note: Text) -> Result:
    """Return rows as a result; the column `item` is called what it holds, touchpoint or channel."""
    arrays = [pa.array([row.get(column) for row in rows], kind) for column, kind in columns.items()]
    names = [by if column == "item" else column for column in columns]
    return Result(name, pa.table(arrays, names=names), note)


def credit_rows(counted: Counted, credited: Credited) -> Rows:
    """Return one row per item, most credit first, and one for what stands beside the items, where it is anything."""
    scope = counted.scope
    labels = (*scope.names, *credited.beside)
    figures: Rows = [{"model": str(credited.model), "item": label} for label in labels]
    cases = float(counted.totals.conversions.sum())
    _put(figures, shares(credited.conversions, cases), ("share", "lo", "hi"), sure=scope.people)
    _fill(figures, "credit", credited.conversions.estimate)
    if credited.value is not None:
        _put(figures, shares(credited.value, cases), ("value_share", "value_lo", "value_hi"), sure=scope.people)
        _fill(figures, "value", credited.value.estimate)
    items = figures[: len(scope.names)]
    width = len(items)
    ranks(items, Resampled(credited.conversions.estimate[:width], credited.conversions.draws[:, :width]))
    _participating(items, counted)
    if not scope.people:
        for row in items:
            for name in ("rank_lo", "rank_hi", "p_first", "p_top3"):
                row[name] = None
    beside = [row for row in figures[len(items) :] if row["credit"] != 0 or row.get("value")]
    return sorted(items, key=lambda row: (row["rank"], row["item"])) + beside


def shares(sums: Resampled, cases: float) -> Resampled:
    """Return each part of the whole, the conversions of that many cases, in every draw of that draw's whole."""
    estimate, draws = _of_whole(sums.estimate), _of_whole(sums.draws)
    # Below zero, as Shapley values may be, a part is no share, and its interval that of any other figure.
    proper = cases > 0 and bool((estimate >= 0).all() and (draws >= 0).all())
    return Resampled(estimate, draws, cases if proper else None)


def ranks(rows: Sequence[dict[str, Any]], figures: Resampled) -> None:
    """Add each item's rank, its 95 % interval, and how probably it is the first or among the first three."""
    if not rows:
        return
    _fill(rows, "rank", ranked(figures.estimate[None, :])[0])
    drawn = ranked(figures.draws)
    for name, end in (("rank_lo", 2.5), ("rank_hi", 97.5)):
        _fill(rows, name, np.percentile(drawn, end, axis=0, method="nearest"))
    chances = figures.rank_probabilities()
    for name, places in (("p_first", 1), ("p_top3", 3)):
        _fill(rows, name, np.clip(chances[:, :places].sum(axis=1), 0.0, 1.0))


def ranked(draws: Floats) -> Floats:
    """Return 1 plus how many items have more, per draw; equal figures have one rank."""
    rounded = np.round(draws, _DIGITS)
    order = np.sort(-rounded, axis=1)
    found = [1 + np.searchsorted(order[i], -rounded[i], side="left") for i in range(len(rounded))]
    return np.asarray(found, dtype=np.int64)


def _of_whole(sums: Floats) -> Floats:
    whole = sums.sum(axis=-1, keepdims=True)
    found: Floats = np.divide(sums, whole, out=np.zeros_like(sums), where=whole != 0)
    return found


def _participating(rows: Sequence[dict[str, Any]], counted: Counted) -> None:
    """Add the share of conversions that touch each item, with its Wilson interval."""
    conversions = round(float(counted.totals.conversions.sum()))
    for row, hits, customers in zip(rows, *counted.participation(), strict=True):
        share = wilson(round(float(hits)), conversions)
        row |= {
            "touching": share.hits,
            "participation": share.value,
            "participation_lo": share.lo,
            "participation_hi": share.hi,
            "customers": int(customers) if counted.scope.people else None,
        }


def _put(rows: Sequence[dict[str, Any]], figures: Resampled, names: tuple[str, str, str], *, sure: bool) -> None:
    """Put a figure and both ends of its interval into the rows; no ends where nobody could be resampled."""
    _fill(rows, names[0], figures.estimate)
    if sure:
        _fill(rows, names[1], figures.lo)
        _fill(rows, names[2], figures.hi)


def _fill(rows: Sequence[dict[str, Any]], name: str, values: Floats) -> None:
    for row, value in zip(rows, values, strict=True):
        row[name] = int(value) if np.issubdtype(type(value), np.integer) else round(float(value), _DIGITS) + 0.0


REMOVAL = {
    "item": pa.string(),
    "effect": pa.float64(),
    "lo": pa.float64(),
    "hi": pa.float64(),
    "touching": pa.int64(),
    "participation": pa.float64(),
    "participation_lo": pa.float64(),
    "participation_hi": pa.float64(),
    "customers": pa.int64(),
}
REMOVAL_OF = {name: REMOVAL[name] for name in ("item", "effect", "lo", "hi")}
ORDER = {
    "order": pa.int64(),
    "log_likelihood": pa.float64(),
    "behind": pa.float64(),
    "error": pa.float64(),
    "chosen": pa.bool_(),
}


def effect_rows(counted: Counted, effects: Resampled, names: Sequence[str]) -> Rows:
    """Return one row per removal effect, the largest first; of single items beside their participation."""
    rows: Rows = [{"item": name} for name in names]
    cases = float(counted.totals.conversions.sum()) or None
    _put(rows, Resampled(effects.estimate, effects.draws, cases), ("effect", "lo", "hi"), sure=counted.scope.people)
    if tuple(names) == counted.scope.names:
        _participating(rows, counted)
    return sorted(rows, key=lambda row: (-row["effect"], row["item"]))
