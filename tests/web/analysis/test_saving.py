"""An address asks nearly the same as another."""

from __future__ import annotations

import pytest

from wegweiser.web.analysis.saving import drawn_once
from wegweiser.web.screens.funnel import FunnelAsked, edited
from wegweiser.web.screens.paths import PathsAsked, PathsFile, among_of


@pytest.mark.parametrize(
    ("asked", "changes", "query"),
    [
        (PathsAsked(), {}, ""),
        (PathsAsked(goal="buy", share=0.5), {}, "?goal=buy&share=0.5"),
        (PathsAsked(goal="buy"), {"goal": "a&b"}, "?goal=a%26b"),
        (PathsAsked(find="jb_1"), {"find": ""}, ""),
        (PathsFile(figure="flow", form="svg", top=50), {}, "?top=50"),
        (FunnelAsked(steps=("ad", "buy"), up=0), {"up": None}, "?steps=ad&steps=buy"),
    ],
)
def test_an_address_says_only_what_differs(asked, changes, query):
    """Defaults are left out, and what names a file never travels along."""
    assert asked.but(**changes) == query


def test_a_figure_has_a_link_for_each_form():
    """The links keep what is asked."""
    assert PathsAsked(goal="buy").saves("/paths", "flow")[0] == ("/paths/figures/flow/svg?goal=buy", "SVG")


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        ({"up": 1}, ("cart", "ad", "buy")),
        ({"down": 1}, ("ad", "buy", "cart")),
        ({"up": 0}, ("ad", "cart", "buy")),
        ({"down": 2}, ("ad", "cart", "buy")),
        ({"drop": 0}, ("cart", "buy")),
        ({"add": "faq"}, ("ad", "cart", "buy", "faq")),
        ({"add": "ad"}, ("ad", "cart", "buy")),
    ],
)
def test_steps_are_moved_added_and_taken_out(change, steps):
    """One change at a time; what cannot be done changes nothing."""
    assert edited(FunnelAsked(steps=("ad", "cart", "buy"), **change)) == steps


def test_a_figure_is_drawn_once_for_the_same_source():
    """Another source, or the same one read anew, is drawn anew."""
    drawn = []
    one, same = ["a"], ["a"]
    for source in (one, one, same, same):
        drawn_once(source, ("test",), lambda source=source: drawn.append(id(source)))
    assert drawn == [id(one), id(same)]


def test_a_selection_is_written_as_questions_take_it():
    """A group, a period open at one end, or nothing."""
    assert among_of("persona:pe_1", "2026-01", "2026-03") == ("persona:pe_1", "period:2026-01..2026-03")
    assert among_of("", "", "2026-03") == ("period:..2026-03",)
    assert among_of(" ") == ()
