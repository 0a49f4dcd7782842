"""What people type is composed, visible and no longer than a field may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.maps.editing import edits
from wegweiser.maps.editing.cleaning import cleaned, plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\u0308", "ä"),
        ("Order\u202e now", "Order now"),
        ("two\r\nlines", "two lines"),
        ("\x00\x07Ana ", "Ana"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_texts_are_composed_and_visible(typed: str, kept: str):
    """Marks that turn the writing and control characters go; what joins an emoji stays."""
    assert plain(typed) == kept


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(typed: str):
    """A clean text stays as it is."""
    once = plain(typed, several_lines=True)
    assert plain(once, several_lines=True) == once


def test_every_problem_of_an_edit_is_told_at_once():
    """Two fields too long are two problems."""
    with pytest.raises(InvalidSetting) as refused:
        cleaned(edits.AddPhase(name="n" * 121, line="l" * 241))
    assert refused.value.problems == (
        "name has 121 characters; 120 are allowed", "line has 241 characters; 240 are allowed",
    )  # fmt: skip
