"""What holds for every part of the store: what happened to a map, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import Raw

from wegweiser.domain.editing import Change, Draft, Thing
from wegweiser.domain.people import Role
from wegweiser.domain.talk import Task, Version
from wegweiser.errors import UnknownName

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


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
    assert [a.kind for a in store.activity("bakery", LONG_AGO, before=version.at)] == ["comment", "revision"]
    assert [a.kind for a in store.activity("bakery", LONG_AGO, before=clock.now(), by=ben.id)] == ["comment"]


def test_an_edit_of_one_thing_says_of_which(store, clock, ana, bakery):
    """A claim alone is its place, its other language aside; two things at once, or more than is read, are none."""
    behind = Change(Thing.OLDER, "claim:a/text@en", after=Raw(b"1"))
    for names in (("a",), ("a", "b"), ("long" * 1000,)):
        clock.goes(minutes=1)
        changes = (*(Change(Thing.CLAIM, name, after=Raw(b"1")) for name in names), behind)
        store.maps.commit(bakery.id, b"{}", Draft(ana.id, "Changed", changes))
    assert [one.target for one in store.activity(bakery.id, LONG_AGO)] == ["", "", "claim:a"]


def test_what_belongs_to_nobody_is_refused(store, clock, ana):
    """A comment, task, version or link for a map that does not exist names the map; a key or session, the person."""
    now = clock.now()
    for ask in (
        lambda: store.comments.add("none", "map", ana.id, "x"),
        lambda: store.tasks.add(Task("", "none", "x", ana.id, now)),
        lambda: store.versions.save(Version("", "none", "x", 0, now, ana.id), b"", b""),
        lambda: store.shares.make("none", ana.id, timedelta(days=1)),
        lambda: store.sessions.open("none"),
        lambda: store.keys.make("x", "none", Role.VIEWER),
    ):
        with pytest.raises(UnknownName, match="'none'"):
            ask()


def test_numbers_nobody_meant_break_nothing(store, bakery):
    """A page of less than nothing is empty, and a number beyond every database is one that nobody has."""
    large = 10**30
    assert store.maps.revisions(bakery.id, large, -1) == store.maps.latest(bakery.id, -large, large) == ()
    assert store.audit.page(-large, -1) == store.jobs.all(-1) == store.activity(bakery.id, LONG_AGO, -1) == ()
    assert store.hooks.deliveries("none", -1) == ()
    assert store.maps.change(bakery.id, review_days=large).review_days == 2**63 - 1
    with pytest.raises(UnknownName):
        store.maps.plan_at(bakery.id, large)
