"""A linear model with calibrated probabilities: arrays, no pickle, and its own quality beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wegweiser.domain.estimates import Estimate
from wegweiser.stats.deferred import Deferred
from wegweiser.voice.models.vectors import Rows

if TYPE_CHECKING:
    from scipy import sparse, special
    from sklearn import linear_model
else:
    sparse = Deferred("scipy.sparse")
    special = Deferred("scipy.special")
    linear_model = Deferred("sklearn.linear_model")

_STRENGTH = 3.0
_LEXICON_PART, _VECTOR_PART = 0.3, 0.05
_LEXICON_COLUMNS = 6
_RARE = 2
_TESTED = 3000
"""Texts held out at least, where there are so many: with more of them calibration and quality hardly change."""
_DRAWS = 1000
_ENDS = (2.5, 97.5)
_BINS = 10

Numbers = NDArray[np.float64]
Classes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Linear:
    """Logits of `classes` from rows: weights for words (last column: their squared rarity) and for numbers."""

    words: NDArray[np.float32]
    numbers: Numbers
    middle: Numbers
    scale: Numbers
    bias: Numbers

    def logits(self, rows: Rows) -> Numbers:
        """Return one logit per row and class."""
        summed = np.asarray(rows.words @ self.words, dtype=np.float64)
        length = np.sqrt(np.maximum(summed[:, -1:], 1e-12))
        plain = (rows.numbers - self.middle) * self.scale
        return np.asarray(summed[:, :-1] / length + plain @ self.numbers + self.bias)


@dataclass(frozen=True)
class Quality:
    """How well a model reads texts it was not trained on, by cross-validation on the own comments.

    `error` is the expected calibration error (ECE, ten bins of equal count); `majority` the macro-F1 of always saying
    the most frequent class.
    """

    f1: Estimate
    accuracy: Estimate
    error: float
    majority: float


@dataclass(frozen=True, eq=False)
class Classifier:
    """Classes of rows with calibrated probabilities."""

    linear: Linear
    calibration: Numbers
    """Logits in, logits out: a matrix and, in its last row, a constant per class."""
    base: Numbers
    quality: Quality

    def probabilities(self, rows: Rows) -> Numbers:
        """Return one probability per row and class."""
        return special.softmax(_through(self.calibration, self.linear.logits(rows)), axis=1)

    def named(self, probabilities: Numbers) -> Classes:
        """Return the class that stands out most from how often it occurs; for tests of quality, not for people."""
        return np.asarray((probabilities / self.base).argmax(axis=1))


def fit(rows: Rows, classes: Classes, folds: NDArray[np.intp]) -> Classifier:
    """Return the classifier of rows with known classes 0, 1, 2…; rows of one fold are tested together.

    Logistic regression with all classes weighing the same; its held-out logits are calibrated by a second one (Platt
    1999, for several classes), which brings back how often each class occurs. Of many rows only as many folds are
    tested as hold three thousand.
    """
    count, rows = int(classes.max()) + 1, _merged(rows)
    tried, held_out = _tested(folds), np.zeros((len(classes), count))
    for fold in tried:
        test = folds == fold
        held_out[test] = _linear(rows[~test], classes[~test], count).logits(rows[test])
    tested = np.isin(folds, tried)
    logits, truth, half = held_out[tested], classes[tested], np.searchsorted(tried, folds[tested]) % 2 == 0
    base = np.bincount(classes, minlength=count) / len(classes)
    crossed = np.zeros_like(logits)
    for one in (half, ~half):
        if one.any() and (~one).any():
            crossed[one] = special.softmax(_through(_calibration(logits[~one], truth[~one], count), logits[one]), 1)
    return Classifier(
        _linear(rows, classes, count),
        _calibration(logits, truth, count),
        base,
        _quality(crossed, base, truth),
    )


def _tested(folds: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the folds to test: two at least, and no more than hold as many texts as are enough."""
    names, sizes = np.unique(folds, return_counts=True)
    enough = int(np.searchsorted(np.cumsum(sizes), _TESTED)) + 1
    return names[: max(2, enough)]


def macro_f1(truth: Classes, said: Classes) -> Estimate:
    """Return the mean F1 of the classes with its interval: texts drawn again a thousand times.

    Example:
        >>> macro_f1(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1])).value
        1.0
    """
    return _drawn(truth, said, _f1)


def accuracy(truth: Classes, said: Classes) -> Estimate:
    """Return the share of right answers with its interval."""
    return _drawn(truth, said, lambda tables: np.trace(tables, axis1=1, axis2=2) / tables.sum(axis=(1, 2)))


def calibration_error(probabilities: Numbers, truth: Classes) -> float:
    """Return how far the probability of the likeliest class is, on average, from how often it is right."""
    sure = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    # With fewer than 30 texts in a bin its error would be mostly chance.
    count = max(2, min(_BINS, len(truth) // 30))
    bins = np.array_split(np.argsort(sure, kind="stable"), count)
    return float(sum(abs(sure[one].sum() - right[one].sum()) for one in bins if len(one)) / len(truth))


def _quality(probabilities: Numbers, base: Numbers, truth: Classes) -> Quality:
    said = np.asarray((probabilities / base).argmax(axis=1))
    most = np.full_like(truth, int(base.argmax()))
    error = calibration_error(probabilities, truth)
    return Quality(macro_f1(truth, said), accuracy(truth, said), error, macro_f1(truth, most).value)


def _drawn(truth: Classes, said: Classes, figure: Any) -> Estimate:  # noqa: ANN401  (tables to one number each)
    """Return a figure of the table of truth and answer; drawing texts again is drawing its cells again."""
    count = int(max(truth.max(), said.max())) + 1
    cells = np.bincount(truth * count + said, minlength=count * count)
    draws = np.random.default_rng(0).multinomial(len(truth), cells / len(truth), size=_DRAWS)
    values = figure(np.vstack([cells, draws]).reshape(-1, count, count))
    low, high = np.percentile(values[1:], _ENDS)
    return Estimate(value=float(values[0]), lo=float(low), hi=float(high), n=len(truth))


def _f1(tables: NDArray[np.int64]) -> Numbers:
    right = np.diagonal(tables, axis1=1, axis2=2)
    both = tables.sum(axis=1) + tables.sum(axis=2)
    there = both > 0
    shares = np.where(there, 2 * right / np.maximum(both, 1), 0.0)
    return np.asarray(shares.sum(axis=1) / np.maximum(there.sum(axis=1), 1))


def _linear(rows: Rows, classes: Classes, count: int) -> Linear:
    often = np.bincount(classes, minlength=count)
    weight = (len(classes) / count / np.maximum(often, 1))[classes]
    width = rows.words.shape[1]
    seen = np.bincount(rows.words.indices, weights=rows.words.data, minlength=width)
    kept = np.flatnonzero(seen >= _RARE)
    rarity = np.zeros(width, dtype=np.float32)
    rarity[kept] = np.log((1 + len(classes)) / (1 + np.minimum(seen[kept], len(classes)))) + 1
    length = np.sqrt(np.maximum(rows.words @ (rarity**2), 1e-12))
    words = rows.words[:, kept]
    # In place, as a product of two sparse tables would take longer than the model.
    words.data *= rarity[kept][words.indices] / np.repeat(length, np.diff(words.indptr))
    middle, scale = _scaling(rows.numbers)
    numbers = sparse.csr_array((rows.numbers - middle) * scale)
    design = sparse.csr_matrix(sparse.hstack([words, numbers], format="csr"))
    model = linear_model.LogisticRegression(C=_STRENGTH, max_iter=200, tol=1e-3).fit(
        design, classes, sample_weight=weight
    )
    coefficients, bias = _per_class(model, count)
    weights = np.zeros((width, count + 1), dtype=np.float32)
    weights[kept, :count] = coefficients[:, : len(kept)].T * rarity[kept, None]
    weights[:, count] = rarity**2
    return Linear(weights, coefficients[:, len(kept) :].T, middle, scale, bias)


def _merged(rows: Rows) -> Rows:
    """Return the rows with places that are hit several times standing in them once, with their number."""
    words = rows.words.copy()
    words.sum_duplicates()
    return Rows(words, rows.numbers)


def _scaling(numbers: NDArray[np.float32]) -> tuple[Numbers, Numbers]:
    """Return middle and scale: how much lexicon and sentence vector count was tried on one set only."""
    part = np.full(numbers.shape[1], _VECTOR_PART)
    part[:_LEXICON_COLUMNS] = _LEXICON_PART
    return numbers.mean(axis=0, dtype=np.float64), part / np.maximum(numbers.std(axis=0, dtype=np.float64), 1e-3)


def _per_class(model: linear_model.LogisticRegression, count: int) -> tuple[Numbers, Numbers]:
    """Return coefficients and constants of every class, also where there are two or one is missing."""
    known, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        known, bias = np.vstack([-known, known]) / 2, np.concatenate([-bias, bias]) / 2
    coefficients, constants = np.zeros((count, known.shape[1])), np.full(count, -20.0)
    coefficients[model.classes_], constants[model.classes_] = known, bias
    return coefficients, constants


def _calibration(logits: Numbers, classes: Classes, count: int) -> Numbers:
    model = linear_model.LogisticRegression(C=10.0, max_iter=500).fit(special.log_softmax(logits, axis=1), classes)
    matrix, constants = _per_class(model, count)
    return np.vstack([matrix.T, constants])


def _through(calibration: Numbers, logits: Numbers) -> Numbers:
    return np.asarray(special.log_softmax(logits, axis=1) @ calibration[:-1] + calibration[-1])
