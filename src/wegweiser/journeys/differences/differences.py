"""A minus B: the same shares of two groups of customers, or of two periods, and how far apart they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import pyarrow as pa

from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Count, Text, both
from wegweiser.journeys import flow
from wegweiser.journeys.asking import Asking, one_of, sentences
from wegweiser.journeys.differences import counts
from wegweiser.journeys.differences.comparing import Compared, compared
from wegweiser.journeys.differences.counts import Counts
from wegweiser.journeys.patterns import Arrow, Element, Named, Pattern, Unit, Way
from wegweiser.warehouse import Result

WHAT = {
    "transitions": "Moves from one contact to the next; share: of all moves that leave the source.",
    "touchpoints": "Customers with a contact at the touchpoint; share: of all customers.",
    "paths": "Whole histories of customers that take this path; share: of all customers.",
    "paths_goal": "Closed journeys that take this path; share: of all closed journeys of the goal.",
    "funnel": "Customers who get this far, contacts in this order; share: of those who take the first step.",
    "funnel_session": "Sessions that get this far, contacts in this order; share: of those with the first step.",
    "goals": "Converted journeys; share: of all closed ones (converted or lost).",
}
"""What each comparison counts."""


class Whose(StrEnum):
    """Whose contacts have to come in the funnel's order."""

    CUSTOMER = "customer"
    SESSION = "session"


@dataclass(frozen=True)
class Differences:
    """The answers of one group beside those of another; each row has both shares, A minus B, and its interval.

    Columns: what the share is about, a, of_a, share_a, b, of_b, share_b, difference, lo, hi, distinct.
    """

    here: Asking
    there: Asking

    def __post_init__(self) -> None:
        """Refuse groups that do not stand side by side."""
        if self.here.warehouse is not self.there.warehouse or self.here.registry != self.there.registry:
            raise InvalidSetting("A comparison", ["both groups have to be of the same journeys"])

    def transitions(self, goal: str | None = None, *, ends: bool = False) -> Result:
        """Return per source and target both shares of the moves that leave the source, and their difference.

        Raises:
            UnknownName: no goal is called so.
        """
        code = self.here.goal_code(goal)
        found = self._compared([counts.transitions(side.tables(), code, ends=ends) for side in self._sides])
        return self._result("transitions", found.named(("source", "target")), found)

    def touchpoints(self) -> Result:
        """Return per touchpoint both shares of the customers met there, and their difference."""
        found = self._compared([counts.touchpoints(side.tables()) for side in self._sides])
        return self._result("touchpoints", found.named(("touchpoint",)), found)

    def goals(self) -> Result:
        """Return per goal both shares of closed journeys that converted, and their difference."""
        found = self._compared([counts.goals(side.tables()) for side in self._sides])
        return self._result("goals", found.named(("goal",)), found)

    def paths(self, goal: str | None = None, *, top: int = 20) -> Result:
        """Return both shares of the paths that are among the most frequent ones of either group.

        Raises:
            UnknownName: no goal is called so.
            InvalidSetting: `top` is less than one.
        """
        if top < 1:
            raise InvalidSetting("The paths", [f"top is {top}; it must be at least 1"])
        code, warehouse = self.here.goal_code(goal), self.here.warehouse
        best = [warehouse.run(flow.paths(side.tables(), code, top=top)).column("path") for side in self._sides]
        wanted = sorted({tuple(path) for paths in best for path in paths})
        table = pa.table({"place": range(len(wanted)), "path": pa.array(wanted, pa.list_(pa.int16()))})
        offered = warehouse.offer("differences_path", table)
        found = self._compared([counts.paths(side.tables(), code, offered) for side in self._sides])
        names = self.here.names
        spelled = [[names[touchpoint] for touchpoint in wanted[place]] for (place,) in found.keys]
        named = {"path": pa.array(spelled, pa.list_(pa.string()))}
        return self._result("paths" if goal is None else "paths_goal", named, found)

    def funnel(self, steps: Sequence[str], *, within: timedelta | None = None, unit: str = "customer") -> Result:
        """Return per step both shares of those who got there, of the first step, and their difference.

        Args:
            steps: touchpoints in the order they have to come; others may come between.
            within: the longest time from the first to the last.
            unit: whose contacts have to come in order, `customer` or `session`.

        Raises:
            UnknownName: a step is no touchpoint, or there is no such unit.
            InvalidSetting: there is no step, or one text instead of a list.
        """
        if isinstance(steps, str) or not steps:
            raise InvalidSetting("A funnel", ["its steps are a list of at least one touchpoint"])
        whose = one_of(Whose, unit)
        elements = tuple(Element(Named(step, literal=True)) for step in steps)
        pattern = Pattern(elements, (Arrow(),) * (len(steps) - 1), within=within)
        of = Unit.SESSION if whose is Whose.SESSION else Unit.JOURNEY
        way = Way(pattern, self.here.registry, None, of)
        found = self._compared(
            [counts.funnel(side.tables(), way, clustered=of is Unit.SESSION) for side in self._sides], ranked=False
        )
        named = {"step": pa.array([steps[place - 1] for (place,) in found.keys], pa.string())}
        return self._result("funnel" if of is Unit.JOURNEY else "funnel_session", named, found)

    @property
    def _sides(self) -> tuple[Asking, Asking]:
        return self.here, self.there

    def _compared(self, sides: Sequence[Counts], *, ranked: bool = True) -> Compared:
        warehouse = self.here.warehouse
        shared = warehouse.run(counts.shared(self.here.tables(), self.there.tables())).one()["n"]
        return compared(warehouse, sides, shared=shared, ranked=ranked)

    def _result(self, what: str, named: dict[str, pa.Array], found: Compared) -> Result:
        table = pa.table(named | found.columns)
        groups = both("A: {a}. B: {b}.", a=_words(self.here), b=_words(self.there))
        distinct = both(
            "distinct: the interval keeps clear of zero, also where {rows} comparisons are made at once (false "
            "discovery rate 5 %, Benjamini-Hochberg), and each side has at least 20 customers.",
            rows=Count(len(table)),
        )
        return Result(f"{what}_apart", table, sentences(groups, both(WHAT[what]), _method(found), distinct))


def _words(asking: Asking) -> Text:
    return both("everybody") if asking.group is None else asking.group.words


def _method(found: Compared) -> Text:
    if found.shared:
        return both(
            "{n} customers are in both groups, so the 95 % interval of A minus B comes from resampling customers.",
            n=Count(found.shared),
        )
    if found.clustered:
        return both("A minus B with 95 % interval by Newcombe, widened because one customer can count several times.")
    return both("A minus B with 95 % interval by Newcombe.")
