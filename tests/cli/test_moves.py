from __future__ import annotations

import pytest


def test_the_matrix_is_a_grid_for_people_and_rows_for_programs(shop, wegweiser):
    """Touchpoints stand in rows and steps in columns; a program gets one row for each cell."""
    shown = wegweiser("journeys", "matrix", "-C", shop, "--depth", "2")
    assert shown.code == 0
    assert shown.out.splitlines()[0].split() == ["touchpoint", "1", "2"]
    assert "product_view" in shown.out
    told = wegweiser("journeys", "matrix", "-C", shop, "--depth", "2", "--json").json
    assert {row["step"] for row in told["rows"]} == {1, 2}


def test_the_flow_says_what_share_of_moves_it_shows(shop, wegweiser):
    """A table ends with the share that is shown, and a program gets it as a number."""
    assert "Shown: 100% of 3 moves." in wegweiser("journeys", "flow", "-C", shop, "--share", "1").out
    told = wegweiser("journeys", "flow", "-C", shop, "--share", "1", "--json").json
    assert told["shown"] == 1.0
    assert [(edge["source"], edge["transitions"]) for edge in told["edges"]] == [
        ("product_view", 2),
        ("newsletter_open", 1),
    ]


@pytest.mark.parametrize(
    ("name", "more", "begins"),
    [
        ("ways.html", (), "<!doctype html>"),
        ("g.svg", (), "<svg"),
        ("s.svg", ("--chart", "steps", "--lang", "de"), "<svg"),
    ],
)
def test_the_flow_is_drawn_into_a_file(shop, wegweiser, name, more, begins):
    """The ending of the file says whether it is the page or one chart."""
    out = shop / name
    answer = wegweiser("journeys", "flow", "-C", shop, "--out", out, *more)
    assert (answer.code, answer.out.strip()) == (0, str(out))
    assert out.read_text("utf-8").startswith(begins)


def test_a_file_of_another_kind_is_refused(shop, tmp_path, wegweiser):
    """A PDF of a chart is nothing we draw, and the message says what is."""
    answer = wegweiser("journeys", "flow", "-C", shop, "--out", tmp_path / "flow.pdf")
    assert answer.code == 2
    assert "a page ends in .html and a chart in .svg" in answer.err


def test_going_back_comes_as_table_and_as_json(shop, wegweiser):
    """The first row is of all customers: none of three goes back."""
    told = wegweiser("journeys", "back", "-C", shop, "--json").json
    assert [(row["source"], row["customers"], row["of_customers"]) for row in told["rows"]] == [("(any)", 0, 3)]
    assert "95 % Wilson interval" in wegweiser("journeys", "back", "-C", shop).out
