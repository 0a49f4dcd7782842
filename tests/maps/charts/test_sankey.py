from __future__ import annotations

import re
from itertools import pairwise

import msgspec
from walked import STEPS, strained

from wegweiser.maps.charts import sankey
from wegweiser.maps.charts.rows import Link, StepFlow

_BAR = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="10" height="([\d.]+)" rx="1.5" fill="var\(--([a-z0-9-]+)\)"')
_TEXT = re.compile(r">([^<>]+)</text>")


def bars(svg):
    """Return the places' bars by column: top, height and colour."""
    found = {}
    for x, y, high, colour in _BAR.findall(svg):
        found.setdefault(float(x), []).append((float(y), float(high), colour))
    return {x: sorted(column) for x, column in sorted(found.items())}


def test_exits_stand_at_the_bottom_in_red_brown():
    """In every column the exit is the last and the goal the last but one; touchpoints are blue."""
    columns = [[colour for _, _, colour in column] for column in bars(sankey(STEPS, "en")).values()]
    assert columns == [
        ["accent", "accent", "ink-3"],
        ["accent", "accent", "good", "bad"],
        ["accent", "accent", "good", "bad"],
    ]


def test_heights_are_numbers_of_journeys_on_one_scale():
    """550 journeys begin with the product page and 400 with the advertisement: their bars are 11 to 8."""
    first = next(iter(bars(sankey(STEPS, "en")).values()))
    high = sorted(h for _, h, _ in first)
    assert round(high[2] / high[1], 2) == 1.38
    assert high[2] / 550 - high[0] / 50 < 0.01


def test_names_and_figures_are_in_the_language():
    """Words from the catalogue, numbers by CLDR, and never a figure of fewer than twenty people."""
    german = _TEXT.findall(sankey(msgspec.structs.replace(STEPS, goal={"en": "Purchase", "de": "Kauf"}), "de"))
    assert {"Einstieg", "Schritt 2", "Produktseite", "Ziel erreicht", "Ausstieg", "Andere", "266"} <= set(german)
    assert "14" not in german
    assert "<\u00a020".replace("<", "&lt;") in german


def test_every_band_says_what_it_is():
    """Who points at a band reads from where to where, how many, and the share of the source."""
    svg = sankey(STEPS, "en")
    assert "<title>Advertisement to Product page: 300 (75%)</title>" in svg
    assert "<title>Cart to Goal reached: &lt;\u00a020</title>" in svg


def test_the_picture_has_a_title_and_a_summary():
    """A reader that speaks says the finding and the figures behind it."""
    svg = sankey(STEPS, "en")
    assert 'role="img" aria-labelledby="steps-title steps-desc"' in svg
    assert '<desc id="steps-desc">Of 1,000 journeys 366 end without a goal and 64 with it before step 3.' in svg


def test_labels_never_overlap_however_long_the_names():
    """Within a column each line of text is at least its own height below the one before."""
    places = {}
    for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)" font-size="1[23].5"', sankey(strained().steps, "de")):
        places.setdefault(x, []).append(float(y))
    for column in places.values():
        ordered = sorted(column)
        assert min(b - a for a, b in pairwise(ordered)) >= 14


def test_a_flow_of_one_link_is_drawn():
    """The least there can be: one journey that leaves at once."""
    svg = sankey(StepFlow((Link(1, "ad", "(end)", 40, 40),), {"ad": "Ad"}), "en")
    assert svg.count("<path") == 1
    assert "Exit" in svg
