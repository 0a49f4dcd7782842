"""The map as a screen draws it."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser.domain.journey_maps import CurvePoint, TouchpointCard, View
from wegweiser.maps import Plan, join, screen

PLAN = """
id: first_order
title: First order
phases: [{id: order, name: Order}, {id: use, name: Use}]
"""


@pytest.fixture(scope="module")
def journey_map():
    """Return a map of seven touchpoints and an assumed curve."""
    cards = tuple(TouchpointCard(id=f"tp_{i}", phase="order", name=f"Place {i}", icon="store") for i in range(7))
    curve = (CurvePoint(x=0.5, value=-1), CurvePoint(x=1.5, value=1))
    return join(msgspec.structs.replace(Plan.parse(PLAN), touchpoints=cards, curve=curve))


def test_a_view_shows_its_lanes_and_six_cards_a_phase(journey_map):
    """The seventh card waits behind a link, unless one edits or asks for everything."""

    def cards(view, **more):
        shown = screen.drawn(journey_map, "en", view, **more).sheet
        return [len(row.boxes[0].cards) for band in shown.bands for row in band.rows if row.kind == "cards"]

    assert cards(View.WORKING) == [6]
    assert cards(View.WORKING, every_card=True) == [7]
    assert cards(View.FULL) == [7]
    assert cards(View.EXECUTIVE) == []


def test_what_is_shown_carries_its_ids(journey_map):
    """Every card and box can be found again by the id an edit names."""
    shown = screen.drawn(journey_map, "en", View.WORKING).sheet
    box = next(row for band in shown.bands for row in band.rows if row.kind == "cards").boxes[0]
    assert (box.at, box.cards[0].id) == ("order", "tp_0@order")


def test_the_curve_comes_drawn_and_an_assumed_one_dashed(journey_map):
    """The markup stands on its own, without the page's style."""
    assert "stroke-dasharray" in screen.drawn(journey_map, "en", View.WORKING).curve


def test_without_a_curve_the_lane_says_so():
    """Nobody felt anything yet, or nobody asked."""
    assert "not measured yet" in screen.drawn(join(Plan.parse(PLAN)), "en", View.WORKING).curve


def test_the_style_holds_below_the_map_only():
    """The stylesheet of the printed page is nested, so that it changes nothing else on a screen."""
    style = screen.stylesheet()
    assert style.startswith(".jm{")
    assert style.endswith("}\n")
    assert style.count("{") == style.count("}")
