"""Unanswered questions: what customers ask and nothing of ours answers."""

from __future__ import annotations

from collections.abc import Iterator

from wegweiser.domain.questions import Answered, Question
from wegweiser.i18n import LANGUAGES, Text, both
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures

_LONGEST = 80


def unanswered(figures: Figures) -> Iterator[Found]:
    """Yield the questions of at least 20 customers that no page or text of ours answers."""
    phases = {phase.id for phase in figures.phases}
    for question in figures.heard.questions:
        if (
            question.answered is Answered.NO
            and question.answered_by is None
            and question.customers >= ENOUGH
            and question.phase in phases
        ):
            yield Found(
                id=f"cl_question_{question.id}",
                phase=question.phase,
                text=_text(question),
                detail=both(
                    "Asked {times} times by {customers} customers: {question}",
                    times=question.times,
                    customers=question.customers,
                    question=question.text,
                ),
                result="questions",
                customers=question.customers,
                n=question.customers,
                refs=(question.touchpoint,) if question.touchpoint else (question.phase,),
            )


def _text(question: Question) -> Text:
    """Return the question itself, or only how many ask it where it is too long for print."""
    text = both("{n} customers ask “{question}”: no answer", n=question.customers, question=question.text)
    if isinstance(text, dict) and max(len(text[language]) for language in LANGUAGES) > _LONGEST:
        return both("{n} customers ask a question nothing of ours answers", n=question.customers)
    return text
