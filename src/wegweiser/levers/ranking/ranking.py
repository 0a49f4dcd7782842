"""Asks for everything a list of levers rests on, and ranks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wegweiser.domain.experiments import ExperimentResult
from wegweiser.domain.levers import Driver, Lever, LeverNote
from wegweiser.domain.measures import GapKind
from wegweiser.domain.personas import Persona
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text
from wegweiser.journeys import Registry
from wegweiser.levers.found import Found
from wegweiser.levers.gaps import found
from wegweiser.levers.ranking import words
from wegweiser.levers.ranking.asking import Data
from wegweiser.levers.ranking.candidates import Candidate, candidates
from wegweiser.levers.ranking.drifting import drifts
from wegweiser.levers.ranking.grounds import Compared, Grounds, Logged
from wegweiser.levers.ranking.rank import rank
from wegweiser.maps import Figures, Plan
from wegweiser.warehouse import Result, Warehouse

COMPARED = 6
"""So many gaps are compared journey by journey, those of most customers; the rest stay associations."""


@dataclass(frozen=True)
class Known:
    """What people know beside the data: experiments, which figures are drivers, and notes with the effort."""

    experiments: tuple[ExperimentResult, ...] = ()
    drivers: tuple[Driver, ...] = ()
    notes: tuple[LeverNote, ...] = ()


@dataclass(frozen=True)
class Ranked:
    """The list of levers, and what a person should mend in wegweiser.toml for it to be whole."""

    levers: tuple[Lever, ...]
    problems: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """Ranks the levers of the journeys a build made with this registry."""

    warehouse: Warehouse
    registry: Registry
    known: Known = Known()
    seed: int = 0

    def levers(
        self, figures: Figures, *, plan: Plan | None = None, personas: Sequence[Persona] = ()
    ) -> tuple[Lever, ...]:
        """Return the levers: A and B ranked, then C and D apart; they start from the gaps `gaps` finds in the same.

        A driver that names a touchpoint nobody knows, or is logged nowhere as a number, is left out; `ranked` says so.

        Args:
            figures: what the map is drafted from, with what customers said.
            plan: the authored side of the map.
            personas: who the customers are.

        Raises:
            UnknownName: an experiment names a goal or a touchpoint nobody knows.
        """
        return self.ranked(figures, plan=plan, personas=personas).levers

    def ranked(self, figures: Figures, *, plan: Plan | None = None, personas: Sequence[Persona] = ()) -> Ranked:
        """Return the levers, and why drivers are left out.

        Raises:
            UnknownName: an experiment names a goal or a touchpoint nobody knows.
        """
        grounds = self.grounds(figures, found(figures, plan=plan, personas=personas))
        return Ranked(rank(grounds), grounds.left_out)

    def drifts(self, zone: str = "UTC") -> Result:
        """Return the days in which a driver is bad more often: touchpoint, property, level, since, until.

        Also hits of n contacts in these days, the usual share, and the customers concerned.
        """
        return drifts(self.warehouse, self.registry, self.known.drivers, zone)

    def grounds(self, figures: Figures, gaps: Sequence[Found]) -> Grounds:
        """Return everything the list rests on, asked of the data; a driver stands for the next goal."""
        data, open_ = Data(self.warehouse, self.registry), candidates(gaps, figures)
        lost = {one.goal for one in open_ if one.kind is GapKind.LOSS}
        drivers, left_out = self._drivers(data, figures)
        firm = bool(self.known.experiments or drivers)
        return Grounds(
            figures=figures,
            gaps=tuple(gaps),
            experiments=self.known.experiments,
            drivers=drivers,
            left_out=left_out,
            compared=_compared(data, open_),
            moves={goal: data.moves(goal) for goal in sorted(lost)},
            worth=data.worth() if firm else {},
            notes=self.known.notes,
            seed=self.seed,
        )

    def _drivers(self, data: Data, figures: Figures) -> tuple[tuple[Logged, ...], tuple[Text, ...]]:
        """Return the drivers as they were logged, and why others are left out: one slip spoils no other lever."""
        known: list[Logged] = []
        problems: list[Text] = []
        for driver in self.known.drivers:
            try:
                known.append(data.logged(driver, _goal(driver, figures)))
            except UnknownName as error:
                problems.append(words.left_out(driver, str(error)))
            except InvalidSetting as error:
                problems.append(words.left_out(driver, f"{'; '.join(error.problems)}."))
        return tuple(known), tuple(problems)


def _compared(data: Data, open_: Sequence[Candidate]) -> dict[str, Compared]:
    able = [one for one in open_ if one.exposure is not None][:COMPARED]
    asked = ((one.found.id, data.compared(one)) for one in able)
    return {name: compared for name, compared in asked if compared is not None}


def _goal(driver: Driver, figures: Figures) -> str:
    """Return the goal reached next after a driver's touchpoint, of several the one most customers reach."""
    here = figures.place(figures.touchpoint(driver.touchpoint).phase)
    reached = {row.goal: row.customers for row in figures.results.goals}
    ahead = [goal.id for goal in figures.goals if driver.touchpoint not in goal.touchpoints]

    def near(goal: str) -> tuple[bool, int, int, str]:
        place = figures.place(figures.goal_phase(goal))
        return place < here, abs(place - here), -reached.get(goal, 0), goal

    return min(ahead or [goal.id for goal in figures.goals], key=near)
