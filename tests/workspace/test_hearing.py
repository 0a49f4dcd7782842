"""From survey exports to a map: an airport's passengers, and the wave of another year beside them."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date

import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.domain.feelings import Series
from wegweiser.domain.voices import ScoreKind
from wegweiser.i18n import read
from wegweiser.workspace import Config, Outputs, hearing


@pytest.fixture(scope="module")
def airport(shared_data, tmp_path_factory):
    """Return a workspace that was run on the survey of 2018."""
    folder = tmp_path_factory.mktemp("airport")
    create_workspace(folder, Config(name="Airport"))
    (folder / "data").mkdir(exist_ok=True)
    for name in ("sfo_2018.csv", "sfo_2018_Data_Dictionary_DataSF.xlsx"):
        shutil.copy(shared_data / "sfo_survey" / name, folder / "data")
    with open_workspace(folder) as ws:
        report = ws.run(Outputs(folder / "maps", ("en",), ("json",)))
        yield ws, report


def test_a_dropped_survey_is_recognised_with_its_dictionary(airport):
    """Both files lie in the data folder; the dictionary explains the other and is no source."""
    _, report = airport
    assert [(one.survey, one.wave, one.people) for one in report.surveys] == [("sfo", "2018", 2809)]
    assert not any("Left aside" in str(sentence) for sentence in report.guessed)


def test_the_score_is_the_published_one(airport):
    """NPS 30.98 on 2,650 passengers: code 11 means no answer."""
    ws, _ = airport
    found = ws.heard()
    (score,) = (one for one in found.scores if one.kind is ScoreKind.NPS and not (one.wave or one.persona))
    assert (round(score.estimate.value, 2), score.estimate.n) == (30.98, 2650)
    assert score.weighted is not None


def test_feelings_at_a_touchpoint_are_its_ratings(airport, shared_data):
    """Restaurants: quality alone, 1 to 5; how clean they were is a score of its own, as where nobody rated quality."""
    ws, _ = airport
    with (shared_data / "sfo_survey" / "sfo_2018.csv").open(encoding="utf-8-sig") as file:
        told = [int(row["Q7FOOD"]) - 3 for row in csv.DictReader(file) if row["Q7FOOD"] in {"1", "2", "3", "4", "5"}]
    found = ws.heard()
    reported = [one for one in found.feelings if one.persona is None and one.series is Series.SURVEY]
    at = {one.touchpoint: one for one in reported if one.touchpoint}
    assert at["restaurants"].experienced.n == len(told)
    assert at["restaurants"].experienced.value == pytest.approx(sum(told) / len(told))
    assert {one.item for one in found.scores if one.touchpoint == "restaurants"} >= {"q7food", "q9food"}
    assert [read(one, "en") for one in at["restrooms"].aspects] == ["cleanliness"]
    assert at["restaurants"].aspects == ()
    worst = sorted(at.values(), key=lambda one: one.experienced.value)
    assert [one.touchpoint for one in worst[:2]] == ["shops", "restaurants"]


def test_the_map_shows_the_feelings_in_journey_order(airport):
    """The curve runs from getting there to looking back, every point measured."""
    ws, report = airport
    drawn = json.loads((ws.folder / "maps" / "journey-map.json").read_bytes())
    points = [point for point in drawn["curve"] if "persona" not in point]
    assert drawn["phases"][0]["id"] == "getting_there"
    assert [point["x"] for point in points] == sorted(point["x"] for point in points)
    assert all(point["n"] >= 30 for point in points)
    assert report.findings[0]["en"].startswith("Worst rated: Shops")


def test_the_map_speaks_of_the_year_of_the_survey(airport):
    """The answers of 2018 have no day: they are as of the end of that year, not of today."""
    ws, _ = airport
    drawn = json.loads((ws.folder / "maps" / "journey-map.json").read_bytes())
    assert drawn["as_of"] == "2018-12-31"
    assert {one.as_of for one in ws.heard().feelings} == {date(2018, 12, 31)}
    told = ws.personas()
    assert (told.since, told.as_of) == (date(2018, 12, 31), date(2018, 12, 31))


def test_what_goes_with_the_overall_score_is_told(airport):
    """Shops, art and food go with it most; all of it together is well over half of the variance."""
    ws, _ = airport
    found = ws.heard().drivers
    assert {one.touchpoint for one in found[:3]} == {"shops", "art", "restaurants"}
    assert found[0].explained.value == pytest.approx(0.62, abs=0.02)
    assert sum(one.goes_with.value for one in found) == pytest.approx(found[0].explained.value)


def test_a_year_with_other_column_names_joins_the_same_survey(airport, shared_data):
    """2016 calls the walkways otherwise and asks nobody whether they recommend; the map keeps to the last wave."""
    ws, _ = airport
    shutil.copy(shared_data / "sfo_survey" / "sfo_2016.csv", ws.folder / "data")
    # What a run does with a survey: the rest of it, the search for personas above all, says nothing of this.
    ws.add_survey(ws.folder / "data" / "sfo_2016.csv")
    reports = hearing.take_in(ws)
    assert {one.wave: one.people for one in reports} == {"2016": 3087, "2018": 2809}
    (older,) = (one for one in reports if one.wave == "2016")
    assert "netpro" in older.gone
    found = ws.heard()
    signs = {one.wave: one.estimate.n for one in found.scores if one.wave and one.item == "q7walkway"}
    assert set(signs) == {"2016", "2018"}
    reported = [one for one in found.feelings if one.persona is None and one.series is Series.SURVEY]
    (now,) = (one for one in reported if one.touchpoint == "walkways")
    assert now.experienced.n < 2809
