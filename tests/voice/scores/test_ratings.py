"""Stars beside texts are figures of their own, apart from every survey."""

from __future__ import annotations

import pytest

from wegweiser.domain.voices import ScoreKind
from wegweiser.errors import UnknownName
from wegweiser.i18n import read
from wegweiser.voice.scores import ratings
from wegweiser.voice.texts import TextSpec, loading
from wegweiser.warehouse import Warehouse

STARS = [5] * 10 + [3] * 5 + [1] * 9
"""The stars of 24 reviews, each by somebody else: in the mean 3.083, on our scale (20 - 18) / 24."""


@pytest.fixture
def warehouse(tmp_path):
    """Return a warehouse with 24 reviews of the shop and one more by its first writer, who gives one star there."""
    rows = "".join(f"c{n},{stars},shop,It was as it was\n" for n, stars in enumerate(STARS))
    (tmp_path / "reviews.csv").write_text(f"who,stars,place,text\n{rows}c0,1,shop,Not again\n", "utf-8")
    spec = TextSpec("reviews", (), person="who", score="stars", touchpoint_column="place")
    with Warehouse(tmp_path / "plane") as made:
        loading.load(made, spec, tmp_path / "reviews.csv")
        yield made


def test_stars_are_a_mean_and_a_share_and_each_person_counts_once(warehouse):
    """The first writer gave five stars and one: 0 in the mean, which is not well any more: 9 of 24."""
    rating, well = ratings(warehouse, {"reviews"}, {})
    assert (rating.kind, rating.estimate.n, round(rating.estimate.value, 4)) == (ScoreKind.RATING, 24, 0.0)
    assert (well.kind, well.estimate.value, well.survey) == (ScoreKind.RATED_WELL, 9 / 24, "reviews")
    assert read(rating.name, "de") == "Bewertung in reviews"


def test_by_touchpoint_each_source_stays_apart(warehouse):
    """The shop has its own two figures, in its phase; by wave there is nothing, for reviews come in none."""
    found = ratings(warehouse, {"reviews"}, {"shop": "awareness"}, "touchpoint")
    assert [(one.touchpoint, one.phase, one.survey) for one in found] == [("shop", "awareness", "reviews")] * 2
    assert ratings(warehouse, {"reviews"}, {}, "wave") == ()
    with pytest.raises(UnknownName, match="division of scores"):
        ratings(warehouse, {"reviews"}, {}, "moon")


def test_what_stands_beside_answers_is_counted_with_the_survey(warehouse):
    """Only the sources named are looked at: comments of a survey carry its own answers."""
    assert ratings(warehouse, {"survey"}, {}) == ()
