"""Scores of surveys from counted answers: NPS, top boxes and means, plain and weighted, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.surveys import Scale
from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Floats, Z, mean_of, wilson

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

_TAIL = 0.975
_FROM, _UPTO = 9, 6
_PSEUDO = (0.75, 0.75, 3.0)
"""Promoters, detractors and people added before the interval of an NPS is drawn."""


@dataclass(frozen=True)
class Answers:
    """Answers to one question, counted by what was ticked: people, their weights, and the squares of those."""

    values: Floats
    people: Floats
    weight: Floats
    squared: Floats

    @classmethod
    def of(cls, counted: Mapping[float, int] | Mapping[float, tuple[int, float, float]]) -> Answers:
        """Return answers from people (or people, sum of weights, sum of their squares) by value.

        Example:
            >>> Answers.of({9: 3, 4: 1}).n
            4
        """
        rows = [(value, *(n if isinstance(n, tuple) else (n, n, n))) for value, n in sorted(counted.items())]
        columns = np.array(rows, dtype=np.float64).reshape(-1, 4).T
        return cls(*columns)

    @property
    def n(self) -> int:
        """How many people answered."""
        return round(float(self.people.sum()))

    @property
    def even(self) -> bool:
        """True where everybody weighs the same, so that weighing changes nothing."""
        return bool(np.allclose(self.weight, self.people) and np.allclose(self.squared, self.people))


def nps(answers: Answers) -> Estimate | None:
    """Return promoters (9, 10) less detractors (0 to 6) in percent of all; None without an answer.

    The interval is the adjusted Wald: 3/4 promoter, 3/4 detractor and 3 people are added before
    var = (p + d - (p - d)²) / n is taken (Rocks 2016, Interval estimation for the net promoter score,
    American Statistician 70). It is drawn around the adjusted score and widened to hold the score itself.

    Raises:
        InvalidSetting: an answer is not between 0 and 10.

    Example:
        >>> score = nps(Answers.of({10: 5, 8: 3, 2: 2}))
        >>> score.value, round(score.lo, 1), round(score.hi, 1)
        (30.0, -19.1, 65.2)
    """
    if answers.n == 0:
        return None
    if answers.values.min() < 0 or answers.values.max() > 10:
        raise InvalidSetting("An NPS", ["answers must lie between 0 and 10"])
    up, down, n = _promoters(answers, answers.people)
    p, d, more = up + _PSEUDO[0], down + _PSEUDO[1], n + _PSEUDO[2]
    centre = (p - d) / more
    half = Z * sqrt(max(p / more + d / more - centre**2, 0.0) / more)
    value = (up - down) / n
    lo, hi = min(value, max(centre - half, -1.0)), max(value, min(centre + half, 1.0))
    return Estimate(value=100 * value, lo=100 * lo, hi=100 * hi, n=answers.n)


def _promoters(answers: Answers, weight: Floats) -> tuple[float, float, float]:
    up = float(weight[answers.values >= _FROM].sum())
    down = float(weight[answers.values <= _UPTO].sum())
    return up, down, float(weight.sum())


def box(answers: Answers, scale: Scale, width: int = 1) -> Estimate | None:
    """Return the share of the `width` best numbers of a scale, with Wilson's interval; None without an answer.

    Example:
        >>> round(box(Answers.of({5: 2, 4: 3, 1: 5}), Scale(1, 5), 2).value, 2)
        0.5
    """
    if answers.n == 0:
        return None
    top = _best(answers, scale, width)
    share = wilson(round(float(answers.people[top].sum())), answers.n)
    return Estimate(value=share.value, lo=share.lo, hi=share.hi, n=share.n)


def csat(answers: Answers, scale: Scale) -> Estimate | None:
    """Return the share of satisfied people: the best two of up to 7 numbers, the best three or four of more.

    Of 0 to 10 the best four (7 to 10) count, which is two fifths of the scale as on 1 to 5.

    Example:
        >>> csat(Answers.of({5: 2, 4: 3, 1: 5}), Scale(1, 5)).value
        0.5
    """
    return box(answers, scale, satisfied(scale))


def satisfied(scale: Scale) -> int:
    """Return how many of the best numbers of a scale count as satisfied.

    Example:
        >>> [satisfied(Scale(low, high)) for low, high in ((1, 5), (1, 7), (1, 3), (0, 10))]
        [2, 2, 1, 4]
    """
    steps = round(scale.high - scale.low) + 1
    if steps <= 3:
        return 1
    return 2 if steps <= 7 else round(0.4 * steps)


def _best(answers: Answers, scale: Scale, width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    if scale.best_low:
        return np.asarray(answers.values <= scale.low + width - 1)
    return np.asarray(answers.values >= scale.high - width + 1)


def average(answers: Answers) -> Estimate | None:
    """Return the mean answer with Student's t interval; None below two answers. CES is this on 1 to 7.

    Example:
        >>> average(Answers.of({1: 1, 2: 1, 3: 1})).value
        2.0
    """
    n = answers.n
    if n < 2:
        return None
    centre = float((answers.values * answers.people).sum()) / n
    spread = sqrt(float((answers.people * (answers.values - centre) ** 2).sum()) / (n - 1))
    return mean_of(centre, spread, n)


def felt(answers: Answers, scale: Scale) -> Estimate | None:
    """Return the mean feeling, -2 to +2; the interval stays on that scale. None below two answers.

    Example:
        >>> felt(Answers.of({4: 10, 2: 10}), Scale(1, 5)).value
        0.0
    """
    found = average(on_feelings(answers, scale))
    return None if found is None else _within(found, -2.0, 2.0)


def on_feelings(answers: Answers, scale: Scale) -> Answers:
    """Return the same answers on the scale of feelings."""
    values = np.array([scale.feeling(float(value)) for value in answers.values], dtype=np.float64)
    return Answers(values, answers.people, answers.weight, answers.squared)


def weighted_nps(answers: Answers) -> Estimate | None:
    """Return the NPS in which everybody counts by their weight; None without weights that differ."""
    points = np.where(answers.values >= _FROM, 100.0, np.where(answers.values <= _UPTO, -100.0, 0.0))
    found = _weighted(answers, points)
    return found and _within(found, -100.0, 100.0)


def weighted_csat(answers: Answers, scale: Scale) -> Estimate | None:
    """Return the weighted share of satisfied people; None without weights that differ."""
    found = _weighted(answers, _best(answers, scale, satisfied(scale)).astype(np.float64))
    return found and _within(found, 0.0, 1.0)


def weighted_felt(answers: Answers, scale: Scale) -> Estimate | None:
    """Return the weighted mean feeling; None without weights that differ."""
    found = _weighted(answers, on_feelings(answers, scale).values)
    return found and _within(found, -2.0, 2.0)


def _weighted(answers: Answers, points: Floats) -> Estimate | None:
    """Return a weighted mean with its linearised variance: Σw²(x - m)² / (Σw)² · n/(n - 1).

    Taylor linearisation of a ratio (Lohr 2022, Sampling: Design and Analysis, ch. 9); t with n - 1 degrees of
    freedom.
    """
    n, whole = answers.n, float(answers.weight.sum())
    if n < 2 or whole <= 0 or answers.even:
        return None
    centre = float((answers.weight * points).sum()) / whole
    variance = float((answers.squared * (points - centre) ** 2).sum()) / whole**2 * n / (n - 1)
    half = float(special.stdtrit(n - 1, _TAIL)) * sqrt(variance)
    return Estimate(value=centre, lo=centre - half, hi=centre + half, n=n)


def _within(found: Estimate, least: float, most: float) -> Estimate:
    lo, hi = max(found.lo, least), min(found.hi, most)
    return Estimate(value=found.value, lo=lo, hi=hi, n=found.n)
