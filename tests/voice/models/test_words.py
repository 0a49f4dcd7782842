from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.voice.models.words import WIDTH, hashed


def test_the_words_pairs_and_pieces_of_a_text_are_counted():
    """In " ab c " stand two words, one pair, " a", "ab", "b ", " c", "c ", then " ab", "ab ", " c ", then " ab "."""
    kinds = hashed(["Ab c"]).indices // (WIDTH // 6)
    assert np.bincount(kinds, minlength=6).tolist() == [2, 1, 5, 3, 1, 0]


def test_no_piece_crosses_from_one_text_into_the_next():
    """A text reads the same alone and among others."""
    together = hashed(["good", "bad staff", ""]).toarray()
    assert (together[1] == hashed(["bad staff"]).toarray()[0]).all()
    assert together[2].sum() == 0


def test_a_batch_without_any_text_has_no_rows():
    """No texts, or texts without letters, are no error."""
    assert hashed([]).shape == (0, WIDTH)
    assert hashed(["...", " "]).nnz == 0


@settings(max_examples=25)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_a_row_depends_on_its_own_text_only(texts):
    """Whatever stands beside it, and whatever characters it has, surrogates of broken files included."""
    rows = hashed(texts)
    assert rows.shape == (len(texts), WIDTH)
    for place, text in enumerate(texts):
        alone = hashed([text])
        assert sorted(rows[[place]].indices) == sorted(alone.indices)
