"""Changes between two plans: found, replayed on a third, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from wegweiser.domain.editing import Change, Thing
from wegweiser.errors import Conflict
from wegweiser.maps.editing.things import UNORDERED, Shelf, Shelves, apart, dangling, together
from wegweiser.maps.orders import rising
from wegweiser.maps.plan import Plan


class Stand(msgspec.Struct, frozen=True, omit_defaults=True):
    """A thing with its place, as a change keeps it: in which row or cell, and after which other."""

    thing: Any = msgspec.field(name="is")
    within: str = msgspec.field(name="in", default="")
    after: str | None = None
    stays: bool = False
    """Whether it keeps its place and only changes."""


class _Move(NamedTuple):
    change: Change
    before: Stand | None
    after: Stand | None

    @property
    def stays(self) -> bool:
        """Whether only the thing itself changed and not its place."""
        if self.before is None or self.after is None:
            return False
        return self.before.stays and self.after.stays


def diff(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Return what changed from one plan to another, thing by thing; what only shifted because of others is left out."""
    left, right = apart(old), apart(new)
    found = []
    for thing in Thing:
        was, now = _stands(left, thing), _stands(right, thing)
        settled = _settled(left, right, thing)
        for name in [*was, *(name for name in now if name not in was)]:
            before, after = was.get(name), now.get(name)
            if name in settled and before and after:
                if before.thing == after.thing:
                    continue
                before, after = (Stand(s.thing, s.within, stays=True) for s in (before, after))
            found.append(Change(thing=thing, id=name, before=_raw(before), after=_raw(after)))
    return tuple(found)


def replay(plan: Plan, changes: Iterable[Change]) -> Plan:
    """Return the plan with the changes made once more; what they put behind something removed since comes last.

    Raises:
        Conflict: something would stand in a phase or lane that is gone.
    """
    shelves = _patched(apart(plan), [_move(change) for change in changes])
    if left := dangling(shelves):
        raise Conflict(left)
    return together(shelves)


def taken_back(plan: Plan, changes: Sequence[Change], *, rest: bool = False) -> Plan:
    """Return the plan without the changes; with `rest`, what somebody changed since stays and the others go.

    Raises:
        Conflict: somebody changed the same things since, or put something where nothing would be left.
    """
    back = tuple(Change(thing=c.thing, id=c.id, before=c.after, after=c.before) for c in reversed(changes))
    shelves = apart(plan)
    # A note that a text fell behind may be gone by now; that is nothing somebody could lose.
    weighed = [change for change in back if change.thing is not Thing.OLDER]
    overtaken = [change for change in weighed if not _untouched(shelves, _move(change))]
    if overtaken and not (rest and len(overtaken) < len(weighed)):
        raise Conflict([f"{one.thing}:{one.id}" for one in overtaken], rest=len(weighed) - len(overtaken))
    return replay(plan, [change for change in back if change not in overtaken])


def _untouched(shelves: Shelves, move: _Move) -> bool:
    here = _where(shelves, move.change)
    if move.before is None or here is None:
        return move.before is None and here is None
    return here[0] == move.before.within and here[1] == move.before.thing


def _stands(shelves: Shelves, thing: Thing) -> dict[str, Stand]:
    found = {}
    for (kind, within), shelf in shelves.items():
        if kind is thing:
            previous = None
            for name, item in shelf.items():
                found[name] = Stand(item, within, None if thing in UNORDERED else previous)
                previous = name
    return found


def _settled(left: Shelves, right: Shelves, thing: Thing) -> set[str]:
    """Return the things that keep their place: in each row as many as possible, those least in number move."""
    kept: set[str] = set()
    for place, shelf in left.items():
        if place[0] is thing:
            order = {name: i for i, name in enumerate(right.get(place, ()))}
            common = [name for name in shelf if name in order]
            kept |= set(common) if thing in UNORDERED else {common[i] for i in rising([order[n] for n in common])}
    return kept


def _patched(shelves: Shelves, moves: Sequence[_Move]) -> Shelves:
    """Return the things with the moves made: first what leaves its place, then what changes, then what comes."""
    for move in moves:
        here = _where(shelves, move.change)
        if here is None or move.before is None:
            continue
        shelf = shelves[move.change.thing, here[0]]
        if move.after and move.stays:
            shelf[move.change.id] = move.after.thing
        else:
            del shelf[move.change.id]
    coming = [m for m in moves if m.after and not m.stays]
    while coming:
        awaited = {(m.change.thing, m.change.id) for m in coming}
        ready = [m for m in coming if m.after and (m.change.thing, m.after.after) not in awaited] or coming[:1]
        for move in ready:
            _insert(shelves, move)
        coming = [m for m in coming if m not in ready]
    return shelves


def _insert(shelves: Shelves, move: _Move) -> None:
    stand, thing = move.after, move.change.thing
    if stand is None:
        return
    shelf = shelves.setdefault((thing, stand.within), {})
    names = [name for name in shelf if name != move.change.id]
    at = len(names)
    if stand.after is None and thing not in UNORDERED:
        at = 0
    elif stand.after in names:
        at = names.index(stand.after) + 1
    names.insert(at, move.change.id)
    items: Shelf = shelf | {move.change.id: stand.thing}
    shelves[thing, stand.within] = {name: items[name] for name in (sorted(names) if thing in UNORDERED else names)}


def _where(shelves: Shelves, change: Change) -> tuple[str, Any] | None:
    for (thing, within), shelf in shelves.items():
        if thing is change.thing and change.id in shelf:
            return within, shelf[change.id]
    return None


def _move(change: Change) -> _Move:
    before, after = (
        None if raw is None else msgspec.json.decode(raw, type=Stand) for raw in (change.before, change.after)
    )
    return _Move(change, before, after)


def _raw(stand: Stand | None) -> msgspec.Raw | None:
    return None if stand is None else msgspec.Raw(msgspec.json.encode(stand, order="sorted"))
