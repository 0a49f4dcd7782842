from __future__ import annotations

import numpy as np
import pytest

from wegweiser.voice.models import Validation, share


def test_the_share_is_the_mean_of_the_probabilities_not_of_labels():
    """Ana 0.9, Ben 0.4, Cem 0.2 and one sentence unread: 0.5, where labels would say a third."""
    found = share([0.9, 0.4, 0.2, np.nan], [1, 2, 3, 3])
    assert found.estimate.value == pytest.approx(0.5)
    assert (found.estimate.n, found.read, found.unread, found.corrected) == (3, 3, 1, False)


def test_what_the_model_cannot_know_widens_the_interval():
    """Fifty sure and fifty unsure readings with the same mean: the unsure ones say less."""
    customers = np.arange(100)
    sure = share(np.repeat([0.02, 0.98], 50), customers).estimate
    unsure = share(np.full(100, 0.5), customers).estimate
    assert unsure.hi - unsure.lo == pytest.approx(2 * 1.96 * 0.05, rel=0.01)
    assert sure.lo < 0.5 < sure.hi


def test_own_comments_correct_a_share_others_may_not():
    """The model says 0.2 where one in two was negative: moved by 0.3; 29 comments are too few to move it."""
    said, truth = np.full(40, 0.2), np.arange(40) % 2
    moved = share([0.2] * 50, range(50), Validation(said, truth))
    assert moved.corrected
    assert moved.estimate.value == pytest.approx(0.5)
    plain = share([0.2] * 50, range(50), Validation(said[:29], truth[:29]))
    assert not plain.corrected
    assert plain.estimate.value == pytest.approx(0.2)


def test_nothing_read_gives_no_share():
    """A gap stays a gap."""
    assert share([np.nan, np.nan], [1, 2]) is None


def test_the_interval_covers_the_true_share():
    """Calibrated probabilities, 60 draws of 200 customers: the true 30 % lie inside in at least 55."""
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(60):
        probabilities = rng.beta(0.6, 1.4, size=200)
        estimate = share(probabilities, np.arange(200)).estimate
        inside += estimate.lo <= 0.3 <= estimate.hi
    assert inside >= 55
