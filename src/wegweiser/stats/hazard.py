"""How many conversions go with each exposure, period by period, holding equal what was seen: adjusted association."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.deferred import Deferred
from wegweiser.stats.intervals import Floats, Z

if TYPE_CHECKING:
    from scipy import special
else:
    special = Deferred("scipy.special")

Ints: TypeAlias = NDArray[np.int64]
_AT_ONCE = 100_000
_STEPS = 40
_BINS = 20


@dataclass(frozen=True)
class Periods:
    """Person-periods, equal ones counted together: `n` of them, of which `hits` converted in the period.

    `exposures` (rows x items) fade with time and are 0 where there was none; `covariates` (rows x columns) were known
    before the period. A person's periods end with the conversion, so nobody is exposed after it.
    """

    period: Ints
    exposures: Floats
    covariates: Floats
    n: Floats
    hits: Floats
    bucket: Ints

    def __post_init__(self) -> None:
        """Refuse columns that do not belong together."""
        columns = (self.period, self.exposures, self.covariates, self.n, self.hits, self.bucket)
        problems = []
        if len({len(column) for column in columns}) != 1:
            problems.append("the columns differ in length")
        elif not len(self.n):
            problems.append("there is no period")
        elif (self.hits > self.n).any() or (self.hits < 0).any() or self.period.min() < 0:
            problems.append("more conversions than periods, or a period before the first")
        if problems:
            raise InvalidSetting("Person-periods", problems)


@dataclass(frozen=True)
class Associations:
    """Conversions that go with each item of exposure beyond what is held equal; never an effect."""

    extra: Floats
    se: Floats
    overlap: Floats
    """Share of exposed and unexposed periods that are alike in everything else: 1 comparable, 0 never."""
    e_value: Floats
    """Risk ratio something unseen would need with both exposure and conversion to explain the association away."""
    e_value_of_limit: Floats
    """The same for the end of the interval that is nearer to no association; 1 where it holds none."""
    conversions: float
    n: float

    @property
    def lo(self) -> Floats:
        """Lower end of each 95 % interval."""
        return np.asarray(self.extra - Z * self.se, dtype=np.float64)

    @property
    def hi(self) -> Floats:
        """Upper end of each 95 % interval."""
        return np.asarray(self.extra + Z * self.se, dtype=np.float64)

    @property
    def clear(self) -> NDArray[np.bool_]:
        """True where the interval leaves zero out; on a placebo this says that something unseen is at work."""
        return np.asarray((self.lo > 0) | (self.hi < 0))


def e_value(ratio: ArrayLike) -> Floats:
    """Return the E-value of a risk ratio: RR + sqrt(RR (RR - 1)) (VanderWeele and Ding 2017, Ann Intern Med 167).

    Example:
        >>> e_value([3.9, 1.0]).round(2).tolist()
        [7.26, 1.0]
    """
    ratios = np.asarray(ratio, dtype=np.float64)
    away = np.where(ratios < 1, 1 / np.maximum(ratios, 1e-12), ratios)
    return np.asarray(away + np.sqrt(away * (away - 1)), dtype=np.float64)


def associated(periods: Periods, *, ridge: float = 1.0, folds: int = 4) -> Associations:
    """Return how many conversions go with each exposure: the sum of h(t) minus h(t) without it.

    h(t) = 1 / (1 + exp(-(a_t + b'x_t + c'z))), a discrete hazard (Singer and Willett 1993, J Educ Stat 18) with a ridge
    on all standardised terms. Predictions of a bucket come from the other folds. Errors: infinitesimal jackknife
    over the 256 buckets, through predictions and coefficients. Whole-journey regressions let converters look less
    exposed because they stop early; periods do not.
    """
    if not 2 <= folds <= BUCKETS:
        raise InvalidSetting("Person-periods", [f"{folds} folds are not between 2 and {BUCKETS}"])
    design = _Design.of(periods)
    whole = _fit(design, periods.n, periods.hits, ridge)
    fold, items = periods.bucket % folds, periods.exposures.shape[1]
    extra, exposed = np.zeros((BUCKETS, items)), np.zeros(items)
    for held in range(folds):
        inside = fold != held
        beta = _fit(design, periods.n * inside, periods.hits * inside, ridge, whole)
        _add_up(design, periods, np.flatnonzero(~inside), beta, (extra, exposed))
    se = _errors(design, periods, whole, ridge, extra)
    total = extra.sum(axis=0)
    near = np.where(np.abs(total) > Z * se, total - np.sign(total) * Z * se, 0.0)
    return Associations(
        extra=total,
        se=se,
        overlap=np.array([_overlap(periods, item, ridge) for item in range(items)]),
        e_value=e_value(_ratio(exposed, total)),
        e_value_of_limit=e_value(_ratio(exposed, near)),
        conversions=float(periods.hits.sum()),
        n=float(periods.n.sum()),
    )


def placebo(periods: Periods, hits: Floats, *, ridge: float = 1.0, folds: int = 4) -> Associations:
    """Return the associations with an outcome no exposure can cause; what is `clear` here is bias, not effect.

    Negative controls: Lipsitch, Tchetgen Tchetgen and Cohen 2010, Epidemiology 21.
    """
    return associated(replace(periods, hits=hits), ridge=ridge, folds=folds)


def _ratio(exposed: Floats, extra: Floats) -> Floats:
    """Return the conversions of exposed periods over those left without the exposure."""
    left = np.maximum(exposed - extra, 1e-12)
    return np.asarray(np.where(exposed > 0, exposed / left, 1.0), dtype=np.float64)


@dataclass(frozen=True)
class _Design:
    """Columns of the model: one for all, one per period, the exposures, the covariates, all but the first scaled."""

    period: Ints
    periods: int
    terms: Floats
    first: int
    """Column of the first exposure."""

    @classmethod
    def of(cls, periods: Periods) -> _Design:
        """Return the design; exposures keep their zero, covariates are centred."""
        n, mass = periods.n[:, None], periods.n.sum()
        centre = (periods.covariates * n).sum(axis=0) / mass
        terms = np.hstack([periods.exposures, periods.covariates - centre])
        mean = (terms * n).sum(axis=0) / mass
        spread = np.sqrt(((terms - mean) ** 2 * n).sum(axis=0) / mass)
        count = int(periods.period.max()) + 1
        return cls(periods.period, count, terms / np.where(spread > 0, spread, 1.0), count + 1)

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.first + int(self.terms.shape[1])

    def parts(self, rows: Ints) -> Iterator[tuple[Ints, Floats]]:
        """Yield the rows of the design, a hundred thousand at a time."""
        for at in range(0, len(rows), _AT_ONCE):
            some = rows[at : at + _AT_ONCE]
            x = np.zeros((len(some), self.width))
            x[:, 0] = 1.0
            x[np.arange(len(some)), 1 + self.period[some]] = 1.0
            x[:, self.first :] = self.terms[some]
            yield some, x


def _penalty(width: int, ridge: float) -> Floats:
    penalty = np.full(width, ridge)
    penalty[0] = 1e-9
    return penalty


def _fit(design: _Design, n: Floats, hits: Floats, ridge: float, start: Floats | None = None) -> Floats:
    """Return the coefficients by Newton's method; the ridge keeps them finite where nobody or everybody converts."""
    beta, penalty = np.zeros(design.width) if start is None else start.copy(), _penalty(design.width, ridge)
    if start is None:
        share = np.clip(hits.sum() / max(n.sum(), 1e-12), 1e-9, 1 - 1e-9)
        beta[0] = np.log(share / (1 - share))
    rows = np.flatnonzero(n > 0)
    for _ in range(_STEPS):
        curve, slope = np.diag(penalty), -penalty * beta
        for some, x in design.parts(rows):
            chance = special.expit(x @ beta)
            slope += x.T @ (hits[some] - n[some] * chance)
            curve += (x * (n[some] * chance * (1 - chance))[:, None]).T @ x
        step = np.linalg.solve(curve, slope)
        beta = beta + np.clip(step, -4.0, 4.0)
        if np.abs(step).max() < 1e-8:
            break
    return beta


def _add_up(design: _Design, periods: Periods, rows: Ints, beta: Floats, sums: tuple[Floats, Floats]) -> None:
    """Add what these rows are predicted to convert more, per bucket and item, and what exposed rows convert."""
    extra, exposed = sums
    for some, x in design.parts(rows):
        score = x @ beta
        chance, n = special.expit(score), periods.n[some]
        for item in range(extra.shape[1]):
            column = design.first + item
            gain = n * (chance - special.expit(score - x[:, column] * beta[column]))
            extra[:, item] += np.bincount(periods.bucket[some], weights=gain, minlength=BUCKETS)
            exposed[item] += (n * chance)[x[:, column] != 0].sum()


def _errors(design: _Design, periods: Periods, beta: Floats, ridge: float, extra: Floats) -> Floats:
    """Return the standard error of each sum of extra conversions."""
    items = extra.shape[1]
    curve, scores = np.diag(_penalty(design.width, ridge)), np.zeros((BUCKETS, design.width))
    slopes = np.zeros((items, design.width))
    for some, x in design.parts(np.arange(len(periods.n))):
        score, n, bucket = x @ beta, periods.n[some], periods.bucket[some]
        chance = special.expit(score)
        steep = n * chance * (1 - chance)
        curve += (x * steep[:, None]).T @ x
        np.add.at(scores, bucket, x * (periods.hits[some] - n * chance)[:, None])
        for item in range(items):
            column = design.first + item
            without = special.expit(score - x[:, column] * beta[column])
            flat = n * without * (1 - without)
            slopes[item] += x.T @ (steep - flat)
            # Without the exposure its own column is zero, so nothing is taken off there.
            slopes[item, column] += x[:, column] @ flat
    pull = extra - extra.mean(axis=0) + scores @ np.linalg.solve(curve, slopes.T)
    return np.asarray(np.sqrt((pull**2).sum(axis=0) * BUCKETS / (BUCKETS - 1)), dtype=np.float64)


def _overlap(periods: Periods, item: int, ridge: float) -> float:
    """Return how far exposed and unexposed periods share one distribution of the chance to be exposed."""
    exposed = periods.exposures[:, item] != 0
    if exposed.all() or not exposed.any():
        return 0.0
    others = np.hstack([np.delete(periods.exposures, item, axis=1), periods.covariates])
    seen = replace(periods, exposures=others[:, :0], covariates=others)
    design = _Design.of(seen)
    beta = _fit(design, periods.n, periods.n * exposed, ridge)
    score = np.concatenate([x @ beta for _, x in design.parts(np.arange(len(periods.n)))])
    edges = _weighted_edges(score, periods.n)
    place = np.searchsorted(edges, score)
    parts: list[Floats] = []
    for which in (exposed, ~exposed):
        mass = np.bincount(place[which], weights=periods.n[which], minlength=len(edges) + 1)
        parts.append(np.asarray(mass / mass.sum(), dtype=np.float64))
    return float(np.minimum(*parts).sum())


def _weighted_edges(score: Floats, n: Floats) -> Floats:
    """Return the borders of twenty bins that hold about equally many periods."""
    order = np.argsort(score, kind="stable")
    running = np.cumsum(n[order]) / n.sum()
    places = np.searchsorted(running, np.linspace(0, 1, _BINS + 1)[1:-1])
    return np.unique(score[order][np.minimum(places, len(score) - 1)])
