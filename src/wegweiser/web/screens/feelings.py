"""Feelings: scores told apart, the curve, what was expected, what goes with the whole, and what texts say."""

from __future__ import annotations

from typing import Literal

from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.voices import Score
from wegweiser.errors import UnknownName
from wegweiser.web import analysis, mapping
from wegweiser.web.analysis.heard import DIMENSIONS, FeelingsShown, key_of, metrics_of
from wegweiser.web.frame import Download, View, Visit
from wegweiser.web.frame.declared import Declared


class FeelingsAsked(analysis.Address, frozen=True, kw_only=True):
    """Which metric, told apart by what, and whose texts."""

    by: Literal["", "touchpoint", "phase", "persona", "wave", "month"] = ""
    of: str = ""
    persona: str = ""
    phase: str = ""


class FeelingsFile(FeelingsAsked, frozen=True, kw_only=True):
    """A figure of the screen as a file."""

    figure: str
    form: str


def _feelings(visit: Visit, asked: FeelingsAsked) -> FeelingsShown:
    insights = visit.site.insights
    index, found = analysis.index_of(visit.site), insights.feelings()
    if found is None:
        return FeelingsShown(by=asked.by, index=index)
    by: str = asked.by or next((one for one in DIMENSIONS if found.scores.get(one)), "touchpoint")
    metrics = metrics_of(found.scores.get(by, ()))
    metric = asked.of if any(one.key == asked.of for one in metrics) else metrics[0].key if metrics else ""
    return FeelingsShown(
        by=by,
        metric=metric,
        index=index,
        feelings=found,
        metrics=metrics,
        scores=_in_order(tuple(one for one in found.scores.get(by, ()) if key_of(one) == metric), by),
        persona=asked.persona,
        phase=asked.phase,
        journey_map=_map(visit),
    )


def _in_order(scores: tuple[Score, ...], by: str) -> tuple[Score, ...]:
    """Return what happened earlier first, and else what is better."""
    if by in {"wave", "month"}:
        return tuple(sorted(scores, key=lambda one: getattr(one, by) or ""))
    return tuple(sorted(scores, key=lambda one: -one.estimate.value))


def _map(visit: Visit) -> JourneyMap | None:
    """Return the workspace's own map, which holds the curve; None where there is none yet."""
    ident = main_map(visit)
    return mapping.opened(visit.site, ident).journey_map if ident else None


def main_map(visit: Visit) -> str:
    """Return the id of the first map there is; empty where there is none yet."""
    try:
        mapping.take_in(visit.site)
    except UnknownName:
        return ""
    return next((entry.id for entry in visit.site.store.maps.all()), "")


def _file(visit: Visit, asked: FeelingsFile) -> Download:
    return analysis.saved(visit, _feelings(visit, asked).figures(visit.language), asked.figure, asked.form)


DECLARED: tuple[Declared, ...] = (
    View(
        "/feelings",
        "feelings",
        "What customers feel, expect, say and ask.",
        _feelings,
        FeelingsAsked,
        template="feelings.html",
    ),
    View(
        "/feelings/figures/{figure}/{form}", "feelings_figure", "A figure of feelings as a file.", _file, FeelingsFile
    ),
)
