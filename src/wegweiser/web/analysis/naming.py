"""What things are called on screens: the one place where ids of insights become names people read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from wegweiser.domain.phases import Phase
from wegweiser.i18n import Text, both
from wegweiser.maps.charts import rows as charts
from wegweiser.web.frame.site import Site
from wegweiser.workspace.insights import rows

_MODELS = {
    "first": "first contact",
    "last": "last contact",
    "last_non_direct": "last contact, direct left out",
    "linear": "linear",
    "unique_linear": "linear, each once",
    "position": "by position",
    "decay": "decay over time",
    "markov_1": "Markov chain of order 1",
    "markov_2": "Markov chain of order 2",
    "markov_3": "Markov chain of order 3",
    "shapley": "Shapley",
}
_STANDS_FOR = {
    charts.CONVERTED: "goal reached",
    charts.LEFT: "ended without the goal",
    charts.END: "ended",
    charts.OTHER: "other touchpoints",
    "(no contact)": "no contact before",
    "(baseline)": "without any contact",
}


class _Phases(msgspec.Struct, frozen=True):
    """The phases of a plan, and nothing else of it."""

    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True)
class Names:
    """The names of one workspace's things, as the last run knew them; what has none is called by its id.

    Example:
        >>> Names(None).touchpoint("cart")
        'cart'
    """

    index: rows.Index | None

    def touchpoint(self, ident: str) -> Text:
        """Return what a touchpoint is called, or an ending that stands in its place."""
        if ident in _STANDS_FOR:
            return both(_STANDS_FOR[ident])
        return self.index.touchpoints.get(ident, ident) if self.index else ident

    def phase(self, ident: str) -> Text:
        """Return what a phase is called."""
        return _named(self.index.phases, ident) if self.index else ident

    def channel(self, ident: str) -> Text:
        """Return what a channel is called."""
        return _named(self.index.channels, ident) if self.index else ident

    def persona(self, ident: str) -> Text:
        """Return what a persona is called."""
        return _named(self.index.personas, ident) if self.index else ident

    def goal(self, ident: str) -> Text:
        """Return what a goal is called."""
        return _named(self.index.goals, ident) if self.index else ident

    def model(self, ident: str) -> Text:
        """Return what a model of attribution is called."""
        return both(_MODELS[ident]) if ident in _MODELS else ident

    def item(self, ident: str, by: str) -> Text:
        """Return what a touchpoint or a channel is called that gets credit."""
        return self.channel(ident) if by == "channel" and ident not in _STANDS_FOR else self.touchpoint(ident)

    def group(self, among: Iterable[str]) -> Text:
        """Return in words whom a question was asked of: `persona:pe_1`, `touch:channel:web`, `period:2026-01..`."""
        told = [self._one(text) for text in among]
        if not told:
            return both("everybody")
        return told[0] if len(told) == 1 else both("{one}, {other}", one=told[0], other=told[1])

    def _one(self, text: str) -> Text:
        kind, _, value = text.partition(":")
        if kind == "persona":
            return self.persona(value)
        if kind == "period":
            since, _, until = value.partition("..")
            return f"{since}\u2013{until}"
        if kind == "touch" and value.startswith("channel:"):
            return both("in touch by {channel}", channel=self.channel(value.removeprefix("channel:")))
        return text


def index_of(site: Site) -> rows.Index | None:
    """Return the index of the last run, its phases called as the workspace's own map calls them today."""
    index = site.insights.index()
    if index is None:
        return None
    today = phase_names(site)
    return replace(index, phases=tuple(replace(one, name=today.get(one.id, one.name)) for one in index.phases))


def phase_names(site: Site) -> dict[str, Text]:
    """Return what the workspace's own map calls its phases; nothing where there is no map yet."""
    entries = site.store.maps.all(archived=True)
    if not entries:
        return {}
    raw, _ = site.store.maps.head(min(entries, key=lambda one: one.created).id)
    return {phase.id: phase.name for phase in msgspec.json.decode(raw, type=_Phases).phases}


def _named(listed: Iterable[rows.Named | rows.GoalRow], ident: str) -> Text:
    return next((one.name for one in listed if one.id == ident), ident)
