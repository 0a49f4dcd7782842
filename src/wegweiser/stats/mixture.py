"""A mixture for mixed data: Gaussian columns and categories, independent within a group, values may be missing.

Fitted by EM (Dempster, Laird and Rubin 1977, JRSS B 39; latent profiles: Vermunt and Magidson 2002). Columns
are expected standardised. Variances are shrunken by 10 pseudo-observations towards 0.5: without them EM once
reached a higher likelihood and a worse solution, a spike of hardly any variance. A missing value takes no
part in the likelihood of its row (missing at random). Many runs, each with weights of its own for the rows,
go through the same two matrix products, which is what makes 20 starts and the bootstrap cheap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting

_PSEUDO, _TOWARDS = 10.0, 0.5
_SHORT, _LONG, _ENOUGH = 25, 150, 1e-6
_CHUNK = 50_000
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class MixedTable:
    """Rows to be grouped: standardised numeric columns (NaN missing) and coded categories (-1 missing)."""

    numeric: Floats
    codes: Ints
    levels: tuple[int, ...]
    """Number of levels of each coded column."""

    def __post_init__(self) -> None:
        """Refuse a table whose parts do not fit together."""
        wrong = []
        if len(self.numeric) != len(self.codes):
            wrong.append(f"{len(self.numeric)} numeric rows but {len(self.codes)} coded rows")
        if self.codes.shape[1] != len(self.levels):
            wrong.append(f"{self.codes.shape[1]} coded columns but levels for {len(self.levels)}")
        if wrong:
            raise InvalidSetting("The table", wrong)

    def __len__(self) -> int:
        return len(self.numeric)

    def take(self, rows: Ints) -> MixedTable:
        """Return the rows with these numbers."""
        return MixedTable(self.numeric[rows], self.codes[rows], self.levels)


@dataclass(frozen=True)
class Mixture:
    """Groups with their weights, means, variances and category shares, and the log-likelihood of the fit."""

    weights: Floats
    means: Floats
    variances: Floats
    shares: Floats
    log_likelihood: float
    n: int
    levels: tuple[int, ...]

    @property
    def k(self) -> int:
        """Number of groups."""
        return len(self.weights)

    @property
    def bic(self) -> float:
        """Bayesian information criterion, -2 log L + p log n: smaller is better (Schwarz 1978)."""
        free = self.k - 1 + 2 * self.means.size + self.k * (sum(self.levels) - len(self.levels))
        return free * log(self.n) - 2 * self.log_likelihood

    def ordered(self, order: Ints) -> Mixture:
        """Return the same mixture with its groups in another order."""
        return replace(
            self,
            weights=self.weights[order],
            means=self.means[order],
            variances=self.variances[order],
            shares=self.shares[order],
        )

    def probabilities(self, table: MixedTable) -> Floats:
        """Return each row's probability of each group, worked out in chunks so that any number of rows fits."""
        starts = range(0, len(table), _CHUNK)
        return np.concatenate(
            [self._chunk(table.take(np.arange(i, min(i + _CHUNK, len(table))))) for i in starts]
            or [np.empty((0, self.k))]
        )

    def _chunk(self, table: MixedTable) -> Floats:
        runs = _Runs(self.weights[None], self.means[None], self.variances[None], self.shares[None])
        return _expect(_Design.of(table).rows, runs)[0][:, 0, :]


@dataclass(frozen=True)
class _Runs:
    """Parameters of several runs side by side: first axis run, second axis group."""

    weights: Floats
    means: Floats
    variances: Floats
    shares: Floats

    def pick(self, runs: Ints) -> _Runs:
        """Return some of the runs."""
        return _Runs(self.weights[runs], self.means[runs], self.variances[runs], self.shares[runs])


@dataclass(frozen=True)
class _Design:
    """The rows laid out so that a log-density is a product: squares, values, known or not, indicators."""

    rows: Floats
    numeric: int
    base: Floats
    """Overall share of each indicator: one pseudo-observation, so that no share is ever zero."""
    same: Floats
    """One where two indicators belong to the same column."""

    @classmethod
    def of(cls, table: MixedTable) -> _Design:
        """Return the layout of a table."""
        known = ~np.isnan(table.numeric)
        values = np.where(known, table.numeric, 0.0)
        codes, sizes = table.codes, np.asarray(table.levels, dtype=np.int64)
        flags = [(codes[:, [i]] == np.arange(size)).astype(np.float64) for i, size in enumerate(sizes)]
        owner = np.repeat(np.arange(len(sizes)), sizes)
        same = (owner[:, None] == owner).astype(np.float64)
        counted = np.hstack([np.empty(0), *[flag.sum(axis=0) for flag in flags]]) + 1.0
        rows = np.hstack([values**2, values, known.astype(np.float64), *flags])
        return cls(rows=rows, numeric=values.shape[1], base=counted / (counted @ same), same=same)


def fit(table: MixedTable, k: int, *, seed: int, starts: int = 20) -> Mixture:
    """Return the best of `starts` fits with k groups: short runs from all starts, the best three to the end."""
    design, rng = _Design.of(table), np.random.default_rng([seed, k])
    weights = np.ones((len(table), 1 if k == 1 else starts))
    runs, likelihood = _climb(design, _begin(table, k, weights.shape[1], rng), weights, _SHORT)
    best = np.argsort(-likelihood, kind="stable")[:3]
    runs, likelihood = _climb(design, runs.pick(best), weights[:, best], _LONG)
    top = int(np.argmax(likelihood))
    return _frozen(table, runs, top, float(likelihood[top]))


def refits(table: MixedTable, k: int, *, seed: int, resamples: int = 10, starts: int = 12) -> Ints:
    """Return the labels of all rows by each of `resamples` refits on rows drawn with replacement.

    The refits begin anew, not at the fit they are to judge. Rows: refit, columns: row of the table.
    """
    design, rng = _Design.of(table), np.random.default_rng([seed, k, 1])
    n = len(table)
    drawn = rng.multinomial(n, np.full(n, 1 / n), size=resamples).T.astype(np.float64)
    weights = np.repeat(drawn, starts, axis=1)
    runs, likelihood = _climb(design, _begin(table, k, resamples * starts, rng), weights, _SHORT)
    best = likelihood.reshape(resamples, starts).argmax(axis=1) + np.arange(resamples) * starts
    runs, _ = _climb(design, runs.pick(best), weights[:, best], _LONG)
    labels: Ints = _expect(design.rows, runs)[0].argmax(axis=2).T
    return labels


def _begin(table: MixedTable, k: int, runs: int, rng: np.random.Generator) -> _Runs:
    """Begin each group of each run at a row drawn at random, as wide as everyone."""
    rows = np.stack([rng.choice(len(table), size=k, replace=False) for _ in range(runs)])
    means = np.nan_to_num(table.numeric[rows], nan=0.0)
    parts = [np.empty((runs, k, 0))]
    for column, size in enumerate(table.levels):
        base = (np.bincount(table.codes[:, column] + 1, minlength=size + 1)[1:] + 1.0) / (len(table) + size)
        own = table.codes[rows, column][..., None] == np.arange(size)
        mixed = base + own
        parts.append(mixed / mixed.sum(axis=2, keepdims=True))
    return _Runs(np.full((runs, k), 1 / k), means, np.ones_like(means), np.concatenate(parts, axis=2))


def _climb(design: _Design, runs: _Runs, weights: Floats, most: int) -> tuple[_Runs, Floats]:
    """Repeat expectation and maximisation until no run gains any more, or `most` times."""
    before = np.full(weights.shape[1], -np.inf)
    likelihood = before
    for _ in range(most):
        belongs, gains = _expect(design.rows, runs)
        likelihood = (gains * weights).sum(axis=0)
        if np.all(likelihood - before < _ENOUGH * np.abs(likelihood)):
            break
        runs, before = _maximise(design, belongs * weights[:, :, None]), likelihood
    return runs, likelihood


def _expect(rows: Floats, runs: _Runs) -> tuple[Floats, Floats]:
    """Return each row's group probabilities in each run, and its log-likelihood in each run."""
    count, k = runs.weights.shape
    precise = 1.0 / runs.variances
    constant = -0.5 * (np.log(2 * np.pi * runs.variances) + runs.means**2 * precise)
    factors = np.concatenate([-0.5 * precise, runs.means * precise, constant, np.log(runs.shares)], axis=2)
    scores = rows @ factors.reshape(count * k, -1).T
    scores += np.log(runs.weights).ravel()
    scores = scores.reshape(len(rows), count, k)
    peak = scores.max(axis=2, keepdims=True)
    scores -= peak
    np.exp(scores, out=scores)
    total = scores.sum(axis=2, keepdims=True)
    scores /= total
    return scores, (peak + np.log(total))[:, :, 0]


def _maximise(design: _Design, belongs: Floats) -> _Runs:
    """Return the parameters that fit the weighted memberships best, shrunken."""
    n, count, k = belongs.shape
    flat = belongs.reshape(n, count * k)
    sums = (flat.T @ design.rows).reshape(count, k, -1)
    wide = design.numeric
    squares, values, known = (sums[:, :, i * wide : (i + 1) * wide] for i in range(3))
    mass = flat.sum(axis=0).reshape(count, k) + 1e-9
    means = values / np.maximum(known, 1e-9)
    variances = (np.maximum(squares - known * means**2, 0.0) + _PSEUDO * _TOWARDS) / (known + _PSEUDO)
    flags = sums[:, :, 3 * wide :] + design.base
    return _Runs(mass / mass.sum(axis=1, keepdims=True), means, variances, flags / (flags @ design.same))


def _frozen(table: MixedTable, runs: _Runs, run: int, likelihood: float) -> Mixture:
    return Mixture(
        weights=runs.weights[run],
        means=runs.means[run],
        variances=runs.variances[run],
        shares=runs.shares[run],
        log_likelihood=likelihood,
        n=len(table),
        levels=table.levels,
    )
