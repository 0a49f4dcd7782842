from __future__ import annotations

import msgspec

from wegweiser.domain.claims import Claim
from wegweiser.domain.estimates import Proportion
from wegweiser.domain.journey_maps import (
    Band,
    Cell,
    JourneyMap,
    Lane,
    LaneType,
    MapPhase,
    Metric,
    TouchpointCard,
    View,
)

QUESTION = Claim("q", "Is it safe?")
FINDING, CARD, RATE = Claim("f", "Half leave"), Claim("t", "Seen by all"), Claim("r", "21 %")
MAP = JourneyMap(
    "shop",
    {"en": "Shop", "de": "Laden"},
    phases=(MapPhase("aware", "Aware"), MapPhase("buy", "Buy")),
    lanes=(Lane("questions", LaneType.QUESTION, "Questions", Band.CUSTOMER),),
    finding=FINDING,
    touchpoints=(
        TouchpointCard("ad", "aware", "Ad", "eye", share=Proportion(0.5, 0.4, 0.6, 50, 100), claim=CARD),
        TouchpointCard("shop", "buy", "Shop", "store"),
    ),
    metrics=(Metric("rate", "buy", "Rate", "21 %", RATE),),
    cells=(Cell("questions", "aware", (QUESTION,), looked=True),),
)


def test_a_cell_is_found_where_lane_and_phase_meet():
    """The written cell is given; where nothing was written, an empty one that says nobody looked."""
    assert MAP.cell("questions", "aware").claims == (QUESTION,)
    assert MAP.cell("questions", "buy") == Cell("questions", "buy", (), looked=False)


def test_all_claims_of_a_map_are_listed():
    """Finding, cards, metrics and cells, in this order; a card without a claim adds none."""
    assert MAP.claims() == (FINDING, CARD, RATE, QUESTION)
    assert msgspec.structs.replace(MAP, finding=None).claims() == (CARD, RATE, QUESTION)


def test_a_lane_is_in_the_working_and_the_full_view_unless_it_says_otherwise():
    """The minimal view shows what is named for it only."""
    assert MAP.lanes[0].views == (View.WORKING, View.FULL)


def test_a_map_survives_its_json():
    """Written and read again, the document is the same, and its schema is named in it."""
    written = msgspec.json.encode(MAP)
    assert msgspec.json.decode(written, type=JourneyMap) == MAP
    assert MAP.schema == "cjm/1"
