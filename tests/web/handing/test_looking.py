"""A map for somebody who follows no link into the app."""

from __future__ import annotations

from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import CurvePoint, JourneyMap, MapPersona, MapPhase
from wegweiser.web.handing.looking import plainly

ALL = CurvePoint(0.5, 1.0, n=40)
TEXT = CurvePoint(0.5, 0.5, n=40, series=Series.TEXT)
EVENING = CurvePoint(0.5, -1.0, n=40, persona="pe_1")


def curve_of(*points):
    """Return what stands on the curve of a map for a room, and who stands beside it."""
    beside = (MapPersona("pe_1", "Evening", "buys late", "EV"),)
    shown = plainly(JourneyMap("m", "Order", (MapPhase("order", "Order"),), (), curve=points, beside=beside))
    return shown.curve, shown.beside


def test_a_room_sees_one_curve_the_reported_one():
    """Personas and what was inferred from texts would need a legend nobody reads from the last row."""
    assert curve_of(ALL, TEXT, EVENING) == ((ALL,), ())


def test_where_nobody_reported_the_inferred_curve_stays():
    """It is everybody's, and no persona's."""
    assert curve_of(TEXT, EVENING) == ((TEXT,), ())
