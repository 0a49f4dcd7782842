"""Drafts the generated side of a map from figures: pure, deterministic, and silent where data says nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Evidence
from wegweiser.domain.journey_maps import Cell, DataBox, LaneType
from wegweiser.domain.levers import Lever
from wegweiser.i18n import Text, both
from wegweiser.maps import heard, words
from wegweiser.maps.contacts import cards, steps
from wegweiser.maps.figures import Figures
from wegweiser.maps.generated import HEADLINE, Generated
from wegweiser.maps.measures import measures
from wegweiser.maps.plan import Plan
from wegweiser.maps.steering import flows, goals, metrics
from wegweiser.stats import wilson

GAPS_SHOWN = 4
_HEADLINES_KEPT = 3
_OF_A_KIND = 2
_FAMILIES = {"drop": "losses", "loss": "losses", "loop": "loops", "back": "loops", "answer": "answers"}
_HEADLINES = frozenset({"losses", "answers", "feeling", "break"})
_FAULT = "cl_friction_fault_"
_OPPORTUNITY, _PROMISE = "opportunity", "discord"
_HEARD = {
    "feelings": "survey_item",
    "scores": "survey_item",
    "questions": "ticket_cluster",
    "sayings": "ticket_cluster",
    "discords": "survey_item",
}


def draft(
    plan: Plan, figures: Figures, gaps: Sequence[tuple[str, Claim]] = (), levers: Sequence[Lever] | None = None
) -> Generated:
    """Return everything the figures say about the plan's phases.

    Feelings, questions, expectations and associations are not in events: they stand where `figures.heard` has
    them. `gaps` come ranked from `levers`; of each phase the map shows the first four, at most two of a kind, so
    that a loop is not hidden by four losses, and one place is kept for an opportunity.

    Args:
        plan: the authored side, for its lanes, phases, and what is already written.
        figures: what was measured, with names and queries.
        gaps: (phase, claim) pairs, the most important first.
        levers: the ranked ones in their order, then those listed apart; None where nobody asked for them.
    """
    cells = (*measures(plan, figures), *goals(plan, figures), *_gap_cells(plan, gaps), *words.cells(plan, figures))
    cards_, headlines = (*cards(figures), *heard.cards(figures)), _headlines(gaps, figures)
    metrics_ = (*metrics(figures), *heard.metrics(figures))
    claims = [claim for cell in cells for claim in cell.claims]
    claims += [card.claim for card in cards_ if card.claim] + [metric.claim for metric in metrics_]
    claims += headlines[:1]
    used = {name for claim in claims for name in claim.evidence}
    return Generated(
        phases=tuple(phase.id for phase in figures.phases),
        flows=flows(figures) if figures.summary.customers else {},
        persona=heard.map_persona(figures.persona) if figures.persona else None,
        beside=heard.beside(figures),
        steps=steps(figures),
        touchpoints=cards_,
        cells=tuple(cell for cell in cells if cell.claims or cell.looked),
        curve=heard.curve(figures),
        feelings=figures.heard.pairs(),
        metrics=metrics_,
        levers=None if levers is None else tuple(levers),
        finding=next(iter(headlines), None),
        further=tuple(claim for claim in headlines[1:] if used.issuperset(claim.evidence)),
        evidence=_evidence(figures, used),
        data=_data(figures),
        as_of=figures.as_of,
        snapshot=figures.snapshot,
        version=figures.version,
    )


def _gap_cells(plan: Plan, gaps: Sequence[tuple[str, Claim]]) -> tuple[Cell, ...]:
    lanes = [lane.id for lane in plan.lanes if lane.type is LaneType.GAP]
    return tuple(
        Cell(lane=lane, phase=phase.id, claims=_chosen([c for place, c in gaps if place == phase.id]), looked=True)
        for lane in lanes
        for phase in plan.phases
    )


def _chosen(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the first claims of a phase, at most two of a kind, a broken promise first, an opportunity last."""
    taken: Counter[str] = Counter()
    claims = sorted(claims, key=lambda claim: _family(claim) != _PROMISE)
    chosen, chances = [], [claim for claim in claims if claim.kind == _OPPORTUNITY][:1]
    for claim in claims:
        taken[_family(claim)] += 1
        if claim.kind != _OPPORTUNITY and taken[_family(claim)] <= _OF_A_KIND:
            chosen.append(claim)
    return (*chosen[: GAPS_SHOWN - len(chances)], *chances)


def _family(claim: Claim) -> str:
    kind = claim.id.split("_")[1] if "_" in claim.id else claim.id
    return _FAMILIES.get(kind, kind)


def _headlines(gaps: Sequence[tuple[str, Claim]], figures: Figures) -> list[Claim]:
    """Return the one sentence of the map, and those that take its place where a test contradicts it.

    It is the gap of the largest harm, else a loop, else the place people rated worst.
    """
    return [*_findings(gaps, figures), *heard.findings(figures)][:_HEADLINES_KEPT]


def _findings(gaps: Sequence[tuple[str, Claim]], figures: Figures) -> Iterator[Claim]:
    """Yield the gaps that may head a map, that of the largest harm first, then loops.

    Harm is customers affected times how far it lies beyond what is expected, from 0 to 1; see docs on levers. Among
    equals the order of the gaps decides, but what is lost on the way to the first goal goes before other losses.
    """
    first = figures.goals[0].id if figures.goals else ""

    def order(claim: Claim) -> tuple[float, bool]:
        return -(claim.harm or 0.0), _family(claim) == "losses" and first not in claim.refs

    claims = sorted((claim for _, claim in gaps), key=order)
    for families in (_HEADLINES, {"loops"}):
        for claim in claims:
            if _family(claim) in families or (claim.id.startswith(_FAULT) and families is _HEADLINES):
                # Its id says what it is about: another headline in its place is another claim, with its own past.
                name = f"{HEADLINE}_{claim.id.removeprefix('cl_')}"
                yield replace(claim, id=name, text=_headline(_family(claim), claim.text), kind="", impact="")


def _headline(family: str, text: Text) -> Text:
    if family == "losses":
        return both("Biggest loss \u2013 {text}", text=text)
    if family == "loops":
        return both("Most frequent way back \u2013 {text}", text=text)
    return both("Biggest gap \u2013 {text}", text=text)


def _data(figures: Figures) -> DataBox:
    summary, coverage = figures.summary, figures.results.coverage
    known = coverage[0] if coverage and coverage[0].customers else None
    return replace(
        figures.data,
        customers=summary.customers,
        events=summary.events,
        asked=heard.people("scores", figures),
        since=summary.since,
        until=summary.until,
        unmapped_events=summary.unmapped_events,
        coverage=wilson(known.following, known.customers) if known else None,
    )


def _evidence(figures: Figures, used: set[str]) -> tuple[Evidence, ...]:
    """Return the evidence the claims name, in the order of the alphabet so that numbers stay put."""
    results = {Figures.evidence(name): name for name in _names(figures)}
    return tuple(_one(name, results.get(name, name), figures) for name in sorted(used))


def _names(figures: Figures) -> list[str]:
    plain = ["touchpoints", "phases", "goals", "transitions", "loops", "campaigns", "coverage", "summary"]
    plain += ["responses", "onward", "friction", "contradictions", "drifts", *_HEARD]
    by_goal = [f"{kind}:{goal.id}" for goal in figures.goals for kind in ("dropoff", "funnels", "repeats", "loyalty")]
    return plain + by_goal


def _one(name: str, result: str, figures: Figures) -> Evidence:
    kind, _, goal = result.partition(":")
    source = _sources().get(kind, both("Query on events"))
    if goal:
        source = both("{source}, goal: {goal}", source=source, goal=figures.goal(goal).name)
    return Evidence(
        id=name,
        kind=_HEARD.get(kind, "event_query"),
        source=source,
        n=heard.people(kind, figures) if kind in _HEARD else figures.summary.customers,
        since=figures.summary.since,
        until=figures.summary.until,
        method=figures.notes.get(result, figures.notes.get(kind)),
        query=figures.queries.get(result, figures.queries.get(kind, result)),
        snapshot=figures.snapshot or None,
    )


def _sources() -> dict[str, Text]:
    return {
        "touchpoints": both("Customers and contacts per touchpoint"),
        "phases": both("Flow through the phases"),
        "goals": both("Journeys per goal"),
        "transitions": both("From contact to next contact"),
        "loops": both("Ways there and back within one visit"),
        "campaigns": both("Campaigns and whom they met"),
        "dropoff": both("Where lost journeys end"),
        "funnels": both("Steps to the goal within one visit"),
        "summary": both("All events"),
        "responses": both("Campaigns and what they are followed by"),
        "onward": both("Who goes on to a later phase"),
        "repeats": both("Customers who reach a goal again"),
        "loyalty": both("Repeats and the time between them"),
        "friction": both("Visits and moves beyond what is usual"),
        "contradictions": both("What each side offered"),
        "drifts": both("Figures logged at contacts"),
        "feelings": both("Feelings reported, and what was expected"),
        "questions": both("Questions customers ask"),
        "scores": both("Answers to surveys"),
        "sayings": both("What customers say in their own words"),
        "discords": both("Feelings and associations beside the mission"),
    }
