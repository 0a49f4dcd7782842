"""What is to be done, by whom, until when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from wegweiser.domain.talk import Task
from wegweiser.errors import UnknownName

ANY = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def task(store, ana, ben, bakery):
    """Return a task of Ben's that Ana made."""
    return store.tasks.add(
        Task(
            "", bakery.id, "Shorten the form", ana.id, ANY, "lever:form", ben.id, date(2026, 11, 30), note="n", link="l"
        )
    )


def test_a_task_is_kept_as_it_was_told(store, clock, ana, ben, task):
    """Id and time are the store's, the rest is as given."""
    assert (task.at, task.by, task.owner, task.due, task.state) == (
        clock.now(),
        ana.id,
        ben.id,
        date(2026, 11, 30),
        "open",
    )
    assert store.tasks.get(task.id) == task


def test_done_has_a_time_as_long_as_it_is_done(store, clock, task):
    """It is set when the task is done, stays when something else changes, and goes when it is opened again."""
    done_at = clock.goes(days=1)
    done = store.tasks.change(msgspec.structs.replace(task, state="done"))
    assert done.done_at == done_at
    clock.goes(days=1)
    assert store.tasks.change(msgspec.structs.replace(done, note="well done")).done_at == done_at
    assert store.tasks.change(task) == task


def test_who_made_a_task_for_which_map_stays(store, task):
    """A change cannot move it to another map or give it another author."""
    forged = msgspec.structs.replace(task, map="other", by="pe_other", at=ANY, title="New", owner="", due=None)
    kept = store.tasks.change(forged)
    assert (kept.map, kept.by, kept.at) == (task.map, task.by, task.at)
    assert (kept.title, kept.owner, kept.due) == ("New", "", None)


def test_tasks_are_listed_by_what_is_due_first(store, clock, ana, ben, task):
    """The one due tomorrow, the one at the end of November, then the one without a day; filters add up."""
    later = store.tasks.add(Task("", "bakery", "Some day", ana.id, ANY))
    urgent = store.tasks.add(Task("", "bakery", "Now", ana.id, ANY, due=date(2026, 11, 1), state="done"))
    assert urgent.done_at == clock.now()
    assert store.tasks.all() == store.tasks.all(map="bakery") == (urgent, task, later)
    assert store.tasks.all(owner=ben.id) == (task,)
    assert store.tasks.all(map="bakery", state="open") == (task, later)
    assert store.tasks.all(map="other") == ()


def test_a_removed_task_is_gone(store, task):
    """Afterwards nobody knows it."""
    assert store.tasks.remove(task.id)
    assert not store.tasks.remove(task.id)
    with pytest.raises(UnknownName):
        store.tasks.get(task.id)
    with pytest.raises(UnknownName):
        store.tasks.change(task)
