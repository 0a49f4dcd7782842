"""Applies one edit to a plan and says what changed, in words and thing by thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import md5
from typing import Any

import msgspec

from wegweiser.domain.editing import Change, Thing
from wegweiser.domain.journey_maps import LaneType
from wegweiser.i18n import Language, Text, both
from wegweiser.maps.editing import claims, contents, deciding, edits, languages, structure
from wegweiser.maps.editing.cleaning import cleaned
from wegweiser.maps.editing.desk import Clash, Desk, Done
from wegweiser.maps.editing.revising import diff, taken_back
from wegweiser.maps.editing.things import tidy
from wegweiser.maps.generated import Generated
from wegweiser.maps.plan import Plan

_ACTS: dict[type, Callable[[Desk, Any], Done]] = {
    edits.SetText: structure.set_text,
    edits.SetFinding: structure.set_finding,
    edits.SetOwner: structure.set_owner,
    edits.SetKind: structure.set_kind,
    edits.SetStatus: structure.set_status,
    edits.SetReview: structure.set_review,
    edits.SetPersona: structure.set_persona,
    edits.DescribePersona: structure.describe_persona,
    edits.AddPhase: structure.add_phase,
    edits.EditPhase: structure.edit_phase,
    edits.MovePhase: structure.move_phase,
    edits.RemovePhase: structure.remove_phase,
    edits.AddLane: structure.add_lane,
    edits.EditLane: structure.edit_lane,
    edits.MoveLane: structure.move_lane,
    edits.RemoveLane: structure.remove_lane,
    edits.AddClaim: claims.add_claim,
    edits.EditClaim: claims.edit_claim,
    edits.MoveClaim: claims.move_claim,
    edits.RemoveClaim: claims.remove_claim,
    edits.AddCard: contents.add_card,
    edits.EditCard: contents.edit_card,
    edits.MoveCard: contents.move_card,
    edits.RemoveCard: contents.remove_card,
    edits.AddStep: contents.add_step,
    edits.EditStep: contents.edit_step,
    edits.MoveStep: contents.move_step,
    edits.RemoveStep: contents.remove_step,
    edits.AddMetric: contents.add_metric,
    edits.EditMetric: contents.edit_metric,
    edits.RemoveMetric: contents.remove_metric,
    edits.AddPoint: contents.add_point,
    edits.EditPoint: contents.edit_point,
    edits.RemovePoint: contents.remove_point,
    edits.Accept: deciding.accept,
    edits.Reject: deciding.reject,
    edits.KeepBoth: deciding.keep_both,
    edits.Unhide: deciding.unhide,
    edits.StillRight: languages.still_right,
}


class Edited(msgspec.Struct, frozen=True):
    """A plan after an edit, and everything a revision of it keeps."""

    plan: Plan
    changes: tuple[Change, ...]
    """Empty where the edit changed nothing."""
    label: Text
    touched: tuple[str, ...]
    """What to draw anew: `cell:<lane>/<phase>`, `phase:<id>`, `curve`, `head`, `proposals`, or `all`."""
    conflict: Clash | None = None
    """Where somebody else wrote the same text since: both texts, and where mine stands now."""


def apply(
    plan: Plan,
    generated: Generated | None,
    edit: edits.Edit,
    language: Language,
    *,
    new_id: Callable[[str], str] | None = None,
    seen: Plan | None = None,
) -> Edited:
    """Return the plan after an edit; nothing is lost that somebody else wrote since.

    Args:
        plan: the newest plan.
        generated: what data says.
        edit: what the person did.
        language: the language she writes in; texts in the other ones stay.
        new_id: returns a new id that begins with what it is given (`cl_`); without it ids follow from the edit.
        seen: the plan she saw, where somebody saved since.

    Raises:
        InvalidSetting: the edit cannot be made; it says why.
        UnknownName: it names something the plan has not (any more).
    """
    found = cleaned(edit)
    data = generated or Generated()
    start = tidy(plan)
    older = start if seen is None or seen is plan else seen
    desk = Desk(start, data, language, new_id or _derived(start, data, found), older)
    done = _ACTS[type(found)](desk, found)
    moved = languages.compared(start, done.plan, data)
    after, label = languages.noted(done.plan, moved), languages.labelled(done.label, moved)
    changes = diff(start, after)
    return Edited(tidy(after), changes, label, _touched(changes, after, data), done.clash)


def _derived(plan: Plan, data: Generated, edit: edits.Edit) -> Callable[[str], str]:
    """Return a maker of ids that follow from the edit, so that the same edit of the same plan gives the same ones."""
    mark = md5(msgspec.json.encode(edit), usedforsecurity=False).hexdigest()[:8]
    taken = set(_ids(plan)) | set(_ids(data))

    def new_id(prefix: str) -> str:
        numbered = (f"{prefix}{mark}_{i}" for i in range(2, 1_000_000))
        name = f"{prefix}{mark}" if f"{prefix}{mark}" not in taken else next(n for n in numbered if n not in taken)
        taken.add(name)
        return name

    return new_id


def _ids(content: Plan | Generated) -> Iterator[str]:
    rows = (content.touchpoints, content.steps, content.metrics, *(cell.claims for cell in content.cells))
    yield from (item.id for row in rows for item in row)
    if isinstance(content, Plan):
        yield from (item.id for row in (content.phases, content.lanes) for item in row)


def undo(plan: Plan, changes: Sequence[Change], label: Text = "", *, rest: bool = False) -> Edited:
    """Return the plan without the changes of a revision; undoing the answer once more is to redo.

    Args:
        plan: the newest plan.
        changes: those of the revision taken back.
        label: what that revision did, in words.
        rest: whether what somebody changed since stays, and the rest is taken back.

    Raises:
        Conflict: somebody changed the same things since, or put something where nothing would be left.
    """
    start = tidy(plan)
    found = taken_back(start, changes, rest=rest)
    back = diff(start, found)
    return Edited(found, back, both("Took back: {label}", label=label), _touched(back, found, None))


def _touched(changes: Sequence[Change], plan: Plan, data: Generated | None) -> tuple[str, ...]:
    # That a text fell behind shows where its other language was changed, which is told by that change.
    telling = [change for change in changes if change.thing is not Thing.OLDER]
    found = dict.fromkeys(target for change in telling for target in _targets(change, plan, data))
    if changes and not telling:
        return ("all",)
    return ("all",) if "all" in found else tuple(found)


_ROWS = {Thing.STEP: LaneType.STEPS, Thing.TOUCHPOINT: LaneType.TOUCHPOINTS, Thing.METRIC: LaneType.METRIC}
_ELSEWHERE = {
    Thing.FIELD: "head",
    Thing.POINT: "curve",
    Thing.SEEN: "proposals",
    Thing.LANE: "all",
}


def _targets(change: Change, plan: Plan, data: Generated | None) -> Iterator[str]:
    sides = [msgspec.json.decode(raw) for raw in (change.before, change.after) if raw is not None]
    if change.thing in _ELSEWHERE:
        yield _ELSEWHERE[change.thing]
    elif change.thing is Thing.HIDDEN:
        yield from _hidden(change.id, plan, data)
    elif change.thing is Thing.PHASE:
        yield f"phase:{change.id}" if all(side.get("stays") for side in sides) else "all"
    elif change.thing is Thing.CLAIM:
        yield from (f"cell:{side['in']}" for side in sides)
        for name in {change.id} | {side["is"].get("supersedes") for side in sides}:
            yield from _proposed_in(name, data)
    elif change.thing is Thing.PLACED:
        phases = {side["is"] for side in sides} | {change.id.rpartition("@")[2]}
        yield from _cells(LaneType.TOUCHPOINTS, phases, plan)
    else:
        where = {side["is"]["phase"] for side in sides}
        yield from _cells(_ROWS[change.thing], where | _measured_in(change.id, plan, data), plan)


def _hidden(name: str, plan: Plan, data: Generated | None) -> Iterator[str]:
    """Yield where a rejected thing stands; everything where data does not tell."""
    found = _proposed_in(name, data)
    for kind in _ROWS.values():
        found += _cells(kind, _measured_in(name, plan, data), plan)
    yield from found or ["all"]


def _proposed_in(name: str | None, data: Generated | None) -> list[str]:
    cells = data.cells if data else ()
    return [f"cell:{c.lane}/{c.phase}" for c in cells if name in {claim.id for claim in c.claims}]


def _measured_in(name: str, plan: Plan, data: Generated | None) -> set[str]:
    """Return the phases in which data puts a step, a metric or a touchpoint, and those people moved it to."""
    if data is None:
        return set()
    found = {item.phase for row in (data.steps, data.metrics) for item in row if item.id == name}
    cards = [card for card in data.touchpoints if card.id == name.rpartition("@")[0] or card.id == name]
    moved = (plan.placed.get(f"{card.id}@{card.phase}", card.phase) for card in cards)
    return found | {card.phase for card in cards} | set(moved)


def _cells(kind: LaneType, phases: set[str], plan: Plan) -> Iterator[str]:
    lanes = [lane.id for lane in plan.lanes if lane.type is kind]
    yield from (f"cell:{lane}/{phase}" for lane in lanes for phase in sorted(phases))
