"""What new data puts on a map and nobody has decided on yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

import msgspec

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.editing import Thing
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.journey_maps import LaneType, MapStep, Metric
from wegweiser.i18n import Text, read
from wegweiser.maps.editing.desk import own_claim
from wegweiser.maps.editing.marks import worded
from wegweiser.maps.generated import Generated
from wegweiser.maps.plan import Plan

_ALIKE = 0.6
"""How much of two texts must agree for them to be about the same thing."""
_ORDER = ("contradicts", "changed", "new")


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something data says that nobody has accepted, rejected or left beside her own words."""

    id: str
    """Of the generated thing; what `accept`, `reject` and `keep_both` name."""
    kind: str
    """contradicts (a person's own assumption), changed (in meaning, since the last run) or new."""
    thing: Thing
    lane: str
    phase: str
    new: Text
    old: Text | None = None
    """The person's words, else what data said before."""
    n: int | None = None
    interval: Proportion | Estimate | None = None
    status: Status | None = None
    instead: str = ""
    """The person's own claim an acceptance replaces."""


def proposals(plan: Plan, generated: Generated, previous: Generated | None = None) -> tuple[Proposal, ...]:
    """Return what is to be decided on: contradictions first, then what changed in meaning, then what is new.

    Args:
        plan: what people wrote and decided.
        generated: what data says now.
        previous: what it said when somebody last looked; without it nothing counts as new or changed.
    """
    found = [*_contradicting(plan, generated)]
    taken = {proposal.id for proposal in found}
    if previous is not None:
        found += [p for p in (*_claims(plan, generated, previous), *_others(plan, generated, previous))
                  if p.id not in taken]  # fmt: skip
    return tuple(sorted(found, key=lambda p: (_ORDER.index(p.kind), -(p.n or 0), p.id)))


def _contradicting(plan: Plan, data: Generated) -> Iterator[Proposal]:
    """Yield measured claims about the same thing as an assumption beside them, in other words."""
    for lane, phase, claim in _open(plan, data):
        if claim.status not in {Status.MEASURED, Status.VALIDATED} or own_claim(plan, claim.id):
            continue
        for own in plan.cell(lane, phase).claims:
            if own.status is Status.ASSUMPTION and own.supersedes is None and _same_subject(own, claim):
                yield _claim("contradicts", (lane, phase), claim, old=own.text, instead=own.id)
                break


def _same_subject(own: Claim, found: Claim) -> bool:
    if own.text == found.text:
        return False
    if set(own.refs) & set(found.refs):
        return True
    texts = ((_words(read(own.text, lang)), _words(read(found.text, lang))) for lang in ("en", "de"))
    return any(SequenceMatcher(None, a, b).ratio() >= _ALIKE for a, b in texts)


def _claims(plan: Plan, data: Generated, previous: Generated) -> Iterator[Proposal]:
    before = {claim.id: claim for cell in previous.cells for claim in cell.claims}
    for lane, phase, claim in _open(plan, data):
        own, was = own_claim(plan, claim.id), before.get(claim.id)
        if was is None and own is None and claim.id not in plan.seen:
            yield _claim("new", (lane, phase), claim)
        elif was is not None and _means_otherwise(was, claim) and not (own and own[2].text == claim.text):
            old, instead = (own[2].text, own[2].id) if own else (was.text, "")
            yield _claim("changed", (lane, phase), claim, old=old, instead=instead)


def _open(plan: Plan, data: Generated) -> Iterator[tuple[str, str, Claim]]:
    """Yield the generated claims nobody rejected or decided on in these words."""
    phases, lanes = {phase.id for phase in plan.phases}, {lane.id for lane in plan.lanes}
    for cell in data.cells:
        for claim in cell.claims if cell.phase in phases and cell.lane in lanes else ():
            if claim.id not in plan.hide and worded(claim.id, claim.text) not in plan.seen:
                yield cell.lane, cell.phase, claim


def _means_otherwise(was: Claim, now: Claim) -> bool:
    """Return whether a claim says something else: other words, another status, or a figure beyond the old interval."""
    old, new = was.share or was.estimate, now.share or now.estimate
    if old and new and (new.lo > old.hi or new.hi < old.lo):
        return True
    return was.status is not now.status or _words(read(was.text, "en")) != _words(read(now.text, "en"))


def _words(text: str) -> str:
    """Return a text without its figures, for these move with every run."""
    return re.sub(r"\s+", " ", re.sub(r"[-+\u2212]?\d[\d.,\u00a0]*", "#", text)).strip().lower()


def _others(plan: Plan, data: Generated, previous: Generated) -> Iterator[Proposal]:
    """Yield new cards, steps and metrics."""
    decided = {*plan.hide, *plan.seen}
    phases = {phase.id for phase in plan.phases}
    cards = {f"{c.id}@{c.phase}" for c in (*previous.touchpoints, *plan.touchpoints)} | set(plan.placed)
    for card in data.touchpoints:
        name = f"{card.id}@{card.phase}"
        if card.phase in phases and name not in cards and not {name, card.id} & decided:
            share, lane = card.share, _lane(plan, LaneType.TOUCHPOINTS)
            n = share.n if share else None
            yield Proposal(name, "new", Thing.TOUCHPOINT, lane, card.phase, card.name, n=n, interval=share)
    for step in data.steps:
        if step.phase in phases and step.id not in {s.id for s in (*previous.steps, *plan.steps)} | decided:
            yield _thing(Thing.STEP, _lane(plan, LaneType.STEPS), step, step.share)
    for metric in data.metrics:
        if metric.phase in phases and metric.id not in _metrics(plan, previous) | decided:
            yield _thing(Thing.METRIC, _lane(plan, LaneType.METRIC), metric, metric.interval)


def _metrics(plan: Plan, previous: Generated) -> set[str]:
    return {metric.id for metric in previous.metrics} | {metric.id for metric in plan.metrics}


def _thing(thing: Thing, lane: str, item: MapStep | Metric, figure: Proportion | Estimate | None) -> Proposal:
    n = figure.n if figure else None
    return Proposal(item.id, "new", thing, lane, item.phase, item.name, n=n, interval=figure)


def _lane(plan: Plan, kind: LaneType) -> str:
    return next((lane.id for lane in plan.lanes if lane.type is kind), kind.value)


def _claim(kind: str, place: tuple[str, str], claim: Claim, *, old: Text | None = None, instead: str = "") -> Proposal:
    return Proposal(
        id=claim.id,
        kind=kind,
        thing=Thing.CLAIM,
        lane=place[0],
        phase=place[1],
        new=claim.text,
        old=old,
        n=claim.n,
        interval=claim.share or claim.estimate,
        status=claim.status,
        instead=instead,
    )
