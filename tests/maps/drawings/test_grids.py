from __future__ import annotations

import re

import pytest
from drawn import HEAT, PLACES
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.maps.charts.widths import SEMIBOLD, width
from wegweiser.maps.drawings import grids
from wegweiser.maps.drawings.quadrants import _crosses, _touch


def test_cells_are_tinted_by_their_share():
    """40 % is the darkest; 10 % of that is half as dark by its root; twelve people have no tint."""
    made = grids.matrix(HEAT, "en")
    assert made.tints[0] == (1.0, 0.5, None)
    assert made.tints[1][1] is None
    assert made.table.rows[1][2] == "n\u00a0<\u00a020"
    assert made.title == "Most at “1”: “Advertisement” with 40%"


def test_what_matters_and_feels_bad_comes_first():
    """The product page matters more than the mean and feels worse; nine people are left out."""
    made = grids.priorities(PLACES, "en")
    assert made.title == "“Product page” matters much and feels worse than the others"
    assert made.note == "Not shown: 1 rated by fewer than 20 people."
    assert [row[1] for row in made.data[:2]] == ["Good enough", "Improve first"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(-2, 2), st.sampled_from(["Cart", "Delivery of the parcel"])),
             min_size=3, max_size=25)
)  # fmt: skip
def test_names_never_cover_each_other(rows):
    """Wherever 3 to 25 dots stand: no name lies on another, on a dot or on a line; who finds no room is a number."""
    places = tuple(grids.Place(f"{name} {i}", x, y, 50) for i, (x, y, name) in enumerate(rows))
    made = grids.priorities(places, "en")
    for svg in (made.svg, made.small):
        found = re.findall(
            r'<text x="(\S+)" y="(\S+)" font-size="12.5" font-weight="600" paint-order[^>]*>([^<]+)<', svg
        )
        names = [
            (float(x), float(y) - 10, float(x) + width(words, 12.5, SEMIBOLD), float(y) + 2) for x, y, words in found
        ]
        assert not [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if _touch(a, b)]
        dots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="(\S+)" cy="(\S+)"', svg)]
        assert not [(x, y) for x, y in dots for name in names if _touch((x - 6, y - 6, x + 6, y + 6), name)]
        leads = [tuple(map(float, lead)) for lead in re.findall(r'd="M(\S+) (\S+)L(\S+) (\S+)"', svg)]
        assert not [(lead, name) for lead in leads for name in names if _crosses(lead, name)]


def test_a_name_apart_from_its_dot_has_a_line_to_it():
    """Six dots crowd each other: one name finds room only above, and a line leads there from its dot."""
    crowd = [grids.Place(f"Contact number {i}", 0.5 + i / 40, (-1) ** i * 0.05, 50) for i in range(6)]
    corners = (grids.Place("Low", 0.0, -2.0, 50), grids.Place("High", 1.0, 2.0, 50))
    svg = grids.priorities((*crowd, *corners), "en").svg
    begun = re.findall(r'd="M(\S+ \S+)L', svg)
    assert begun
    assert set(begun) <= {f"{x} {y}" for x, y in re.findall(r'<circle cx="(\S+)" cy="(\S+)"', svg)}


@pytest.mark.parametrize(
    ("line", "crossed"),
    [
        ((0, 5, 20, 5), True),
        ((0, 0, 20, 20), True),
        ((0, 12, 8, 20), False),
        ((0, 5, 4, 5), False),
        ((6, 0, 6, 20), True),
    ],
)
def test_lines_cross_what_they_touch(line, crossed):
    """A box from (5, 4) to (12, 12): through its middle and corners; past a corner; too short; upright."""
    assert _crosses(line, (5.0, 4.0, 12.0, 12.0)) is crossed
