"""Words that belong to one place are told from words that stand everywhere."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.stats.keyness import keyness


def test_a_word_said_as_often_elsewhere_is_no_key():
    """10 of 20 here and 100 of 200 there are the same odds."""
    assert keyness([10, 10], [100, 100]).tolist() == [0.0, 0.0]


def test_a_word_said_here_only_is_key():
    """20 of 40 here and none of 1,000 there: far above 1.96; the frequent word there is as far below."""
    here, there = keyness([20, 20], [0, 1000])
    assert here > 5
    assert there < -5


def test_nothing_is_compared_where_one_side_is_silent():
    """No words elsewhere tell nothing, and one word alone has no odds."""
    assert np.isnan(keyness([24, 3], [0, 0])).all()
    assert keyness([24], [7]).tolist() == [0.0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=8))
def test_the_other_side_sees_the_opposite(words):
    """Exchanging here and there changes the sign and nothing else."""
    here, there = zip(*words, strict=True)
    np.testing.assert_allclose(keyness(here, there), -keyness(there, here), atol=1e-9)
