"""Shares of feelings from probabilities: counted over all sentences, never from single labels.

The share of negative sentences is the mean of their calibrated probabilities; its interval holds who happened to
write (customers drawn again in 256 buckets) and what the model cannot know of each sentence. Where own comments tell
how far the model is off, the share is moved by that and the interval widened by its uncertainty (prediction-powered
inference, Angelopoulos et al. 2023, Science 382). Nothing is moved by what holds elsewhere: that made it worse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wegweiser.domain.estimates import Estimate
from wegweiser.stats.bootstrap import ratio

_LEAST_VALIDATED = 30
_SHARE = "share"


@dataclass(frozen=True, eq=False)
class Validation:
    """What the model said of own comments it was not trained on, beside what their writers said (0 or 1)."""

    said: ArrayLike
    truth: ArrayLike


@dataclass(frozen=True)
class Share:
    """The share of sentences with one feeling; n counts customers. `unread` sentences had no reading."""

    estimate: Estimate
    read: int
    unread: int
    corrected: bool


def share(probabilities: ArrayLike, customers: ArrayLike, validation: Validation | None = None) -> Share | None:
    """Return the counted share with its interval; None where nothing was read.

    `probabilities` are those of one feeling, nan where the model was not sure; `customers` are their writers.

    Example:
        >>> share([0.9, 0.1, 0.2, 0.8], [1, 2, 3, 4]).estimate.value
        0.5
    """
    said = np.asarray(probabilities, dtype=np.float64)
    there = ~np.isnan(said)
    known = said[there]
    drawn = ratio(known, np.ones(len(known)), np.asarray(customers, dtype=np.int64)[there], unit=_SHARE)
    if drawn is None:
        return None
    variance = float((known * (1 - known)).sum()) / len(known) ** 2
    value, corrected = drawn.value, False
    if validation is not None:
        off = np.asarray(validation.truth, dtype=np.float64) - np.asarray(validation.said, dtype=np.float64)
        off = off[~np.isnan(off)]
        if len(off) >= _LEAST_VALIDATED:
            value, corrected = float(np.clip(value + off.mean(), 0, 1)), True
            variance += float(off.var(ddof=1)) / len(off)
    more = 1.96**2 * variance
    low = value - float(np.hypot(drawn.value - drawn.lo, more**0.5))
    high = value + float(np.hypot(drawn.hi - drawn.value, more**0.5))
    estimate = Estimate(value=value, lo=max(low, 0.0), hi=min(high, 1.0), n=drawn.n, unit=_SHARE)
    return Share(estimate, len(known), int((~there).sum()), corrected)
