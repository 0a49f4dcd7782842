from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.surveys import Metric, Role, Scale
from wegweiser.errors import InvalidSetting
from wegweiser.voice.asking import OwnQuestion, OwnSurvey, taking


def test_everything_wrong_with_all_surveys_is_said_at_once():
    """Two ids, an unknown touchpoint, an empty question, a scale no telephone shows: one error with four problems."""
    text = OwnQuestion("why", "Why?")
    surveys = [
        OwnSurvey("kauf", "Kauf", (OwnQuestion("nps", "  ", Metric.RECOMMEND),), touchpoint="chekout"),
        OwnSurvey("kauf", "Kauf", (text, OwnQuestion("ease", "Easy?", Metric.EFFORT, Scale(0, 100)))),
    ]
    with pytest.raises(InvalidSetting) as refused:
        taking.check(surveys, {"checkout"})
    assert refused.value.problems == (
        "two surveys of our own are called 'kauf'",
        "'kauf': No touchpoint is called 'chekout'. Did you mean 'checkout'? Known: checkout.",
        "'kauf': question 'nps' has no text",
        "'kauf': question 'ease': a scale of more than 11 numbers; give choices, or a shorter scale",
    )


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (OwnQuestion("a b", "Text"), "an id has letters, digits, - and _ only"),
        (OwnQuestion("a", "Text", Metric.SATISFACTION), "has neither scale nor choices"),
        (OwnQuestion("a", "Text", Metric.RECOMMEND, Scale(1, 5)), "asked from 0 to 10"),
        (OwnQuestion("a", "Text", choices={"x": "X"}), "the choice 'x' has no number"),
        (OwnQuestion("a", "Text", scale=Scale(1, 3), choices={"4": "X"}), "the choice 4 is not on its scale"),
        (OwnQuestion("a", "Text", scale=Scale(5, 1)), "its scale runs from 5 to 1"),
        (OwnQuestion("a", "Text", scale=Scale(1, 4.5)), "whole numbers"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(question, problem):
    """Each says what is wrong with it."""
    assert problem in "; ".join(question.problems())


def test_a_sound_survey_has_no_problems(survey):
    """Its touchpoints are known, its ids are its own."""
    assert list(survey.problems({"shop", "checkout"})) == []


def test_a_touchpoint_that_is_unknown_twice_is_said_once():
    """The survey is about the purchase and asked after it: one mistake."""
    survey = OwnSurvey("a", "A", (OwnQuestion("why", "Why?"),), touchpoint="buy", trigger="buy")
    assert list(survey.problems({"till"})) == ["No touchpoint is called 'buy'. Known: till."]


def test_shares_rest_and_days_are_checked():
    """A share of none, a rest below nothing, an end before the beginning."""
    survey = OwnSurvey("a", "A", (), share=0, rest_days=-1, opens=date(2026, 3, 2), closes=date(2026, 3, 1))
    assert list(survey.problems()) == [
        "it asks no question",
        "share is 0; it must be above 0 and at most 1",
        "rest_days is -1; it must not be below 0",
        "it closes on 2026-03-01, before it opens on 2026-03-02",
    ]


def test_scores_read_its_questions_as_items(survey):
    """Recommending is 0 to 10 by itself, yes is 1, a text is a comment; who names no touchpoint is about the shop."""
    items = taking.items([survey])["kauf"]
    assert [(i.id, i.role, i.about) for i in items] == [
        ("nps", Role.ANSWER, "shop"),
        ("ease", Role.ANSWER, "checkout"),
        ("park", Role.ANSWER, "shop"),
        ("why", Role.COMMENT, "shop"),
    ]
    assert items[0].scale == Scale(0, 10)
    assert items[2].levels["1"] == {"en": "Yes", "de": "Ja"}


def test_a_survey_is_open_on_its_first_and_its_last_day():
    """From 2 to 3 March, both included."""
    survey = OwnSurvey("a", "A", (), opens=date(2026, 3, 2), closes=date(2026, 3, 3))
    assert [survey.open_on(date(2026, 3, day)) for day in (1, 2, 3, 4)] == [False, True, True, False]
