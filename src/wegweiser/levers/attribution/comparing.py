"""How far credit depends on the model, and on choices nobody can prove right: lookback, repeats, memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from wegweiser.domain.attribution import Basis, Model
from wegweiser.levers.attribution.crediting import Counted, Credited
from wegweiser.levers.attribution.tables import Rows, ranked, shares
from wegweiser.stats.attribution.markov import Floats

STABLE, FRAGILE = "stable", "fragile"
GRID_MODELS = (Model.LAST, Model.LINEAR, Model.MARKOV_1)
_FACTOR, _PLACES = 1.5, 2
"""Stable: the largest share is at most half as much again as the smallest, and the rank moves by two at most."""
_APART = 0.5
"""Models disagree where their shares differ by half of their mean, and by more than sampling explains."""

DISAGREEMENT = {
    "item": pa.string(),
    "share_min": pa.float64(),
    "share_max": pa.float64(),
    "model_min": pa.string(),
    "model_max": pa.string(),
    "rank_min": pa.int64(),
    "rank_max": pa.int64(),
    "spread": pa.float64(),
    "spread_lo": pa.float64(),
    "spread_hi": pa.float64(),
    "flagged": pa.bool_(),
}
SENSITIVITY = {
    "item": pa.string(),
    "share_min": pa.float64(),
    "share_max": pa.float64(),
    "rank_min": pa.int64(),
    "rank_max": pa.int64(),
    "settings": pa.int64(),
    "verdict": pa.string(),
    "within_model": pa.string(),
}
SETTINGS = {
    "model": pa.string(),
    "lookback_days": pa.float64(),
    "collapse": pa.bool_(),
    "spearman": pa.float64(),
    "first": pa.string(),
    "first_share": pa.float64(),
}


def disagreement_rows(counted: Counted, credited: Sequence[Credited]) -> Rows:
    """Return per item the smallest and the largest share with their models, the spread, and whether it is large."""
    names, width = counted.scope.names, len(counted.scope.names)
    cases = float(counted.totals.conversions.sum())
    drawn = [shares(one.conversions, cases) for one in credited]
    least = min(len(one.draws) for one in drawn)
    estimates = np.stack([one.estimate[:width] for one in drawn])
    draws = np.stack([one.draws[:least, :width] for one in drawn])
    places = ranked(estimates)
    rows = []
    for item, name in enumerate(names):
        low, high = int(estimates[:, item].argmin()), int(estimates[:, item].argmax())
        spread = float(estimates[high, item] - estimates[low, item])
        lo, hi = np.percentile(draws[high, :, item] - draws[low, :, item], [2.5, 97.5])
        apart = spread >= _APART * abs(float(estimates[:, item].mean())) and (lo > 0 or not counted.scope.people)
        rows.append(
            {
                "item": name,
                "share_min": float(estimates[low, item]),
                "share_max": float(estimates[high, item]),
                "model_min": str(credited[low].model),
                "model_max": str(credited[high].model),
                "rank_min": int(places[:, item].min()),
                "rank_max": int(places[:, item].max()),
                "spread": spread,
                "spread_lo": float(lo) if counted.scope.people else None,
                "spread_hi": float(hi) if counted.scope.people else None,
                "flagged": bool(apart and spread > 0),
            }
        )
    return sorted(rows, key=lambda row: (-float(str(row["spread"])), str(row["item"])))


@dataclass(frozen=True)
class Setting:
    """One way to look at the same journeys."""

    model: Model
    basis: Basis
    lookback: timedelta | None
    shares: Floats


def grid(basis: Basis, whole: timedelta | None) -> tuple[tuple[Basis, timedelta | None], ...]:
    """Return the bases to look at: the whole, half and quarter lookback, with and without repeats.

    The first is the basis asked about. Counted paths have no times, so only repeats are left.
    """
    if whole is None:
        spans: tuple[timedelta | None, ...] = (None,)
    else:
        longest = basis.lookback or whole
        spans = (longest, longest / 2, longest / 4)
    found = []
    for span, collapse in product(spans, (basis.collapse, not basis.collapse)):
        cut = None if span is None or span == whole else timedelta(seconds=round(span.total_seconds()))
        found.append((replace(basis, lookback=cut, collapse=collapse), span))
    return tuple(found)


def sensitivity_rows(names: Sequence[str], settings: Sequence[Setting]) -> Rows:
    """Return per item how far its share and rank move over all settings, and over those of one model."""
    table = np.stack([one.shares for one in settings])
    places = ranked(table)
    rows: Rows = []
    for item, name in enumerate(names):
        own = [
            _verdict(table[which, item], places[which, item])
            for which in ([n for n, s in enumerate(settings) if s.model is m] for m in {s.model for s in settings})
        ]
        rows.append(
            {
                "item": name,
                "share_min": float(table[:, item].min()),
                "share_max": float(table[:, item].max()),
                "rank_min": int(places[:, item].min()),
                "rank_max": int(places[:, item].max()),
                "settings": len(settings),
                "verdict": _verdict(table[:, item], places[:, item]),
                "within_model": FRAGILE if FRAGILE in own else STABLE,
            }
        )
    return sorted(rows, key=lambda row: (row["rank_min"], -row["share_max"], row["item"]))


def setting_rows(names: Sequence[str], settings: Sequence[Setting]) -> Rows:
    """Return per setting its rank correlation with the first one, and who comes first in it."""
    rows: Rows = []
    for one in settings:
        top = int(one.shares.argmax()) if len(names) else None
        rows.append(
            {
                "model": str(one.model),
                "lookback_days": None if one.lookback is None else one.lookback.total_seconds() / 86400,
                "collapse": one.basis.collapse,
                "spearman": spearman(settings[0].shares, one.shares),
                "first": None if top is None else names[top],
                "first_share": None if top is None else float(one.shares[top]),
            }
        )
    return rows


def least_alike(settings: Sequence[Setting]) -> float | None:
    """Return the lowest rank correlation between any two settings."""
    pairs = [(a.shares, b.shares) for n, a in enumerate(settings) for b in settings[n + 1 :]]
    found = [value for value in (spearman(*pair) for pair in pairs) if value is not None]
    return min(found, default=None)


def spearman(here: Floats, there: Floats) -> float | None:
    """Return Spearman's rank correlation, tied ranks shared; None where one side knows no order.

    Example:
        >>> spearman(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
        0.5
    """
    a, b = (_mean_ranks(np.round(values, 9)) - (len(values) + 1) / 2 for values in (here, there))
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return round(float((a * b).sum()) / scale, 9) if scale > 0 else None


def _mean_ranks(values: Floats) -> Floats:
    """Return each value's rank, 1 the smallest; tied values share the mean of theirs."""
    _, place, tied = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(tied) - (tied - 1) / 2)[place], dtype=np.float64)


def _verdict(values: Floats, places: Iterable[Any]) -> str:
    """Return whether a share and its rank hold."""
    ranks = sorted(int(place) for place in places)
    low, high = float(values.min()), float(values.max())
    steady = low > 0 and high <= _FACTOR * low and ranks[-1] - ranks[0] <= _PLACES
    return STABLE if steady or low == high else FRAGILE
