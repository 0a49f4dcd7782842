"""Taking a file into a map: what it would change is shown first, and saved as one revision that can be undone."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from wegweiser.domain.editing import Change
from wegweiser.domain.people import Role
from wegweiser.errors import Conflict, InvalidSetting
from wegweiser.i18n import Language, Text, both
from wegweiser.maps import Plan, editing
from wegweiser.maps.exchange import Taken
from wegweiser.web import arriving, making, mapping
from wegweiser.web.frame.declared import Action, Declared, Reply, Upload, View
from wegweiser.web.frame.site import Limits, Visit
from wegweiser.web.mapping.calling import KINDS, in_words, said
from wegweiser.web.mapping.saving import revise

_SHOWN, _LONGEST = 200, 160


class OneMap(msgspec.Struct, frozen=True):
    """Into which map."""

    map: str


class Sent(msgspec.Struct, frozen=True):
    """A file for a map."""

    map: str
    file: Upload


class OneFile(msgspec.Struct, frozen=True):
    """A file that was read and waits for a yes."""

    map: str
    file: str


class Agreed(msgspec.Struct, frozen=True):
    """What to do with it: change the map, or make a new one."""

    map: str
    file: str
    into: Literal["map", "new"] = "map"


class ImportShown(msgspec.Struct, frozen=True):
    """A map that takes files in."""

    map: str
    title: Text


class ChangeShown(msgspec.Struct, frozen=True):
    """One change in words."""

    kind: str
    """The message that names what changes."""
    how: str
    """added, removed, changed or moved."""
    before: str = ""
    after: str = ""


class Preview(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a file holds, and what it would change."""

    map: str
    title: Text
    file: str
    name: str
    layout: str
    recognised: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()
    changes: tuple[ChangeShown, ...] = ()
    total: int = 0
    counts: tuple[int, int, int] = (0, 0, 0)
    """Added, changed, removed."""
    ours: bool = False
    """Whether the file says which state of the map it was made from."""
    clash: tuple[str, ...] = ()
    """Phases and lanes that are gone from the map, so that nothing can be put there."""


class Imported(msgspec.Struct, frozen=True):
    """Which map took the file in, and at which revision."""

    map: str
    revision: int


def _page(visit: Visit, asked: OneMap) -> ImportShown:
    entry = mapping.opened(visit.site, asked.map).entry
    return ImportShown(entry.id, entry.title)


def _send(visit: Visit, sent: Sent) -> Preview:
    mapping.opened(visit.site, sent.map)
    return _preview(visit, OneFile(sent.map, arriving.take(visit, sent.file, sent.map).id))


def _preview(visit: Visit, asked: OneFile) -> Preview:
    found = mapping.opened(visit.site, asked.map)
    file, taken = arriving.taken(visit, asked.file, asked.map)
    changes = _changes(found.plan, taken)
    clash: tuple[str, ...] = ()
    try:
        editing.replay(found.plan, changes)
    except Conflict as problem:
        clash = in_words(problem, found.plan, changes, visit.language).things
    shown = [_shown(change, visit) for change in changes]
    counts = tuple(sum(one.how == how for one in shown) for how in ("added", "changed", "removed"))
    return Preview(
        map=asked.map,
        title=found.entry.title,
        file=asked.file,
        name=file.name,
        layout=taken.layout,
        recognised=taken.recognised,
        remarks=taken.remarks,
        changes=tuple(shown[:_SHOWN]),
        total=len(shown),
        counts=(counts[0], counts[1], counts[2]),
        ours=taken.base is not None,
        clash=clash,
    )


def _changes(plan: Plan, taken: Taken) -> tuple[Change, ...]:
    """Return what a file changes: against the state it was made from, where it says so, else against the map."""
    following = msgspec.structs.replace(taken.plan, id=plan.id)
    return editing.diff(taken.base or plan, following if taken.base is None else taken.plan)


def _shown(change: Change, visit: Visit) -> ChangeShown:
    """Return a change in words: hers, or those of the other language where only these changed."""
    before, after = (msgspec.json.decode(raw).get("is") if raw else None for raw in (change.before, change.after))
    other: Language = "de" if visit.language == "en" else "en"
    words = [(_words(change, before, code), _words(change, after, code)) for code in (visit.language, other)]
    old, new = next((pair for pair in words if pair[0] != pair[1]), words[0])
    if change.before is None:
        how = "added"
    elif change.after is None:
        how = "removed"
    else:
        how = "moved" if before == after else "changed"
    return ChangeShown(KINDS[change.thing], how, old, new)


def _words(change: Change, thing: Any, language: Language) -> str:  # noqa: ANN401  (JSON of a thing)
    if thing is None:
        return ""
    words = next(said(thing, language), "") if isinstance(thing, dict) else str(thing)
    return (words or change.id)[:_LONGEST]


def _take(visit: Visit, agreed: Agreed) -> Imported:
    found = mapping.opened(visit.site, agreed.map)
    file, taken = arriving.taken(visit, agreed.file, agreed.map)
    if agreed.into == "new":
        entry = making.from_file(visit, taken.plan)
        made = Imported(entry.id, mapping.opened(visit.site, entry.id).revision)
    else:
        changes = _changes(found.plan, taken)
        if not changes:
            raise InvalidSetting(file.name, [visit.say("The file changes nothing in this map.")])
        done = revise(visit, agreed.map, changes, both("Imported “{name}”", name=file.name[:80]))
        made = Imported(agreed.map, done.revision)
    arriving.drop(visit, agreed.file)
    return made


_PAGE: View[OneMap, ImportShown] = View(
    "/maps/{map}/import", "import_page", "What a map can take in.", _page, OneMap, Role.EDITOR, "import.html"
)
_PREVIEW: View[OneFile, Preview] = View(
    "/maps/{map}/import/{file}",
    "import_preview",
    "What a file would change.",
    _preview,
    OneFile,
    Role.EDITOR,
    "import_preview.html",
)
DECLARED: tuple[Declared, ...] = (
    _PAGE,
    Action(
        "/maps/{map}/import",
        "send_map_file",
        "Send a file for a map; nothing changes before somebody agrees.",
        _send,
        Sent,
        Role.EDITOR,
        lambda _visit, sent, done: Reply(to=f"/maps/{sent.map}/import/{done.file}"),
        most_bytes=Limits().document,
        again=_PAGE,
    ),
    _PREVIEW,
    Action(
        "/maps/{map}/import/{file}",
        "take_map_file",
        "Take a file into a map as one revision, or make a new map of it.",
        _take,
        Agreed,
        Role.EDITOR,
        lambda visit, _, done: Reply(to=f"/maps/{done.map}?editing=1", told=visit.say("Imported; undo takes it back.")),
        again=_PREVIEW,
    ),
)
