"""Questions nothing of ours answers."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from wegweiser.domain.questions import Question
from wegweiser.domain.voices import Heard
from wegweiser.levers.unanswered import unanswered

ASKED = Question(
    id="shipping_cost",
    text={"en": "What does shipping cost?", "de": "Was kostet der Versand?"},
    phase="conversion",
    times=412,
    customers=300,
    touchpoint="cart",
)


def test_a_question_nothing_answers_is_a_gap(web_figures):
    """300 customers ask it 412 times."""
    (found,) = unanswered(dataclasses.replace(web_figures(), heard=Heard(questions=(ASKED,))))
    assert found.text["de"] == "300 Kunden fragen „Was kostet der Versand?“: keine Antwort"
    assert (found.customers, found.n, found.refs, found.phase) == (300, 300, ("cart",), "conversion")


@pytest.mark.parametrize("change", [{"answered_by": "faq"}, {"customers": 19}, {"phase": "gone"}])
def test_answered_rare_or_misplaced_questions_are_not_told(web_figures, change):
    """Each of these alone is enough to keep quiet."""
    assert (
        list(unanswered(dataclasses.replace(web_figures(), heard=Heard(questions=(replace(ASKED, **change),))))) == []
    )


def test_a_long_question_is_told_in_the_detail(web_figures):
    """The printed form stays within 80 characters; the words are not lost."""
    long = replace(ASKED, text="Why does it take so long, and whom can I ask when the parcel is late?", touchpoint=None)
    (found,) = unanswered(dataclasses.replace(web_figures(), heard=Heard(questions=(long,))))
    assert found.text["en"] == "300 customers ask a question nothing of ours answers"
    assert found.detail["en"].endswith("when the parcel is late?")
    assert found.refs == ("conversion",)
