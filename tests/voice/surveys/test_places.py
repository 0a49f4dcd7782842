"""Touchpoints and phases by the words of questions, in English and German."""

from __future__ import annotations

import pytest

from wegweiser.domain.surveys import Item, Role
from wegweiser.voice.surveys.places import journey_of, kind_of, known


@pytest.mark.parametrize(
    ("kind", "text", "touchpoint"),
    [
        ("airport", "Signs and directions on SFO airport roadways", "road_signs"),
        ("airport", "Long term parking lot shuttle (bus ride)", "parking_shuttle"),
        ("airport", "How easy was passing through security and screening", "security_check"),
        ("retail", "Wie zufrieden sind Sie mit der Lieferung?", "delivery"),
        ("retail", "Freundlichkeit an der Kasse", "checkout"),
        ("service", "Wie verständlich war die Jahresabrechnung?", "invoice"),
    ],
)
def test_the_longest_word_decides(kind, text, touchpoint):
    """A question that could be about two touchpoints is about the one it names more closely."""
    places = next(places for places in known() if places.id == kind)
    found = places.find(text)
    assert found is not None
    assert found.id == touchpoint


def test_the_journey_that_knows_most_questions_is_taken():
    """Two questions of an airport make one; one of a shop does not."""
    found = kind_of(["Restaurants at the gate", "Boarding areas", "Parking", "Our newsletter"])
    assert found is not None
    assert found.id == "airport"
    assert kind_of(["Our newsletter", "Something else"]) is None


def test_the_journey_of_placed_questions_has_its_phases_in_order():
    """Getting there comes before waiting, whatever the order of the questions."""
    items = [
        Item("q1", "Restaurants", Role.ANSWER, about="restaurants", phase="waiting"),
        Item("q2", "Parking", Role.ANSWER, about="parking", phase="getting_there"),
    ]
    found = journey_of(items)
    assert found is not None
    assert [phase.id for phase in found.phases][:4] == ["getting_there", "security", "orientation", "waiting"]
    assert journey_of([]) is None


def test_every_touchpoint_stands_in_a_phase_of_its_journey():
    """Ids are unique within a journey, and no phase is made up."""
    for places in known():
        ids = [place.id for place in places.touchpoints]
        assert len(ids) == len(set(ids))
        assert {place.phase for place in places.touchpoints} <= {phase.id for phase in places.phases}
