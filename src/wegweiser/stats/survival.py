"""How long until something happens, where for some it has not happened yet: the Kaplan-Meier curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.intervals import Z, wilson

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curve:
    """The share still waiting after each time something happened, with its 95 % interval.

    `at_risk` were still watched and waiting right before that time, to `events` of them it happened then. Among
    `n` cases it happened `hits` times; the others were watched up to some time and then no longer.
    """

    times: Floats
    at_risk: Floats
    events: Floats
    survival: Floats
    lo: Floats
    hi: Floats
    n: float
    hits: float

    def at(self, time: float) -> tuple[float, float, float]:
        """Return the share still waiting after a time, and the two ends of its interval; 1, 1, 1 before the first."""
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if place < 0:
            return 1.0, 1.0, 1.0
        return float(self.survival[place]), float(self.lo[place]), float(self.hi[place])

    def quantile(self, q: float = 0.5) -> tuple[float | None, float | None, float | None]:
        """Return the time by which it happened to the share `q`, with its interval; None where it is not reached.

        The interval holds the times at which the curve's own interval holds 1 - q (Brookmeyer and Crowley 1982,
        Biometrics 38).

        Raises:
            InvalidSetting: q is not between 0 and 1.
        """
        if not 0 < q < 1:
            raise InvalidSetting("A quantile", [f"{q} is not between 0 and 1"])
        return self._first(self.survival, q), self._first(self.lo, q), self._first(self.hi, q)

    def _first(self, curve: Floats, q: float) -> float | None:
        below = np.flatnonzero(curve <= 1 - q + 1e-12)
        return float(self.times[below[0]]) if len(below) else None


def kaplan_meier(times: ArrayLike, events: ArrayLike, weights: ArrayLike | None = None) -> Curve:
    """Return the Kaplan-Meier curve of times at which it happened (`events` 1) or watching ended (0).

    S(t) = product over t_i <= t of (1 - d_i / n_i) (Kaplan and Meier 1958, JASA 53), its variance
    S² · sum of d_i / (n_i (n_i - d_i)) (Greenwood 1926), the interval on the scale of log(-log S), which keeps it
    between 0 and 1 (Kalbfleisch and Prentice 1980, The Statistical Analysis of Failure Time Data, ch. 1.4). Whoever
    was watched up to the very moment of an event is still at risk at it. Where the curve has come down to 0 that
    variance has no value: its end is then that of Wilson's interval of nobody of those at risk, times the end before.

    Args:
        times: how long each case was watched, or the times of groups of cases.
        events: 1 where it happened then, 0 where watching ended.
        weights: how many cases each row stands for; one if None.

    Raises:
        InvalidSetting: the three differ in length, or a time or a weight is negative.

    Example:
        >>> curve = kaplan_meier([1, 2, 2, 4], [1, 1, 0, 0])
        >>> curve.survival.tolist(), curve.at_risk.tolist()
        ([0.75, 0.5], [4.0, 3.0])
    """
    known, happened, counts = _checked(times, events, weights)
    moments, places = np.unique(known, return_inverse=True)
    leaving, dying = np.zeros(len(moments)), np.zeros(len(moments))
    np.add.at(leaving, places, counts)
    np.add.at(dying, places, counts * happened)
    kept = dying > 0
    risk: Floats = np.cumsum(leaving[::-1])[::-1][kept]
    moments, deaths = moments[kept], dying[kept]
    survival = np.asarray(np.cumprod(1 - deaths / risk), dtype=np.float64)
    lo, hi = _ends(survival, deaths, risk)
    return Curve(moments, risk, deaths, survival, lo, hi, n=float(counts.sum()), hits=float(deaths.sum()))


def log_log(survival: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Return both ends of the interval of shares still waiting; `spread` is Greenwood's sum of d / (n (n - d)).

    The standard error of log(-log S) is the root of that sum over -log S. At 1 and at 0 the scale ends: there the
    ends are 0 and 1.
    """
    inside = (survival > 0) & (survival < 1)
    logged = np.log(np.where(inside, survival, 0.5))
    shift = np.exp(Z * np.sqrt(spread) / -logged)
    lo, hi = np.exp(logged * shift), np.exp(logged / shift)
    return np.where(inside, lo, 0.0), np.where(inside, hi, 1.0)


def _ends(survival: Floats, deaths: Floats, risk: Floats) -> tuple[Floats, Floats]:
    """Return both ends of the interval, on the log-log scale while anybody is left."""
    some = deaths < risk
    left = np.where(some, risk - deaths, 1.0)
    lo, hi = log_log(survival, np.cumsum(np.where(some, deaths / (risk * left), 0.0)))
    for place in np.flatnonzero(survival <= 0):
        hi[place] = (hi[place - 1] if place else 1.0) * wilson(0, max(1, int(risk[place]))).hi
    return lo, hi


def _checked(times: ArrayLike, events: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats, Floats]:
    known = np.asarray(times, dtype=np.float64).ravel()
    happened = np.asarray(events, dtype=np.float64).ravel()
    counts = np.ones(len(known)) if weights is None else np.asarray(weights, dtype=np.float64).ravel()
    problems = []
    if not len(known) == len(happened) == len(counts):
        problems.append(f"{len(known)} times, {len(happened)} events and {len(counts)} weights do not belong together")
    if np.any(known < 0) or np.any(counts < 0):
        problems.append("a time or a weight is negative")
    if problems:
        raise InvalidSetting("A survival curve", problems)
    return known, (happened > 0).astype(np.float64), counts
