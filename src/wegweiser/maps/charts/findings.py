"""What a chart says: a headline that states the finding, how to read it, and a summary for whoever hears it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.levers import Grade, Lever
from wegweiser.i18n import Count, Language, Share, message, read
from wegweiser.maps.charts.rows import CONVERTED, END, LEFT, Edge, FlowGraph, Funnel, Stage, StepFlow
from wegweiser.maps.render.figures import between, customers
from wegweiser.stats import wilson

_NTH = {
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
_TOGETHER = 5
"""So many levers of grade D are drawn."""
_NEAR = 0.1
"""A share is called every nth where it is that near to it, as a part of it."""


_WORTH_SAYING = 0.1
"""A smaller share of all exits at one step is no headline."""
_FEW_EXITS = 0.05
"""Nor is any exit where a smaller share of journeys ends without the goal."""


class Told(NamedTuple):
    """A chart in words."""

    headline: str
    lead: str
    summary: str


def nth(share: float) -> int:
    """Return n where a share is close to every nth, from the second to the tenth; 0 where it is not.

    Example:
        >>> nth(0.21), nth(0.4), nth(0.97)
        (5, 0, 0)
    """
    n = round(1 / share) if share > 0 else 0
    return n if n in _NTH and abs(share * n - 1) <= _NEAR else 0


def of_steps(flow: StepFlow, language: Language) -> Told:
    """Return what the step flow says: where the exits are, or how long journeys are where exits come late."""
    left = sum(flow.ending(step, LEFT, END) for step in range(1, flow.depth))
    reached = sum(flow.ending(step, CONVERTED) for step in range(1, flow.depth))
    how = message("Width: number of journeys at each step. Red-brown: the journey ends here.", language)
    if flow.goal is not None:
        how = message(
            "Width: number of journeys at each step. Red-brown: it ends without the goal {goal}; green: goal reached.",
            language,
            goal=flow.goal,
        )
    if flow.journeys < SUPPRESSED_BELOW:
        few = message("Too few journeys to say where they lead", language)
        return Told(few, how, few)
    beyond = message(
        "{n} of {all} journeys have {depth} steps or more.",
        language,
        n=Count(flow.beyond),
        all=Count(flow.journeys),
        depth=flow.depth,
    )
    ended = message(
        "Of {all} journeys {left} end without a goal and {reached} with it before step {depth}.",
        language,
        all=Count(flow.journeys),
        left=Count(left),
        reached=Count(reached),
        depth=flow.depth,
    )
    headline, late = _of_exits(flow, language)
    return Told(headline, how if late else f"{how} {beyond}", f"{ended} {beyond}")


def _of_exits(flow: StepFlow, language: Language) -> tuple[str, bool]:
    """Return where most exits come, or how long journeys last where most exits come after all that is shown."""
    exits = {step: flow.ending(step, LEFT, END) for step in range(1, flow.depth)}
    step = max(exits, key=lambda step: (exits[step], -step), default=0)
    every = max(flow.exits, sum(exits.values()))
    share = exits.get(step, 0) / every if every else 0.0
    if every < _FEW_EXITS * flow.journeys or share < _WORTH_SAYING:
        return _of_the_rest(flow, language)
    often = message(_NTH[nth(share)], language) if nth(share) else ""
    if often and step == 1:
        return message("Every {nth} exit comes right after the start", language, nth=often), False
    if often:
        return message("Every {nth} exit comes right after step {n}", language, nth=often, n=step), False
    if step == 1:
        return message("{share} of all exits come right after the start", language, share=Share(share)), False
    return message("{share} of all exits come right after step {n}", language, share=Share(share), n=step), False


def _of_the_rest(flow: StepFlow, language: Language) -> tuple[str, bool]:
    """Return how many reach the goal in few steps where that is what most do, else how long journeys last."""
    reached = sum(flow.ending(step, CONVERTED) for step in range(1, flow.depth))
    if flow.goal is not None and reached > flow.beyond:
        within, share = flow.depth - 1, Share(reached / flow.journeys)
        msgid = "{share} of journeys reach the goal {goal} within {n} steps"
        return message(msgid, language, share=share, goal=flow.goal, n=within), False
    lasting = Share(flow.beyond / flow.journeys if flow.journeys else 0.0)
    return message("{share} of journeys have {depth} steps or more", language, share=lasting, depth=flow.depth), True


def of_graph(graph: FlowGraph, language: Language) -> Told:
    """Return what the flow graph says: how many go back, else the way most travelled."""
    names = {node.id: node.name for node in graph.nodes}
    onward = [edge for edge in graph.edges if edge.source != edge.target and edge.customers >= 20]
    back = [edge for edge in onward if edge.back]
    headline = message("How customers move between touchpoints", language)
    if back and graph.back is not None and not graph.back.suppressed:
        headline = message(
            "{share} of customers go back to an earlier phase, most often from “{source}” to “{target}”",
            language,
            share=Share(graph.back.value),
            source=names[_most(back).source],
            target=names[_most(back).target],
        )
    elif onward:
        headline = message(
            "Customers move most often from “{source}” to “{target}”",
            language,
            source=names[_most(onward).source],
            target=names[_most(onward).target],
        )
    shown = message("Shown: {share} of {n} moves.", language, share=Share(graph.shown), n=Count(graph.transitions))
    how = message("Dashed and red-brown: back to an earlier phase. Bar: share of customers.", language)
    loops = [edge for edge in onward if edge.back]
    summary = message(
        "{touchpoints} touchpoints in {phases} phases, {moves} kinds of moves, {back} of them to an earlier phase.",
        language,
        touchpoints=len(graph.nodes),
        phases=len({node.phase for node in graph.nodes if node.phase}),
        moves=len(graph.edges),
        back=len(loops),
    )
    return Told(headline, f"{shown} {how}", f"{summary} {shown}")


def _most(edges: list[Edge]) -> Edge:
    return min(edges, key=lambda edge: (-edge.transitions, edge.source, edge.target))


def of_funnel(funnel: Funnel, language: Language) -> Told:
    """Return what a funnel says: between which two steps most visits are lost."""
    pairs = [(a, b) for a, b in pairwise(funnel.stages) if a.reached and not a.few]
    first, last = funnel.stages[0].name, funnel.stages[-1].name
    headline = message("From “{first}” to “{last}”", language, first=first, last=last)
    if pairs:
        a, b = max(pairs, key=lambda pair: pair[0].reached - pair[1].reached)
        lost = 1 - b.reached / a.reached
        if not b.few and lost > 0:
            headline = message(
                "{share} of {n} visits are lost between “{source}” and “{target}”",
                language,
                share=Share(lost),
                n=Count(a.reached),
                source=a.name,
                target=b.name,
            )
    lead = message(
        "The way to the goal {goal} within one visit; in brackets the 95 % interval.", language, goal=funnel.goal
    )
    counted = "; ".join(f"{read(stage.name, language)} {reached(stage, language)}" for stage in funnel.stages)
    return Told(headline, lead, counted)


def reached(stage: Stage, language: Language) -> str:
    """Return how many visits reach a step, or that it is few."""
    return customers(1, language) if stage.few else Count(stage.reached).shown(language)


def going_on(before: Stage, stage: Stage, language: Language) -> tuple[str, str]:
    """Return the share of visits that go on to a step, with its interval and without; nothing of few people."""
    if before.few or stage.few or not before.reached:
        return "", ""
    share = wilson(stage.reached, before.reached)
    short = message("{share} go on", language, share=Share(share.value))
    return f"{short}{between(share, language)}", short


def of_levers(levers: tuple[Lever, ...], language: Language) -> Told:
    """Return what the levers say: how many are settled, and which is the first."""
    found = Counter(settled(lever) for lever in levers)
    ranked = sorted((lever for lever in levers if lever.rank and settled(lever)), key=lambda lever: lever.rank or 0)
    headline = message("No lever is settled yet", language)
    if ranked:
        headline = message(
            "Settled: {n} of {all} levers, first of all: {name}",
            language,
            n=found[True],
            all=len(levers),
            name=ranked[0].text,
        )
    lead = message(
        "Change of the conversion rate in percentage points with its 95 % interval. Hollow: not settled.", language
    )
    grades = message(
        "A: experiment. B: natural variation. C: adjusted, a range and no number. D: goes with, no effect.", language
    )
    rest = len(levers) - len(folded(levers))
    if rest:
        grades += " " + message("{n} more of grade D stand in the table.", language, n=Count(rest))
    return Told(headline, f"{lead} {grades}", "; ".join(read(lever.text, language) for lever in levers))


def folded(levers: tuple[Lever, ...]) -> tuple[Lever, ...]:
    """Return the levers a chart draws: of those that merely go together the first five; the table has them all."""
    together = [lever for lever in levers if lever.grade is Grade.D]
    return tuple(lever for lever in levers if lever not in together[_TOGETHER:])


def settled(lever: Lever) -> bool:
    """Tell whether a lever's effect is of grade A or B and its interval leaves zero out."""
    return lever.effect is not None and (lever.effect.lo > 0 or lever.effect.hi < 0)
