"""What customers said, as a map shows it: the curve of feelings, expectations beside it, and who was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wegweiser.domain.claims import Claim
from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.journey_maps import CurvePoint, Metric, TouchpointCard
from wegweiser.domain.voices import Score, ScoreKind
from wegweiser.i18n import LANGUAGES, Count, Signed, both
from wegweiser.maps.figures import Figures
from wegweiser.maps.words import told
from wegweiser.stats import wilson


def curve(figures: Figures) -> tuple[CurvePoint, ...]:
    """Return the feelings in journey order, each series for itself; a feeling of fewer than 20 people is left out.

    Touchpoints of a phase share its width in the order they are registered in; a phase in which no touchpoint has a
    feeling shows its own in its middle. Feelings of single personas are kept apart by their id; what is inferred of
    one is left to its sedcard where it reported something itself, or the map would be a tangle.
    """
    told = [one for one in figures.heard.feelings if one.experienced.n >= SUPPRESSED_BELOW]
    asked = {one.persona for one in told if one.persona and one.series is Series.SURVEY}
    groups: dict[tuple[str, Series], list[Feeling]] = defaultdict(list)
    for one in told:
        if one.series is Series.SURVEY or one.persona not in asked:
            groups[one.persona or "", one.series].append(one)
    return tuple(point for key in sorted(groups) for point in _run(groups[key], figures))


def _run(feelings: list[Feeling], figures: Figures) -> Iterator[CurvePoint]:
    for place, phase in enumerate(figures.phases):
        here = [one for one in feelings if one.phase == phase.id]
        met = sorted((one for one in here if one.touchpoint), key=lambda one: _order(one, figures))
        shown = met or here[:1]
        for number, one in enumerate(shown):
            yield CurvePoint(
                x=round(place + (number + 0.5) / len(shown), 4),
                value=round(one.experienced.value, 4),
                n=one.experienced.n,
                lo=round(one.experienced.lo, 4),
                hi=round(one.experienced.hi, 4),
                label=figures.name(one.touchpoint) if one.touchpoint else None,
                series=one.series,
                touchpoint=one.touchpoint,
                persona=one.persona,
                model=one.model,
                calibrated=one.calibrated,
            )


def _order(feeling: Feeling, figures: Figures) -> int:
    known = [touchpoint.id for touchpoint in figures.touchpoints]
    return known.index(feeling.touchpoint) if feeling.touchpoint in known else len(known)


def cards(figures: Figures) -> tuple[TouchpointCard, ...]:
    """Return a card for every touchpoint that people spoke of and no event was seen at: measured by asking."""
    seen = {row.touchpoint for row in figures.results.touchpoints}
    asked = _asked(figures)
    felt = [one for one in figures.heard.feelings if one.persona is None and one.series is Series.SURVEY]
    found = []
    for one in sorted(felt, key=lambda one: (figures.place(one.phase), _order(one, figures))):
        if one.touchpoint is None or one.touchpoint in seen or one.experienced.n < SUPPRESSED_BELOW:
            continue
        touchpoint, share = figures.touchpoint(one.touchpoint), wilson(one.experienced.n, asked)
        found.append(
            TouchpointCard(
                id=touchpoint.id,
                phase=one.phase,
                name=touchpoint.name,
                icon=figures.icon(touchpoint),
                channel=touchpoint.channel,
                medium=touchpoint.medium.value,
                direct=touchpoint.direct,
                share=share,
                claim=told(
                    figures,
                    "feelings",
                    id=f"cl_tp_{touchpoint.id}_{one.phase}",
                    text=both("{name}: rated by {n} people", name=touchpoint.name, n=Count(one.experienced.n)),
                    n=asked,
                    share=share,
                    refs=(touchpoint.id,),
                ),
            )
        )
    return tuple(found)


def people(result: str, figures: Figures) -> int:
    """Return how many people stand behind a result of the voice."""
    heard = figures.heard
    if result in {"questions", "sayings"}:
        said = heard.questions if result == "questions" else heard.sayings
        return max((one.share.n if one.share else one.customers for one in said), default=0)
    return _asked(figures)


def _asked(figures: Figures) -> int:
    """Return how many people answered anything at all; at least as many as answered about one touchpoint."""
    reported = (one for one in figures.heard.feelings if one.series is Series.SURVEY)
    most = max((one.experienced.n for one in reported), default=0)
    overall = [score.response.n for score in figures.heard.scores if score.response and score.wave is None]
    return max([most, *overall])


def metrics(figures: Figures) -> tuple[Metric, ...]:
    """Return the recommendation score of everybody, in the last phase; none where it was not asked."""
    scores = [s for s in figures.heard.scores if s.kind is ScoreKind.NPS and not (s.touchpoint or s.persona)]
    told = [score for score in scores if not score.suppressed]
    whole = [score for score in told if score.wave is None] or told[-1:]
    return tuple(_score(score, figures) for score in whole[:1])


def _score(score: Score, figures: Figures) -> Metric:
    phase, name = score.phase or figures.phases[-1].id, both("Recommendation (NPS)")
    claim = told(figures, "scores", id=f"cl_m_nps_{phase}", text=name, n=score.estimate.n, estimate=score.estimate)
    return Metric(
        id=f"m_nps_{phase}",
        phase=phase,
        name=name,
        shown={language: Signed(score.estimate.value).shown(language) for language in LANGUAGES},
        value=score.estimate.value,
        interval=score.estimate,
        claim=claim,
    )


def finding(figures: Figures) -> Claim | None:
    """Return the one sentence answers say by themselves: where people feel worst; None below two touchpoints."""
    felt = [
        one
        for one in figures.heard.feelings
        if one.touchpoint and one.persona is None and one.series is Series.SURVEY
        and one.experienced.n >= SUPPRESSED_BELOW
    ]  # fmt: skip
    felt.sort(key=lambda one: (one.experienced.value, one.touchpoint or ""))
    if len(felt) < 2:
        return None
    worst, best = felt[0], felt[-1]
    text = both(
        "Worst rated: {worst} ({low}); best: {best} ({high})",
        worst=figures.name(worst.touchpoint or ""),
        low=Signed(worst.experienced.value),
        best=figures.name(best.touchpoint or ""),
        high=Signed(best.experienced.value),
    )
    refs = (worst.touchpoint or "", best.touchpoint or "")
    found = worst.experienced
    detail = both("Mean of the answers at each touchpoint, from \u22122 to +2.")
    return told(figures, "feelings", id="cl_finding", text=text, detail=detail, n=found.n, estimate=found, refs=refs)
