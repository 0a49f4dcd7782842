"""What came back from a page: fields of a form become answers, or problems said beside their question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wegweiser.i18n import Count, Language, message
from wegweiser.voice.asking.spec import OwnQuestion, OwnSurvey

LONGEST = 2000
"""Characters of one free text."""
FIELD = "q-"
"""What the name of a question's field starts with."""


@dataclass(frozen=True)
class Given:
    """One answer: a number, a text, or neither where the question was left out."""

    item: str
    touchpoint: str | None
    value: float | None = None
    text: str | None = None


@dataclass(frozen=True)
class Filled:
    """A form as it was sent: its answers, and what is wrong by question; only one without problems is kept."""

    given: tuple[Given, ...]
    problems: Mapping[str, str]


def read_form(survey: OwnSurvey, fields: Mapping[str, str], language: Language) -> Filled:
    """Return the answers of a form; every question has one, also those left out.

    Example:
        >>> ease = OwnQuestion("ease", "How easy was it?", choices={"1": "Hard", "2": "Easy"}, required=True)
        >>> read_form(OwnSurvey("short", "Short", (ease,)), {"q-ease": "2"}, "en").given[0].value
        2.0
    """
    given, problems = [], {}
    for question in survey.question:
        said = fields.get(FIELD + question.id, "").strip().replace("\r\n", "\n")
        problem = _problem(question, said, language)
        if problem:
            problems[question.id] = problem
        about = question.touchpoint or survey.touchpoint
        if question.measure is None:
            given.append(Given(question.id, about, text=said or None))
        else:
            value = float(said) if said in question.codes else None
            given.append(Given(question.id, about, value=value))
    if not problems and all(one.value is None and one.text is None for one in given):
        problems[survey.question[0].id] = message("Please answer at least one question.", language)
    return Filled(tuple(given), problems)


def _problem(question: OwnQuestion, said: str, language: Language) -> str | None:
    if not said:
        ask = "Please write an answer." if question.measure is None else "Please choose an answer."
        return message(ask, language) if question.required else None
    if question.measure is not None:
        return None if said in question.codes else message("Please choose one of the answers shown.", language)
    if len(said) > LONGEST:
        text = "Please shorten your text to {most} characters; it has {n}."
        return message(text, language, most=Count(LONGEST), n=Count(len(said)))
    return None
