from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.maps.drawings.scale import Scale


def test_round_values_are_named():
    """From 0 to 63 % on 350 units there is room for lines at every tenth."""
    assert Scale(0.0, 0.63, 0, 350, lambda at: f"{at:.0%}").marks() == (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=6))
def test_every_value_stands_on_the_scale(values):
    """No value lies outside the stretch, and no scale has more than seven lines."""
    scale = Scale.over(values, (10, 300), lambda at: f"{at:.2g}")
    assert all(10 <= scale.at(value) <= 310 for value in values)
    assert len(scale.marks()) <= 7
