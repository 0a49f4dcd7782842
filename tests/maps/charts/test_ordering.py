from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wegweiser.maps.charts.ordering import crossing, untangled

COLUMNS = [["a1", "a2", "a3"], ["b1", "b2", "b3"], ["c1", "c2", "c3"]]
LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(COLUMNS[0]), st.sampled_from(COLUMNS[1]), st.floats(1, 9)),
        st.tuples(st.sampled_from(COLUMNS[1]), st.sampled_from(COLUMNS[2]), st.floats(1, 9)),
    ),
    max_size=12,
)


def test_two_crossed_lines_are_untangled():
    """The second column changes places, and nothing crosses any more."""
    lines = [("a1", "b2", 5.0), ("a2", "b1", 3.0)]
    assert crossing([["a1", "a2"], ["b1", "b2"]], lines) == 3.0
    assert crossing(untangled([["a1", "a2"], ["b1", "b2"]], lines), lines) == 0


@given(LINES)
def test_the_order_is_never_worse_than_it_was(lines):
    """Whatever the lines, the sweeps keep everything and never add a crossing."""
    found = untangled(COLUMNS, lines)
    assert [sorted(column) for column in found] == COLUMNS
    assert crossing(found, lines) <= crossing(COLUMNS, lines)
    assert found == untangled(COLUMNS, lines)


@given(LINES)
def test_what_has_a_rank_stays_below(lines):
    """An exit is last in its column, whatever would cross less."""
    found = untangled(COLUMNS, lines, rank=lambda name: int(name.endswith("1")))
    assert [column[-1] for column in found] == ["a1", "b1", "c1"]
