"""How a map is looked at: by the query of an address and back, one channel, some curves."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import CurvePoint, MapPersona, TouchpointCard, View
from wegweiser.errors import InvalidSetting
from wegweiser.web import mapping
from wegweiser.web.mapping.showing import Look, look_of, shown

LOOKS = st.builds(
    Look,
    view=st.sampled_from(View),
    editing=st.booleans(),
    channel=st.text(max_size=5),
    beside=st.lists(st.text(min_size=1, max_size=4), max_size=3).map(tuple),
    job=st.text(max_size=4),
    planned=st.booleans(),
)


@given(look=LOOKS)
@settings(max_examples=60, deadline=None)
def test_a_look_survives_its_way_through_an_address(look):
    """What is written into a link says the same when it is followed, whatever the names are."""
    assert look_of(look.query()) == look


def test_a_look_that_cannot_be_meant_is_refused():
    """There is no such view."""
    with pytest.raises(InvalidSetting):
        look_of("view=sideways")


def test_one_channel_and_some_curves(visit, site):
    """Cards of other channels are left out, and the curve of a persona nobody turned on."""
    found = mapping.opened(site, "first_order")
    cards = tuple(
        TouchpointCard(id=name, phase="order", name=name, icon="store", channel=name) for name in ("web", "store")
    )
    curve = (CurvePoint(x=0.5, value=1, n=40), CurvePoint(x=0.5, value=-1, n=40, persona="ana"))
    ana = MapPersona(id="ana", name="Ana", line="buys", initials="A")
    whole = msgspec.structs.replace(found.journey_map, touchpoints=cards, curve=curve, beside=(ana,))
    drawn = replace(found, aged=replace(found.aged, journey_map=whole))
    seen = shown(visit(), drawn, Look(channel="web"))
    assert [card.id for card in seen.map.touchpoints] == ["web"]
    assert [point.persona for point in seen.map.curve] == [None]
    assert seen.curves == (("Ana", False, "channel=web&beside=ana"),)
    assert [name for name, _ in seen.channels] == ["store", "web"]


def test_two_curves_at_most_are_drawn_beside_the_main_one(visit, site):
    """Everybody's is always there; a third takes the place of the one chosen first."""
    found = mapping.opened(site, "first_order")
    curve = (
        CurvePoint(x=0.5, value=1, n=40),
        CurvePoint(x=0.5, value=0, n=40, series=Series.TEXT),
        *(CurvePoint(x=0.5, value=-1, n=40, persona=name) for name in ("ana", "ben")),
    )
    named = tuple(MapPersona(id=name, name=name.title(), line="", initials="A") for name in ("ana", "ben"))
    whole = msgspec.structs.replace(found.journey_map, curve=curve, beside=named)
    drawn = replace(found, aged=replace(found.aged, journey_map=whole))
    seen = shown(visit(), drawn, Look(beside=("text", "ana")))
    assert [(point.series, point.persona) for point in seen.map.curve] == [
        ("survey", None),
        ("text", None),
        ("survey", "ana"),
    ]
    assert [(name, on, href) for name, on, href in seen.curves] == [
        ("inferred from texts", True, "beside=ana"),
        ("Ana", True, "beside=text"),
        ("Ben", False, "beside=ana&beside=ben"),
    ]
