from __future__ import annotations

import re

from drawn import HEAT, PLACES
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.maps.drawings import grids
from wegweiser.maps.drawings.quadrants import _touch


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


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(-2, 2), st.sampled_from(["Cart", "Delivery of the parcel"])),
             min_size=1, max_size=14)
)  # fmt: skip
def test_names_never_cover_each_other(rows):
    """Wherever the dots stand: names that find no room become numbers."""
    places = tuple(grids.Place(f"{name} {i}", x, y, 50) for i, (x, y, name) in enumerate(rows))
    svg = grids.priorities(places, "en").svg
    found = re.findall(r'<text x="(\S+)" y="(\S+)" font-size="12.5" font-weight="600" paint-order[^>]*>([^<]+)<', svg)
    boxes = [(float(x), float(y) - 9.5, float(x) + 6 * len(words), float(y) + 2) for x, y, words in found]
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if _touch(a, b)]
