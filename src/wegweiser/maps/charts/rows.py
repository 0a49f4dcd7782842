"""What charts are drawn from: plain frozen rows, counted elsewhere."""

from __future__ import annotations

from datetime import date

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.journey_maps import DataBox
from wegweiser.domain.levers import Lever
from wegweiser.i18n import Text

END, CONVERTED, LEFT, OTHER = "(end)", "(converted)", "(left)", "(other)"
"""Stand for a touchpoint in a step flow: the three endings, and the touchpoints not told apart."""
ENDINGS = frozenset({END, CONVERTED, LEFT})


class Link(msgspec.Struct, frozen=True):
    """Journeys (of so many customers) from a touchpoint at a step to the one at the next step, or to an ending."""

    step: int
    source: str
    target: str
    journeys: int
    customers: int

    @property
    def few(self) -> bool:
        """True where fewer than 20 people stand behind it."""
        return self.customers < SUPPRESSED_BELOW


class StepFlow(msgspec.Struct, frozen=True):
    """Where journeys are at each of their first steps, and where they end.

    `names` holds what the touchpoints are called; `goal` is named where the endings tell who reached it. `exits`
    counts all journeys that end without the goal, also after the steps shown.
    """

    links: tuple[Link, ...]
    names: dict[str, Text]
    goal: Text | None = None
    exits: int = 0

    @property
    def depth(self) -> int:
        """How many steps are shown."""
        return max((link.step for link in self.links), default=0) + 1

    @property
    def journeys(self) -> int:
        """How many journeys set out."""
        return sum(link.journeys for link in self.links if link.step == 1)

    def ending(self, step: int, *endings: str) -> int:
        """Return the journeys that end so right after a step."""
        return sum(link.journeys for link in self.links if link.step == step and link.target in endings)

    @property
    def beyond(self) -> int:
        """How many journeys have more steps than are shown, or end with the last one."""
        last = self.depth - 1
        return sum(link.journeys for link in self.links if link.step == last and link.target not in ENDINGS)


class Column(msgspec.Struct, frozen=True):
    """A phase as a column of the flow graph."""

    id: str
    name: Text


class Node(msgspec.Struct, frozen=True):
    """A touchpoint of the flow graph: whom it met, and the phase it stands in, if it has one."""

    id: str
    name: Text
    customers: int
    phase: str | None = None


class Edge(msgspec.Struct, frozen=True):
    """Moves from one touchpoint to the next; `back` where the next one stands in an earlier phase."""

    source: str
    target: str
    transitions: int
    customers: int
    back: bool = False
    median_s: float | None = None


class FlowGraph(msgspec.Struct, frozen=True):
    """Touchpoints in the columns of their phases, and the moves between them.

    `shown` is the share of all `transitions` the edges hold. `back` is the share of the `customers` who go back to
    an earlier phase at all.
    """

    columns: tuple[Column, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    shown: float
    transitions: int
    customers: int
    back: Proportion | None = None


class Stage(msgspec.Struct, frozen=True):
    """A step of a funnel and how many visits reach it."""

    name: Text
    reached: int
    customers: int | None = None

    @property
    def few(self) -> bool:
        """True where fewer than 20 people stand behind it, but not nobody."""
        behind = self.reached if self.customers is None else self.customers
        return 0 < behind < SUPPRESSED_BELOW


class Funnel(msgspec.Struct, frozen=True):
    """The steps to a goal within one visit, in order."""

    goal: Text
    stages: tuple[Stage, ...]


class Ways(msgspec.Struct, frozen=True):
    """Everything the page of ways and levers shows; a part that is None or empty is left out."""

    title: Text
    customers: int
    steps: StepFlow | None = None
    graph: FlowGraph | None = None
    funnel: Funnel | None = None
    levers: tuple[Lever, ...] = ()
    data: DataBox = DataBox()
    notes: tuple[Text, ...] = ()
    """What the charts count, in the words of the results they are drawn from."""
    as_of: date | None = None
    snapshot: str = ""
    version: str = ""
