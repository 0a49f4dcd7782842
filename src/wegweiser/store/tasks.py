"""Tasks: what is to be done about a lever, a gap or anything else of a map."""

from __future__ import annotations

import msgspec

from wegweiser.clock import Clock
from wegweiser.domain.talk import Task
from wegweiser.errors import UnknownName
from wegweiser.store.database import Database, Link
from wegweiser.store.maps import entry_of
from wegweiser.store.records import change, new_id, struct
from wegweiser.store.values import Value

DONE = "done"


class Tasks:
    """What people have to do, on which map, until when."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, task: Task) -> Task:
        """Return the task with the id and times it is kept under; those it came with do not count.

        Raises:
            UnknownName: no map has the id.
        """
        now = self._clock.now()
        done_at = now if task.state == DONE else None
        made = msgspec.structs.replace(task, id=new_id("tk"), at=now, done_at=done_at)
        with self._database.writing() as link:
            entry_of(link, made.map)
            link.insert("task", {"id": made.id, "map": made.map, "by": made.by, "at": now, **_words(made)})
        return made

    def get(self, task: str) -> Task:
        """Return a task.

        Raises:
            UnknownName: no task has the id.
        """
        with self._database.reading() as link:
            return _got(link, task)

    def change(self, task: Task) -> Task:
        """Return the task as it is from now on; its map, who made it and when stay, and `done_at` follows the state.

        Raises:
            UnknownName: no task has the id.
        """
        with self._database.writing() as link:
            before = _got(link, task.id)
            done_at = (before.done_at or self._clock.now()) if task.state == DONE else None
            change(link, "task", task.id, _words(msgspec.structs.replace(task, done_at=done_at)))
            return _got(link, task.id)

    def all(
        self,
        *,
        map: str | None = None,  # noqa: A002
        owner: str | None = None,
        state: str | None = None,
    ) -> tuple[Task, ...]:
        """Return the tasks of a map, an owner, a state, or all of them: those due first, then in order of age."""
        asked: dict[str, str | None] = {"map = ?": map, "owner = ?": owner, "state = ?": state}
        told = {part: value for part, value in asked.items() if value is not None}
        where = f"where {' and '.join(told)}" if told else ""
        with self._database.reading() as link:
            rows = link.rows(f"select * from task {where} order by due is null, due, number", *told.values())
        return tuple(struct(Task, row) for row in rows)

    def remove(self, task: str) -> bool:
        """Remove a task and return whether there was one."""
        with self._database.writing() as link:
            return link.run("delete from task where id = ?", task) > 0


def _words(task: Task) -> dict[str, Value]:
    return {
        "title": task.title,
        "target": task.target,
        "owner": task.owner,
        "due": task.due,
        "state": task.state,
        "note": task.note,
        "link": task.link,
        "done_at": task.done_at,
    }


def _got(link: Link, task: str) -> Task:
    row = link.row("select * from task where id = ?", task)
    if row is None:
        raise UnknownName("task", task, None)
    return struct(Task, row)
