"""The truth table drives the tests and stands in the documentation."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "funnels.md"


def test_every_cell_of_the_table_is_what_is_counted(counted, truth):
    """Each log in each mode reaches the number of steps that was worked out by hand."""
    for case in truth.CASES:
        for mode, depth in zip(truth.MODES, case.reached, strict=False):
            rows = counted(case.contacts(), case.funnel(mode))
            assert [row["reached"] for row in rows] == [int(place < depth) for place in range(3)], (case.what, mode)


def test_every_attempt_of_the_table_is_counted(counted, truth):
    """Attempts of one customer are several, each as deep as worked out by hand."""
    for case in truth.CASES:
        rows = counted(case.contacts(), case.funnel("attempts"))
        depths = [sum(depth > place for depth in case.attempts) for place in range(3)]
        assert [row["reached"] for row in rows] == depths, case.what


def test_the_search_agrees_with_the_table(search, truth):
    """What the random tests compare with gives the same numbers."""
    for case in truth.CASES:
        for mode, depth in zip(truth.MODES, case.reached, strict=False):
            found = search.counts(case.contacts(), case.funnel(mode))
            assert [reached for reached, _ in found] == [int(place < depth) for place in range(3)], (case.what, mode)


def test_the_page_on_funnels_shows_the_table(truth):
    """The documentation holds the table word for word."""
    assert truth.table() in PAGE.read_text("utf-8")
