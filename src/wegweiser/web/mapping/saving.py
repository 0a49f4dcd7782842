"""Saving an edit: applied to the newest plan, committed, mirrored, and told to everybody who looks at the map."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from wegweiser.domain.editing import Change, Draft, Revision, Thing
from wegweiser.errors import Conflict, InvalidSetting, Stale, WegweiserError
from wegweiser.i18n import Language, Text, both
from wegweiser.maps import Plan, editing
from wegweiser.maps.editing import edits, languages
from wegweiser.web.frame.site import Visit
from wegweiser.web.mapping.calling import in_words
from wegweiser.web.mapping.mirroring import begun, plan_of, settle
from wegweiser.web.mapping.opening import opened
from wegweiser.web.mapping.touching import touched

_LOG = logging.getLogger(__name__)
_TRIES = 20
_REMEMBERED = 400
"""So many revisions back somebody can take back her own."""


class Clash(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two people wrote the same text: the other's stays; mine stands in the claim `added`, or nowhere but here."""

    target: str
    mine: str
    theirs: str
    added: str = ""


class Saved(msgspec.Struct, frozen=True, omit_defaults=True):
    """What saving came to: the newest revision, what to draw anew, and the clash where there was one."""

    map: str
    revision: int
    label: Text = ""
    touched: tuple[str, ...] = ()
    conflict: Clash | None = None


@dataclass(frozen=True)
class _Next:
    """A plan to be committed."""

    plan: Plan
    changes: tuple[Change, ...]
    label: Text
    clash: Clash | None = None
    undoes: int | None = None


def save(
    visit: Visit, map_id: str, edit: edits.Edit, since: int | None = None, *, language: Language | None = None
) -> Saved:
    """Return what saving an edit came to; it is applied to the newest plan, whatever was saved meanwhile.

    Args:
        visit: who edits, and in which language.
        map_id: the map.
        edit: what she did.
        since: the revision she saw; None: the newest.
        language: in which she writes, where that is not the one she reads.

    Raises:
        UnknownName: no map has the id, or the edit names something the map has not (any more).
        InvalidSetting: the edit cannot be made; it says why.
    """

    def made(plan: Plan, revision: int) -> _Next:
        data = opened(visit.site, map_id).generated
        seen = plan if since is None or since >= revision else _plan_at(visit, map_id, since)
        done = editing.apply(plan, data, edit, language or visit.language, seen=seen)
        clash = msgspec.convert(done.conflict, Clash, from_attributes=True) if done.conflict else None
        return _Next(done.plan, done.changes, done.label, clash)

    return _saved(visit, map_id, made)


def revise(visit: Visit, map_id: str, changes: Sequence[Change], label: Text) -> Saved:
    """Return what saving changes that were found elsewhere came to, such as in a file: one revision, undone as one.

    Raises:
        Conflict: something would stand in a phase or lane that is gone.
    """

    def made(plan: Plan, _: int) -> _Next:
        following = editing.replay(plan, changes)
        following = languages.noted(following, languages.compared(plan, following))
        return _Next(following, editing.diff(plan, following), label)

    return _saved(visit, map_id, made)


def put(visit: Visit, map_id: str, plan: Plan, label: Text) -> Saved:
    """Return what putting a whole plan in the place of the newest one came to: one revision, undone like any other.

    Raises:
        UnknownName: no map has the id.
    """

    def made(head: Plan, _: int) -> _Next:
        changes = editing.diff(head, msgspec.structs.replace(plan, id=head.id))
        return _Next(editing.replay(head, changes), changes, label)

    return _saved(visit, map_id, made)


def undo(visit: Visit, map_id: str, *, rest: bool = False) -> Saved:
    """Take back the visitor's last revision that stands; somebody else's are not touched.

    Args:
        visit: who takes back.
        map_id: the map.
        rest: whether parts that somebody changed since stay, and the rest is taken back.

    Raises:
        InvalidSetting: there is none.
        Conflict: somebody changed the same things since; nothing was changed.
    """
    return _taken_back(visit, map_id, undoable, rest=rest)


def redo(visit: Visit, map_id: str, *, rest: bool = False) -> Saved:
    """Make the visitor's last undone revision again, or with `rest` what of it nobody changed since.

    Raises:
        InvalidSetting: there is none.
        Conflict: somebody changed the same things since; nothing was changed.
    """
    return _taken_back(visit, map_id, redoable, rest=rest)


def undoable(revisions: Sequence[Revision], by: str) -> Revision | None:
    """Return what a person's next undo takes back: her last edit, or redo, that stands; oldest revisions first."""
    hers, back, standing = _hers(revisions, by)
    return next((r for r in reversed(hers) if r.number in standing and not back[r.number]), None)


def redoable(revisions: Sequence[Revision], by: str) -> Revision | None:
    """Return what a person's next redo takes back: her last undo that stands and that no edit of hers followed."""
    hers, back, standing = _hers(revisions, by)
    for revision in reversed(hers):
        if revision.undoes is None:
            return None
        if revision.number in standing and back[revision.number]:
            return revision
    return None


def _hers(revisions: Sequence[Revision], by: str) -> tuple[list[Revision], dict[int, bool], set[int]]:
    """Return somebody's revisions, which of them undo, and which stand: those nothing standing takes back."""
    hers = [one for one in revisions if one.by == by]
    back: dict[int, bool] = {}
    for one in hers:
        # What is older than the list goes back counts as an edit.
        back[one.number] = one.undoes is not None and not back.get(one.undoes, False)
    standing: set[int] = set()
    undone: set[int] = set()
    for one in reversed(hers):
        if one.number not in undone:
            standing.add(one.number)
            if one.undoes is not None:
                undone.add(one.undoes)
    return hers, back, standing


def can_undo(visit: Visit, map_id: str) -> tuple[bool, bool]:
    """Return whether the visitor has something to undo, and something to redo."""
    latest = visit.site.store.maps.latest(map_id, limit=_REMEMBERED)[::-1]
    return undoable(latest, visit.by) is not None, redoable(latest, visit.by) is not None


def _taken_back(
    visit: Visit, map_id: str, which: Callable[[Sequence[Revision], str], Revision | None], *, rest: bool
) -> Saved:
    def made(plan: Plan, _: int) -> _Next:
        revision = which(visit.site.store.maps.latest(map_id, limit=_REMEMBERED)[::-1], visit.by)
        if revision is None:
            again = which is redoable
            none = "There is nothing of yours to redo." if again else "There is nothing of yours to undo."
            raise InvalidSetting(visit.say("Undo"), [visit.say(none)])
        label = _first_label(visit, map_id, revision)
        try:
            back = editing.undo(plan, revision.changes, label, rest=rest)
        except Conflict as problem:
            raise in_words(problem, plan, revision.changes, visit.language) from problem
        told = both("Did again: {label}", label=label) if which is redoable else back.label
        return _Next(back.plan, back.changes, told, undoes=revision.number)

    return _saved(visit, map_id, made)


def _first_label(visit: Visit, map_id: str, revision: Revision) -> Text:
    """Return the label of the edit that is undone or redone, through all undos in between."""
    while revision.undoes is not None:
        revision = visit.site.store.maps.revision(map_id, revision.undoes)
    return revision.label


def _saved(visit: Visit, map_id: str, made: Callable[[Plan, int], _Next]) -> Saved:
    site = visit.site
    begun(site, map_id)
    if site.store.maps.get(map_id).archived:
        raise InvalidSetting(visit.say("The map"), [visit.say("It was put away; bring it back first.")])
    settle(site, map_id)
    for _ in range(_TRIES):
        raw, head = site.store.maps.head(map_id)
        plan = plan_of(raw)
        following = made(plan, head)
        if not following.changes:
            return Saved(map_id, head, following.label, conflict=following.clash)
        draft = Draft(
            by=visit.by,
            label=following.label,
            changes=following.changes,
            undoes=following.undoes,
            title=following.plan.title if following.plan.title != plan.title else None,
            kind=following.plan.kind if following.plan.kind != plan.kind else None,
        )
        try:
            revision = site.store.maps.commit(map_id, msgspec.json.encode(following.plan), draft, expected=head)
        except Stale:
            continue
        _after(visit, following.plan, revision)
        return Saved(map_id, revision.number, revision.label, touched([revision]), following.clash)
    raise Stale(map_id, head, site.store.maps.get(map_id).revision)


def _after(visit: Visit, plan: Plan, revision: Revision) -> None:
    """Write the file, keep what lists of maps show, and tell everybody; the edit stands, whichever of it fails."""
    site = visit.site
    fields = {change.id for change in revision.changes if change.thing is Thing.FIELD}
    told: dict[str, Any] = {"owner": plan.owner} if "owner" in fields else {}
    if "review" in fields:
        told |= {"review_days": plan.review.every_days, "review_next": plan.review.next}
    for step in (
        lambda: site.store.maps.change(revision.map, **told) if told else None,
        lambda: settle(site, revision.map),
        lambda: visit.note("map.edit", f"map:{revision.map}", str(revision.number)),
    ):
        try:
            step()
        except (WegweiserError, OSError):
            # Whoever edited would make it twice if she were told that it failed.
            _LOG.exception("Revision %s of %s is kept, but not all that follows it", revision.number, revision.map)
    site.bus.ring(f"map:{revision.map}", "changed", {"revision": revision.number, "by": visit.by})


def _plan_at(visit: Visit, map_id: str, revision: int) -> Plan:
    return plan_of(visit.site.store.maps.plan_at(map_id, max(revision, 0)))
