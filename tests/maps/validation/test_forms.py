"""Claims become questions: of a survey, of an interview, of the data."""

from __future__ import annotations

import tomllib
from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.journey_maps import Metric
from wegweiser.domain.surveys import Metric as Asked
from wegweiser.domain.validations import Method
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import read
from wegweiser.maps.validation import forms
from wegweiser.voice.asking import OwnSurvey

ON = date(2026, 3, 2)


@pytest.fixture
def claims(shop_map):
    """Return the claims of the map by their id."""
    return {claim.id: claim for claim in shop_map.claims()}


@pytest.mark.parametrize(
    ("claim", "english", "german"),
    [
        (
            "cl_price",
            "Did you ask yourself this? “What does it cost?”",
            "Haben Sie sich das gefragt? „Was kostet es?“",
        ),
        (
            "cl_waited",
            "Did this happen to you: “I waited too long”?",
            "Haben Sie das erlebt: „Ich habe zu lange gewartet“?",
        ),
        ("cl_hoped", "Did you expect this of us: “It is quick”?", "Haben Sie das von uns erwartet: „Es geht schnell“?"),
        (
            "cl_loss",
            "We noticed this: “Loss”. Do you know it of yourself?",
            "Uns ist aufgefallen: „Loss“. Kennen Sie das von sich selbst?",
        ),
        (
            "cl_tp",
            "Have you come across this with us: “Till”?",
            "Ist Ihnen das bei uns begegnet: „Kasse“?",
        ),
        ("cl_felt", "How was it at “Till”?", "Wie war es bei „Kasse“?"),
    ],
)
def test_each_lane_asks_in_its_own_words(shop_map, claims, claim, english, german):
    """A question is asked, an experience happened, a feeling is rated; the count behind a quotation is left out."""
    asked = forms.as_survey_item(claims[claim], shop_map, ON).survey.question[0].text
    assert (read(asked, "en"), read(asked, "de")) == (english, german)


def test_a_survey_item_is_a_survey_ready_to_paste(shop_map, claims):
    """Yes or no and an open why, after the till; the text in wegweiser.toml says the same, and it can be asked."""
    proposal = forms.as_survey_item(claims["cl_waited"], shop_map, ON)
    survey, validation = proposal.survey, proposal.validation
    assert (validation.id, validation.claim, validation.item) == ("v_waited_survey", "cl_waited", "holds")
    assert (validation.needed, validation.planned_n, validation.of_mean) == (0.5, 194, False)
    assert [(q.id, q.metric) for q in survey.question] == [("holds", Asked.YES_NO), ("why", None)]
    assert (survey.trigger, survey.validates) == ("till", "v_waited_survey")
    assert list(survey.problems({"till"})) == []
    (written,) = tomllib.loads(proposal.toml)["ask"]
    assert msgspec.convert(written, OwnSurvey) == survey
    assert "[[ask.question]]" in proposal.toml


def test_a_bad_feeling_is_supported_by_ratings_as_bad(shop_map, claims):
    """Felt -0.8: a mean of at most -0.5 supports it, and (2.802 · 1.2 / 0.3)² = 126 ratings show it."""
    proposal = forms.as_survey_item(claims["cl_felt"], shop_map, ON)
    one = proposal.validation
    assert (one.needed, one.at_most, one.of_mean, one.planned_n, one.item) == (-0.5, True, True, 126, "rating")
    assert proposal.survey.question[0].metric is Asked.SATISFACTION


def test_the_gap_of_a_feeling_is_tested_by_the_feeling(shop_map, claims):
    """1.5 less than expected at the till, where people felt -0.4: ratings of at most -0.1 support it."""
    gap = replace(claims["cl_loss"], share=None, estimate=Estimate(-1.5, -1.7, -1.3, 90), evidence=("ev_feelings",))
    felt = replace(shop_map, feelings=(Feeling("buy", Estimate(-0.4, -0.6, -0.2, 90), touchpoint="till"),))
    one = forms.as_survey_item(gap, felt, ON).validation
    assert (one.needed, one.at_most, one.of_mean) == (-0.1, True, True)


def test_a_figure_is_counted_anew(shop_map, claims):
    """40 % of 1000 may come out a fifth lower: from 32 % on it holds, and 275 customers show that."""
    one = forms.as_data_check(claims["cl_loss"], shop_map, ON).validation
    assert (one.method, one.needed, one.planned_n) == (Method.DATA_CHECK, 0.32, 275)
    assert read(one.question, "en") == (
        "Counted anew in the data from 2 Mar 2026 on: is it so that “Loss: 40% of 1,000 (37.0–43.1%)”?"
    )
    felt = forms.as_data_check(claims["cl_felt"], shop_map, ON).validation
    assert (felt.needed, felt.at_most, felt.of_mean) == (-0.6, True, True)


def test_a_count_is_not_held_against_a_share(shop_map, claims):
    """120 customers met at the till are no share: the check says what fits instead, and a share named is taken."""
    count = replace(claims["cl_m_goal"], id="cl_m_met", share=None, n=120)
    counted = replace(shop_map, metrics=(Metric("m_met", "buy", "Customers met here", "120", count, value=120.0),))
    with pytest.raises(InvalidSetting, match=r"cl_m_met[^?]*choose the method survey or interview"):
        forms.as_data_check(count, counted, ON)
    assert forms.as_data_check(count, counted, ON, needed=0.4).validation.needed == 0.4
    assert forms.as_interview_question(count, counted, ON).validation.needed == 0.25


def test_an_interview_asks_openly_and_counts(shop_map, claims):
    """Nobody is led to the answer: the claim stands in brackets, for whoever counts; 12 people are enough."""
    one = forms.as_interview_question(claims["cl_waited"], shop_map, ON).validation
    assert read(one.question, "en") == (
        "Tell me about the last time, at “Till”: what happened, step by step? (Count who tells: “I waited too long”)"
    )
    assert (one.needed, one.planned_n) == (0.25, 12)
    felt = forms.as_interview_question(claims["cl_felt"], shop_map, ON).validation
    assert read(felt.question, "de") == (
        "Erzählen Sie vom letzten Mal bei „Kasse“: Wie war es für Sie? (Zählen, für wen es schlecht war)"
    )


def test_every_claim_of_a_map_can_be_tested_in_every_way(shop_map):
    """Whatever its lane and figure, there is a question in both languages and a number of people."""
    for claim in shop_map.claims():
        for form in (forms.as_survey_item, forms.as_interview_question, forms.as_data_check):
            one = form(claim, shop_map, ON).validation
            assert one.planned_n > 1
            assert set(one.question) == {"en", "de"}
            assert one.question["en"] != one.question["de"]


def test_what_nobody_can_exceed_is_refused(shop_map, claims):
    """More than everybody cannot say yes."""
    with pytest.raises(InvalidSetting, match="between 0 and 1"):
        forms.as_survey_item(claims["cl_waited"], shop_map, ON, needed=1.0)


def test_another_id_goes_through_to_the_survey(shop_map, claims):
    """A second test of a claim has its own survey."""
    second = forms.as_survey_item(claims["cl_waited"], shop_map, ON).renamed("v_waited_survey_2")
    assert (second.validation.id, second.survey.id, second.survey.validates) == ("v_waited_survey_2",) * 3
