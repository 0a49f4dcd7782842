"""A score is tested in its own figure: by its own question, and by nothing that gives another one."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.surveys import Item, Metric, Role, Scale
from wegweiser.domain.validations import Method
from wegweiser.errors import InvalidSetting
from wegweiser.maps.validation import decided, forms
from wegweiser.stats import wilson

ON = date(2026, 3, 2)
SHOPS = Item(
    "q7",
    {"en": "Shops", "de": "Läden"},
    Role.ANSWER,
    metric=Metric.SATISFACTION,
    scale=Scale(1, 5, missing=(0,), unused=(6,)),
    levels={"1": {"en": "Unacceptable", "de": "Untragbar"}, "5": {"en": "Outstanding", "de": "Hervorragend"}},
)
RECOMMEND = Item("nps", "Would you recommend us?", Role.ANSWER, metric=Metric.RECOMMEND, scale=Scale(0, 10))
ASKED = {"air": (SHOPS, RECOMMEND)}


def scored(name, **figure):
    """Return a claim that says what answers come to."""
    n = next(iter(figure.values())).n
    return Claim(name, "Shops", Status.MEASURED, ("ev_scores",), n=n, as_of=ON, author="rule", **figure)


CSAT = scored("cl_score_air_q7_csat", share=wilson(510, 1000))
NPS = scored("cl_m_nps_bond", estimate=Estimate(31.0, 28.0, 34.0, 2650))


def test_a_share_of_satisfied_people_is_asked_by_its_own_question(shop_map):
    """51 % of 1000 were satisfied: the rating is asked again, and from 40.8 % satisfied on the claim holds."""
    made = forms.as_survey_item(CSAT, shop_map, ON, asked_before=ASKED)
    asked = made.survey.question[0]
    assert (asked.text, asked.metric, asked.scale) == (SHOPS.text, Metric.SATISFACTION, Scale(1, 5))
    assert (asked.low["de"], asked.high["de"]) == ("Untragbar", "Hervorragend")
    assert (made.validation.needed, made.validation.of_mean, made.validation.planned_n) == (0.408, False, 185)
    assert list(made.survey.problems()) == []
    share = forms.drawn(made.validation, SHOPS, [5, 4, 3, 2])
    assert (share.hits, share.n) == (2, 4)


def test_a_recommendation_score_is_tested_by_a_recommendation_score(shop_map):
    """+31 is held from +24.8 on; ten hits of 14 are no such score and are refused."""
    made = forms.as_survey_item(NPS, shop_map, ON, asked_before=ASKED)
    assert (made.survey.question[0].metric, made.survey.question[0].text) == (Metric.RECOMMEND, RECOMMEND.text)
    assert (made.validation.needed, made.validation.of_mean, made.validation.at_most) == (24.8, True, False)
    with pytest.raises(InvalidSetting, match="it is a share"):
        decided(made.validation, wilson(10, 14), ON)
    assert forms.drawn(made.validation, RECOMMEND, [10, 9, 8, 2]).value == 25.0


def test_interviews_give_no_score_and_say_what_fits(shop_map):
    """Fourteen people who talk are no share of satisfied people."""
    for claim in (CSAT, NPS):
        with pytest.raises(InvalidSetting, match="choose the method survey"):
            forms.as_interview_question(claim, shop_map, ON)


def test_a_question_that_is_gone_is_said(shop_map):
    """Nobody can ask again what stands in no survey; the data can still be counted."""
    with pytest.raises(InvalidSetting, match="choose the method data"):
        forms.as_survey_item(CSAT, shop_map, ON, asked_before={})
    assert forms.as_data_check(CSAT, shop_map, ON).validation.needed == 0.408


def test_the_worst_place_may_become_worse(shop_map):
    """Worst rated at +0.55: +0.3 is worse still and supports it, +1 does not; in ratings and in data alike."""
    worst = Claim("cl_finding", "Worst rated: Shops", Status.MEASURED, ("ev_feelings",), n=900, as_of=ON)
    worst = replace(worst, estimate=Estimate(0.55, 0.51, 0.59, 900), author="rule")
    for form in (forms.as_data_check, forms.as_survey_item):
        test = form(worst, shop_map, ON).validation
        assert (test.at_most, test.of_mean) == (True, True)
        assert decided(test, Estimate(0.3, 0.25, 0.35, 500), ON).verdict == "supported"
        assert decided(test, Estimate(1.0, 0.95, 1.05, 500), ON).verdict == "contradicted"
    assert "for whom it was bad" in forms.as_interview_question(worst, shop_map, ON).validation.question["en"]


def test_a_weak_response_may_become_weaker(shop_map):
    """Of 1000 leaflets 50 are followed by a visit, too few: 3 % supports it and 9 % contradicts it."""
    weak = Claim("cl_answer_leaflet", "Few come", Status.MEASURED, ("ev_responses",), n=1000, share=wilson(50, 1000),
                 as_of=ON)  # fmt: skip
    test = forms.as_data_check(weak, shop_map, ON).validation
    assert (test.method, test.needed, test.at_most) == (Method.DATA_CHECK, 0.0653, True)
    assert decided(test, wilson(30, 1000), ON).verdict == "supported"
    assert decided(test, wilson(90, 1000), ON).verdict == "contradicted"
