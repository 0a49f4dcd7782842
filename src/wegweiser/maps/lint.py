"""Lint: what a reader of the map would stumble over, as a list of findings and never as an error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import JourneyMap, LaneType
from wegweiser.i18n import LANGUAGES, Count, Day, Text, both

LONGEST = 80
"""Characters a claim may have in print."""
Findings: TypeAlias = Iterator["Finding"]


class Finding(msgspec.Struct, frozen=True):
    """One thing to mend: which rule, where, and in words."""

    rule: str
    """long_text, orphan_touchpoint, no_goal, expired, no_evidence or one_language."""
    where: str
    """Id of the claim, touchpoint or phase."""
    text: Text


def lint(journey_map: JourneyMap) -> tuple[Finding, ...]:
    """Return what should be mended, in the order of the map."""
    rules = (_long_texts, _one_language, _orphans, _phases_without_goal, _expired, _unknown_evidence)
    return tuple(finding for rule in rules for finding in rule(journey_map))


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
            text = both("{id} names {n} sources the map does not list", id=claim.id, n=Count(len(missing)))
            yield Finding("no_evidence", claim.id, text)


def _words(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text.values())
