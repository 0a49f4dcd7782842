"""How journeys go, for the screen of paths: what insights or a worker counted, as figures and tables."""

from __future__ import annotations

from functools import partial

import msgspec

from wegweiser.domain.estimates import Proportion
from wegweiser.i18n import Language, Text, both, read
from wegweiser.maps.charts import rows as charts
from wegweiser.maps.drawings import Figure, grids
from wegweiser.maps.drawings import ways as drawn
from wegweiser.web.analysis.asking import Work
from wegweiser.web.analysis.naming import Names
from wegweiser.web.analysis.saving import Figures, drawn_once
from wegweiser.workspace import questions
from wegweiser.workspace.insights import rows

HISTORIES = "*"
"""Stands for whole histories where a goal is asked for."""
_FIRST, _MOST_ROWS = 10, 16


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """A pattern somebody searched for: the question, how far it is, and what was found."""

    asked: questions.PatternSearch
    work: Work
    found: questions.PatternFound | None = None


class PathsShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """How journeys of a goal go, of everybody or of a group, and what a search found."""

    goal: str | None
    index: rows.Index | None = None
    ways: rows.Ways | None = None
    among: tuple[str, ...] = ()
    """Whose journeys: empty for everybody's."""
    among_work: Work | None = None
    """How far the question is, where the group is still counted."""
    search: Found | None = None
    share: float = 0.8
    """The share of all moves the graph is asked to show."""
    top: int = _FIRST

    @property
    def names(self) -> Names:
        """What everything is called."""
        return Names(self.index)

    def figures(self, language: Language) -> Figures:
        """Return the figures by id, each drawn when it is called."""
        if self.ways is None:
            return {}
        made: dict[str, partial[Figure]] = {}
        if self.ways.steps.links:
            flow = partial(drawn.flow, self.ways.steps, language, name="flow")
            made["flow"] = partial(drawn_once, self.ways, ("flow", self.goal, language), flow)
        if self.ways.graph.edges:
            named = self._named(self.ways.graph)
            titles = tuple(read(one.name, language) for one in named.columns)
            graph = partial(drawn.graph, named, language, share=self.share, name="graph")
            made["graph"] = partial(drawn_once, self.ways, ("graph", self.goal, self.share, language, titles), graph)
        if self.ways.variants:
            made["variants"] = partial(drawn.variants, self._variants(self.ways), language)
        if self.ways.matrix:
            matrix = partial(self._matrix_drawn, self.ways, language)
            made["matrix"] = partial(drawn_once, self.ways, ("matrix", self.goal, language), matrix)
        if self.search and self.search.found and self.search.found.ways:
            ways = self.search.found.ways
            made["found"] = partial(drawn.variants, [self._variant(way) for way in ways], language, name="found")
        return made

    def example(self, language: Language) -> str:
        """Return a pattern for this workspace, by the names of its most frequent way."""
        ways = self.ways.variants if self.ways else ()
        met = next((met for way in ways if len(met := list(dict.fromkeys(way.path))) > 1), [])
        return " ->> ".join(_written(read(self.names.touchpoint(ident), language)) for ident in met[:3])

    @property
    def period(self) -> tuple[str, str]:
        """The months the group was counted in; empty where it was counted in all."""
        told = next((text.removeprefix("period:") for text in self.among if text.startswith("period:")), "")
        since, _, until = told.partition("..")
        return since, until

    def shown_moves(self) -> float:
        """Return the share of all moves the graph shows at this setting of its slider."""
        return drawn.kept(self.ways.graph, self.share).shown if self.ways else 0.0

    def _named(self, graph: charts.FlowGraph) -> charts.FlowGraph:
        """Return the graph with its phases called as the map calls them today."""
        known = {one.id: one.name for one in self.index.phases} if self.index else {}
        columns = tuple(msgspec.structs.replace(one, name=known.get(one.id, one.name)) for one in graph.columns)
        return msgspec.structs.replace(graph, columns=columns)

    def _variants(self, ways: rows.Ways) -> list[drawn.Variant]:
        return [self._variant(variant) for variant in ways.variants[: self.top]]

    def _variant(self, row: rows.Variant) -> drawn.Variant:
        return drawn.Variant(
            steps=tuple(self.names.touchpoint(ident) for ident in row.path),
            journeys=row.journeys,
            customers=row.customers,
            share=row.share,
            converted=row.rate,
            median_s=row.median_s,
        )

    def _matrix_drawn(self, ways: rows.Ways, language: Language) -> Figure:
        """Return the matrix of steps; its finding is about touchpoints, for that journeys end is none."""
        heat = self._matrix(ways)
        met = sum(self._is_met(row) for row in heat.rows)
        told = grids.matrix(msgspec.structs.replace(heat, rows=heat.rows[:met], cells=heat.cells[:met]), language)
        return msgspec.structs.replace(grids.matrix(heat, language), title=told.title)

    def _is_met(self, row: Text) -> bool:
        return row not in [self.names.touchpoint(ending) for ending in charts.ENDINGS]

    def _matrix(self, ways: rows.Ways) -> grids.Heat:
        """Return the matrix of steps: touchpoints that were ever most met, then the endings."""
        steps = sorted({place.step for place in ways.matrix})
        cells = {(place.touchpoint, place.step): place.share for place in ways.matrix}
        most: dict[str, float] = {}
        for place in ways.matrix:
            most[place.touchpoint] = max(most.get(place.touchpoint, 0.0), place.share.value)
        ordered = sorted(most, key=lambda ident: (ident in charts.ENDINGS, -most[ident], ident))
        met = [ident for ident in ordered if ident not in charts.ENDINGS][:_MOST_ROWS]
        shown = (*met, *(ident for ident in ordered if ident in charts.ENDINGS))
        return grids.Heat(
            rows=tuple(self.names.touchpoint(ident) for ident in shown),
            columns=tuple(both("Step {n}", n=step) for step in steps),
            cells=tuple(tuple(_spot(cells.get((ident, step))) for step in steps) for ident in shown),
            corner=both("Touchpoint"),
            of=_of(ways),
        )


def _written(name: str) -> str:
    """Return a name as a pattern takes it."""
    return name if name.isalnum() else f'"{name}"'


def _of(ways: rows.Ways) -> Text:
    return both("Share of all journeys at each step") if ways.goal else both("Share of all histories at each step")


def _spot(share: Proportion | None) -> grids.Spot | None:
    return grids.Spot(share.value, share.hits) if share else None
