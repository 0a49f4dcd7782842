"""Taking a file into a map: what it would change is shown first, and saved as one revision that can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from wegweiser.domain.editing import Change
from wegweiser.domain.people import Role
from wegweiser.errors import Conflict, InvalidSetting
from wegweiser.i18n import LANGUAGES, Language, Text, both, read
from wegweiser.maps import Plan, editing
from wegweiser.maps.exchange import Taken
from wegweiser.web import arriving, making, mapping
from wegweiser.web.frame.declared import Action, Declared, Reply, Upload, View
from wegweiser.web.frame.site import Limits, Visit
from wegweiser.web.mapping.calling import KINDS, NAMING, in_words, number, said
from wegweiser.web.mapping.saving import revise

_SHOWN, _LONGEST = 200, 160


_FIELDS = {
    "name": "Name",
    "title": "Title",
    "text": "Text",
    "line": "Line",
    "goal_customer": "What the customer wants",
    "goal_business": "What we want",
    "phase": "Phase",
    "channel": "Channel",
    "medium": "Medium",
    "icon": "Icon",
    "kind": "Kind",
    "status": "Status",
    "detail": "Details",
    "impact": "Impact",
    "n": "People (n)",
    "valid_until": "Until",
    "target": "Target",
    "shown": "Shown",
    "value": "Value",
    "quote": "Quote",
    "label": "Label",
    "touchpoint": "Touchpoint",
    "at": "Place in the phase (0 to 1)",
}


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


class FieldShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field of a thing, before and after."""

    name: str
    """The message that names the field."""
    before: str = ""
    after: str = ""


class ChangeShown(msgspec.Struct, frozen=True):
    """One change in words."""

    kind: str
    """The message that names what changes."""
    how: str
    """added, removed, changed or moved."""
    before: str = ""
    after: str = ""
    name: str = ""
    """What the thing is called, where its name stayed as it was."""
    phase: Text = ""
    fields: tuple[FieldShown, ...] = ()
    """What changed in it besides its name."""


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
    phases = {phase.id: phase.name for phase in (*taken.plan.phases, *found.plan.phases)}
    shown = [change_shown(change, visit.language, phases) for change in changes]
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


def change_shown(change: Change, language: Language, phases: Mapping[str, Text]) -> ChangeShown:
    """Return a change in words: hers, or those of the other language where only these changed."""
    before, after = (msgspec.json.decode(raw).get("is") if raw else None for raw in (change.before, change.after))
    other: Language = "de" if language == "en" else "en"
    words = [(_words(change, before, code), _words(change, after, code)) for code in (language, other)]
    old, new = next((pair for pair in words if pair[0] != pair[1]), words[0])
    if change.before is None:
        how = "added"
    elif change.after is None:
        how = "removed"
    else:
        how = "moved" if before == after else "changed"
    thing = after if isinstance(after, dict) else before if isinstance(before, dict) else {}
    phase = phases.get(thing.get("phase") or "", "")
    if how != "changed" or not isinstance(before, dict) or not isinstance(after, dict) or set(after) <= set(LANGUAGES):
        return ChangeShown(KINDS[change.thing], how, old, new, phase=phase)
    fields = tuple(_fields(before, after, (language, other)))
    if old != new:
        return ChangeShown(KINDS[change.thing], how, old, new, phase=phase, fields=fields)
    return ChangeShown(KINDS[change.thing], how, name=new, phase=phase, fields=fields)


def _fields(before: dict[str, Any], after: dict[str, Any], languages: tuple[Language, ...]) -> Iterator[FieldShown]:
    """Yield what changed of a thing besides what it is called by."""
    called = next((name for name in NAMING if after.get(name)), "")
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old != new and (name != called or before.get(name) is None):
            pairs = [(_value(old, code), _value(new, code)) for code in languages]
            was, now = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])
            yield FieldShown(_FIELDS.get(name, "Details"), was, now)


def _value(value: Any, language: Language) -> str:  # noqa: ANN401  (whatever JSON can hold)
    """Return a value of a field as people read it."""
    if isinstance(value, bool | int | float):
        return number(value, language)
    if isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        return read(value, language)[:_LONGEST]
    if isinstance(value, list):
        return ", ".join(_value(one, language) for one in value)[:_LONGEST]
    return "" if value is None else str(value)[:_LONGEST]


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
