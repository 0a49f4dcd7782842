"""What levers are called that nothing was tried for."""

from __future__ import annotations

import dataclasses

from wegweiser.domain.questions import Question
from wegweiser.domain.voices import Heard
from wegweiser.levers.ranking.candidates import candidates
from wegweiser.levers.ranking.words import goes_with
from wegweiser.levers.unanswered import unanswered


def test_a_question_nothing_answers_is_called_by_its_words(web_figures):
    """Whoever reads the list of levers learns what is asked, not only where."""
    asked = Question(
        id="tent",
        text={"en": "May a tent go back?", "de": "Kann ein Zelt zurück?"},
        phase="conversion",
        times=9,
        customers=134,
        touchpoint="cart",
    )
    figures = dataclasses.replace(web_figures(), heard=Heard(questions=(asked,)))
    (one,) = candidates(list(unanswered(figures)), figures)
    assert goes_with(one, figures) == {
        "en": "134 customers ask “May a tent go back?”: no answer",
        "de": "134 Kunden fragen „Kann ein Zelt zurück?“: keine Antwort",
    }
