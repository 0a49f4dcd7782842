"""Lint: what a reader of the map would stumble over, as a list of findings and never as an error."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TypeAlias

import msgspec

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import JourneyMap, LaneType
from wegweiser.i18n import LANGUAGES, Day, Share, Text, both
from wegweiser.maps.generated import HEADLINE, Generated
from wegweiser.maps.plan import Plan

LONGEST = 80
"""Characters a claim may have in print."""
SMALLEST = 0.05
"""Share of the customers a persona should stand for."""
_SHOWN = 12
Findings: TypeAlias = Iterator["Finding"]


class Finding(msgspec.Struct, frozen=True):
    """One thing to mend: which rule, where, and in words."""

    rule: str
    """long_text, one_language, orphan_touchpoint, no_goal, expired, no_evidence, no_target, unproven_gap,
    opportunity_without_gap, small_persona or hides_nothing."""
    where: str
    """Id of the claim, touchpoint or phase, or the id under `hide`."""
    text: Text


def lint(journey_map: JourneyMap, plan: Plan | None = None, generated: Generated | None = None) -> tuple[Finding, ...]:
    """Return what should be mended, in the order of the map; with plan and generated content, what `hide` misses too.

    Args:
        journey_map: plan and generated content, joined.
        plan: what people wrote.
        generated: what data says.
    """
    rules = (
        _long_texts,
        _one_language,
        _orphans,
        _phases_without_goal,
        _expired,
        _unknown_evidence,
        _without_target,
        _unproven_gaps,
        _opportunities_without_gap,
        _small_persona,
    )
    found = [finding for rule in rules for finding in rule(journey_map)]
    if plan is not None and generated is not None:
        found += _hides_nothing(plan, generated)
    return tuple(found)


def _statements(journey_map: JourneyMap) -> Iterator[Claim]:
    """Yield the claims that are printed in cells; the finding in the header has a line of its own."""
    yield from (claim for cell in journey_map.cells for claim in cell.claims)


def _long_texts(journey_map: JourneyMap) -> Findings:
    for claim in _statements(journey_map):
        longest = max((len(words) for words in _words(claim.text)), default=0)
        if longest > LONGEST:
            text = both("{id} has {n} characters; {most} fit in print", id=claim.id, n=longest, most=LONGEST)
            yield Finding("long_text", claim.id, text)


def _one_language(journey_map: JourneyMap) -> Findings:
    for claim in _statements(journey_map):
        if isinstance(claim.text, dict) and any(not claim.text.get(language) for language in LANGUAGES):
            yield Finding("one_language", claim.id, both("{id} is missing in a language", id=claim.id))


def _orphans(journey_map: JourneyMap) -> Findings:
    phases = {phase.id for phase in journey_map.phases}
    for card in journey_map.touchpoints:
        if card.phase not in phases:
            text = both(
                "{touchpoint} stands in phase {phase}, which the map has not", touchpoint=card.name, phase=card.phase
            )
            yield Finding("orphan_touchpoint", card.id, text)


def _phases_without_goal(journey_map: JourneyMap) -> Findings:
    lanes = [lane.id for lane in journey_map.lanes if lane.type is LaneType.GOAL]
    for phase in journey_map.phases:
        if lanes and not any(journey_map.cell(lane, phase.id).claims for lane in lanes):
            yield Finding("no_goal", phase.id, both("{phase} has no goal", phase=phase.name))


def _expired(journey_map: JourneyMap) -> Findings:
    if journey_map.as_of is None:
        return
    for claim in journey_map.claims():
        if claim.valid_until and claim.standing(journey_map.as_of) is Status.STALE:
            text = both("{id} was valid until {day}", id=claim.id, day=Day(claim.valid_until))
            yield Finding("expired", claim.id, text)


def _unknown_evidence(journey_map: JourneyMap) -> Findings:
    known = {evidence.id for evidence in journey_map.evidence}
    for claim in journey_map.claims():
        missing = [name for name in claim.evidence if name not in known]
        if missing:
            text = both("{id} rests on {missing}, which no evidence is called", id=claim.id, missing=", ".join(missing))
            if known:
                text = both("{finding}; known: {ids}", finding=text, ids=_listed(known))
            yield Finding("no_evidence", claim.id, text)


def _without_target(journey_map: JourneyMap) -> Findings:
    """Find the metrics somebody put on the map and set no target for."""
    for metric in journey_map.metrics:
        if metric.claim.author == "human" and not metric.target:
            yield Finding("no_target", metric.id, both("{metric} has no target", metric=metric.name))


def _gaps(journey_map: JourneyMap, kind: str) -> Iterator[tuple[str, Claim]]:
    lanes = {lane.id for lane in journey_map.lanes if lane.type is LaneType.GAP}
    yield from ((c.phase, x) for c in journey_map.cells if c.lane in lanes for x in c.claims if x.kind == kind)


def _unproven_gaps(journey_map: JourneyMap) -> Findings:
    """Find the gaps somebody claims and nothing supports: no evidence, and no test that asks."""
    tested = {validation.claim for validation in journey_map.validations}
    for _, claim in _gaps(journey_map, "gap"):
        if claim.author == "human" and not claim.evidence and claim.id not in tested:
            yield Finding("unproven_gap", claim.id, both("{id} is a gap without evidence", id=claim.id))


def _opportunities_without_gap(journey_map: JourneyMap) -> Findings:
    places = {phase for phase, _ in _gaps(journey_map, "gap")}
    for phase, claim in _gaps(journey_map, "opportunity"):
        if claim.author == "human" and phase not in places:
            text = both("{id} is an opportunity in a phase without a gap", id=claim.id)
            yield Finding("opportunity_without_gap", claim.id, text)


def _small_persona(journey_map: JourneyMap) -> Findings:
    persona = journey_map.persona
    if persona and persona.share and persona.share.value < SMALLEST:
        share = Share(persona.share.value)
        text = both("{persona} stands for {share} of the customers only", persona=persona.name, share=share)
        yield Finding("small_persona", persona.id, text)


def _hides_nothing(plan: Plan, generated: Generated) -> Findings:
    known = {claim.id for cell in generated.cells for claim in cell.claims}
    known |= {card.id for card in generated.touchpoints} | {step.id for step in generated.steps}
    known |= {f"{card.id}@{card.phase}" for card in generated.touchpoints}
    known |= {metric.id for metric in generated.metrics}
    known |= {generated.finding.id, HEADLINE} if generated.finding else set()
    for name in plan.hide:
        if name not in known:
            text = both("hide lists {id}, but nothing generated is called that", id=name)
            near = get_close_matches(name, sorted(known), n=1)
            if near:
                text = both("{finding}; did you mean {id}?", finding=text, id=near[0])
            yield Finding("hides_nothing", name, text)


def _listed(names: set[str]) -> str:
    more = ", \u2026" if len(names) > _SHOWN else ""
    return ", ".join(sorted(names)[:_SHOWN]) + more


def _words(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text.values())
