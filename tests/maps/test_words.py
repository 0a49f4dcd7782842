"""The lanes of customers' words: what stands in them, in which order, how it is marked."""

from __future__ import annotations

import dataclasses

import pytest

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.questions import Answered, Question
from wegweiser.domain.voices import Heard, Saying, SayingKind, Score, ScoreKind
from wegweiser.i18n import read
from wegweiser.maps import words

QUESTIONS = (
    Question("cost", "What does it cost?", "buy", 50, 40, answered=Answered.NO, model="clusters 1"),
    Question("when", "When does it arrive?", "buy", 90, 70, answered=Answered.YES),
    Question("few", "Do you ship to the moon?", "buy", 19, 19),
)
SAYINGS = (
    Saying("slow", SayingKind.PAIN, {"en": "too slow", "de": "zu langsam"}, "buy", 30, 25, model="clusters 1"),
    Saying("sooner", SayingKind.EXPECTATION, "should come sooner", "stay", 40, 35),
)


@pytest.fixture
def lanes(shop_figures, shop_plan):
    """Return a maker of the lanes by lane and phase."""

    def make(heard):
        figures = dataclasses.replace(shop_figures(), heard=heard)
        return {(cell.lane, cell.phase): cell for cell in words.cells(shop_plan, figures)}

    return make


def test_questions_stand_by_how_many_ask_them_with_whether_they_are_answered(lanes):
    """Seventy ask when, forty what it costs; what fewer than twenty ask is not shown."""
    claims = lanes(Heard(questions=QUESTIONS))["question", "buy"].claims
    assert [claim.text["en"] for claim in claims] == [
        "“When does it arrive?” \u2013 70 ask, answered",
        "“What does it cost?” \u2013 40 ask, no answer",
    ]
    assert claims[0].text["de"] == "„When does it arrive?“ \u2013 70 fragen, beantwortet"
    assert [(claim.status, claim.n, claim.author) for claim in claims] == [
        (Status.INFERRED, 70, "rule"),
        (Status.INFERRED, 40, "clusters 1"),
    ]


def test_a_touchpoint_rated_by_two_questions_says_by_which(lanes):
    """The cart is rated for speed and for clarity: neither share passes for satisfaction with the cart."""
    scores = tuple(
        Score(name, ScoreKind.CSAT, name.capitalize(), Estimate(share, 0.4, 0.9, 50), touchpoint="cart", phase="buy")
        for name, share in (("speed", 0.5), ("clarity", 0.8))
    )
    told = [
        read(claim.text, "en") for claim in lanes(Heard(scores=scores, questions=QUESTIONS))["experience", "buy"].claims
    ]
    assert [text.split(": ", 1)[1] for text in told] == [
        "50% of 50 satisfied with \u201cSpeed\u201d",
        "80% of 50 satisfied with \u201cClarity\u201d",
    ]


def test_sayings_go_where_they_belong(lanes):
    """Pains are experiences, expectations have a lane of their own."""
    found = lanes(Heard(sayings=SAYINGS))
    (pain,) = found["experience", "buy"].claims
    (hoped,) = found["expectation", "stay"].claims
    assert pain.text["de"] == "„zu langsam“ \u2013 25 sagen das"
    assert hoped.n == 35


def test_expectation_stands_beside_experience(lanes):
    """At the cart people had hoped for +1.0 and felt -0.5."""
    felt, hoped = Estimate(-0.5, -0.7, -0.3, 60), Estimate(1.0, 0.8, 1.2, 55)
    found = lanes(Heard(feelings=(Feeling("buy", felt, touchpoint="cart", expected=hoped),)))
    (claim,) = found["expectation", "buy"].claims
    assert claim.text["en"] == "Cart: expected +1, felt \u22120.5"
    assert (claim.status, claim.n) == (Status.MEASURED, 55)


def test_a_lane_nobody_listened_for_does_not_claim_to_be_empty(lanes):
    """A survey alone says nothing of questions: that lane was not looked at."""
    found = lanes(Heard(feelings=(Feeling("buy", Estimate(0.1, 0.0, 0.2, 60), touchpoint="cart"),)))
    assert not found["question", "buy"].looked
    assert lanes(Heard(questions=QUESTIONS))["question", "stay"].looked


def test_silence_fills_no_lane(lanes):
    """Where nobody listened nothing is drafted."""
    assert lanes(Heard()) == {}


def test_a_word_is_spoken_of_and_only_a_sentence_is_said(lanes):
    """A sentence stands for what 25 say; where none may be quoted, 24 speak of a word."""
    sayings = (
        Saying("a", SayingKind.PAIN, "I waited 40 minutes.", "buy", 30, 25, topic="minutes"),
        Saying("b", SayingKind.PAIN, "minutes", "buy", 30, 24, topic="minutes"),
    )
    told = [read(claim.text, "en") for claim in lanes(Heard(sayings=sayings))["experience", "buy"].claims]
    assert told == ["\u201cI waited 40 minutes.\u201d \u2013 25 say so", "\u201cminutes\u201d \u2013 24 speak of it"]
