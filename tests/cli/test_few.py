"""Figures of fewer than twenty people: hidden from people, marked for programs."""

from __future__ import annotations

import pyarrow as pa
import pytest

from wegweiser.cli.shown import show
from wegweiser.warehouse import Result

ROWS = {"step": [1, 2, 3], "touchpoint": ["view", "cart", "buy"], "customers": [20, 19, 0], "share": [0.5, 0.475, 0.0]}


@pytest.fixture
def funnel():
    """Return three steps: 20 customers, 19, nobody."""
    return Result("funnel", pa.table(ROWS), "Share: of all.")


def test_nineteen_people_have_no_figures_and_a_line_says_so(funnel, capsys):
    """Twenty are told, nineteen are only less than twenty, and that nobody came may be said."""
    show(funnel, json=False, language="de")
    shown = [line.split() for line in capsys.readouterr().out.replace("\u00a0", " ").splitlines()]
    assert shown[1:4] == [
        ["1", "view", "20", "50,0", "%"],
        ["2", "cart", "<", "20"],
        ["3", "buy", "0", "0,0", "%"],
    ]
    assert " ".join(shown[4]).startswith("< 20: weniger als 20 Personen")


def test_programs_get_every_figure_and_the_mark(funnel, capsys):
    """JSON keeps n and says what people do not see."""
    show(funnel, json=True)
    out = capsys.readouterr().out
    assert [out.count(mark) for mark in ('"suppressed": true', '"suppressed": false', '"customers": 19')] == [1, 2, 1]


def test_rows_in_quarantine_are_no_people(capsys):
    """Three rows of one file are counted, for nobody is behind the number."""
    show(Result("quarantine", pa.table({"file": ["a.csv"], "n": [3]})), json=False, people=False)
    assert capsys.readouterr().out.split() == ["file", "n", "a.csv", "3"]


def test_a_single_touchpoint_of_a_small_shop_is_not_told(shop, wegweiser):
    """Three customers have a list of touchpoints, and no figure beside."""
    shown = wegweiser("journeys", "touchpoints", "-C", shop).out.replace("\u00a0", " ")
    assert "product_view" in shown
    assert "< 20: fewer than 20 people" in shown
    assert "100.0%" not in shown
    moves = wegweiser("journeys", "flow", "-C", shop, "--share", "1", "--json").json
    assert {row["suppressed"] for row in moves["edges"]} == {True}
    assert "< 20" in wegweiser("journeys", "matrix", "-C", shop).out.replace("\u00a0", " ")
