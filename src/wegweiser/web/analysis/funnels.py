"""Funnels for the screen: the steps as they are built, and what was counted as bars, losses and times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.domain.talk import SavedQuestion
from wegweiser.i18n import Count, Language, Share, Text, both, message, read
from wegweiser.maps.charts import rows as charts
from wegweiser.maps.drawings import Figure, strips, ways
from wegweiser.web.analysis.asking import Work
from wegweiser.web.analysis.naming import Names
from wegweiser.web.analysis.saving import Figures
from wegweiser.workspace import questions
from wegweiser.workspace.insights import rows

_COUNTED = {"session": "Visits", "customer": "Customers", "attempt": "Attempts"}
_LOST = {
    "customer": "{share} of {n} customers are lost between “{source}” and “{target}”",
    "attempt": "{share} of {n} attempts are lost between “{source}” and “{target}”",
}


class Counted(msgspec.Struct, frozen=True, omit_defaults=True):
    """A funnel that was asked for: whose, how far it is, and what came out."""

    asked: questions.FunnelAsked
    work: Work
    counted: rows.FunnelRows | None = None


class FunnelShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A funnel as it is built, and what was counted: for everybody or a group, and for another beside it."""

    goal: str | None
    steps: tuple[str, ...]
    index: rows.Index | None = None
    counted: rows.FunnelRows | None = None
    """What the last run counted, where nothing else was asked for."""
    one: Counted | None = None
    other: Counted | None = None
    saved: tuple[SavedQuestion, ...] = ()
    links: dict[str, str] = {}
    """The address of each saved funnel, by its id."""

    @property
    def names(self) -> Names:
        """What everything is called."""
        return Names(self.index)

    @property
    def shown(self) -> rows.FunnelRows | None:
        """The funnel that is drawn."""
        return self.one.counted if self.one else self.counted

    def figures(self, language: Language) -> Figures:
        """Return the figures by id, each drawn when it is called."""
        made: dict[str, partial[Figure]] = {}
        one, other = self.shown, self.other.counted if self.other else None
        if one:
            made["funnel"] = partial(self._drawn, one, language, "funnel")
        if other:
            made["other"] = partial(self._drawn, other, language, "other")
        if one and other and self.one and self.other:
            whose = tuple(self.names.group(each.asked.among) for each in (self.one, self.other))
            made["compared"] = partial(strips.compared, (whose[0], whose[1]), _pairs(one, other), language)
        return made

    def _drawn(self, counted: rows.FunnelRows, language: Language, name: str) -> Figure:
        goal = self.names.goal(counted.goal) if counted.goal else counted.steps[-1].name
        stages = tuple(_stage(step, counted.unit) for step in counted.steps)
        passages = [ways.Passage(step.median_s, step.km) for step in counted.steps[1:]]
        drawn = ways.funnel(charts.Funnel(goal, stages), language, passages=passages, name=name)
        return _of_unit(drawn, stages, counted, language)


def _stage(step: rows.FunnelStep, unit: str) -> charts.Stage:
    """Return a step as charts draw it; one of fewer than 20 people stands as one, whose number is not told."""
    if step.reached is None:
        return charts.Stage(step.name, 1, 1)
    return charts.Stage(step.name, step.reached, step.reached if unit == "customer" else step.customers)


def _of_unit(drawn: Figure, stages: Sequence[charts.Stage], counted: rows.FunnelRows, language: Language) -> Figure:
    """Return a funnel that speaks of what it counts, in its title, how it is read, and its table."""
    heads = (drawn.table.heads[0], message(_COUNTED.get(counted.unit, "Visits"), language), *drawn.table.heads[2:])
    how = read(counted.note, language) or drawn.how
    title = drawn.title
    lost = [(a.reached - b.reached, a, b) for a, b in pairwise(stages) if not a.few and not b.few and a.reached]
    if counted.unit in _LOST and lost:
        many, a, b = max(lost, key=lambda item: item[0])
        title = message(
            _LOST[counted.unit],
            language,
            share=Share(many / a.reached),
            n=Count(a.reached),
            source=a.name,
            target=b.name,
        )
    return msgspec.structs.replace(drawn, title=title, how=how, svg=drawn.svg, table=drawn.table._replace(heads=heads))


def _pairs(one: rows.FunnelRows, other: rows.FunnelRows) -> list[strips.Pair]:
    """Return the share that reaches each step after the first, of one group and the other."""
    there = {step.step: step.share for step in other.steps}
    return [
        strips.Pair(_reach(step.name), _enough(step.share), _enough(there.get(step.step))) for step in one.steps[1:]
    ]


def _reach(name: Text) -> Text:
    return both("reach “{step}”", step=name)


def _enough(share: Proportion | None) -> Proportion | None:
    return None if share is None or share.suppressed else share
