"""Scores and feelings out of answers, on a table everybody can count."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

import pyarrow as pa
import pytest
from msgspec.structs import replace

from wegweiser.domain.surveys import Item, Metric, Role, Scale
from wegweiser.domain.voices import ScoreKind
from wegweiser.errors import UnknownName
from wegweiser.i18n import read
from wegweiser.identity import MEMBERSHIP
from wegweiser.voice.scores import Scores
from wegweiser.voice.tables import ANSWER
from wegweiser.warehouse import Query, Warehouse

FIVE, TEN = Scale(1, 5, missing=(0,), unused=(6,)), Scale(0, 10)
ITEMS = (
    Item("rec", "Would you recommend us?", Role.ANSWER, metric=Metric.RECOMMEND, scale=TEN, overall=True),
    Item("food", "Food", Role.ANSWER, metric=Metric.SATISFACTION, scale=FIVE, about="food", phase="stay"),
    Item("clean", "Food upstairs", Role.ANSWER, metric=Metric.SATISFACTION, scale=FIVE, about="food", phase="stay"),
    Item("hoped", "Hoped for", Role.ANSWER, metric=Metric.EXPECTATION, scale=FIVE, about="food", phase="stay"),
    Item("matters", "Matters", Role.ANSWER, metric=Metric.IMPORTANCE, scale=FIVE, about="food", phase="stay"),
)
ANA, BEN, CEM = 1, 2, 3
MONTHS = {ANA: datetime(2026, 2, 28), BEN: datetime(2026, 3, 1)}  # noqa: DTZ001  (stored times are UTC)
ROWS = [
    (ANA, "rec", 10, "answered", 1.0), (BEN, "rec", 6, "answered", 1.0), (CEM, "rec", None, "missing", 1.0),
    (ANA, "food", 5, "answered", 1.0), (ANA, "clean", 3, "answered", 1.0),
    (BEN, "food", 1, "answered", 1.0), (CEM, "food", None, "unused", 1.0),
    (ANA, "hoped", 4, "answered", 1.0), (BEN, "hoped", 4, "answered", 1.0),
    (ANA, "matters", 5, "answered", 1.0), (BEN, "matters", 3, "answered", 1.0),
]  # fmt: skip


@pytest.fixture
def scores(tmp_path):
    """Return the scores of three people who were asked five questions."""
    with Warehouse(tmp_path / "plane") as warehouse:
        rows = [
            {"survey": "s", "wave": "2026", "line": n, "subject_id": who, "occurred_at": MONTHS.get(who), "item": item,
             "value": value, "state": state, "weight": weight}
            for n, (who, item, value, state, weight) in enumerate(ROWS, 1)
        ]  # fmt: skip
        kinds = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "TIMESTAMP": pa.timestamp("us"), "DOUBLE": pa.float64()}
        schema = pa.schema([(name, kinds[kind]) for name, kind in ANSWER.columns.items()])
        offered = warehouse.offer("answers", pa.Table.from_pylist(rows, schema=schema))
        warehouse.publish([warehouse.seal(ANSWER, "s/1", Query("all_answers", f"select * from {offered}"))])
        yield Scores(warehouse, {"s": ITEMS})


def test_who_gave_no_answer_was_asked_and_who_never_met_it_was_not(scores):
    """Cem did not answer the first question: 2 of 3; the food he never tried: 2 of 2."""
    found = {(one.item, one.kind): one for one in scores.scores()}
    recommend, food = found["rec", ScoreKind.NPS], found["food", ScoreKind.CSAT]
    assert (recommend.estimate.value, recommend.response.hits, recommend.response.n) == (0.0, 2, 3)
    assert (food.estimate.value, food.response.hits, food.response.n) == (0.5, 2, 2)
    assert recommend.suppressed


def test_questions_that_ask_alike_about_one_place_are_told_apart_by_their_sections(scores):
    """Food is rated for taste and for cleanliness: each score says for which; what stands alone keeps its text."""
    taste, clean = (replace(one, text="Food", section=name) for one, name in zip(ITEMS[1:3], "AB", strict=True))
    told = dataclasses.replace(scores, items={"s": (ITEMS[0], taste, clean)}).scores()
    names = {one.item: read(one.name, "en") for one in told}
    assert names == {"rec": "Would you recommend us?", "food": "A: Food", "clean": "B: Food"}


def test_a_person_counts_once_at_a_touchpoint_with_the_mean_of_her_answers(scores):
    """Ana feels +2 about the food and 0 about that upstairs, so +1; Ben feels -2: together -0.5."""
    at_food, in_phase = scores.feelings()
    assert (at_food.touchpoint, at_food.experienced.value, at_food.experienced.n) == ("food", -0.5, 2)
    assert in_phase.touchpoint is None
    assert in_phase.experienced.value == -0.5


def test_cleanliness_and_ease_are_scores_beside_the_rating(scores):
    """Ana's 0 for clean tables and an easy way to the food leave the rating of the food alone: +2 and -2, so 0."""
    clean = replace(ITEMS[2], text="Clean tables")
    easy = replace(ITEMS[2], text="Finding the food", metric=Metric.EFFORT)
    for other, about in ((clean, "cleanliness"), (easy, "ease")):
        told = dataclasses.replace(scores, items={"s": (ITEMS[1], other)})
        at_food, in_phase = told.feelings()
        assert (at_food.experienced.value, in_phase.experienced.value, at_food.aspects) == (0.0, 0.0, ())
        assert {one.item for one in told.scores() if one.kind is not ScoreKind.MEAN} == {"food", "clean"} - (
            {"clean"} if about == "ease" else set()
        )
        alone, _ = dataclasses.replace(scores, items={"s": (other,)}).feelings()
        assert (alone.experienced.n, [read(one, "en") for one in alone.aspects]) == (1, [about])


def test_the_questions_file_decides_what_is_an_aspect(scores):
    """Who writes that clean tables are the rating, or that the food is only its taste, is believed."""
    clean = replace(ITEMS[2], text="Clean tables", aspect="")
    taste = replace(ITEMS[1], aspect="taste")
    assert dataclasses.replace(scores, items={"s": (ITEMS[1], clean)}).feelings()[0].experienced.value == -0.5
    (at_food, _) = dataclasses.replace(scores, items={"s": (clean, taste)}).feelings()
    assert (at_food.experienced.value, at_food.experienced.n) == (0.0, 1)


def test_expectation_and_importance_stand_beside_experience(scores):
    """Both had hoped for +1, which is 1.5 more than they felt; importance is the mean of 5 and 3 on 1 to 5."""
    at_food, _ = scores.feelings()
    assert at_food.expected.value == 1.0
    assert at_food.gap == -1.5
    assert at_food.importance == 0.75


def test_by_wave_each_score_names_its_wave(scores):
    """One wave gives the same figures under its name."""
    assert {one.wave for one in scores.scores("wave")} == {"2026"}


def test_without_personas_there_are_no_scores_by_persona(scores):
    """Nobody belongs to a persona yet."""
    assert scores.scores("persona") == ()
    assert scores.feelings(persona=True) == ()


def test_by_month_an_answer_counts_in_the_month_it_was_given_in(scores):
    """Ana recommends in February, Ben does not in March; Cem's answer has no day."""
    found = {one.month: one.estimate.value for one in scores.scores("month") if one.kind is ScoreKind.NPS}
    assert found == {"2026-02": 100.0, "2026-03": -100.0}


def test_by_touchpoint_and_phase_it_is_the_mean_of_people_with_who_answered(scores):
    """Ana and Ben told how the food was, -0.5 in the mean; Cem never met it and was not asked."""
    (at_food,) = scores.scores("touchpoint")
    assert (at_food.touchpoint, at_food.phase, at_food.estimate.value) == ("food", "stay", -0.5)
    assert (at_food.response.hits, at_food.response.n, at_food.suppressed) == (2, 2, True)
    (stay,) = scores.scores("phase")
    assert (stay.phase, stay.touchpoint, stay.estimate.n) == ("stay", None, 2)


def test_scores_are_told_apart_by_what_is_known(scores):
    """The message names what there is."""
    with pytest.raises(UnknownName, match="touchpoint"):
        scores.scores("tochpoint")


def test_who_was_never_linked_belongs_to_the_persona_of_her_own_number(scores):
    """A workspace of surveys alone links nobody: Ana is a saver all the same."""
    member = pa.table({"profile_id": [ANA], "persona_id": ["pe_1"], "probability": [1.0]})
    warehouse = scores.warehouse
    offered = warehouse.offer("members", member)
    warehouse.publish([warehouse.seal(MEMBERSHIP, "all", Query("all_members", f"select * from {offered}"))])
    assert {(one.persona, one.item) for one in scores.scores("persona")} >= {("pe_1", "rec")}
    (at_food, _) = scores.feelings(persona=True)
    assert (at_food.persona, at_food.experienced.value, at_food.experienced.n) == ("pe_1", 1.0, 1)
    assert {one.experienced.n for one in scores.feelings()} == {2}


def test_of_three_people_nothing_goes_with_anything(scores):
    """Drivers need 30."""
    assert scores.drivers() == ()


def test_the_last_day_is_that_of_the_waves_that_count(scores):
    """Ben answered last, on 1 March; a wave nobody answered in has no day."""
    assert scores.last_day() == date(2026, 3, 1)
    assert Scores(scores.warehouse, {}, waves={"s": "2027"}).last_day() is None
