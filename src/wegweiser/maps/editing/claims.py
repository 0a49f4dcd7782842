"""Edits of claims; a generated one a person touches becomes her words and keeps its numbers."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.errors import UnknownName, UnsupportedClaim
from wegweiser.i18n import Text, both, read
from wegweiser.maps.editing import edits
from wegweiser.maps.editing.desk import (
    Clash,
    Desk,
    Done,
    inserted,
    own_claim,
    refuse,
    swapped,
    with_claims,
    without,
)
from wegweiser.maps.plan import Plan

_SUPPORT = ("evidence", "n", "share", "estimate", "as_of", "valid_until")


def add_claim(desk: Desk, edit: edits.AddClaim) -> Done:
    """Write a claim, before another one or after all a person wrote there."""
    lane, phase = desk.lane(edit.lane), desk.phase(edit.phase)
    text = desk.said(None, edit.text)
    detail = desk.said(None, edit.detail) or None
    claim = Claim(id=desk.new_id("cl_"), text=text, detail=detail, kind=edit.kind, impact=edit.impact)
    claim = _standing(claim, edit.status, None)
    return Done(_put(desk, claim, lane, phase, edit.before), both("Added “{claim}”", claim=text))


def edit_claim(desk: Desk, edit: edits.EditClaim) -> Done:
    """Change a claim where it stands; where somebody else rewrote or removed it, both texts are kept."""
    found = _taken(desk, edit.id)
    if found is None:
        return _rewritten(desk, edit)
    plan, lane, phase, old = found
    base = edit.base if edit.base is not None else _seen(desk, edit.id)
    clash = desk.clash(f"claim:{edit.id}", old.text, edit.text, base)
    if clash:
        mine = _mine(desk, edit, old.kind, old.impact)
        claims = plan.cell(lane, phase).claims
        after = claims.index(old) + 1
        plan = with_claims(plan, lane, phase, (*claims[:after], mine, *claims[after:]))
        label = both("Added “{claim}” beside what somebody else wrote", claim=mine.text)
        return Done(plan, label, replace(clash, added=mine.id))
    new = _changed(desk, edit, old)
    claims = swapped(plan.cell(lane, phase).claims, old, new)
    label = both("Changed “{claim}”", claim=new.text)
    return Done(with_claims(plan, lane, phase, claims), label)


def _changed(desk: Desk, edit: edits.EditClaim, old: Claim) -> Claim:
    fields: dict[str, Any] = {n: getattr(edit, n) for n in ("kind", "impact") if getattr(edit, n) is not None}
    if edit.text is not None:
        fields["text"] = desk.said(old.text, edit.text)
    if edit.detail is not None:
        fields["detail"] = desk.said(old.detail, edit.detail) or None
    new = replace(old, **fields)
    if edit.status is None:
        return new
    source = desk.proposed(old.supersedes or old.id)
    return _standing(new, edit.status, source[2] if source else None)


def _standing(claim: Claim, status: Status, source: Claim | None) -> Claim:
    """Return the claim at a status, with the support of what it supersedes where the status asks for some."""
    fields: dict[str, Any] = {"status": status}
    if source is not None and status is not Status.ASSUMPTION:
        fields |= {name: getattr(claim, name) or getattr(source, name) for name in _SUPPORT}
    try:
        return replace(claim, **fields)
    except UnsupportedClaim as problem:
        raise refuse(str(problem)) from problem


def _rewritten(desk: Desk, edit: edits.EditClaim) -> Done:
    """Return the plan with my text where the claim stood before somebody else removed it."""
    stood = own_claim(desk.seen, edit.id)
    lanes, phases = ({item.id for item in items} for items in (desk.plan.lanes, desk.plan.phases))
    if stood is None or not edit.text or stood[0] not in lanes or stood[1] not in phases:
        raise UnknownName("claim", edit.id, (c.id for cell in desk.plan.cells for c in cell.claims))
    lane, phase, old = stood
    mine = _mine(desk, edit, old.kind, old.impact)
    label = both("Added “{claim}” again, for somebody else removed it", claim=mine.text)
    clash = Clash(f"claim:{edit.id}", edit.text, "", mine.id)
    return Done(_put(desk, mine, lane, phase, ""), label, clash)


def _mine(desk: Desk, edit: edits.EditClaim, kind: str, impact: str) -> Claim:
    return Claim(
        id=desk.new_id("cl_"),
        text=desk.said(None, edit.text or ""),
        detail=desk.said(None, edit.detail or "") or None,
        kind=kind if edit.kind is None else edit.kind,
        impact=impact if edit.impact is None else edit.impact,
    )


def move_claim(desk: Desk, edit: edits.MoveClaim) -> Done:
    """Move a claim to a place, or within its own."""
    lane, phase = desk.lane(edit.lane), desk.phase(edit.phase)
    plan, was_lane, was_phase, claim = _needed(desk, edit.id)
    label = both("Moved “{claim}”", claim=claim.text)
    if edit.before in {claim.id, edit.id}:
        return Done(plan, label)
    plan = with_claims(plan, was_lane, was_phase, without(plan.cell(was_lane, was_phase).claims, claim))
    return Done(_put(_on(desk, plan), claim, lane, phase, edit.before), label)


def remove_claim(desk: Desk, edit: edits.RemoveClaim) -> Done:
    """Remove a claim; what data says in its place is rejected with it."""
    own, found = desk.own(edit.id), desk.proposed(edit.id)
    finding = desk.generated.finding
    if own is None and found is None and not (finding and finding.id == edit.id):
        raise UnknownName("claim", edit.id, (c.id for cell in desk.plan.cells for c in cell.claims))
    plan = desk.plan
    gone = {edit.id} if own is None else {own[2].id, own[2].supersedes}
    if own:
        plan = with_claims(plan, own[0], own[1], without(plan.cell(own[0], own[1]).claims, own[2]))
    names = [name for name in gone if name and name not in plan.hide and (own is None or desk.proposed(name))]
    text: Text = own[2].text if own else found[2].text if found else finding.text if finding else ""
    return Done(replace(plan, hide=(*plan.hide, *sorted(names))), both("Removed “{claim}”", claim=text))


def _put(desk: Desk, claim: Claim, lane: str, phase: str, before: str) -> Plan:
    claims = desk.plan.cell(lane, phase).claims
    other = next((c for c in claims if before and before in {c.id, c.supersedes}), None)
    return with_claims(desk.plan, lane, phase, inserted(claims, claim, other))


def _needed(desk: Desk, name: str) -> tuple[Plan, str, str, Claim]:
    found = _taken(desk, name)
    if found is None:
        names = [c.id for cells in (desk.plan.cells, desk.generated.cells) for cell in cells for c in cell.claims]
        raise UnknownName("claim", name, names)
    return found


def _taken(desk: Desk, name: str) -> tuple[Plan, str, str, Claim] | None:
    """Return the plan in which a claim is a person's own, with its lane, phase and itself."""
    if own := desk.own(name):
        return (desk.plan, *own)
    found = desk.proposed(name)
    if found is None:
        return None
    lane, phase, other = found
    claim = adopted(desk, other)
    plan = replace(desk.plan, hide=tuple(hidden for hidden in desk.plan.hide if hidden != name))
    return with_claims(plan, lane, phase, (*plan.cell(lane, phase).claims, claim)), lane, phase, claim


def adopted(desk: Desk, other: Claim) -> Claim:
    """Return a generated claim in a person's words: the same text, and the numbers by `supersedes`."""
    return Claim(
        id=desk.new_id("cl_"),
        text=other.text,
        detail=other.detail,
        kind=other.kind,
        impact=other.impact,
        supersedes=other.id,
    )


def _seen(desk: Desk, name: str) -> str | None:
    """Return the text the person saw, where she saw an older plan."""
    if desk.seen is desk.plan:
        return None
    stood = own_claim(desk.seen, name) or desk.proposed(name)
    return read(stood[2].text, desk.language) if stood else None


def _on(desk: Desk, plan: Plan) -> Desk:
    return Desk(plan, desk.generated, desk.language, desk.new_id, desk.seen)
