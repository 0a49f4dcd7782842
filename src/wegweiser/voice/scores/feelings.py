"""From sums over people to feelings: experience with interval, weighted beside unweighted, and expectation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import inf, sqrt
from typing import TYPE_CHECKING, Any

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import mean_of

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

_TAIL = 0.975
_PLACE = ("touchpoint", "phase", "persona")


def feeling_of(
    row: Mapping[str, Any], as_of: date | None, *, importance: float | None = None, hoped: Estimate | None = None
) -> Feeling:
    """Return the feeling a row of sums stands for."""
    return Feeling(
        phase=row["phase"],
        touchpoint=row.get("touchpoint"),
        persona=row.get("persona"),
        experienced=felt(row),
        expected=hoped,
        importance=importance,
        weighted=weighted(row),
        series=Series.SURVEY,
        as_of=as_of,
    )


def felt(row: Mapping[str, Any]) -> Estimate:
    """Return the mean with Student's interval, kept on the scale; one answer alone says nothing about others."""
    found = mean_of(row["centre"], row["spread"], row["people"])
    if found is None:
        return Estimate(value=row["centre"], lo=-2.0, hi=2.0, n=row["people"])
    return Estimate(value=found.value, lo=max(found.lo, -2.0), hi=min(found.hi, 2.0), n=found.n)


def weighted(row: Mapping[str, Any]) -> Estimate | None:
    """Return the weighted mean with its linearised interval (Lohr 2022, ch. 9); None where all weigh the same."""
    n, whole = row["people"], row["weight"]
    even = abs(whole - n) < 1e-9 and abs(row["squared"] - n) < 1e-9
    if n < 2 or whole <= 0 or even:
        return None
    centre = row["weighted"] / whole
    squares = row["squared_both"] - 2 * centre * row["squared_felt"] + centre**2 * row["squared"]
    half = float(special.stdtrit(n - 1, _TAIL)) * sqrt(max(squares, 0.0) / whole**2 * n / (n - 1))
    return Estimate(value=centre, lo=max(centre - half, -2.0), hi=min(centre + half, 2.0), n=n)


def expected(row: Mapping[str, Any], hoped: Sequence[Mapping[str, Any]]) -> Estimate | None:
    """Return what was expected at the place of a row; None where nobody was asked."""
    for other in hoped:
        if all(row.get(key) == other.get(key) for key in _PLACE):
            found = felt(other)
            return found if found.hi - found.lo < inf else None
    return None
