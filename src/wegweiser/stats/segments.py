"""How many groups the data supports, and who belongs to which; "none" is an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from wegweiser.errors import InvalidSetting
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.mixture import Floats, Ints, MixedTable, Mixture, fit, refits

if TYPE_CHECKING:
    from scipy import optimize
else:
    optimize = Deferred("scipy.optimize")

__all__ = ["Candidate", "MixedTable", "Rule", "Segmentation", "Verdict", "agreement", "find", "match"]


class Verdict(StrEnum):
    """What the data says about groups."""

    FOUND = "found"
    COARSER = "coarser"
    """The best-fitting number of groups does not come back in refits; a smaller number does."""
    PROVISIONAL = "provisional"
    """The groups come back only partly (agreement between `unstable` and `stable`)."""
    TOO_FEW = "too few"
    TOO_LITTLE = "too little"
    """Fewer than three columns: two would be cut along their diagonal."""
    NO_STRUCTURE = "no structure"
    UNSTABLE = "unstable"
    TOO_SMALL = "too small"
    """Groups come back, but some of them hold too few people to be shown."""


@dataclass(frozen=True)
class Rule:
    """When groups may be called groups; the defaults were measured on simulated data with known groups."""

    most: int = 8
    starts: int = 20
    resamples: int = 10
    margin: float = 0.005
    """A number of groups whose BIC is within this share of the best one is a candidate."""
    worth: float = 0.9
    """A number of groups that brings this share of what the best one brings over a single group is one, too."""
    stable: float = 0.75
    unstable: float = 0.6
    about: float = 0.03
    """Two agreements this close are about the same."""
    smallest_share: float = 0.05
    smallest: int = 50
    columns: int = 3
    fitted_on: int = 20_000
    compared_on: int = 4_000

    def __post_init__(self) -> None:
        """Refuse a rule that could not find anything."""
        if self.most < 2 or self.starts < 1 or self.resamples < 2:
            raise InvalidSetting("The rule", ["it needs at least two groups, one start and two resamples"])


@dataclass(frozen=True)
class Candidate:
    """One number of groups tried: its fit, the agreement of its refits, its smallest group."""

    k: int
    bic: float
    agreement: float
    smallest: float


@dataclass(frozen=True)
class Segmentation:
    """Each row's group (0 is the largest) and probabilities, with the candidates behind the choice.

    Without groups every row has label 0 and probability 1.
    """

    verdict: Verdict
    labels: Ints
    probabilities: Floats
    candidates: tuple[Candidate, ...]
    fitted_on: int
    model: Mixture | None = None
    """The mixture behind the groups, in their order: it assigns people the search never saw."""

    @property
    def k(self) -> int:
        """Number of groups."""
        return int(self.probabilities.shape[1])

    @property
    def agreement(self) -> float:
        """Mean adjusted Rand index of the refits with this number of groups; 1 with one group."""
        return next((c.agreement for c in self.candidates if c.k == self.k), 1.0)


def find(table: MixedTable, rule: Rule | None = None, *, seed: int = 0) -> Segmentation:
    """Return the groups the data supports, the same ones for the same seed.

    The rule: candidates are the numbers of groups within 0.5 % of the best BIC, or that bring nine tenths of what
    the best one gains over a single group, whose refits agree by at least 0.75 and whose smallest group holds 5 % and
    50 people; of those about as stable as the most stable one, the lowest BIC. People of one kind are never quite
    alike: with many of them, the fit goes on improving by cutting kinds in two, at places that do not come back.
    Where no number qualifies, the same without the fit, and then with agreement from 0.6: provisional groups. If one
    group fits best, or no number agrees by 0.6, there are no groups. Above `fitted_on` rows a seeded sample is
    fitted and everyone assigned.
    """
    rule = rule or Rule()
    n, most = len(table), min(rule.most, len(table) // rule.smallest)
    if most < 2:
        return _without(table, Verdict.TOO_FEW, (), n)
    if table.numeric.shape[1] + table.codes.shape[1] < rule.columns:
        return _without(table, Verdict.TOO_LITTLE, (), n)
    sample = _sample(table, rule.fitted_on, seed)
    fits = {k: fit(sample, k, seed=seed, starts=rule.starts) for k in range(1, most + 1)}
    candidates = tuple(_candidate(sample, model, rule, seed) for model in fits.values())
    verdict, chosen = _choose(candidates, rule, n)
    if chosen is None:
        return _without(table, verdict, candidates, len(sample))
    probabilities = fits[chosen].probabilities(table)
    labels = probabilities.argmax(axis=1)
    order = np.argsort(-np.bincount(labels, minlength=chosen), kind="stable")
    place = np.argsort(order)
    model = fits[chosen].ordered(order)
    return Segmentation(verdict, place[labels], probabilities[:, order], candidates, len(sample), model)


def agreement(first: Ints, second: Ints) -> float:
    """Return the adjusted Rand index of two groupings: 1 the same, 0 as by chance (Hubert and Arabie 1985).

    Example:
        >>> agreement(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
        1.0
    """
    table = _overlap(first, second)
    pairs = _pairs(table).sum()
    rows, columns, every = (
        _pairs(table.sum(axis=1)).sum(),
        _pairs(table.sum(axis=0)).sum(),
        _pairs(table.sum()),
    )
    chance = rows * columns / every if every else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == chance else float((pairs - chance) / (most - chance))


def match(earlier: Ints, later: Ints) -> dict[int, int]:
    """Return for each later label the earlier one it continues, so that most rows keep theirs.

    One to one, by the Hungarian method on the overlap (Kuhn 1955); labels without a single common row, and
    those left over, are absent.

    Example:
        >>> match(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 2]))
        {0: 1, 1: 0}
    """
    table = _overlap(earlier, later)
    rows, columns = optimize.linear_sum_assignment(table, maximize=True)
    pairs = sorted((int(column), int(row)) for row, column in zip(rows, columns, strict=True) if table[row, column])
    return dict(pairs)


def _sample(table: MixedTable, size: int, seed: int) -> MixedTable:
    if len(table) <= size:
        return table
    return table.take(np.sort(np.random.default_rng([seed, size]).choice(len(table), size=size, replace=False)))


def _candidate(table: MixedTable, model: Mixture, rule: Rule, seed: int) -> Candidate:
    if model.k == 1:
        return Candidate(1, model.bic, 1.0, 1.0)
    counts = np.bincount(model.probabilities(table).argmax(axis=1), minlength=model.k)
    compared = _sample(table, rule.compared_on, seed)
    labels = refits(compared, model.k, seed=seed, resamples=rule.resamples)
    scores = [agreement(labels[i], labels[j]) for i in range(len(labels)) for j in range(i)]
    return Candidate(model.k, model.bic, float(np.mean(scores)), float(counts.min() / counts.sum()))


def _choose(candidates: tuple[Candidate, ...], rule: Rule, n: int) -> tuple[Verdict, int | None]:
    """Apply the rule; the second answer is None where there are no groups."""
    best = min(candidates, key=lambda c: (c.bic, c.k))
    if best.k == 1:
        return Verdict.NO_STRUCTURE, None
    # Only what describes the data better than one group for everybody is worth a look.
    better = [c for c in candidates if c.k > 1 and c.bic < candidates[0].bic]
    large = [c for c in better if c.smallest >= rule.smallest_share and c.smallest * n >= rule.smallest]
    stable = [c for c in large if c.agreement >= rule.stable]
    gain = candidates[0].bic - best.bic
    close = best.bic + rule.margin * abs(best.bic)
    near = [c for c in stable if c.bic <= max(close, best.bic + (1 - rule.worth) * gain)]
    half = [c for c in large if c.agreement >= rule.unstable]
    for found in (near, stable, half):
        if found:
            # Stability decides how fine: the finest number that comes back about as well as any.
            sure = max(c.agreement for c in found) - rule.about
            chosen = min((c for c in found if c.agreement >= sure), key=lambda c: (c.bic, c.k))
            if found is half:
                return Verdict.PROVISIONAL, chosen.k
            return Verdict.FOUND if chosen.bic <= close else Verdict.COARSER, chosen.k
    comes_back = any(c.agreement >= rule.unstable for c in better)
    return (Verdict.TOO_SMALL if comes_back else Verdict.UNSTABLE), None


def _without(table: MixedTable, verdict: Verdict, candidates: tuple[Candidate, ...], fitted_on: int) -> Segmentation:
    n = len(table)
    return Segmentation(verdict, np.zeros(n, dtype=np.int64), np.ones((n, 1)), candidates, fitted_on)


def _overlap(first: Ints, second: Ints) -> Floats:
    if len(first) != len(second):
        raise InvalidSetting("Two groupings", [f"{len(first)} rows cannot be compared with {len(second)}"])
    if len(first) == 0:
        return np.zeros((1, 1))
    rows, columns = int(first.max()) + 1, int(second.max()) + 1
    counts = np.bincount(first * columns + second, minlength=rows * columns)
    return counts.reshape(rows, columns).astype(np.float64)


def _pairs(counts: Floats) -> Floats:
    return counts * (counts - 1) / 2
