"""Inferred feelings beside reported ones: brought to their scale, or left as they are."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.voice.scores.calibration import calibrated, proven

PLACES = ("ad", "page", "cart", "till", "parcel")


def felt(series, values, n=40):
    """Return a feeling for each touchpoint."""
    return [
        Feeling("buy", Estimate(value, value, value, n), touchpoint=name, series=series)
        for name, value in zip(PLACES, values, strict=False)
    ]


REPORTED = felt(Series.SURVEY, (-1.1, -0.4, 0.0, 0.4, 1.1))
WRITTEN = felt(Series.TEXT, (-2.0, -1.0, 0.0, 1.0, 2.0))


def test_texts_are_brought_to_the_scale_of_the_survey():
    """What reads -2 was reported as -1.1: the line says -1.04; the series stays its own."""
    found = calibrated(WRITTEN, REPORTED)
    assert [round(one.experienced.value, 2) for one in found] == [-1.04, -0.52, 0.0, 0.52, 1.04]
    assert all(one.calibrated and one.series is Series.TEXT for one in found)


def test_a_place_without_answers_gets_its_feeling_from_the_line_and_keeps_its_own_n():
    """The hotline was never asked about; its 25 writers read +1, which is +0.52 in the survey's terms."""
    hotline = Feeling("serve", Estimate(1.0, 0.8, 1.2, 25), touchpoint="hotline", series=Series.TEXT)
    *_, found = calibrated([*WRITTEN, hotline], REPORTED)
    assert (found.touchpoint, round(found.experienced.value, 2), found.experienced.n) == ("hotline", 0.52, 25)
    assert found.experienced.lo < 0.52 < found.experienced.hi


def test_four_places_or_small_ones_calibrate_nothing():
    """Texts stand as they were read; behaviour, which has no scale of its own, is not shown."""
    few = [*REPORTED[:4], replace(REPORTED[4], experienced=Estimate(1.1, 1.0, 1.2, 19))]
    found = calibrated(WRITTEN, few)
    assert [one.experienced.value for one in found] == [-2.0, -1.0, 0.0, 1.0, 2.0]
    assert not any(one.calibrated for one in found)
    assert proven(felt(Series.BEHAVIOUR, (-2, -1, 0, 1, 2)), few) == ()


def test_behaviour_that_goes_with_the_survey_is_shown():
    """The same line through all five."""
    found = proven(felt(Series.BEHAVIOUR, (-2, -1, 0, 1, 2)), REPORTED)
    assert found[0].experienced.value == pytest.approx(-1.04)


def test_nothing_leaves_the_scale():
    """A guess far beyond the others ends at +2."""
    far = Feeling("buy", Estimate(9.0, 8.0, 10.0, 30), touchpoint="far", series=Series.TEXT)
    *_, found = calibrated([*WRITTEN, far], REPORTED)
    assert (found.experienced.value, found.experienced.hi) == (2.0, 2.0)
