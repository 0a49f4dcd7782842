"""How much more often words stand in one place than in others."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_WEIGHT, _EACH = 0.1, 0.5
"""What the prior weighs: a tenth of the smaller side by how often each word is, and half a case for every word."""


def keyness(here: ArrayLike, there: ArrayLike) -> NDArray[np.float64]:
    """Return for each word the log-odds ratio of here against there in standard errors; above 1.96 it belongs here.

    Log-odds with an informative Dirichlet prior of both sides together (Monroe, Colaresi and Quinn 2008, Fightin'
    words, Political Analysis 16), so that a rare word is not key for standing here once. Where one side holds no
    words nothing can be compared and every figure is nan.

    Example:
        >>> keyness([30, 30], [10, 3000]).round(1).tolist()
        [15.3, -32.8]
    """
    first, second = np.asarray(here, dtype=np.float64), np.asarray(there, dtype=np.float64)
    of_first, of_second = first.sum(), second.sum()
    if min(of_first, of_second) <= 0:
        return np.full(first.shape, np.nan)
    prior = (first + second) / (of_first + of_second) * _WEIGHT * min(of_first, of_second) + _EACH
    own, other = first + prior, second + prior
    whole = prior.sum()
    if len(first) < 2:
        # One word is all that is said on either side.
        return np.zeros(first.shape)
    odds = np.log(own / (of_first + whole - own)) - np.log(other / (of_second + whole - other))
    return np.asarray(odds / np.sqrt(1 / own + 1 / other))
