"""Tasks: what is to be done about a lever, a gap or anything else of a map, by whom and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.talk import MapEntry, Task
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text, read
from wegweiser.web import hooking, mapping, pointing, typed
from wegweiser.web.frame.declared import Action, Declared, Download, Reply, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.spreadsheets import spreadsheet

State = Literal["open", "doing", "done"]
STATES: tuple[State, ...] = ("open", "doing", "done")
_DONE_SHOWN = 30
_HEADS = ("Id", "Task", "State", "Who does it", "Until", "Map", "Where", "Note", "Link", "Created", "Done on")
_STATES = {"open": "Open", "doing": "In progress", "done": "Done"}
Words = Annotated[str, msgspec.Meta(max_length=20_000)]


class TasksAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which tasks; `add` is the place of a map a new one is about."""

    map: str = ""
    owner: str = ""
    add: str = ""


class TaskShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A task with the names of its owner, its map and the place it is about."""

    task: Task
    owner: str = ""
    map: Text = ""
    place: Text = ""
    late: bool = False
    soon: bool = False


class Due(msgspec.Struct, frozen=True):
    """A map whose review is due, or will be within two weeks."""

    entry: MapEntry
    late: bool


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A task about to be added: where it comes from, and the words it begins with."""

    map: str
    target: str
    title: str
    place: Text = ""


class Board(msgspec.Struct, frozen=True, omit_defaults=True):
    """The tasks in three lists, those due first."""

    lists: dict[str, tuple[TaskShown, ...]]
    maps: tuple[MapEntry, ...]
    people: dict[str, str]
    """Who can own a task."""
    may_edit: bool
    reviews: tuple[Due, ...] = ()
    draft: Draft | None = None
    hidden: int = 0
    """Done ones that are older and not listed."""


class NewTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task: what is to be done, about which place of which map, by whom, until when."""

    map: str
    title: Words
    target: str = ""
    owner: str = ""
    due: date | None = None
    note: Words = ""
    link: Words = ""


class TaskTold(msgspec.Struct, frozen=True, kw_only=True):
    """A task as it is from now on; what is left out stays."""

    id: str
    title: Words | None = None
    owner: str | None = None
    due: date | None = None
    undated: bool = False
    """Whether it has no day from now on."""
    state: State | None = None
    note: Words | None = None
    link: Words | None = None


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A task dropped into a list; tasks stand in order of their days, whatever `place` says."""

    id: str
    list: State
    place: int = 0


class OneTask(msgspec.Struct, frozen=True, kw_only=True):
    """Which task."""

    id: str


def today_of(visit: Visit) -> date:
    """Return the day it is where the workspace is."""
    return visit.now.astimezone(ZoneInfo(visit.site.config.timezone)).date()


def due_reviews(visit: Visit, within: timedelta = typed.SOON) -> tuple[Due, ...]:
    """Return the maps whose review is due, or will be soon; the one that waited longest first."""
    today = today_of(visit)
    dated = [(one.review_next, one) for one in visit.site.store.maps.all() if one.review_next]
    found = sorted((pair for pair in dated if pair[0] <= today + within), key=lambda pair: (pair[0], pair[1].id))
    return tuple(Due(one, day <= today) for day, one in found)


def _board(visit: Visit, asked: TasksAsked) -> Board:
    mapping.take_in(visit.site)
    store = visit.site.store
    entries, names = store.maps.all(archived=True), pointing.names(visit.site)
    titles = {one.id: one.title for one in entries}
    today = today_of(visit)
    shown: dict[str, list[TaskShown]] = {state: [] for state in STATES}
    for one in store.tasks.all(map=asked.map or None, owner=asked.owner or None):
        shown.setdefault(one.state, []).append(_shown(visit, one, names, titles, today))
    far_back = datetime.min.replace(tzinfo=visit.now.tzinfo)
    shown["done"].sort(key=lambda one: one.task.done_at or far_back, reverse=True)
    return Board(
        lists={state: tuple(shown[state][: _DONE_SHOWN if state == "done" else None]) for state in STATES},
        maps=tuple(one for one in entries if not one.archived),
        people={person.id: person.name for person in pointing.present(visit.site)},
        may_edit=visit.may(Role.EDITOR),
        reviews=due_reviews(visit),
        draft=_draft(visit, asked),
        hidden=max(len(shown["done"]) - _DONE_SHOWN, 0),
    )


def _shown(visit: Visit, one: Task, names: dict[str, str], titles: dict[str, Text], today: date) -> TaskShown:
    here = mapping.opened(visit.site, one.map).journey_map if one.target else None
    return TaskShown(
        task=one,
        owner=names.get(one.owner, ""),
        map=titles.get(one.map, one.map),
        place=pointing.called(here, one.target) if here else "",
        late=one.state != "done" and one.due is not None and one.due < today,
        soon=one.state != "done" and one.due is not None and today <= one.due <= today + timedelta(days=3),
    )


def _draft(visit: Visit, asked: TasksAsked) -> Draft | None:
    """Return the task somebody begins at a place of a map, with words to begin with."""
    if not asked.add or not asked.map:
        return None
    here = mapping.opened(visit.site, asked.map).journey_map
    place = pointing.spot(here, asked.add)
    words = read(place.name, visit.language)
    return Draft(asked.map, asked.add, words[: typed.SHORT], place.name)


def _add(visit: Visit, told: NewTask) -> Task:
    here = mapping.opened(visit.site, told.map).journey_map
    if told.target:
        pointing.spot(here, told.target)
    task = Task(
        id="",
        map=told.map,
        title=typed.line(visit, told.title),
        by=visit.by,
        at=visit.now,
        target=told.target,
        owner=_owner(visit, told.owner),
        due=told.due,
        note=typed.lines(visit, told.note, needed=False),
        link=_link(visit, told.link),
    )
    made = visit.site.store.tasks.add(task)
    _tell(visit, "task.created", made)
    return made


def _change(visit: Visit, told: TaskTold) -> Task:
    before = visit.site.store.tasks.get(told.id)
    made = msgspec.structs.replace(
        before,
        title=before.title if told.title is None else typed.line(visit, told.title),
        owner=before.owner if told.owner is None else _owner(visit, told.owner),
        due=None if told.undated else told.due or before.due,
        state=told.state or before.state,
        note=before.note if told.note is None else typed.lines(visit, told.note, needed=False),
        link=before.link if told.link is None else _link(visit, told.link),
    )
    return _changed(visit, made)


def _move(visit: Visit, told: Moved) -> Task:
    before = visit.site.store.tasks.get(told.id)
    return _changed(visit, msgspec.structs.replace(before, state=told.list))


def _changed(visit: Visit, task: Task) -> Task:
    made = visit.site.store.tasks.change(task)
    _tell(visit, "task.changed", made)
    return made


def _remove(visit: Visit, told: OneTask) -> Task:
    task = visit.site.store.tasks.get(told.id)
    visit.site.store.tasks.remove(told.id)
    _tell(visit, "task.removed", task)
    return task


def _tell(visit: Visit, kind: str, task: Task) -> None:
    title = read(visit.site.store.maps.get(task.map).title, visit.language)
    hooking.tell(visit, kind, task, pointing.names(visit.site), title)
    visit.site.bus.ring("tasks", "changed", {"id": task.id, "by": visit.by})


def _owner(visit: Visit, owner: str) -> str:
    """Return the id of whoever is to do it.

    Raises:
        UnknownName: nobody has it, or she was let go.
    """
    known = {person.id for person in pointing.present(visit.site)}
    if owner and owner not in known:
        raise UnknownName("person", owner, None)
    return owner


def _link(visit: Visit, link: str) -> str:
    """Return where a task stands in another tool; only an address of the web.

    Raises:
        InvalidSetting: it is none.
    """
    found = typed.line(visit, link, needed=False)
    if found and (urlsplit(found).scheme not in {"http", "https"} or not urlsplit(found).netloc):
        raise InvalidSetting(visit.say("The link"), [visit.say("A link begins with https://.")])
    return found


def _csv(visit: Visit, asked: TasksAsked) -> Download:
    """Return the tasks as a table for a spreadsheet or a tracker."""
    names, today = pointing.names(visit.site), today_of(visit)
    titles = {one.id: one.title for one in visit.site.store.maps.all(archived=True)}
    rows = []
    for one in visit.site.store.tasks.all(map=asked.map or None, owner=asked.owner or None):
        shown = _shown(visit, one, names, titles, today)
        title, place = read(shown.map, visit.language), read(shown.place, visit.language)
        state = visit.say(_STATES.get(one.state, one.state))
        words = (one.title, state, shown.owner, one.due, title, place, one.note, one.link)
        rows.append((one.id, *words, one.at, one.done_at))
    return spreadsheet(visit, "tasks", _HEADS, rows)


def _then(visit: Visit, told: NewTask | TaskTold | OneTask, task: Task) -> Reply:
    said = "The task is on the list." if isinstance(told, NewTask) else "Saved."
    return Reply(to=f"/tasks#k-{task.id}", told=visit.say(said))


def _moved(visit: Visit, _: Moved, task: Task) -> Reply:
    return Reply(to="" if visit.scripted else f"/tasks#k-{task.id}")


_VIEW = View("/tasks", "tasks", "The tasks of all maps.", _board, TasksAsked, template="tasks.html")
DECLARED: tuple[Declared, ...] = (
    _VIEW,
    View("/tasks.csv", "tasks_csv", "The tasks as CSV.", _csv, TasksAsked),
    Action("/tasks", "add_task", "Put a task on the list.", _add, NewTask, then=_then),
    Action("/tasks/places", "move_task", "Put a task into another list.", _move, Moved, then=_moved),
    Action("/tasks/{id}", "change_task", "Change a task.", _change, TaskTold, then=_then),
    Action("/tasks/{id}/remove", "remove_task", "Remove a task.", _remove, OneTask, then=_then),
)
