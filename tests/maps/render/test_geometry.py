from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegweiser.maps.render.geometry import band_path, curve_path, height_at, monotone, ribbon, spark

_HEIGHTS = st.lists(st.floats(-2, 2, allow_nan=False), min_size=2, max_size=9)


def _bezier(a: float, b: float, c: float, d: float, t: float) -> float:
    return a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t**2 * (1 - t) + d * t**3


@given(_HEIGHTS)
def test_the_curve_never_leaves_the_range_of_its_two_neighbours(heights):
    """Between two points the curve stays between their feelings, so it invents no peak."""
    points = [(float(x), y) for x, y in enumerate(heights)]
    for (_, y0), (segment, (_, y1)) in zip(points[:-1], zip(monotone(points), points[1:], strict=True), strict=True):
        for step in range(11):
            height = _bezier(y0, segment[1], segment[3], y1, step / 10)
            assert min(y0, y1) - 1e-9 <= height <= max(y0, y1) + 1e-9


def test_the_curve_is_level_at_a_peak():
    """Ben's feeling rises and falls: at the top neither side slopes."""
    first, second = monotone([(0, 0), (1, 2), (2, 0)])
    assert first[3] == 2
    assert second[1] == 2


def test_a_single_point_draws_no_curve():
    """One feeling alone has no course."""
    assert monotone([(1.0, 1.0)]) == ()
    assert curve_path([(1.0, 1.0)]) == "M1 1"


def test_an_area_closes_on_its_base():
    """The filled path returns along the neutral line."""
    assert curve_path([(0, 0), (3, 3)], base=5).endswith("L3 5L0 5Z")


def test_a_band_runs_out_along_the_low_and_back_along_the_high():
    """Both edges of the interval bound one closed area."""
    path = band_path([(0, 4), (3, 4)], [(0, 1), (3, 1)])
    assert path == "M0 4C1 4 2 4 3 4L3 1C2 1 1 1 0 1Z"


@pytest.mark.parametrize(("counts", "half"), [([100, 25], "10"), ([100, 1], "18")])
def test_the_ribbon_narrows_with_the_square_root_of_the_people_left(counts, half):
    """A quarter of the customers leaves half of the thickness; the hundredth is the thinnest."""
    assert f"100 {half}L" in ribbon(counts, 100, 40)


def test_the_ribbon_ends_before_a_phase_nobody_was_counted_in():
    """Two of three phases: it runs out to a point at two thirds, so that no line strikes through the words there."""
    path = ribbon([4, 1, 0], 90, 40)
    assert "60 20L60 20" in path
    assert "90" not in path


def test_a_ribbon_of_nobody_is_a_thin_line():
    """Where nobody was counted the drawing still works."""
    assert ribbon([0, 0], 100, 40).startswith("M0 19")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_trend_stays_inside_its_frame(values):
    """Every point of a small trend line lies inside, from left to right."""
    points = spark(values, 60, 20)
    assert all(2 <= x <= 58.01 and 1.99 <= y <= 18.01 for x, y in points)
    assert all(a[0] < b[0] for a, b in pairwise(points))


def test_two_points_at_one_place_are_joined_straight():
    """Somebody assumed two feelings at the same moment: the curve is drawn all the same."""
    points = [(0.0, 1.0), (1.0, 0.0), (1.0, 2.0), (2.0, 1.0)]
    assert monotone(points)[1] == (1.0, 0.0, 1.0, 2.0, 1.0, 2.0)
    assert height_at(points, 1.5) == pytest.approx(1.625)
