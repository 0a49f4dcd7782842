"""The feelings lane: which curves there are, where they break, what is hollow, and what was expected."""

from __future__ import annotations

import msgspec
import pytest
from grocer import GROCER

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.journey_maps import CurvePoint, MapPersona
from wegweiser.maps.render import html, pdf
from wegweiser.maps.render.feelings import feelings, main_curve

REPORTED = (CurvePoint(0.5, 1.0, 40), CurvePoint(1.5, -1.0, 29), CurvePoint(3.5, 0.1, 200))
READ = tuple(
    CurvePoint(x, value, 60, value - 0.3, value + 0.3, series=Series.TEXT, model="fast 1")
    for x, value in ((0.5, 0.4), (1.5, 0.2), (4.5, -0.9))
)
SAVER = tuple(CurvePoint(x, 0.5, 50, persona="pe_1") for x in (0.5, 1.5))


def drawn(*points, **changes):
    """Return the feelings of the grocer's map with these points."""
    return feelings(msgspec.structs.replace(GROCER, curve=points, **changes), "en")


def test_what_was_reported_comes_first_and_what_is_inferred_is_apart():
    """The text's series and the persona's stand beside everybody's answers, each with a style of its own."""
    found = drawn(*READ, *SAVER, *REPORTED, beside=(MapPersona("pe_1", "Saver", "", "S"),))
    assert [mark.value for run in found.runs for mark in run] == [1.0, -1.0, 0.1]
    assert found.name == ""
    assert [(side.name, side.hue, side.banded) for side in found.sides] == [
        ("inferred from texts, not calibrated", 0, True),
        ("Saver", 1, False),
    ]
    assert found.sides[0].how == "fast 1"


def test_the_scale_reaches_as_far_as_anything_is_drawn():
    """Points between -0.4 and +0.3 need half of one; one at 1.1, or an interval up to it, needs one and a half."""
    calm = (CurvePoint(0.5, 0.3, 40), CurvePoint(1.5, -0.4, 40))
    assert drawn(*calm).reach == 0.5
    assert drawn(*calm).ends("de") == ("+0,5", "\u22120,5")
    assert drawn(*calm, CurvePoint(2.5, 1.1, 40)).reach == 1.5
    assert drawn(*calm, CurvePoint(2.5, 0.0, 40, -0.2, 1.1)).reach == 1.5
    assert drawn(CurvePoint(0.5, 2.0, 40)).reach == 2.0


def test_six_curves_have_six_styles():
    """Three hues with two dashes each; a seventh begins anew."""
    points = [CurvePoint(0.5, 0.1 * n, 50, persona=f"pe_{n}") for n in range(7)]
    found = drawn(*REPORTED, *points)
    assert [side.hue for side in found.sides] == [0, 1, 2, 3, 4, 5, 0]


def test_points_of_personas_stand_beside_those_of_everybody():
    """A saver who feels as all do is seen: her points stand a fortieth of a phase to the right, the next one's left."""
    other = tuple(CurvePoint(x, 1.0, 50, persona="pe_2") for x in (0.5, 1.5))
    found = drawn(*REPORTED, *SAVER, *other)
    assert [[mark.x for run in side.runs for mark in run] for side in found.sides] == [[0.525, 1.525], [0.475, 1.475]]


def test_a_phase_without_a_point_breaks_every_curve():
    """Nobody was asked in the third phase, and nobody wrote about the third and fourth."""
    found = drawn(*REPORTED, *READ)
    assert [[mark.x for mark in run] for run in found.runs] == [[0.5, 1.5], [3.5]]
    assert [[mark.x for mark in run] for run in found.sides[0].runs] == [[0.5, 1.5], [4.5]]


def test_fewer_than_thirty_are_hollow_and_fewer_than_twenty_are_left_out():
    """29 people make a hollow point, 19 none at all."""
    found = drawn(*REPORTED, CurvePoint(2.5, 1.9, 19))
    assert [(mark.x, mark.solid) for run in found.runs for mark in run] == [(0.5, True), (1.5, False), (3.5, True)]


def test_texts_alone_are_dashed_named_and_never_look_reported():
    """The one curve there is says how it came about; calibrated, it no longer says that it is not."""
    found = drawn(*READ)
    assert found.name == "inferred from texts, not calibrated"
    assert not any(mark.told for run in found.runs for mark in run)
    brought = drawn(*(msgspec.structs.replace(point, calibrated=True) for point in READ))
    assert brought.name == "inferred from texts"


def test_points_stand_in_the_order_of_the_journey():
    """However they come, they are drawn from left to right."""
    mixed = msgspec.structs.replace(GROCER, curve=REPORTED[::-1])
    assert [point.x for point in main_curve(mixed)] == [0.5, 1.5, 3.5]


def pair(value, expected, n=60, touchpoint="t", **more):
    """Return a feeling within a tenth either way beside what was expected, in the grocer's first phase."""
    phase = GROCER.phases[0].id
    return Feeling(
        phase, Estimate(value, value - 0.1, value + 0.1, n), touchpoint=touchpoint,
        expected=Estimate(expected, expected - 0.1, expected + 0.1, n), **more,
    )  # fmt: skip


def test_expected_and_felt_stand_beside_each_other_the_widest_gap_first():
    """-1.5 at the till before +0.4 at the door; the fourth widest is left to the words."""
    found = drawn(
        *REPORTED,
        feelings=(pair(0.9, 0.5, touchpoint="door"), pair(-0.5, 1.0, touchpoint="till"), pair(0.3, 0.2, n=25),
                  pair(0.2, 0.2, touchpoint="u")),
    ).pairs  # fmt: skip
    assert [(one.name, one.gap, one.tone, one.solid) for one in found] == [
        ("till", "\u22121.5", "bad", True),
        ("door", "+0.4", "good", True),
        ("t", "+0.1", "plain", False),
    ]
    assert found[0].spoken == "till: expected +1, felt \u22120.5 (n\u00a0=\u00a060)"


@pytest.mark.parametrize("more", [{"n": 19}, {"persona": "pe_1"}, {"series": Series.TEXT}])
def test_what_few_one_persona_or_a_model_says_is_no_pair(more):
    """Only answers of everybody are set beside what everybody expected."""
    assert drawn(*REPORTED, feelings=(pair(-0.5, 1.0, **more),)).pairs == ()


def test_page_and_print_show_curves_and_pairs_alike():
    """The names of the curves and of both ends of a pair stand in the head of the lane."""
    made = msgspec.structs.replace(GROCER, curve=(*REPORTED, *READ), feelings=(pair(-0.5, 1.0, touchpoint="till"),))
    page = html(made, "de")
    assert "aus Texten erschlossen, nicht kalibriert" in page
    assert "till: erwartet +1, erlebt \u22120,5" in page
    assert pdf(made, "de").startswith(b"%PDF")
