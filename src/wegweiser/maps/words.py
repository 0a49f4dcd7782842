"""The lanes of customers' words: questions, expectations, experiences and associations, phase by phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.journey_maps import Cell, LaneType
from wegweiser.domain.questions import Answered, Question
from wegweiser.domain.voices import Heard, Saying, SayingKind, ScoreKind
from wegweiser.i18n import LANGUAGES, Count, Share, Signed, Text, both, read
from wegweiser.maps.figures import Figures
from wegweiser.maps.plan import Plan

_SHOWN = 3
_LONGEST = 80
_LANES = {
    LaneType.QUESTION: (),
    LaneType.EXPECTATION: (SayingKind.EXPECTATION,),
    LaneType.EXPERIENCE: (SayingKind.EXPERIENCE, SayingKind.PAIN, SayingKind.GAIN),
    LaneType.ASSOCIATION: (SayingKind.ASSOCIATION,),
}
_ANSWERED = {
    Answered.YES: "{question} \u2013 {n} ask, answered",
    Answered.PARTLY: "{question} \u2013 {n} ask, answered in part",
    Answered.NO: "{question} \u2013 {n} ask, no answer",
    Answered.UNKNOWN: "{question} \u2013 {n} ask",
}


def cells(plan: Plan, figures: Figures) -> tuple[Cell, ...]:
    """Return the lanes of customers' words, phase by phase: at most three statements each, the most frequent first."""
    heard = figures.heard
    if not (heard.questions or heard.sayings or heard.feelings):
        return ()
    found = []
    for lane in plan.lanes:
        if lane.type in _LANES:
            for phase in figures.phases:
                claims = tuple(_claims(lane.type, phase.id, figures))[:_SHOWN]
                found.append(Cell(lane=lane.id, phase=phase.id, claims=claims, looked=_listened(lane.type, heard)))
    return tuple(found)


def _listened(lane: LaneType, heard: Heard) -> bool:
    """Return whether anything was heard that could have filled a lane: an empty one then means that nothing was."""
    texts = bool(heard.questions or heard.sayings)
    return (
        texts
        or (lane is LaneType.EXPERIENCE and bool(heard.scores))
        or (lane is LaneType.EXPECTATION and bool(heard.pairs()))
    )


def _claims(lane: LaneType, phase: str, figures: Figures) -> Iterator[Claim]:
    if lane is LaneType.QUESTION:
        yield from (_said(one, figures) for one in _frequent(figures.heard.questions, phase))
        return
    if lane is LaneType.EXPECTATION:
        yield from (_pair(one, figures) for one in figures.heard.pairs() if one.phase == phase and one.persona is None)
    kinds = _LANES[lane]
    told = [one for one in figures.heard.sayings if one.kind in kinds]
    yield from (_said(one, figures) for one in _frequent(told, phase))
    if lane is LaneType.EXPERIENCE:
        yield from _boxes(phase, figures)


def _frequent(said: Iterable[Question | Saying], phase: str) -> list[Question | Saying]:
    here = [one for one in said if one.phase == phase and one.persona is None and one.customers >= SUPPRESSED_BELOW]
    return sorted(here, key=lambda one: (-one.customers, one.id))


def _said(one: Question | Saying, figures: Figures) -> Claim:
    """Return what customers ask or say, inferred from their texts, with how many do."""
    times = {"times": one.times, "customers": one.customers}
    if isinstance(one, Question):
        kind, text = "question", both(_ANSWERED[one.answered], question=_quoted(one.text), n=Count(one.customers))
        detail = both("Asked {times} times by {customers} customers: {question}", **times, question=one.text)
        if one.phases:
            detail = both(
                "Asked {times} times by {customers} customers: {question} In all phases together by "
                "{everywhere} ({phases}).",
                **times,
                question=one.text,
                everywhere=Count(one.everywhere),
                phases=_listed(one.phases, figures),
            )
    else:
        kind, text = "saying", both(_saying(one), saying=_quoted(one.text), n=Count(one.customers))
        detail = both("Said {times} times by {customers} customers", **times)
    return told(
        figures,
        f"{kind}s",
        status=Status.INFERRED,
        id=f"cl_{kind}_{one.id}",
        text=_fitting(text, one.text),
        detail=detail,
        n=one.customers,
        author=one.model or "rule",
        refs=(one.touchpoint or one.phase,),
    )


def _saying(one: Saying) -> str:
    """Return how a saying is told: words alone are spoken of, and only a sentence is said."""
    return "{saying} \u2013 {n} speak of it" if one.topic and one.topic == one.text else "{saying} \u2013 {n} say so"


def _pair(one: Feeling, figures: Figures) -> Claim:
    expected = one.expected or one.experienced
    text = both(
        "{name}: expected {expected}, felt {felt}",
        name=figures.name(one.touchpoint) if one.touchpoint else _phase(one.phase, figures),
        expected=signed(expected),
        felt=signed(one.experienced),
    )
    place = one.touchpoint or one.phase
    return told(
        figures,
        "feelings",
        id=f"cl_expected_{place}",
        text=text,
        n=min(expected.n, one.experienced.n),
        estimate=one.experienced,
        refs=(place,),
    )


def _boxes(phase: str, figures: Figures) -> Iterator[Claim]:
    """Yield the lowest and the highest share of satisfied people in a phase; where several questions ask, by which."""
    scores = [
        score
        for score in figures.heard.scores
        if score.kind is ScoreKind.CSAT and score.phase == phase and score.touchpoint
    ]
    whole = [score for score in scores if not (score.suppressed or score.persona or score.wave)]
    whole.sort(key=lambda score: (score.estimate.value, score.id))
    for score in whole if len(whole) < 2 else (whole[0], whole[-1]):
        found = score.estimate
        share = Proportion(found.value, found.lo, found.hi, round(found.value * found.n), found.n)
        shown = {"name": figures.name(score.touchpoint or ""), "share": Share(share.value), "n": Count(share.n)}
        text = both("{name}: {share} of {n} satisfied", **shown)
        if sum(one.touchpoint == score.touchpoint for one in whole) > 1:
            text = both("{name}: {share} of {n} satisfied with \u201c{question}\u201d", **shown, question=score.name)
        yield told(
            figures,
            "scores",
            id=f"cl_score_{score.id}",
            text=text,
            detail=score.name,
            n=share.n,
            share=share,
            refs=(score.touchpoint or phase,),
        )


def signed(found: Estimate) -> Signed:
    """Return a figure as it is shown: rounded so far only that it lies inside its own interval."""
    return Signed.within(found.value, found.lo, found.hi)


def told(figures: Figures, result: str, *, status: Status = Status.MEASURED, **fields: Any) -> Claim:  # noqa: ANN401
    """Return a claim that rests on a result of the voice."""
    fields.setdefault("author", "rule")
    return Claim(status=status, evidence=(Figures.evidence(result),), as_of=figures.as_of, **fields)


def _quoted(text: Text) -> Text:
    return both("\u201c{text}\u201d", text=text)


def _listed(phases: Iterable[str], figures: Figures) -> Text:
    names = [_phase(phase.id, figures) for phase in figures.phases if phase.id in phases]
    return {str(language): ", ".join(read(name, language) for name in names) for language in LANGUAGES}


def _phase(phase: str, figures: Figures) -> Text:
    return next((one.name for one in figures.phases if one.id == phase), phase)


def _fitting(text: Text, bare: Text) -> Text:
    """Return the text, or the bare words where the text is too long for print."""
    if isinstance(text, dict) and max(len(shown) for shown in text.values()) > _LONGEST:
        return bare
    return text
