"""What somebody says of a survey's columns, laid over what was proposed for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec.structs import replace

from wegweiser.domain.surveys import Item, Metric, Role, Scale
from wegweiser.errors import SourceProblem
from wegweiser.voice.surveys import scales
from wegweiser.voice.surveys.profiles import Column
from wegweiser.voice.surveys.proposing import words_of
from wegweiser.voice.surveys.spec import Layout, SurveySpec

_BATTERY = 3


class Told(StrEnum):
    """What somebody says a column of a survey holds."""

    SCORE = "score"
    RECOMMEND = "recommend"
    TEXT = "text"
    QUESTION = "question"
    """Which question the row answers, where each row is one answer."""
    CUSTOMER = "customer"
    TIME = "time"
    WEIGHT = "weight"
    TRAIT = "trait"
    IGNORED = "ignored"


_ROLES = {
    Told.TEXT: Role.COMMENT,
    Told.CUSTOMER: Role.RESPONDENT,
    Told.TIME: Role.TIME,
    Told.WEIGHT: Role.WEIGHT,
    Told.TRAIT: Role.TRAIT,
    Told.IGNORED: Role.IGNORED,
    Told.QUESTION: Role.IGNORED,
}
_SAID = {role: told for told, role in _ROLES.items() if told is not Told.QUESTION}


def said_of(item: Item) -> str:
    """Return what an item's column is in the words people choose from; other roles by their own."""
    if item.role is Role.ANSWER:
        return Told.RECOMMEND if item.metric is Metric.RECOMMEND else Told.SCORE
    return _SAID.get(item.role, item.role.value)


def laid_out(spec: SurveySpec, told: Mapping[str, str]) -> SurveySpec:
    """Return how a file is read where a column names the question each row answers; else the spec as it is.

    Raises:
        SourceProblem: nothing says which column holds the answers.
    """
    by_role = {role: column for column, role in reversed(list(told.items()))}
    if Told.QUESTION not in by_role:
        return spec
    if Told.SCORE not in by_role:
        raise SourceProblem("A column names the questions, and none is said to hold the scores.")
    return replace(
        spec,
        layout=Layout.LONG,
        question=by_role[Told.QUESTION],
        answer=by_role[Told.SCORE],
        person=by_role.get(Told.CUSTOMER),
        time=by_role.get(Told.TIME),
        weight=by_role.get(Told.WEIGHT),
    )


def with_told(items: Sequence[Item], columns: Sequence[Column], told: Mapping[str, str]) -> tuple[Item, ...]:
    """Return items as somebody corrected them; those she looked at are proposals no longer.

    Raises:
        SourceProblem: a column said to hold scores holds none.
    """
    known = {column.name: column for column in columns}
    return tuple(_one(item, known[item.columns[0]], told.get(item.columns[0])) for item in items)


def answers(items: Sequence[Item], columns: Sequence[Column]) -> tuple[Item, ...]:
    """Return the questions of a survey with one answer a row: each is on a scale where its answers are numbers."""
    known = {column.name: column for column in columns}
    return tuple(
        item
        if item.role is Role.ANSWER or not known[item.columns[0]].numeric
        else _scored(item, known[item.columns[0]])
        for item in items
    )


def _one(item: Item, column: Column, told: str | None) -> Item:
    if told is None or told == said_of(item):
        return item
    if told == Told.SCORE:
        return _scored(item, column)
    if told == Told.RECOMMEND:
        return replace(_scored(item, column), metric=Metric.RECOMMEND, scale=Scale(0, 10), about=None, phase=None)
    return replace(item, role=_ROLES[Told(told)], metric=None, scale=None, about=None, phase=None, proposed=False)


def _scored(item: Item, column: Column) -> Item:
    """Return an item as a rating, on the scale its values fit, else from its least number to its greatest.

    Raises:
        SourceProblem: its values are no numbers, or all the same one.
    """
    numbers = column.numbers
    if not column.numeric or len(numbers) < 2:
        raise SourceProblem(f"The column {column.name} holds no scores: a score is a number, and more than one occurs.")
    found = scales.by_values(words_of(item), column, _BATTERY)
    ends = (min(numbers), max(numbers))
    metric, scale = (found.metric, found.scale) if found else (scales.metric_of(words_of(item), "", ends), Scale(*ends))
    return replace(item, role=Role.ANSWER, metric=metric, scale=scale, levels={}, proposed=False)
