"""Relative weights: what is known by hand, what they add up to, and intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats.importance import importance, relative_weights


def moments(columns):
    """Return the sums of each pair in 256 buckets, one person after another; NaN was not answered."""
    n, width = columns.shape
    found = np.zeros((256, width, width, 6))
    for person in range(n):
        there = np.flatnonzero(~np.isnan(columns[person]))
        x, y = np.meshgrid(columns[person, there], columns[person, there], indexing="ij")
        found[person % 256, there[:, None], there] += np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    return found


def test_columns_apart_take_what_each_explains_alone():
    """Correlations of 0.6 and 0.3 with the whole, none with each other: 36 % and 9 %."""
    matrix = np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]])
    assert relative_weights(matrix) == pytest.approx([0.36, 0.09])


def test_two_columns_that_say_the_same_share_alike():
    """Both correlate at 0.5 with the whole and at 0.6 with each other: R² = 2 x 0.25 / 1.6 = 31.25 %, half each."""
    matrix = np.array([[1.0, 0.6, 0.5], [0.6, 1.0, 0.5], [0.5, 0.5, 1.0]])
    assert relative_weights(matrix) == pytest.approx([0.15625, 0.15625])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6))
def test_they_are_never_negative_and_add_up_to_what_regression_explains(seed, width):
    """R² of least squares on the same columns."""
    rng = np.random.default_rng(seed)
    data = rng.normal(size=(60, width)) @ rng.normal(size=(width, width)) + rng.normal(size=(60, width))
    matrix = np.corrcoef(data.T)
    found = relative_weights(matrix)
    explained = matrix[-1, :-1] @ np.linalg.solve(matrix[:-1, :-1], matrix[:-1, -1])
    assert found.min() >= 0
    assert found.sum() == pytest.approx(explained, abs=1e-6)


def test_the_strong_one_stands_out_and_noise_stays_small():
    """The whole is made of the first twice as much as of the second; a third of the answers are missing."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(2000, 3))
    whole = 2 * x[:, 0] + x[:, 1] + rng.normal(size=2000)
    data = np.column_stack([x, whole])
    data[rng.random(data.shape) < 0.33] = np.nan
    found = importance(moments(data))
    first, second, noise = found.weights
    assert first.lo <= 4 / 6 <= first.hi
    assert second.lo <= 1 / 6 <= second.hi
    assert noise.hi < 0.02
    assert found.explained.value == pytest.approx(sum(one.value for one in found.weights))
    assert 800 < first.n < 1000


def test_a_column_in_which_all_are_alike_goes_with_nothing():
    """Everybody gives the first the same answer."""
    rng = np.random.default_rng(1)
    y = rng.normal(size=300)
    found = importance(moments(np.column_stack([np.ones(300), y + rng.normal(size=300), y])))
    assert found.weights[0].value == 0.0


def test_other_shapes_are_refused():
    """Ten buckets are no 256."""
    with pytest.raises(InvalidSetting, match="256, columns"):
        importance(np.zeros((10, 2, 2, 6)))
