from __future__ import annotations

import re

from walked import FUNNEL

from wegweiser.maps.charts import funnel_bars
from wegweiser.maps.charts.rows import Funnel, Stage


def test_lengths_are_in_proportion():
    """400 of 1,000 visits reach the cart: its bar is 0.4 of the first."""
    wide = [
        float(w)
        for w in re.findall(r'width="([\d.]+)" height="28" rx="3" fill="var\(--accent\)"', funnel_bars(FUNNEL, "en"))
    ]
    assert round(wide[1] / wide[0], 2) == 0.4
    assert wide[3] == 2


def test_each_step_says_what_share_goes_on():
    """400 of 1,000 are 40 % (37 to 43), in the language's own notation; seven people are not counted."""
    assert "40% go on (37\u201343%)" in funnel_bars(FUNNEL, "en")
    german = funnel_bars(FUNNEL, "de")
    assert "40\u00a0% gehen weiter (37\u201343\u00a0%)" in german
    assert ">&lt;\u00a020</text>" in german
    assert ">7</text>" not in german


def test_the_share_stands_inside_a_bar_that_fills_its_rail():
    """Where 95 % go on there is no room behind the bar, so the words stand in it, in the colour of paper."""
    svg = funnel_bars(Funnel("Goal", (Stage("One", 1000), Stage("Two", 950))), "en")
    assert re.search(r'text-anchor="end" fill="var\(--paper\)">95.0% go on', svg)


def test_the_headline_names_the_step_where_most_are_lost():
    """600 of 1,000 go between the product page and the cart; later losses are smaller."""
    assert "60% of 1,000 visits are lost between “Product page” and “Cart”" in funnel_bars(FUNNEL, "en")
