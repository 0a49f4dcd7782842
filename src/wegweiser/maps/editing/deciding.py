"""Decisions on what data proposes: taken, rejected, left beside one's own words, or shown again."""

from __future__ import annotations

from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import MapStep, Metric, TouchpointCard
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text, both
from wegweiser.maps.editing import edits
from wegweiser.maps.editing.claims import adopted
from wegweiser.maps.editing.contents import place
from wegweiser.maps.editing.desk import Desk, Done, known, refuse, swapped, with_claims
from wegweiser.maps.editing.marks import marks
from wegweiser.maps.generated import Generated
from wegweiser.maps.plan import Plan, PlannedMetric


def accept(desk: Desk, edit: edits.Accept) -> Done:
    """Take a proposal as the person's words; it keeps its numbers."""
    item = _proposed(desk.generated, edit.id)
    label = both("Accepted “{claim}”", claim=_words(item))
    plan = _shown_again(desk.plan, edit.id)
    if isinstance(item, Claim):
        plan = _accepted(desk, plan, item, edit.instead)
    elif isinstance(item, TouchpointCard):
        card = replace(item, share=None, contacts=None, claim=None)
        rest = tuple(c for c in plan.touchpoints if place(c) != place(card))
        plan = replace(plan, touchpoints=(*rest, card))
    elif isinstance(item, MapStep):
        rest_ = tuple(s for s in plan.steps if s.id != item.id)
        plan = replace(plan, steps=(*rest_, replace(item, share=None, dwell=None)))
    else:
        metric = PlannedMetric(id=item.id, phase=item.phase, name=item.name, target=item.target)
        plan = replace(plan, metrics=(*(m for m in plan.metrics if m.id != item.id), metric))
    return Done(_noted(plan, edit.id, item), label)


def _accepted(desk: Desk, plan: Plan, item: Claim, instead: str) -> Plan:
    """Return the plan with a generated claim in a person's words, in place of one of her own where she says so."""
    own = desk.own(instead or item.id)
    if instead and own is None:
        raise UnknownName("claim", instead, (c.id for cell in plan.cells for c in cell.claims))
    if own:
        lane, phase, old = own
        new = replace(old, text=item.text, detail=item.detail or old.detail, supersedes=item.id)
        return with_claims(plan, lane, phase, swapped(plan.cell(lane, phase).claims, old, new))
    found = desk.proposed(item.id)
    if found is None:
        return replace(plan, finding=adopted(desk, item))
    lane, phase, _ = found
    return with_claims(plan, lane, phase, (*plan.cell(lane, phase).claims, adopted(desk, item)))


def reject(desk: Desk, edit: edits.Reject) -> Done:
    """Keep a proposal off the map; a person's own words about it stay."""
    item = _proposed(desk.generated, edit.id)
    label = both("Rejected “{claim}”", claim=_words(item))
    if edit.id in desk.plan.hide:
        return Done(desk.plan, label)
    return desk.done(label, hide=(*desk.plan.hide, edit.id))


def keep_both(desk: Desk, edit: edits.KeepBoth) -> Done:
    """Leave a proposal beside the person's own words; one her words stand for becomes a claim of its own."""
    item = _proposed(desk.generated, edit.id)
    plan = _noted(_shown_again(desk.plan, edit.id), edit.id, item)
    label = both("Kept “{claim}” beside one's own words", claim=_words(item))
    own = desk.own(edit.id)
    if own is None or not isinstance(item, Claim):
        return Done(plan, label)
    # Her words no longer stand for the data's, so both are shown: hers without numbers, the data's with them.
    lane, phase, old = own
    if old.id == edit.id:
        raise refuse(f"claim '{old.id}' has the id of the generated one; accept or reject it")
    claims = swapped(plan.cell(lane, phase).claims, old, replace(old, supersedes=None))
    return Done(with_claims(plan, lane, phase, claims), label)


def unhide(desk: Desk, edit: edits.Unhide) -> Done:
    """Show again what was rejected."""
    known("rejected thing", edit.id, desk.plan.hide)
    label = both("Showed {id} again", id=edit.id)
    return desk.done(label, hide=tuple(name for name in desk.plan.hide if name != edit.id))


def _proposed(data: Generated, name: str) -> Claim | TouchpointCard | MapStep | Metric:
    claims = [claim for cell in data.cells for claim in cell.claims] + ([data.finding] if data.finding else [])
    things: dict[str, Claim | TouchpointCard | MapStep | Metric] = {claim.id: claim for claim in claims}
    things |= {place(card): card for card in data.touchpoints}
    things |= {step.id: step for step in data.steps} | {metric.id: metric for metric in data.metrics}
    return things[known("proposal", name, things)]


def _words(item: Claim | TouchpointCard | MapStep | Metric) -> Text:
    return item.text if isinstance(item, Claim) else item.name


def _shown_again(plan: Plan, name: str) -> Plan:
    return replace(plan, hide=tuple(hidden for hidden in plan.hide if hidden != name))


def _noted(plan: Plan, name: str, item: Claim | TouchpointCard | MapStep | Metric) -> Plan:
    new = tuple(mark for mark in marks(name, _words(item)) if mark not in plan.seen)
    return replace(plan, seen=(*plan.seen, *new))
