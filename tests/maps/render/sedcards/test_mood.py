from __future__ import annotations

from msgspec.structs import replace
from rich_deck import PHASES, felt

from wegweiser.domain.feelings import Series
from wegweiser.maps.render.sedcards.mood import mood
from wegweiser.maps.render.sedcards.portrait import Backdrop

NAMED = Backdrop(PHASES, touchpoints={"till": {"en": "Checkout", "de": "Kasse"}})


def test_few_people_are_hollow_and_fewer_not_shown():
    """Thirty fill a point, 29 leave it hollow, nineteen leave it out."""
    drawn = mood([felt("awareness", 1, 30), felt("consideration", 1, 29), felt("conversion", 1, 19)], NAMED, "en")
    assert drawn is not None
    assert [spot.solid for spot in drawn.curves[0].spots] == [True, False]
    assert mood([felt("awareness", 1, 19)], NAMED, "en") is None


def test_a_phase_without_a_feeling_is_a_gap_no_line_bridges():
    """Awareness and delivery lie three phases apart: two points, no line; the next phase is joined."""
    apart = mood([felt("awareness", 1, 50), felt("service", -1, 50)], NAMED, "en")
    joined = mood([felt("conversion", 1, 50), felt("service", -1, 50)], NAMED, "en")
    assert apart is not None
    assert joined is not None
    assert (len(apart.curves[0].paths), len(joined.curves[0].paths)) == (0, 1)


def test_series_are_never_joined():
    """What was reported and what texts say are two curves, each with its name."""
    drawn = mood([felt("awareness", 1, 50), felt("consideration", 0, 50, Series.TEXT)], NAMED, "en")
    assert drawn is not None
    assert [(curve.name, len(curve.spots)) for curve in drawn.curves] == [("reported", 1), ("inferred from texts", 1)]


def test_places_go_from_left_to_right_and_from_high_to_low():
    """Plus two in the first of five phases lies at a tenth from the left, at the top."""
    drawn = mood([felt("awareness", 2.0, 50), felt("retention", -2.0, 50)], NAMED, "en")
    assert drawn is not None
    assert [(spot.x, spot.y) for spot in drawn.curves[0].spots] == [(0.1, 0.0), (0.9, 1.0)]
    assert drawn.curves[0].spots[0].spoken.startswith("Awareness: +2 (")


def test_phases_without_names_stand_by_their_id():
    """A map that names no phases still has a curve."""
    drawn = mood([felt("later", 1, 50), felt("first", 1, 50)], Backdrop(), "en")
    assert drawn is not None
    assert drawn.phases == ("later", "first")


def test_a_touchpoint_is_told_by_its_name():
    """The registry calls `till` the checkout; `lift`, which it does not name, keeps its id."""
    told = [replace(felt("conversion", 1, 50), touchpoint=one) for one in ("till", "lift")]
    drawn = mood(told, NAMED, "de")
    assert drawn is not None
    assert [spot.spoken.partition(":")[0] for spot in drawn.curves[0].spots] == ["Kaufen (Kasse)", "Kaufen (lift)"]
