"""Paths by pattern, and around an anchor."""

from __future__ import annotations

from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Shown
from wegweiser.journeys.asking import Asking, one_of
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.patterns import searching
from wegweiser.journeys.patterns.around import Centre, Which, around
from wegweiser.journeys.patterns.kinds import condition
from wegweiser.journeys.patterns.matching import Unit, Way
from wegweiser.journeys.patterns.notes import NOTES
from wegweiser.journeys.patterns.reading import read, read_kind
from wegweiser.warehouse import Query, Result

_FARTHEST = 50


class Patterns:
    """Answers about the ways customers take, by pattern.

    A pattern is read from left to right: `^ ad -> view ->> [not cart] buy $ within 2 days` is a journey that begins
    with an ad, goes on to a view directly, and ends with a purchase, no cart between, all in two days.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def search(self, pattern: str, goal: str | None = None, *, unit: str = "journey") -> Result:
        """Return one row: matches, customers, of, share, lo, hi, converted, rate, and the same rate of the others.

        Also rate_lo, rate_hi, others, others_converted, others_rate, others_lo, others_hi.

        Example:
            `journeys.patterns.search("view ->> [not cart] buy within 2 days", goal="purchase")`

        Args:
            pattern: the way, with `->` for directly next and `->>` for eventually after.
            goal: look at this goal's closed journeys; without one at whole histories of customers.
            unit: what has to go the way, a `journey` or a `session`.

        Raises:
            InvalidSetting: the pattern cannot be read; the message says where and what could stand there.
            UnknownName: no touchpoint, channel, phase, goal or unit is called so.
        """
        way = self._way(pattern, goal, unit)
        return self._run(searching.search(self._tables, way), "search", way, goal)

    def paths(self, pattern: str, goal: str | None = None, *, top: int = 20, unit: str = "journey") -> Result:
        """Return the most frequent whole paths that match: path, journeys, share, cumulative, converted, rate, lo, hi.

        Args:
            pattern: the way, as in `search`.
            goal: look at this goal's closed journeys.
            top: how many paths.
            unit: what has to go the way, a `journey` or a `session`.

        Raises:
            InvalidSetting: the pattern cannot be read, or `top` is less than one.
            UnknownName: no touchpoint, channel, phase, goal or unit is called so.
        """
        if top < 1:
            raise InvalidSetting("The paths", [f"top is {top}; it must be at least 1"])
        way = self._way(pattern, goal, unit)
        return self._asking.spelled(self._run(searching.variants(self._tables, way, top), "paths", way, goal))

    def customers(self, pattern: str, goal: str | None = None, *, unit: str = "journey") -> Query:
        """Return the query of the customers who go the way: profile_id, each once.

        Raises:
            InvalidSetting: the pattern cannot be read.
            UnknownName: no touchpoint, channel, phase, goal or unit is called so.
        """
        return searching.customers(self._tables, self._way(pattern, goal, unit))

    def met(self, kind: str) -> Query:
        """Return the query of the customers with a contact of a kind: profile_id, each once.

        Raises:
            InvalidSetting: the kind cannot be read.
            UnknownName: no touchpoint, channel or phase is called so.
        """
        fits = condition(read_kind(kind), self._asking.registry)
        return Query("pattern_met", f"select distinct profile_id from {self._tables.step} where {fits}")

    def around(
        self, anchor: str, *, before: int = 3, after: int = 3, goal: str | None = None, which: str = "first"
    ) -> Result:
        """Return per offset from the anchor and touchpoint: journeys, customers, share, lo, hi.

        Args:
            anchor: a touchpoint, or a kind of them such as `channel:web` or `(ad | email)`.
            before: how many contacts before the anchor.
            after: how many contacts after it.
            goal: look at this goal's closed journeys; without one at whole histories of customers.
            which: the `first` or `last` contact with the anchor in a journey, or `each`.

        Raises:
            InvalidSetting: the anchor cannot be read, or more than 50 contacts are asked for on one side.
            UnknownName: no touchpoint, channel, phase or goal is called so.
        """
        if not (0 <= before <= _FARTHEST and 0 <= after <= _FARTHEST):
            raise InvalidSetting("Around an anchor", [f"before and after are between 0 and {_FARTHEST}"])
        fits = condition(read_kind(anchor), self._asking.registry)
        chosen = one_of(Which, which, "choice of contacts")
        query = around(self._tables, Centre(fits, chosen, before, after), self._asking.goal_code(goal))
        named = f"around_{chosen}" if goal is None else f"around_{chosen}_goal"
        return self._asking.run(query, NOTES[named], **self._goal(goal))

    @property
    def _tables(self) -> Tables:
        return self._asking.tables()

    def _way(self, pattern: str, goal: str | None, unit: str) -> Way:
        return Way(read(pattern), self._asking.registry, self._asking.goal_code(goal), one_of(Unit, unit))

    def _run(self, query: Query, note: str, way: Way, goal: str | None) -> Result:
        session = "_session" if way.unit is Unit.SESSION else ""
        return self._asking.run(query, NOTES[note + session + ("_goal" if goal else "")], **self._goal(goal))

    def _goal(self, goal: str | None) -> dict[str, Shown]:
        return {} if goal is None else {"goal": self._asking.registry.goal(goal).name}
