"""How a claim is put to the test: as a survey of our own, as a question of an interview guide, as a check of data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite, sqrt
from typing import Any, Self

import msgspec
import tomlkit

from wegweiser.domain.claims import Claim
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import JourneyMap, LaneType
from wegweiser.domain.surveys import Item, Metric, Scale
from wegweiser.domain.validations import Method, Validation
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import LANGUAGES, Day, Text, both, read
from wegweiser.maps.validation import again
from wegweiser.maps.validation.judging import shown
from wegweiser.maps.validation.places import Place, place_of
from wegweiser.stats import mean, planning, wilson
from wegweiser.stats import scores as formulas
from wegweiser.stats.intervals import Z
from wegweiser.stats.scores import Answers
from wegweiser.voice.asking import OwnQuestion, OwnSurvey

_QUOTED = re.compile(r"[\u201c\u201e](?P<words>.+)[\u201d\u201c](?: \u2013 .*)?")
_ID_LENGTH = 40
_FEELINGS = "ev_feelings"
_MOST_PEOPLE, _MANY = 0.5, 0.25
"""Experiences, expectations and associations are put as what most people have; a question that one in four asks, or a
finding that one in four knows of herself, is worth an answer."""
_BETTER, _RAISED = 0.1, 0.6
"""A claim that holds is expected to hold for ten points more than needed; in an interview, six of ten raise it."""
_FELT, _FELT_BEYOND, _SPREAD = 0.5, 0.3, 1.2
"""A feeling counts from half a point on; the spread of one answer on -2..+2 is that of the surveys we have measured."""
_HEADLINE, _RESPONSES = "cl_finding", "ev_responses"
_AROUND = 0.2
"""A figure holds where the next one is no worse than a fifth below it, or its own interval if that is wider."""

_NO_SHARE = (
    "it is a count or a time, and a count grows with the time counted, so no share of people says whether it holds; "
    "choose the method survey or interview, test a claim that has a share, or say which share is needed"
)


@dataclass(frozen=True)
class Proposal:
    """A claim as it will be tested: the validation that is planned, and the survey that asks for it, if one does."""

    validation: Validation
    survey: OwnSurvey | None = None

    @property
    def toml(self) -> str:
        """The survey as a table of wegweiser.toml, ready to be pasted; empty where nobody is surveyed."""
        if self.survey is None:
            return ""
        plain = msgspec.to_builtins(self.survey, builtin_types=(date,))
        document, asked = tomlkit.document(), tomlkit.aot()
        asked.append(_table(plain))
        document.add("ask", asked)
        return tomlkit.dumps(document)

    def renamed(self, name: str) -> Self:
        """Return the proposal under another id, its survey included."""
        validation = msgspec.structs.replace(self.validation, id=name)
        survey = self.survey and msgspec.structs.replace(self.survey, id=name, validates=name)
        return replace(self, validation=validation, survey=survey)


@dataclass(frozen=True)
class _Bar:
    """From where on a claim counts as supported, and how many must be asked to know."""

    needed: float
    planned_n: int
    at_most: bool = False
    of_mean: bool = False


def as_survey_item(
    claim: Claim,
    journey_map: JourneyMap,
    on: date,
    *,
    needed: float | None = None,
    asked_before: Mapping[str, tuple[Item, ...]] | None = None,
) -> Proposal:
    """Return a survey of our own that puts a claim to customers: a rating for a feeling, else yes or no, and why.

    A score is tested by its own question, which is looked up among those `asked_before`, by survey. `needed` is the
    share, the feeling from -2 to +2 or the score from which on the claim counts as supported.

    Raises:
        InvalidSetting: no answer could ever be beyond what is needed, or the question of a score is gone.
    """
    place = place_of(claim, journey_map)
    if again.is_score(claim):
        bar, asked = _counted(claim, needed), again.question(again.original(claim, asked_before or {}))
    elif _is_feeling(claim, place):
        bar, asked = _felt(claim, _reported(claim, place, journey_map), needed), _rating(place)
    else:
        bar, asked = _answered(claim, place, needed), _yes_no(claim, place)
    validation = _validation(claim, Method.SURVEY, asked.text, bar, on)
    why = OwnQuestion("why", both("What was it like? What made you answer so?"))
    survey = OwnSurvey(
        id=validation.id,
        title=both("A short question"),
        question=(asked, why),
        thanks=both("Thank you. We read every answer."),
        touchpoint=place.touchpoint,
        trigger=place.touchpoint,
        validates=validation.id,
    )
    return Proposal(msgspec.structs.replace(validation, item=asked.id), survey)


def as_interview_question(claim: Claim, journey_map: JourneyMap, on: date, *, needed: float | None = None) -> Proposal:
    """Return an open question of an interview guide; it counts who raises what the claim says without being led.

    Raises:
        InvalidSetting: no share could ever be beyond what is needed, or it is a score, which interviews cannot give.
    """
    if again.is_score(claim):
        raise again.no_interview(claim)
    place = place_of(claim, journey_map)
    where, words = place.name or journey_map.title, _words(claim.text)
    if _is_feeling(claim, place):
        bad = _low(claim, _reported(claim, place, journey_map) or 0)
        text = both(
            "Tell me about the last time, at “{where}”: how was it for you? (Count for whom it was bad)"
            if bad
            else "Tell me about the last time, at “{where}”: how was it for you? (Count for whom it was good)",
            where=where,
        )
    elif place.lane is LaneType.EXPECTATION:
        text = both(
            "Before you came to “{where}”: what did you think would happen? (Count who says: “{words}”)",
            where=where,
            words=words,
        )
    elif place.lane is LaneType.ASSOCIATION:
        text = both("What comes to your mind when you think of us? (Count who says: “{words}”)", words=words)
    elif place.lane is LaneType.QUESTION:
        text = both(
            "Think of the last time, at “{where}”: what was not clear to you? (Count who asks: “{words}”)",
            where=where,
            words=words,
        )
    else:
        text = both(
            "Tell me about the last time, at “{where}”: what happened, step by step? (Count who tells: “{words}”)",
            where=where,
            words=words,
        )
    bar = needed if needed is not None else _MANY
    planned = planning.beyond(bar, max(_RAISED, (1 + bar) / 2))
    return Proposal(_validation(claim, Method.INTERVIEW, text, _Bar(bar, planned), on))


def as_data_check(claim: Claim, journey_map: JourneyMap, on: date, *, needed: float | None = None) -> Proposal:
    """Return a check against data from now on: whether the figure still is, at least, about what the claim says.

    Raises:
        InvalidSetting: no share could ever be beyond what is needed, or a metric is a count or a time: it has no
            share to come back to, and a count grows with the time that is counted.
    """
    place = place_of(claim, journey_map)
    if claim.share is None and claim.estimate is None and place.lane is LaneType.METRIC and needed is None:
        raise InvalidSetting(f"A data check of '{claim.id}'", [_NO_SHARE])
    bar = _counted(claim, needed) if claim.share or claim.estimate else _answered(claim, place, needed)
    text = both("Counted anew in the data from {day} on: is it so that “{words}”?", day=Day(on), words=_plain(claim))
    return Proposal(_validation(claim, Method.DATA_CHECK, text, bar, on))


def drawn(validation: Validation, item: Item, values: Sequence[float]) -> Proportion | Estimate | None:
    """Return the figure a test needs from the answers to its question: a share, an NPS, or the mean feeling.

    None where one answer alone says nothing of the others.
    """
    scale = item.scale or Scale(0, 1)
    answers = Answers.of(Counter(values))
    if item.metric is Metric.RECOMMEND:
        return formulas.nps(answers)
    if item.metric is Metric.YES_NO:
        return wilson(sum(value == 1 for value in values), len(values))
    if not validation.of_mean:
        share = formulas.csat(answers, scale)
        return None if share is None else wilson(round(share.value * share.n), share.n)
    return mean([scale.feeling(value) for value in values]) if len(values) > 1 else None


def _counted(claim: Claim, needed: float | None) -> _Bar:
    """Plan to see the figure of a claim again."""
    if claim.share is not None or claim.estimate is None:
        share = claim.share or wilson(0, 1)
        return _few(share, needed) if _says_few(claim) else _held(share, needed)
    return _figure(claim, claim.estimate, needed)


def _says_few(claim: Claim) -> bool:
    """Return whether a claim says that a share is small: what is sent, and hardly answered."""
    return claim.id.startswith("cl_answer_") or (_headline(claim) and _RESPONSES in claim.evidence)


def _headline(claim: Claim) -> bool:
    return any(name.startswith(_HEADLINE) for name in (claim.id, claim.supersedes or ""))


def _low(claim: Claim, value: float) -> bool:
    """Return whether a claim says that something is bad, and so is supported by what is no better: the worst place is.

    A mean below zero is bad by itself; the worst of good ones is told by what the claim is.
    """
    return value < 0 or (_headline(claim) and _FEELINGS in claim.evidence)


def _is_feeling(claim: Claim, place: Place) -> bool:
    return place.lane is LaneType.FEELING or (claim.estimate is not None and _FEELINGS in claim.evidence)


def _rating(place: Place) -> OwnQuestion:
    text = both("How was it at “{where}”?", where=place.name) if place.name else both("How was it with us?")
    return OwnQuestion(
        "rating",
        text,
        Metric.SATISFACTION,
        Scale(1, 5),
        low=both("very bad"),
        high=both("very good"),
        required=True,
    )


_ASKED = {
    LaneType.QUESTION: "Did you ask yourself this? “{words}”",
    LaneType.EXPECTATION: "Did you expect this of us: “{words}”?",
    LaneType.EXPERIENCE: "Did this happen to you: “{words}”?",
    LaneType.ASSOCIATION: "Does this fit us: “{words}”?",
    LaneType.TOUCHPOINTS: "Have you come across this with us: “{words}”?",
    LaneType.MEASURE: "Have you noticed this of ours: “{words}”?",
}
_NOTICED = "We noticed this: “{words}”. Do you know it of yourself?"


def _yes_no(claim: Claim, place: Place) -> OwnQuestion:
    told = _ASKED.get(place.lane, _NOTICED) if place.lane else _NOTICED
    words = place.name if place.lane is LaneType.TOUCHPOINTS and place.touchpoint else _words(claim.text)
    return OwnQuestion("holds", both(told, words=words), Metric.YES_NO, required=True)


def _answered(claim: Claim, place: Place, needed: float | None) -> _Bar:
    """Plan the share that says yes: what a claim's own share asks for, else what its lane does."""
    words = {LaneType.EXPECTATION, LaneType.EXPERIENCE, LaneType.ASSOCIATION}
    if needed is None and claim.share is not None and place.lane in {*words, LaneType.QUESTION, LaneType.TOUCHPOINTS}:
        return _held(claim.share, None)
    bar = needed if needed is not None else (_MOST_PEOPLE if place.lane in words else _MANY)
    return _Bar(bar, planning.beyond(bar, _above(bar)))


def _above(bar: float) -> float:
    """Return the share expected of a claim that holds: ten points above the bar, or half the way to everybody."""
    return min(bar + _BETTER, (1 + bar) / 2)


def _held(share: Proportion, needed: float | None) -> _Bar:
    """Plan to see a share again: no worse than a fifth below it, or below its own interval."""
    bar = needed if needed is not None else share.value - max(_AROUND * share.value, share.value - share.lo)
    bar = bar if bar > 0 or needed is not None else share.value / 2
    if bar == 0:
        bar = _BETTER
    bar = _short(bar)
    return _Bar(bar, planning.beyond(bar, share.value if bar < share.value < 1 else _above(bar)))


def _few(share: Proportion, needed: float | None) -> _Bar:
    """Plan to see a small share again: no more than a fifth above it, or above its own interval."""
    bar = needed if needed is not None else share.value + max(_AROUND * share.value, share.hi - share.value)
    bar = _short(min(bar, 1 - (1 - share.value) / 2))
    # To stay below a bar is to be beyond the other side of it.
    expected = 1 - min(max(share.value, bar / 2), bar - bar / 10)
    return _Bar(bar, planning.beyond(1 - bar, expected), at_most=True)


def _figure(claim: Claim, figure: Estimate, needed: float | None) -> _Bar:
    """Plan to see a mean again, no better than it was where the claim says it is bad, else no worse."""
    half = (figure.hi - figure.lo) / 2 if isfinite(figure.hi - figure.lo) else abs(figure.value)
    distance = max(half, _AROUND * abs(figure.value)) or 1.0
    spread = max(half * sqrt(figure.n) / Z, distance)
    low = _low(claim, figure.value)
    bar = needed if needed is not None else figure.value + (distance if low else -distance)
    apart = abs(figure.value - bar) or distance
    return _Bar(_short(bar), planning.beyond_mean(apart, spread=spread), at_most=low, of_mean=True)


def _reported(claim: Claim, place: Place, journey_map: JourneyMap) -> float | None:
    """Return the feeling a claim is about: what people reported at its touchpoint; in the gap lane it names the gap."""
    told = (one for one in journey_map.feelings if one.persona is None and one.series is Series.SURVEY)
    found = next((one.experienced.value for one in told if one.touchpoint and one.touchpoint in claim.refs), None)
    if found is not None or claim.estimate is None or place.lane is LaneType.GAP:
        return found
    return claim.estimate.value


def _felt(claim: Claim, reported: float | None, needed: float | None) -> _Bar:
    """Plan the mean rating: as good, or as bad, as was reported, else good at all."""
    value = reported if reported is not None else _FELT + _FELT_BEYOND
    low = _low(claim, value)
    bar = needed if needed is not None else value + (_FELT_BEYOND if low else -_FELT_BEYOND)
    apart = max(abs(value - bar), _FELT_BEYOND / 2)
    return _Bar(_short(bar), planning.beyond_mean(apart, spread=_SPREAD), at_most=low, of_mean=True)


def _short(bar: float) -> float:
    """Return a threshold with as many figures as a person reads."""
    return float(f"{bar:.3g}")


def _validation(claim: Claim, method: Method, question: Text, bar: _Bar, on: date) -> Validation:
    short = re.sub(r"[^A-Za-z0-9_-]", "_", claim.id.removeprefix("cl_"))[:_ID_LENGTH]
    return Validation(
        id=f"v_{short}_{method.value.partition('_')[0]}",
        claim=claim.id,
        method=method,
        question=question,
        needed=bar.needed,
        planned_n=bar.planned_n,
        at_most=bar.at_most,
        of_mean=bar.of_mean,
        planned_on=on,
    )


def _words(text: Text) -> Text:
    """Return what a claim quotes, without the count behind it; all of it where it quotes nothing."""
    return {language: _bare(read(text, language)) for language in LANGUAGES}


def _bare(text: str) -> str:
    found = _QUOTED.fullmatch(text)
    return (found["words"] if found else text).rstrip(". ")


def _plain(claim: Claim) -> Text:
    """Return the words of a claim, with its figure where they name none, as those of a metric."""
    figure = claim.share or claim.estimate
    told: dict[str, str] = {language: read(claim.text, language).rstrip(". ") for language in LANGUAGES}
    if figure is None or any(letter.isdigit() for text in told.values() for letter in text):
        return told
    return {language: f"{told[language]}: {read(shown(figure), language)}" for language in LANGUAGES}


def _table(plain: dict[str, Any]) -> tomlkit.items.Table:
    """Write a survey as people do: its questions as tables of their own, texts in both languages on one line."""
    table = tomlkit.table()
    for key, value in plain.items():
        if key != "question":
            table.add(key, _inline(value))
    questions = tomlkit.aot()
    for one in plain["question"]:
        question = tomlkit.table()
        for key, value in one.items():
            question.add(key, _inline(value))
        questions.append(question)
    table.add("question", questions)
    return table


def _inline(value: Any) -> Any:  # noqa: ANN401  (whatever a survey holds)
    if not isinstance(value, dict):
        return tomlkit.item(value)
    inline = tomlkit.inline_table()
    inline.update({key: item for key, item in value.items() if item is not None})
    return inline
