"""Edits of touchpoint cards, steps, metrics and the points of the curve; what was measured keeps its numbers."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from wegweiser.domain.journey_maps import CurvePoint, MapStep, Metric, TouchpointCard
from wegweiser.i18n import both
from wegweiser.maps.editing import edits
from wegweiser.maps.editing.desk import Desk, Done, inserted, known, refuse, swapped, without
from wegweiser.maps.editing.things import point_ids
from wegweiser.maps.join import join
from wegweiser.maps.plan import PlannedMetric


def place(card: TouchpointCard) -> str:
    """Return what a card is called: `<touchpoint>@<phase>`."""
    return f"{card.id}@{card.phase}"


def add_card(desk: Desk, edit: edits.AddCard) -> Done:
    """Add a touchpoint card."""
    card = TouchpointCard(
        id=edit.touchpoint or desk.new_id("tp_"),
        phase=desk.phase(edit.phase),
        name=desk.said(None, edit.name),
        icon=edit.icon or "circle-dot",
        channel=edit.channel or "other",
        medium=edit.medium.value,
        direct=edit.direct,
        origin="planned",
    )
    _free(desk, card.id, card.phase)
    cards = inserted(desk.plan.touchpoints, card, _written(desk, edit.before))
    return desk.done(both("Added touchpoint “{name}”", name=card.name), touchpoints=cards)


def edit_card(desk: Desk, edit: edits.EditCard) -> Done:
    """Change a card; of a measured one the person's words are kept beside its numbers."""
    origin, old, shown = _card(desk, edit.id)
    clash = desk.clash(f"touchpoint:{shown.id}", shown.name, edit.name, edit.base)
    fields: dict[str, Any] = {
        n: getattr(edit, n) for n in ("icon", "channel", "direct") if getattr(edit, n) not in {None, ""}
    }
    if edit.medium is not None:
        fields["medium"] = edit.medium.value
    if edit.name is not None and not clash:
        fields["name"] = desk.said(shown.name, edit.name)
    new = replace(old or _bare(origin or shown), **fields)
    cards = swapped(desk.plan.touchpoints, old, new) if old else (*desk.plan.touchpoints, new)
    done = desk.done(both("Changed touchpoint “{name}”", name=new.name), touchpoints=cards)
    return replace(done, clash=clash)


def move_card(desk: Desk, edit: edits.MoveCard) -> Done:
    """Move a card; a measured one stays known by the phase data put it in."""
    phase = desk.phase(edit.phase)
    origin, old, shown = _card(desk, edit.id)
    if shown.phase != phase:
        _free(desk, shown.id, phase)
    label = both("Moved touchpoint “{name}”", name=shown.name)
    if origin:
        placed = {name: to for name, to in desk.plan.placed.items() if name != place(origin)}
        return desk.done(label, placed=placed if phase == origin.phase else placed | {place(origin): phase})
    if old is None or edit.before == edit.id:
        return Done(desk.plan, label)
    rest = without(desk.plan.touchpoints, old)
    return desk.done(label, touchpoints=inserted(rest, replace(old, phase=phase), _written(desk, edit.before)))


def remove_card(desk: Desk, edit: edits.RemoveCard) -> Done:
    """Remove a card; a measured one is rejected in its phase only."""
    origin, old, shown = _card(desk, edit.id)
    plan = desk.plan
    label = both("Removed touchpoint “{name}”", name=shown.name)
    cards = without(plan.touchpoints, old) if old else plan.touchpoints
    if origin is None:
        return desk.done(label, touchpoints=cards)
    name = place(origin)
    placed = {key: to for key, to in plan.placed.items() if key != name}
    return desk.done(label, touchpoints=cards, placed=placed, hide=(*plan.hide, name))


def _card(desk: Desk, name: str) -> tuple[TouchpointCard | None, TouchpointCard | None, TouchpointCard]:
    """Return the measured card as data put it, what a person wrote about it, and the card as it is shown."""
    cards = join(desk.plan, desk.generated).touchpoints
    known("touchpoint", name, (place(card) for card in cards))
    shown = next(card for card in cards if place(card) == name)
    measured = {place(card): card for card in desk.generated.touchpoints}
    away = (key for key, to in desk.plan.placed.items() if key in measured and f"{measured[key].id}@{to}" == name)
    key = next(away, name)
    origin = None if key == name and name in desk.plan.placed else measured.get(key)
    return origin, next((card for card in desk.plan.touchpoints if place(card) == key), None), shown


def _free(desk: Desk, touchpoint: str, phase: str) -> None:
    if any(c.id == touchpoint and c.phase == phase for c in join(desk.plan, desk.generated).touchpoints):
        raise refuse(f"touchpoint '{touchpoint}' already stands in phase '{phase}'")
    if any(c.id == touchpoint and c.phase == phase for c in desk.plan.touchpoints):
        raise refuse(f"touchpoint '{touchpoint}' is already written down for phase '{phase}'")


def _written(desk: Desk, name: str) -> TouchpointCard | None:
    return next((card for card in desk.plan.touchpoints if name and place(card) == name), None)


def _bare(card: TouchpointCard) -> TouchpointCard:
    return replace(card, share=None, contacts=None, claim=None)


def add_step(desk: Desk, edit: edits.AddStep) -> Done:
    """Add a step, before another one or at the end of its phase."""
    step = MapStep(id=desk.new_id("st_"), phase=desk.phase(edit.phase), name=desk.said(None, edit.name), kind=edit.kind)
    steps = _before(desk, desk.plan.steps, step, edit.before)
    return desk.done(both("Added step “{name}”", name=step.name), steps=steps)


def edit_step(desk: Desk, edit: edits.EditStep) -> Done:
    """Rename a step or change its kind."""
    old = _step(desk, edit.id)
    clash = desk.clash(f"step:{old.id}", old.name, edit.name, edit.base)
    name = old.name if edit.name is None or clash else desk.said(old.name, edit.name)
    new = replace(old, name=name, kind=edit.kind or old.kind)
    steps = desk.plan.steps
    steps = tuple(new if s.id == new.id else s for s in steps) if new.id in {s.id for s in steps} else (*steps, new)
    return replace(desk.done(both("Changed step “{name}”", name=new.name), steps=steps), clash=clash)


def move_step(desk: Desk, edit: edits.MoveStep) -> Done:
    """Move a step to a phase, or within its own."""
    step = replace(_step(desk, edit.id), phase=desk.phase(edit.phase))
    label = both("Moved step “{name}”", name=step.name)
    if edit.before == edit.id:
        return Done(desk.plan, label)
    rest = tuple(s for s in desk.plan.steps if s.id != step.id)
    return desk.done(label, steps=_before(desk, rest, step, edit.before))


def remove_step(desk: Desk, edit: edits.RemoveStep) -> Done:
    """Remove a step; a measured one is rejected."""
    step = _step(desk, edit.id)
    rest = tuple(s for s in desk.plan.steps if s.id != step.id)
    rejected = (step.id,) if step.id in {s.id for s in desk.generated.steps} else ()
    return desk.done(both("Removed step “{name}”", name=step.name), steps=rest, hide=(*desk.plan.hide, *rejected))


def _step(desk: Desk, name: str) -> MapStep:
    """Return a step of the map in a person's words, without its numbers."""
    steps = {step.id: step for step in join(desk.plan, desk.generated).steps}
    return replace(steps[known("step", name, steps)], share=None, dwell=None)


def _before(desk: Desk, steps: tuple[MapStep, ...], step: MapStep, before: str) -> tuple[MapStep, ...]:
    """Return the authored steps with one before another of its phase, or last in it.

    The steps shown in that phase are written down in their order, for only so can one stand between measured ones.
    """
    shown = [s for s in join(desk.plan, desk.generated).steps if s.phase == step.phase and s.id != step.id]
    if before:
        known("step", before, (s.id for s in shown))
    measured = {s.id for s in desk.generated.steps}
    if not before and step.id not in measured:
        return (*steps, step)
    row = [replace(s, share=None, dwell=None) for s in shown]
    follower = next((s for s in row if s.id == before), None)
    row = list(inserted(row, step, follower))
    names = {s.id for s in row}
    return (*(s for s in steps if s.id not in names), *row)


def add_metric(desk: Desk, edit: edits.AddMetric) -> Done:
    """Add a metric to steer by."""
    metric = PlannedMetric(
        id=desk.new_id("mt_"),
        phase=desk.phase(edit.phase),
        name=desk.said(None, edit.name),
        target=desk.said(None, edit.target) or None,
    )
    return desk.done(both("Added metric “{name}”", name=metric.name), metrics=(*desk.plan.metrics, metric))


def edit_metric(desk: Desk, edit: edits.EditMetric) -> Done:
    """Rename or move a metric, or set its target."""
    shown = _metric(desk, edit.id)
    old = next((m for m in desk.plan.metrics if m.id == edit.id), None)
    clash = desk.clash(f"metric:{edit.id}", shown.name, edit.name, edit.base)
    new = old or PlannedMetric(id=shown.id, phase=shown.phase, name=shown.name)
    if edit.name is not None and not clash:
        new = replace(new, name=desk.said(new.name, edit.name))
    if edit.target is not None:
        new = replace(new, target=desk.said(new.target, edit.target) or None)
    if edit.phase is not None:
        new = replace(new, phase=desk.phase(edit.phase))
    metrics = swapped(desk.plan.metrics, old, new) if old else (*desk.plan.metrics, new)
    return replace(desk.done(both("Changed metric “{name}”", name=new.name), metrics=metrics), clash=clash)


def remove_metric(desk: Desk, edit: edits.RemoveMetric) -> Done:
    """Remove a metric; a measured one is rejected."""
    shown = _metric(desk, edit.id)
    rest = tuple(metric for metric in desk.plan.metrics if metric.id != edit.id)
    rejected = (edit.id,) if edit.id in {metric.id for metric in desk.generated.metrics} else ()
    label = both("Removed metric “{name}”", name=shown.name)
    return desk.done(label, metrics=rest, hide=(*desk.plan.hide, *rejected))


def _metric(desk: Desk, name: str) -> Metric:
    metrics = {metric.id: metric for metric in join(desk.plan, desk.generated).metrics}
    return metrics[known("metric", name, metrics)]


def add_point(desk: Desk, edit: edits.AddPoint) -> Done:
    """Put an assumed point on the curve."""
    point = CurvePoint(
        x=_x(desk, edit.phase, edit.at),
        value=edit.value,
        quote=desk.said(None, edit.quote) or None,
        series=edit.series,
        persona=edit.persona or None,
    )
    return desk.done(both("Added a point to the curve"), curve=(*desk.plan.curve, point))


def edit_point(desk: Desk, edit: edits.EditPoint) -> Done:
    """Move an assumed point or change its quote."""
    old = _point(desk, edit.id)
    phases = [phase.id for phase in desk.plan.phases]
    at = edit.at if edit.at is not None else round(old.x - int(old.x), 4)
    phase = edit.phase if edit.phase is not None else phases[min(int(old.x), len(phases) - 1)]
    new = replace(old, x=_x(desk, phase, at), value=old.value if edit.value is None else edit.value)
    if edit.quote is not None:
        new = replace(new, quote=desk.said(new.quote, edit.quote) or None)
    return desk.done(both("Changed a point of the curve"), curve=swapped(desk.plan.curve, old, new))


def remove_point(desk: Desk, edit: edits.RemovePoint) -> Done:
    """Remove an assumed point."""
    point = _point(desk, edit.id)
    return desk.done(both("Removed a point of the curve"), curve=without(desk.plan.curve, point))


def _x(desk: Desk, phase: str, at: float) -> float:
    order = [p.id for p in desk.plan.phases]
    return round(order.index(desk.phase(phase)) + at, 4)


def _point(desk: Desk, name: str) -> CurvePoint:
    points = dict(zip(point_ids(desk.plan), desk.plan.curve, strict=True))
    return points[known("point", name, points)]
