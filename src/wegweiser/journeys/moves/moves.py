"""Flow in the large: step matrix, step flow, and the flow graph on the grid of phases."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Shown
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.moves import graphing, walking
from wegweiser.journeys.moves.variants import variants
from wegweiser.warehouse import Query, Result

_NOTES = {
    "matrix": "Customers by their first, second … contact; share: of all customers; (end): no contact any more.",
    "matrix_goal": "Closed journeys of goal {goal} by their first, second … contact; share: of all of them; "
    "(converted) and (left): ended before this step.",
    "steps": "Customers from one step to the next; share: of those at the source in this step; 95 % Wilson interval.",
    "steps_goal": "Closed journeys of goal {goal} from one step to the next; share: of those at the source in this "
    "step; 95 % Wilson interval, widened for customers with several journeys.",
    "graph_nodes": "Customers with at least one contact here; share: of all customers; 95 % Wilson interval.",
    "graph_nodes_goal": "Customers with a contact here in a closed journey of goal {goal}; "
    "share: of all customers with such a journey; 95 % Wilson interval.",
    "graph_edges": "The heaviest moves from contact to contact; share: of all moves; back: to an earlier phase; "
    "shown: the share of all moves these are.",
    "graph_edges_goal": "The heaviest moves within closed journeys of goal {goal}; share: of all these moves; "
    "back: to an earlier phase; shown: the share these are.",
    "back": "Moves to an earlier phase; share: customers who go back, of those who met the source; "
    "95 % Wilson interval.",
    "back_goal": "Moves to an earlier phase within closed journeys of goal {goal}; share: customers who go back, "
    "of those who met the source there; 95 % Wilson interval.",
    "variants": "Customers by their whole history, repeats in a row counted once; rate: those that touch a goal; "
    "median time from first to last contact.",
    "variants_goal": "Closed journeys of goal {goal} by their whole way, repeats in a row counted once; rate: the "
    "share that converts; median time from first to last contact.",
}


@dataclass(frozen=True)
class Graph:
    """The flow graph: touchpoints in their phases, moves between them, and the share of all moves that is shown."""

    nodes: Result
    edges: Result

    @property
    def shown(self) -> float:
        """The share of all transitions the edges hold; 0 where nobody moves."""
        shares = self.edges.column("shown")
        return float(shares[0]) if shares else 0.0


class Moves:
    """Answers about all moves at once.

    Where a goal may be named and is not, a customer's whole history counts as one journey.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def matrix(self, goal: str | None = None, *, depth: int = 10, ends: bool = True) -> Result:
        """Return per step and touchpoint: journeys, of_journeys, share, lo, hi.

        With `ends`, each step also has those that ended before it as '(end)', or as '(converted)' and '(left)' where
        a goal is named: then its journeys are all there are.

        Raises:
            UnknownName: no goal is called so.
            InvalidSetting: `depth` is less than one.
        """
        _at_least("A step matrix", depth=(depth, 1))
        return self._run(walking.matrix(self._tables, self._code(goal), depth=depth, ends=ends), goal)

    def steps(self, goal: str | None = None, *, depth: int = 6, top: int = 4) -> Result:
        """Return per step, source and target (at the next step): journeys, customers, of_journeys, share, lo, hi.

        Each step keeps its busiest touchpoints; the others are '(other)'. A journey's end leads to '(end)', or to
        '(converted)' or '(left)' where a goal is named.

        Raises:
            UnknownName: no goal is called so.
            InvalidSetting: `depth` is less than two, or `top` less than one.
        """
        _at_least("A step flow", depth=(depth, 2), top=(top, 1))
        return self._run(walking.steps(self._tables, self._code(goal), depth=depth, top=top), goal)

    def graph(self, goal: str | None = None, *, share: float = 0.9) -> Graph:
        """Return touchpoints with phase and customers, and the heaviest moves until the share asked for is shown.

        Nodes: touchpoint, phase, customers, contacts, of_customers, share, lo, hi. Edges: source, target,
        source_phase, target_phase, transitions, customers, median_s, of_transitions, share, back, shown. The
        heaviest way in and out of each touchpoint is kept too, so more than the share asked for may be shown.

        Raises:
            UnknownName: no goal is called so.
            InvalidSetting: the share is not above 0 and at most 1.
        """
        if not 0 < share <= 1:
            raise InvalidSetting("A flow graph", [f"share is {share:g}; it must be above 0 and at most 1"])
        code = self._code(goal)
        return Graph(
            self._run(graphing.nodes(self._tables, code), goal),
            self._run(graphing.edges(self._tables, code, share), goal),
        )

    def back(self, goal: str | None = None) -> Result:
        """Return per move to an earlier phase: transitions, customers, of_customers, share, lo, hi, median_s.

        Each has source, target, source_phase and target_phase; the first row, from '(any)' to '(any)', counts all
        who go back at all.

        Raises:
            UnknownName: no goal is called so.
        """
        return self._run(graphing.back(self._tables, self._code(goal)), goal)

    def variants(self, goal: str | None = None, *, top: int = 50) -> Result:
        """Return the most frequent whole ways: path, journeys, customers, share, cumulative, converted, rate, median_s.

        Also of_journeys, and lo and hi of the rate.

        Raises:
            UnknownName: no goal is called so.
            InvalidSetting: `top` is less than one.
        """
        _at_least("Whole ways", top=(top, 1))
        return self._asking.spelled(self._run(variants(self._tables, self._code(goal), top=top), goal))

    @property
    def _tables(self) -> Tables:
        return self._asking.tables()

    def _code(self, goal: str | None) -> int | None:
        return self._asking.goal_code(goal)

    def _run(self, query: Query, goal: str | None) -> Result:
        values: dict[str, Shown] = {} if goal is None else {"goal": self._asking.registry.goal(goal).name}
        return self._asking.run(query, _NOTES[query.name if goal is None else f"{query.name}_goal"], **values)


def _at_least(where: str, **asked: tuple[int, int]) -> None:
    """Refuse numbers below their least.

    Raises:
        InvalidSetting: one of them is.
    """
    problems = [f"{name} is {n}; it must be at least {least}" for name, (n, least) in asked.items() if n < least]
    if problems:
        raise InvalidSetting(where, problems)
