"""Edits of the map's frame: its header, phases and lanes."""

from __future__ import annotations

from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Lane, MapPersona
from wegweiser.domain.phases import Phase
from wegweiser.i18n import LANGUAGES, Text, both, read
from wegweiser.maps.editing import edits
from wegweiser.maps.editing.desk import Desk, Done, inserted, known, refuse, swapped, with_claims, without
from wegweiser.maps.editing.things import apart, tidy, together
from wegweiser.maps.plan import Plan, Review


def set_text(desk: Desk, edit: edits.SetText) -> Done:
    """Write one of the header's texts."""
    if edit.field == "title" and not edit.words:
        raise refuse("title is empty")
    old = getattr(desk.plan, edit.field)
    clash = desk.clash(f"field:{edit.field}", old, edit.words, edit.base)
    label = _header(edit.field)
    return Done(desk.plan, label, clash) if clash else desk.done(label, **{edit.field: desk.said(old, edit.words)})


def _header(field: str) -> Text:
    labels = {
        "title": both("Changed the title"),
        "subtitle": both("Changed the subtitle"),
        "mission": both("Changed the mission"),
        "organisation": both("Changed the organisation"),
    }
    return labels[field]


def set_finding(desk: Desk, edit: edits.SetFinding) -> Done:
    """Write the sentence in the header, with the numbers of the one data found."""
    label = both("Changed the finding")
    if not edit.words:
        return desk.done(label, finding=None)
    found, own = desk.generated.finding, desk.plan.finding
    if own:
        return desk.done(label, finding=replace(own, text=desk.said(own.text, edit.words)))
    text = desk.said(found.text if found else None, edit.words)
    claim = Claim(id=desk.new_id("cl_"), text=text, supersedes=found.id if found else None)
    return desk.done(label, finding=claim)


def set_owner(desk: Desk, edit: edits.SetOwner) -> Done:
    """Say who answers for the map."""
    return desk.done(both("Changed the owner"), owner=edit.owner)


def set_kind(desk: Desk, edit: edits.SetKind) -> Done:
    """Say what the map shows."""
    return desk.done(both("Changed the kind of map"), kind=edit.kind)


def set_status(desk: Desk, edit: edits.SetStatus) -> Done:
    """Say how far people are with the map."""
    labels = {
        "draft": both("Made the map a draft"),
        "review": both("Put the map up for review"),
        "approved": both("Approved the map"),
    }
    return desk.done(labels[edit.status], status=edit.status)


def set_review(desk: Desk, edit: edits.SetReview) -> Done:
    """Say when the map is gone through."""
    return desk.done(both("Changed the review"), review=Review(every_days=edit.every_days, next=edit.next))


def set_persona(desk: Desk, edit: edits.SetPersona) -> Done:
    """Draw the map for a persona found in data."""
    return desk.done(both("Changed the persona"), persona=edit.persona)


def describe_persona(desk: Desk, edit: edits.DescribePersona) -> Done:
    """Write the persona in words; the id of the one found in data stays."""
    old = desk.plan.persona
    was = old if isinstance(old, MapPersona) else MapPersona(id=old or "persona", name="", line="", initials="")
    persona = replace(
        was,
        name=desk.said(was.name, edit.name),
        line=desk.said(was.line, edit.line),
        quote=desk.said(was.quote, edit.quote) or None,
        initials="".join(word[0] for word in edit.name.split()[:2]).upper(),
    )
    return desk.done(both("Described the persona"), persona=persona)


def add_phase(desk: Desk, edit: edits.AddPhase) -> Done:
    """Add a phase."""
    phase = Phase(
        id=desk.new_id("ph_"),
        name=desk.said(None, edit.name),
        line=desk.said("", edit.line),
        goal_customer=desk.said("", edit.goal_customer),
        goal_business=desk.said("", edit.goal_business),
    )
    before = _phase(desk, edit.before) if edit.before else None
    return _reordered(desk, inserted(desk.plan.phases, phase, before), both("Added phase “{name}”", name=phase.name))


def edit_phase(desk: Desk, edit: edits.EditPhase) -> Done:
    """Rename or describe a phase."""
    old = _phase(desk, edit.id)
    clash = desk.clash(f"phase:{old.id}", old.name, edit.name, edit.base)
    names = ("line", "goal_customer", "goal_business") if clash else ("name", "line", "goal_customer", "goal_business")
    words = {name: getattr(edit, name) for name in names if getattr(edit, name) is not None}
    new = replace(old, **{name: desk.said(getattr(old, name), text) for name, text in words.items()})
    label = both("Changed phase “{name}”", name=new.name)
    if set(words) == {"name"}:
        renamed = both("Renamed phase “{old}” to “{new}”", old=old.name, new=new.name)
        # Who reads the other language still finds the name she knows: for her it was not renamed.
        kept = {language for language in LANGUAGES if read(old.name, language) == read(new.name, language)}
        label = {language: read(label if language in kept else renamed, language) for language in LANGUAGES}
    return Done(replace(desk.plan, phases=swapped(desk.plan.phases, old, new)), label, clash)


def move_phase(desk: Desk, edit: edits.MovePhase) -> Done:
    """Move a phase with everything in it."""
    phase = _phase(desk, edit.id)
    label = both("Moved phase “{name}”", name=phase.name)
    if edit.before == edit.id:
        return Done(desk.plan, label)
    before = _phase(desk, edit.before) if edit.before else None
    return _reordered(desk, inserted(without(desk.plan.phases, phase), phase, before), label)


def remove_phase(desk: Desk, edit: edits.RemovePhase) -> Done:
    """Remove a phase; what stands in it goes into another one."""
    plan, phase = desk.plan, _phase(desk, edit.id)
    if len(plan.phases) == 1:
        raise refuse("a map needs at least one phase")
    if edit.into == edit.id:
        raise refuse("a phase cannot go into itself")
    if edit.into:
        plan = _emptied(desk, phase.id, desk.phase(edit.into))
    elif n := _held(desk, phase.id):
        raise refuse(f"phase '{phase.id}' holds {n} things; say with `into` where they go")
    into = edit.into or None
    values = tuple(
        replace(v, phases=tuple(dict.fromkeys(p for q in v.phases if (p := into if q == phase.id else q))))
        for v in plan.values
    )
    label = both("Removed phase “{name}”", name=phase.name)
    fresh = Desk(replace(plan, values=values), desk.generated, desk.language, desk.new_id, desk.seen)
    return _reordered(fresh, without(plan.phases, phase), label)


def _held(desk: Desk, phase: str) -> int:
    """Return how many things stand in a phase: what people put there, and the measured cards."""
    plan = desk.plan
    authored = [item.phase for row in (plan.touchpoints, plan.steps, plan.metrics) for item in row].count(phase)
    authored += sum(len(cell.claims) for cell in plan.cells if cell.phase == phase)
    authored += sum(value.phases == (phase,) for value in plan.values)
    authored += sum(item["phase"] == phase for item in _points(plan).values())
    return authored + len(_measured(desk, phase))


def _measured(desk: Desk, phase: str) -> list[str]:
    """Return the measured cards shown in a phase by the name `placed` knows them by."""
    plan, cards = desk.plan, desk.generated.touchpoints
    shown = {f"{c.id}@{c.phase}": plan.placed.get(f"{c.id}@{c.phase}", c.phase) for c in cards}
    return [name for name, at in shown.items() if at == phase and not {name, name.split("@")[0]} & set(plan.hide)]


def _points(plan: Plan) -> dict[str, dict[str, object]]:
    return next(shelf for (thing, _), shelf in apart(plan).items() if thing == "point")


def _emptied(desk: Desk, phase: str, into: str) -> Plan:
    """Return the plan with everything of a phase in another one, behind what stands there."""
    plan = desk.plan
    for lane in plan.lanes:
        moved = plan.cell(lane.id, phase).claims
        if moved:
            plan = with_claims(plan, lane.id, into, (*plan.cell(lane.id, into).claims, *moved))
    there = {card.id for card in plan.touchpoints if card.phase == into}
    cards = tuple(c for c in plan.touchpoints if c.phase != phase or c.id not in there)
    shown = {name.split("@")[0] for name in _measured(desk, into)}
    placed = {name: to for name, to in plan.placed.items() if to != phase}
    placed |= {name: into for name in _measured(desk, phase) if name.split("@")[0] not in shown}
    shelves = apart(plan)
    points = next(shelf for (thing, _), shelf in shelves.items() if thing == "point")
    for name, point in list(points.items()):
        if point["phase"] == phase:
            points[name] = {**point, "phase": into}
    return replace(
        plan,
        cells=tuple(cell for cell in plan.cells if cell.phase != phase),
        touchpoints=tuple(replace(c, phase=into) if c.phase == phase else c for c in cards),
        steps=tuple(replace(s, phase=into) if s.phase == phase else s for s in plan.steps),
        metrics=tuple(replace(m, phase=into) if m.phase == phase else m for m in plan.metrics),
        placed=placed,
        curve=together(shelves).curve,
    )


def _phase(desk: Desk, name: str) -> Phase:
    known("phase", name, (phase.id for phase in desk.plan.phases))
    return next(phase for phase in desk.plan.phases if phase.id == name)


def _reordered(desk: Desk, phases: tuple[Phase, ...], label: Text) -> Done:
    """Return the plan with its phases so; the points of the curve go with theirs."""
    shelves = apart(desk.plan)
    rows = apart(replace(desk.plan, phases=phases, curve=()))
    shelves |= {place: shelf for place, shelf in rows.items() if place[0] == "phase"}
    return Done(together(shelves), label)


def add_lane(desk: Desk, edit: edits.AddLane) -> Done:
    """Add a lane, at the end of its band unless it is said where."""
    title = desk.said(None, edit.title)
    lane = Lane(id=desk.new_id("ln_"), type=edit.type, title=title, band=edit.band, views=edit.views)
    lanes = desk.plan.lanes
    if edit.before:
        before: Lane | None = _lane(desk, edit.before)
    else:
        last = max((i for i, other in enumerate(lanes) if other.band is edit.band), default=len(lanes) - 1)
        before = lanes[last + 1] if last + 1 < len(lanes) else None
    return desk.done(both("Added lane “{name}”", name=title), lanes=inserted(lanes, lane, before))


def edit_lane(desk: Desk, edit: edits.EditLane) -> Done:
    """Rename a lane or say where it is shown."""
    old = _lane(desk, edit.id)
    clash = desk.clash(f"lane:{old.id}", old.title, edit.title, edit.base)
    title = old.title if edit.title is None or clash else desk.said(old.title, edit.title)
    new = replace(old, title=title, views=old.views if edit.views is None else edit.views)
    label = both("Changed lane “{name}”", name=new.title)
    return Done(replace(desk.plan, lanes=swapped(desk.plan.lanes, old, new)), label, clash)


def move_lane(desk: Desk, edit: edits.MoveLane) -> Done:
    """Move a lane."""
    lane = _lane(desk, edit.id)
    label = both("Moved lane “{name}”", name=lane.title)
    if edit.before == edit.id:
        return Done(desk.plan, label)
    before = _lane(desk, edit.before) if edit.before else None
    return desk.done(label, lanes=inserted(without(desk.plan.lanes, lane), lane, before))


def remove_lane(desk: Desk, edit: edits.RemoveLane) -> Done:
    """Remove a lane; what people wrote in it goes into another one."""
    plan, lane = desk.plan, _lane(desk, edit.id)
    if len(plan.lanes) == 1:
        raise refuse("a map needs at least one lane")
    if edit.into == edit.id:
        raise refuse("a lane cannot go into itself")
    held = [cell for cell in tidy(plan).cells if cell.lane == lane.id and cell.claims]
    if held and not edit.into:
        n = sum(len(cell.claims) for cell in held)
        raise refuse(f"lane '{lane.id}' holds {n} claims; say with `into` where they go")
    for cell in held:
        into = desk.lane(edit.into)
        plan = with_claims(plan, into, cell.phase, (*plan.cell(into, cell.phase).claims, *cell.claims))
    cells = tuple(cell for cell in plan.cells if cell.lane != lane.id)
    label = both("Removed lane “{name}”", name=lane.title)
    return Done(replace(plan, cells=cells, lanes=without(plan.lanes, lane)), label)


def _lane(desk: Desk, name: str) -> Lane:
    known("lane", name, (lane.id for lane in desk.plan.lanes))
    return next(lane for lane in desk.plan.lanes if lane.id == name)
