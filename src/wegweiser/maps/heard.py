"""What customers said, as a map shows it: the curve of feelings, expectations beside it, and who was asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from wegweiser.domain.claims import Claim
from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.journey_maps import CurvePoint, MapPersona, Metric, TouchpointCard
from wegweiser.domain.personas import Persona
from wegweiser.domain.voices import Score, ScoreKind
from wegweiser.i18n import LANGUAGES, Count, Share, Text, both, read
from wegweiser.maps.figures import Figures
from wegweiser.maps.generated import HEADLINE
from wegweiser.maps.words import signed, told
from wegweiser.stats import wilson

_BESIDE, _CURVE = 4, 2
_DRIVERS = 3


def curve(figures: Figures) -> tuple[CurvePoint, ...]:
    """Return the feelings in journey order, each series for itself; a feeling of fewer than 20 people is left out.

    Touchpoints of a phase share its width in the order they are registered in, at the same place in every series; a
    phase in which no touchpoint has a feeling shows its own in its middle. Personas have curves of their own where
    they stand `beside` everybody; what is inferred of one is left to its sedcard, or the map would be a tangle.
    """
    told = [one for one in figures.heard.feelings if one.experienced.n >= SUPPRESSED_BELOW]
    shown = {persona.id for persona in beside(figures)}
    groups: dict[tuple[str, Series], list[Feeling]] = defaultdict(list)
    for one in told:
        if one.persona is None or (one.series is Series.SURVEY and one.persona in shown):
            groups[one.persona or "", one.series].append(one)
    places = _places([one for group in groups.values() for one in group], figures)
    return tuple(point for key in sorted(groups) for point in _run(groups[key], places, figures))


def beside(figures: Figures) -> tuple[MapPersona, ...]:
    """Return the personas whose feelings are drawn beside everybody's: those most people answered for, at most four.

    At least 20 people of a persona must have reported how it was at two touchpoints or more: one point is no curve.
    """
    met: Counter[str] = Counter()
    asked: dict[str, int] = defaultdict(int)
    for one in figures.heard.feelings:
        if one.persona and one.touchpoint and one.series is Series.SURVEY and one.experienced.n >= SUPPRESSED_BELOW:
            met[one.persona] += 1
            asked[one.persona] = max(asked[one.persona], one.experienced.n)
    known = [persona for persona in figures.personas if met[persona.id] >= _CURVE]
    known.sort(key=lambda persona: (-asked[persona.id], persona.id))
    return tuple(map(map_persona, known[:_BESIDE]))


def map_persona(persona: Persona) -> MapPersona:
    """Return a persona as a map names it."""
    return MapPersona(
        id=persona.id, name=persona.name, line=persona.claim, initials=persona.initials, share=persona.share
    )


def _places(feelings: list[Feeling], figures: Figures) -> dict[tuple[str, str | None], float]:
    """Return where each touchpoint of each phase stands from left to right, and each phase's own middle."""
    places: dict[tuple[str, str | None], float] = {}
    for number, phase in enumerate(figures.phases):
        here = sorted((one for one in feelings if one.phase == phase.id), key=lambda one: _order(one, figures))
        met = list(dict.fromkeys(one.touchpoint for one in here if one.touchpoint))
        places[phase.id, None] = number + 0.5
        for place, touchpoint in enumerate(met):
            places[phase.id, touchpoint] = round(number + (place + 0.5) / len(met), 4)
    return places


def _run(
    feelings: list[Feeling], places: dict[tuple[str, str | None], float], figures: Figures
) -> Iterator[CurvePoint]:
    for phase in figures.phases:
        here = [one for one in feelings if one.phase == phase.id]
        met = sorted((one for one in here if one.touchpoint), key=lambda one: _order(one, figures))
        for one in met or here[:1]:
            yield CurvePoint(
                x=places[phase.id, one.touchpoint],
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
                    text=_rated(one, touchpoint.name),
                    n=asked,
                    share=share,
                    refs=(touchpoint.id,),
                ),
            )
        )
    return tuple(found)


def _rated(one: Feeling, name: Text) -> Text:
    """Say how many rated a touchpoint, and for what where nobody rated it as such."""
    n = Count(one.experienced.n)
    if one.aspects:
        return both("{name}: rated by {n} people, for {aspects} alone", name=name, n=n, aspects=_listed(one.aspects))
    return both("{name}: rated by {n} people", name=name, n=n)


def _listed(texts: Sequence[Text]) -> Text:
    return {str(language): ", ".join(read(text, language) for text in texts) for language in LANGUAGES}


def _place(one: Feeling, figures: Figures) -> Text:
    """Return the name of a touchpoint, with what was asked about it where nobody rated it as such."""
    name = figures.name(one.touchpoint or "")
    return both("{name} ({aspects})", name=name, aspects=_listed(one.aspects)) if one.aspects else name


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
        shown={language: signed(score.estimate).shown(language) for language in LANGUAGES},
        value=score.estimate.value,
        interval=score.estimate,
        claim=claim,
    )


def finding(figures: Figures) -> Claim | None:
    """Return the one sentence answers say by themselves: where people feel worst; None below two touchpoints."""
    return next(findings(figures), None)


def findings(figures: Figures) -> Iterator[Claim]:
    """Yield where people feel worst, beside where they feel best, then the next worst places."""
    felt = [
        one
        for one in figures.heard.feelings
        if one.touchpoint and one.persona is None and one.series is Series.SURVEY
        and one.experienced.n >= SUPPRESSED_BELOW
    ]  # fmt: skip
    felt.sort(key=lambda one: (one.experienced.value, one.touchpoint or ""))
    for worst in felt[:-1]:
        yield _worst(worst, felt[-1], figures)


def _worst(worst: Feeling, best: Feeling, figures: Figures) -> Claim:
    text = both(
        "Worst rated: {worst} ({low}); best: {best} ({high})",
        worst=_place(worst, figures),
        low=signed(worst.experienced),
        best=_place(best, figures),
        high=signed(best.experienced),
    )
    refs = (worst.touchpoint or "", best.touchpoint or "")
    found = worst.experienced
    detail = _goes_with(figures) or both("Mean of the answers at each touchpoint, from \u22122 to +2.")
    name = f"{HEADLINE}_worst_{worst.touchpoint}"
    return told(figures, "feelings", id=name, text=text, detail=detail, n=found.n, estimate=found, refs=refs)


def _goes_with(figures: Figures) -> Text | None:
    """Return which three touchpoints go most with the overall score; None where nothing shows that any does."""
    clear = [one for one in figures.heard.drivers if one.clear][:_DRIVERS]
    if not clear:
        return None
    listed = [both("{name} {share}", name=figures.name(d.touchpoint), share=Share(d.goes_with.value, 1)) for d in clear]
    names = _listed(listed)
    return both(
        "Mean of the answers at each touchpoint, from \u22122 to +2. Most of the variance of the overall score goes "
        "with {names}; no cause is shown by it.",
        names=names,
    )
