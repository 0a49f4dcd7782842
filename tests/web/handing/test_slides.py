"""A map as slides."""

from __future__ import annotations

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Band, Cell, JourneyMap, Lane, LaneType, MapPhase, TouchpointCard, View
from wegweiser.maps import screen
from wegweiser.web.handing import slides


def deck():
    """Return the slides of a map whose phase Order holds more than a slide takes."""
    types = (LaneType.TOUCHPOINTS, LaneType.QUESTION, LaneType.EXPERIENCE, LaneType.GAP)
    lanes = tuple(Lane(kind.value, kind, kind.value.title(), Band.CUSTOMER) for kind in types)
    claims = tuple(Claim(f"c{n}", f"Statement {n}") for n in range(5))
    found = JourneyMap(
        "m",
        {"en": "Order", "de": "Bestellung"},
        (MapPhase("order", "Order", "Buys"), MapPhase("use", "Use")),
        lanes,
        touchpoints=tuple(TouchpointCard(f"t{n}", "order", f"Contact {n}", "store") for n in range(9)),
        cells=tuple(
            Cell(name, "order", tuple(Claim(f"{name}-{one.id}", one.text) for one in claims))
            for name in ("question", "experience", "gap")
        ),
    )
    return slides(screen.drawn(found, "de", View.FULL).sheet, "de")


def test_a_phase_shows_what_fits_and_customers_words_first():
    """Five of nine touchpoints, three statements a lane, what customers ask before what they experience."""
    order, use = deck().phases
    assert (order.number, order.name, order.line) == (1, "Order", "Buys")
    assert [one.name for one in order.contacts] == [f"Contact {n}" for n in range(5)]
    assert [(group.title, group.spoken, len(group.said)) for group in order.groups] == [
        ("Question", True, 3),
        ("Experience", False, 3),
    ]
    assert [one.text for one in order.gaps] == ["Statement 0", "Statement 1", "Statement 2"]
    assert (use.number, use.groups, use.contacts, use.gaps) == (2, (), (), ())


def test_slides_speak_the_language_they_were_asked_for():
    """The title and the words of the frame."""
    found = deck()
    assert (found.title, found.words["levers"], found.language) == ("Bestellung", "Hebel", "de")
