"""What customers said, for the screen of feelings: scores told apart, what was expected, what goes with the whole."""

from __future__ import annotations

from functools import partial
from typing import Literal

import msgspec

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.questions import Question
from wegweiser.domain.voices import Saying, Score, ScoreKind
from wegweiser.i18n import Language, Text, both, read
from wegweiser.maps.drawings import Figure, dots, lines
from wegweiser.web.analysis.naming import Names
from wegweiser.web.analysis.saving import Figures
from wegweiser.workspace.insights import rows

Dimension = Literal["touchpoint", "phase", "persona", "wave", "month"]
DIMENSIONS: tuple[Dimension, ...] = ("touchpoint", "phase", "persona", "wave", "month")
SHARES = frozenset({ScoreKind.CSAT, ScoreKind.TOP_BOX, ScoreKind.SHARE, ScoreKind.RATED_WELL})
_SIGNED = frozenset({ScoreKind.MEAN, ScoreKind.RATING, ScoreKind.NPS})
_ENDS = {ScoreKind.MEAN: (-2.0, 2.0), ScoreKind.RATING: (-2.0, 2.0)}
_KINDS = {
    ScoreKind.NPS: "Net promoter score",
    ScoreKind.CSAT: "Share of the satisfied",
    ScoreKind.CES: "Ease (customer effort score)",
    ScoreKind.TOP_BOX: "Best answer",
    ScoreKind.MEAN: "Mean feeling",
    ScoreKind.SHARE: "Share of an answer",
    ScoreKind.RATING: "Mean of ratings beside texts",
    ScoreKind.RATED_WELL: "Four or five of five stars",
}
_FIRST = (ScoreKind.NPS, ScoreKind.CSAT, ScoreKind.CES, ScoreKind.MEAN)


class Metric(msgspec.Struct, frozen=True):
    """One figure that scores are told apart by: its key in addresses, and what it is called."""

    key: str
    name: Text
    rows: int


class FeelingsShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything customers said, with one figure told apart in one way."""

    by: str
    metric: str = ""
    index: rows.Index | None = None
    feelings: rows.Feelings | None = None
    metrics: tuple[Metric, ...] = ()
    scores: tuple[Score, ...] = ()
    """Those of the metric, told apart."""
    persona: str = ""
    """Whose texts are shown; empty: everybody's."""
    phase: str = ""
    suppressed: int = 0
    """Groups left out because fewer than 20 of them answered."""
    journey_map: JourneyMap | None = None

    @property
    def names(self) -> Names:
        """What everything is called."""
        return Names(self.index)

    def overall(self) -> tuple[Score, ...]:
        """Return the scores of everybody that sum up the whole: recommending, satisfaction, ease."""
        found = self.feelings.scores.get("", ()) if self.feelings else ()
        ours = [one for one in found if one.touchpoint is None and one.kind in _FIRST[:3]]
        return tuple(sorted(ours, key=lambda one: _FIRST.index(one.kind)))

    def sayings(self) -> tuple[Saying, ...]:
        """Return what several say, of the persona and phase asked for, by how many say it."""
        found = self.feelings.heard.sayings if self.feelings else ()
        return tuple(sorted((one for one in found if self._ours(one)), key=lambda one: -one.customers))

    def questions(self) -> tuple[Question, ...]:
        """Return what they ask, unanswered questions of many first."""
        found = self.feelings.heard.questions if self.feelings else ()
        order = ("no", "partly", "unknown", "yes")
        return tuple(
            sorted(
                (one for one in found if self._ours(one)), key=lambda one: (order.index(one.answered), -one.customers)
            )
        )

    def _ours(self, one: Saying | Question) -> bool:
        return (one.persona or "") == self.persona and self.phase in ("", one.phase)

    def figures(self, language: Language) -> Figures:
        """Return the figures by id, each drawn when it is called."""
        made: dict[str, partial[Figure]] = {}
        if self.feelings is None:
            return made
        if self.scores and self.by == "month":
            made["scores"] = partial(lines.trends, [self._trend()], language, name="scores")
        elif self.scores:
            made["scores"] = partial(dots.scores, [self._row(one) for one in self.scores], self._scoring(), language)
        if self.journey_map is not None and self.journey_map.phases:
            made["curve"] = partial(lines.feelings, self._mapped(self.journey_map), language, name="curve")
        if gaps := [dots.Expected(self._place(one), one.expected, one.experienced)
                    for one in self.feelings.heard.pairs() if one.persona is None and one.expected]:  # fmt: skip
            made["expected"] = partial(dots.expectations, gaps, language, name="expected")
        if drivers := self.feelings.heard.drivers:
            told = [dots.Score(self.names.touchpoint(one.touchpoint), _share(one.goes_with)) for one in drivers]
            made["drivers"] = partial(dots.drivers, told, both("overall satisfaction"), language)
        return made

    def _mapped(self, journey_map: JourneyMap) -> JourneyMap:
        """Return the map with everybody's curves, source by source, and those of the persona that was picked."""
        ours = tuple(point for point in journey_map.curve if (point.persona or "") in ("", self.persona))
        return msgspec.structs.replace(journey_map, curve=ours)

    def _place(self, one: object) -> Text:
        touchpoint, phase = getattr(one, "touchpoint", None), getattr(one, "phase", "")
        return self.names.touchpoint(touchpoint) if touchpoint else self.names.phase(phase)

    def _row(self, one: Score) -> dots.Score:
        return dots.Score(self.dimension(one), figure_of(one))

    def dimension(self, one: Score) -> Text:
        """Return what a score is of: the name of its touchpoint, phase, persona, wave or month."""
        ident = getattr(one, self.by) or ""
        return {"touchpoint": self.names.touchpoint, "phase": self.names.phase, "persona": self.names.persona}.get(
            self.by, str
        )(ident)

    def _scoring(self) -> dots.Scoring:
        kind = self.scores[0].kind
        everybody = next(
            (one for one in (self.feelings.scores.get("", ()) if self.feelings else ())
             if key_of(one) == self.metric), None,
        )  # fmt: skip
        middle = figure_of(everybody).value if everybody else (0.0 if kind in _SIGNED else None)
        return dots.Scoring(name_of(self.scores[0]), _ENDS.get(kind), middle, kind in _SIGNED)

    def _trend(self) -> lines.Trend:
        """Return the months from first to last; one in which fewer than 20 answered is a gap."""
        told = {one.month: figure_of(one) for one in self.scores if one.month}
        return lines.Trend(
            name_of(self.scores[0]),
            tuple(lines.Point(month, told.get(month)) for month in _months(min(told), max(told))),
        )


def _months(first: str, last: str) -> list[str]:
    year, month = map(int, first.split("-"))
    found = []
    while (text := f"{year}-{month:02}") <= last:
        found.append(text)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def figure_of(one: Score) -> Estimate | Proportion:
    """Return a score as it is shown: a share as a share of people."""
    return _share(one.estimate) if one.kind in SHARES else one.estimate


def _share(told: Estimate) -> Proportion:
    return Proportion(told.value, told.lo, told.hi, round(told.value * told.n), told.n)


def key_of(one: Score) -> str:
    """Return what tells a metric from others in an address."""
    return ":".join((one.kind, one.survey or "", one.item or ""))


def name_of(one: Score) -> Text:
    """Return what a metric is called: its kind, and the question where it sums up one."""
    kind = both(_KINDS[one.kind])
    if one.item is None:
        return kind
    return both("{kind}: {question}", kind=kind, question=one.name)


def metrics_of(scores: tuple[Score, ...]) -> tuple[Metric, ...]:
    """Return the metrics that scores are of, those told apart the most first, then by importance."""
    found: dict[str, list[Score]] = {}
    for one in scores:
        found.setdefault(key_of(one), []).append(one)
    ranks = {kind: place for place, kind in enumerate(_FIRST)}

    def order(item: tuple[str, list[Score]]) -> tuple[int, str]:
        return ranks.get(item[1][0].kind, len(ranks)), read(name_of(item[1][0]), "en")

    return tuple(Metric(key, name_of(own[0]), len(own)) for key, own in sorted(found.items(), key=order))
