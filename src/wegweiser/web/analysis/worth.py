"""Levers, credit and priorities for their screen: ranked, with what people noted, and as figures."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

import msgspec

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.levers import Lever, LeverNote
from wegweiser.domain.talk import Task
from wegweiser.i18n import Amount, Between, Language, Text, message, read
from wegweiser.maps.drawings import Figure, dots, grids
from wegweiser.web.analysis.naming import Names
from wegweiser.web.analysis.saving import Figures, drawn_once
from wegweiser.workspace.insights import rows

_MODELS = ("first", "last", "linear", "position", "decay", "markov_1", "shapley")
_MOST_ITEMS = 15


class LeversShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """The levers with what people noted, and the credit and priorities of one goal."""

    goal: str | None
    by: str
    index: rows.Index | None = None
    levers: tuple[Lever, ...] = ()
    dropped: tuple[Text, ...] = ()
    contradictions: tuple[rows.Contradiction, ...] = ()
    credits: rows.Credits | None = None
    persona: str = ""
    feelings: tuple[tuple[str, float, int], ...] = ()
    """Touchpoints with what people feel there, -2 to +2, and how many said so."""
    sheets: rows.Sheets | None = None
    map: str = ""
    """The map tasks are made on; empty where there is none yet."""
    tasks: tuple[Task, ...] = ()
    """The tasks somebody made of levers."""
    people: dict[str, str] = {}
    """Who can do one, by id."""

    @property
    def names(self) -> Names:
        """What everything is called."""
        return Names(self.index)

    def ranked(self) -> tuple[Lever, ...]:
        """Return the levers with a rank, in its order."""
        return tuple(sorted((one for one in self.levers if one.rank), key=lambda one: one.rank or 0))

    def apart(self) -> tuple[Lever, ...]:
        """Return those listed apart: no rank, and no doubt that there is anything to do."""
        return tuple(one for one in self.levers if not one.rank and not one.doubt)

    def doubted(self) -> tuple[Lever, ...]:
        """Return those that show no effect."""
        return tuple(one for one in self.levers if one.doubt)

    def ties(self, lever: Lever) -> int:
        """Return with how many others a lever cannot be told apart."""
        return sum(one.tie == lever.tie for one in self.levers if one.id != lever.id) if lever.tie else 0

    def worth(self, lever: Lever, language: Language) -> str:
        """Return what a lever is worth, with its interval; nothing where that is not known."""
        if lever.worth is None:
            return ""
        ends = (lever.worth.value, lever.worth.lo, lever.worth.hi)
        value, lo, hi = (Amount(round(end), lever.currency, digits=0) for end in ends)
        told = "worth {value} ({within})" if lever.currency or lever.value else "{value} conversions ({within})"
        return message(told, language, value=value, within=Between(lo, hi))

    def figures(self, language: Language) -> Figures:
        """Return the figures by id, each drawn when it is called."""
        made: dict[str, partial[Figure]] = {}
        shown = tuple(one for one in self.levers if one.goal == self.goal or self.goal is None)
        if shown and self.index:
            phases = {phase.id: phase.name for phase in self.index.phases}
            made["levers"] = partial(dots.levers, shown, phases, language)
        if self.credits and self.credits.credit:
            key = ("attribution", self.goal, self.by, language)
            made["attribution"] = partial(
                drawn_once, self.credits, key, partial(self._credit_drawn, self.credits, language)
            )
        if places := self._places():
            made["priorities"] = partial(grids.priorities, places, language)
        return made

    def _credit_drawn(self, credits_: rows.Credits, language: Language) -> Figure:
        models, credited = self._credit(credits_)
        return dots.attribution(models, credited, language)

    def _credit(self, credits_: rows.Credits) -> tuple[list[Text], list[dots.Credit]]:
        """Return the models and what each credits to the items it credits most."""
        found: dict[str, dict[str, rows.Credit]] = defaultdict(dict)
        for one in credits_.credit:
            found[one.item][one.model] = one
        models = [model for model in _MODELS if any(model in own for own in found.values())]
        most = sorted(found, key=lambda item: (item.startswith("("), -max(own.share for own in found[item].values())))[
            :_MOST_ITEMS
        ]
        credited = [
            dots.Credit(
                self.names.item(item, credits_.by),
                tuple(_figure(found[item].get(model), credits_.conversions) for model in models),
            )
            for item in most
        ]
        return [self.names.model(model) for model in models], credited

    def _places(self) -> list[grids.Place]:
        """Return what matters beside how it feels, of a persona or of everybody."""
        if self.credits is None or self.by != "touchpoint":
            return []
        felt = {touchpoint: (value, n) for touchpoint, value, n in self.feelings}
        return [
            grids.Place(self.names.touchpoint(one.item), one.importance, *felt[one.item])
            for one in self.credits.priority
            if (one.persona or "") == self.persona and one.importance is not None and one.item in felt
        ]

    def whose(self) -> frozenset[str]:
        """Return the personas priorities are known of; an empty id stands for everybody."""
        return frozenset(one.persona or "" for one in self.credits.priority) if self.credits else frozenset()

    def priorities(self) -> tuple[rows.Priority, ...]:
        """Return the priorities of the persona asked for, or of everybody, highest first."""
        found = self.credits.priority if self.credits else ()
        ours = (one for one in found if (one.persona or "") == self.persona and one.priority)
        return tuple(sorted(ours, key=lambda one: -(one.priority or 0.0)))


def _figure(one: rows.Credit | None, n: int) -> Estimate | None:
    if one is None or one.lo is None or one.hi is None:
        return None
    return Estimate(one.share, one.lo, one.hi, n)


def noted(lever: Lever, notes: tuple[LeverNote, ...], language: Language) -> Lever:
    """Return a lever with what people say of it now, which the last run may not know yet."""
    note = next((one for one in notes if one.id == lever.id), None)
    if note is None:
        return lever
    kept = {"effort": note.effort, "note": note.note, "status": note.status}
    return msgspec.structs.replace(lever, **kept) if read(note.note, language) or note.effort or note.status else lever
