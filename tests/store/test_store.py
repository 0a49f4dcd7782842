"""What happened to a map, whatever part of the store it happened in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser.domain.editing import Draft
from wegweiser.domain.talk import Task, Version

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.usefixtures("bakery")
def test_activity_is_everything_newest_first(store, clock, ana, ben):
    """A minute apart: an edit, a comment, a version, a task; what happened to another map is not among it."""
    store.maps.create("other", b"{}", by=ana.id, title="Other")
    store.comments.add("other", "map", ana.id, "Elsewhere")
    clock.goes(minutes=1)
    edited = clock.now()
    store.maps.commit("bakery", b"{}", Draft(ana.id, {"en": "Renamed", "de": "Umbenannt"}))
    clock.goes(minutes=1)
    comment = store.comments.add("bakery", "map", ben.id, "Good.")
    clock.goes(minutes=1)
    version = store.versions.save(Version("", "bakery", "Before", 1, clock.now(), ana.id), b"{}", b"{}")
    clock.goes(minutes=1)
    task = store.tasks.add(Task("", "bakery", "Shorten", ana.id, clock.now(), "lever:form"))
    told = store.activity("bakery", LONG_AGO)
    assert [(a.kind, a.id, a.by, a.text, a.target) for a in told] == [
        ("task", task.id, ana.id, "Shorten", "lever:form"),
        ("version", version.id, ana.id, "Before", ""),
        ("comment", comment.id, ben.id, "Good.", "map"),
        ("revision", "1", ana.id, {"en": "Renamed", "de": "Umbenannt"}, ""),
    ]
    assert [a.kind for a in store.activity("bakery", edited)] == ["task", "version", "comment"]
    assert [a.kind for a in store.activity("bakery", LONG_AGO, limit=1)] == ["task"]
    assert store.activity("bakery", clock.now()) == ()
