"""Figures: the results of the journeys with the names, dates and queries that turn them into claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.goals import Goal
from wegweiser.domain.journey_maps import DataBox
from wegweiser.domain.personas import Persona
from wegweiser.domain.phases import Phase
from wegweiser.domain.touchpoints import Channel, Medium, Touchpoint
from wegweiser.domain.voices import Heard
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text
from wegweiser.maps.results import ResponseRow, Results, SummaryRow

_EARLY = ("aware", "consider")


@dataclass(frozen=True)
class Figures:
    """What a map is drafted from; nothing in it is looked up anywhere else.

    `data` holds what the workspace knows of its sources (their words, quarantine, unmapped names). `queries` maps
    the name of a result ('touchpoints', 'dropoff:purchase') to its SQL, `notes` to its definition in words; both
    become the evidence of the claims. `rows` holds each result of the journeys as a list of dicts, and by goal or
    phase where there is one for each: summary, touchpoints, phases, goals, transitions, paths, loops, coverage,
    campaigns, responses, onward, friction, contradictions; dropoff, funnels, repeats and loyalty (by goal), loyal (by
    persona), months (by 'goal:<id>' and 'phase:<id>').

    Raises:
        InvalidSetting: a column is missing or holds something else than it should.
    """

    as_of: date
    rows: Mapping[str, object]
    phases: tuple[Phase, ...]
    touchpoints: tuple[Touchpoint, ...] = ()
    goals: tuple[Goal, ...] = ()
    channels: tuple[Channel, ...] = ()
    persona: Persona | None = None
    personas: tuple[Persona, ...] = ()
    """All that were found; those with enough answers have a curve beside everybody's."""
    heard: Heard = field(default_factory=Heard)
    """What customers said; empty where nobody listened."""
    data: DataBox = field(default_factory=DataBox)
    snapshot: str = ""
    version: str = ""
    queries: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the rows at once, where they come from, rather than when the first claim needs them."""
        _ = self.results

    @cached_property
    def results(self) -> Results:
        """The rows, checked and typed."""
        return Results.of(self.rows)

    @property
    def summary(self) -> SummaryRow:
        """The one row of the summary; zeros where there is none."""
        return self.results.summary[0] if self.results.summary else SummaryRow()

    @cached_property
    def _touchpoints(self) -> dict[str, Touchpoint]:
        return {touchpoint.id: touchpoint for touchpoint in self.touchpoints}

    def touchpoint(self, name: str) -> Touchpoint:
        """Return a touchpoint by its id.

        Raises:
            UnknownName: the results name a touchpoint that was not handed in.
        """
        if name not in self._touchpoints:
            raise UnknownName("touchpoint", name, self._touchpoints)
        return self._touchpoints[name]

    def name(self, touchpoint: str) -> Text:
        """Return what a touchpoint is called."""
        return self.touchpoint(touchpoint).name

    def icon(self, touchpoint: Touchpoint) -> str:
        """Return the touchpoint's own icon, else that of its channel."""
        channels = {channel.id: channel.icon for channel in self.channels}
        return touchpoint.icon or channels.get(touchpoint.channel, "circle-dot")

    def goal(self, name: str) -> Goal:
        """Return a goal by its id.

        Raises:
            UnknownName: the results name a goal that was not handed in.
        """
        known = {goal.id: goal for goal in self.goals}
        if name not in known:
            raise UnknownName("goal", name, known)
        return known[name]

    def goal_phase(self, goal: str) -> str:
        """Return the phase a goal is reached in: that of its first touchpoint which has one, else the last phase."""
        placed = (self.touchpoint(name).phase for name in self.goal(goal).touchpoints)
        return next((phase for phase in placed if phase), self.phases[-1].id)

    def place(self, phase: str | None) -> int:
        """Return a phase's place from 0; whatever has no phase comes after the last one."""
        ids = [p.id for p in self.phases]
        return ids.index(phase) if phase in ids else len(ids)

    def exploring(self, phase: str | None) -> bool:
        """Return whether going back and forth is what a phase is for: noticing and comparing."""
        return any(p.id == phase and p.role in _EARLY for p in self.phases)

    @property
    def reaching(self) -> frozenset[str]:
        """Touchpoints that reach a goal."""
        return frozenset(name for goal in self.goals for name in goal.touchpoints)

    @property
    def again(self) -> str | None:
        """The goal that most customers reach again; None where fewer than 20 do."""
        times = {
            name: sum(row.customers for row in rows if row.nth == 2) for name, rows in self.results.repeats.items()
        }
        told = [(-customers, name) for name, customers in times.items() if customers >= SUPPRESSED_BELOW]
        return min(told)[1] if told else None

    @cached_property
    def answers(self) -> tuple[ResponseRow, ...]:
        """Per touchpoint that sends campaigns its one telling response, those with the most receipts first.

        That is the most frequent response among those that reach a goal, else among all; nothing small is told. What
        reaches out to people is no response of theirs: that a second advertisement of a campaign met them too says
        nothing of the first.
        """
        rows = [row for row in self.results.responses if min(row.receipts, row.customers) >= SUPPRESSED_BELOW]
        rows = [row for row in rows if not self._paid(row.response)]
        rows = [row for row in rows if row.responded == 0 or row.responded >= SUPPRESSED_BELOW]
        rows.sort(key=lambda row: (row.response not in self.reaching, -row.responded, row.response))
        first: dict[str, ResponseRow] = {}
        for row in rows:
            first.setdefault(row.touchpoint, row)
        return tuple(sorted(first.values(), key=lambda row: (-row.receipts, row.touchpoint)))

    def _paid(self, touchpoint: str) -> bool:
        return self.touchpoint(touchpoint).medium is Medium.PAID

    def outbound(self, touchpoint: str) -> bool:
        """Return whether a touchpoint reaches out to people, so that its being the last contact says little.

        Paid media, letters, leaflets, broadcasts, and whatever sends campaigns and never answers one.
        """
        known = self.touchpoint(touchpoint)
        sends = {row.touchpoint for row in self.results.responses} - {row.response for row in self.results.responses}
        return known.outbound or touchpoint in sends

    @staticmethod
    def evidence(result: str) -> str:
        """Return the id of the evidence a result gives.

        Example:
            >>> Figures.evidence("dropoff:purchase")
            'ev_dropoff_purchase'
        """
        return "ev_" + result.replace(":", "_")
