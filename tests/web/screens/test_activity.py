"""What happened on all maps: whose, where, back and forth in one line, page by page."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser.domain.editing import Change, Draft, Thing
from wegweiser.domain.people import Role
from wegweiser.web import mapping
from wegweiser.web.screens import activity
from wegweiser.web.screens.activity import bundled

OLD, NEW = msgspec.Raw(b'"old"'), msgspec.Raw(b'"new"')


@pytest.fixture
def edit(site, first_order, watch):  # noqa: ARG001  (the map must be there)
    """Return a function that notes an edit of claims, half a minute after what was before."""
    mapping.take_in(site)
    plan, _ = site.store.maps.head("first_order")

    def save(by, *claims, undoes=None, after=0.5):
        watch.on(minutes=after)
        changes = tuple(Change(Thing.CLAIM, name, OLD, NEW) for name in claims)
        site.store.maps.commit("first_order", plan, Draft(by, "Changed", changes, undoes))

    return save


def lines(visitor, query=""):
    """Return what the page tells: the newest revision of each line, how many it tells of, and how many undo."""
    events = visitor(Role.VIEWER).get(f"/api/v1/activity{query}").json()["events"]
    return [(int(one["happened"]["id"]), one.get("times", 1), one.get("undone", 0)) for one in events]


def test_the_activity_of_all_maps_is_listed_and_narrowed(visitor, people, first_order):
    """Edo's edit and Kim's comment, newest first; those of one person alone where she is asked for."""
    edo, kim = visitor(Role.EDITOR), visitor(Role.COMMENTER)
    edo.submit(first_order + "/edits", **{"edit.edit": "set_owner", "edit.owner": "Ana"})
    kim.submit(first_order + "/comments", text="Good")
    events = edo.get("/api/v1/activity").json()["events"]
    assert sorted((one["happened"]["kind"], one["name"]) for one in events) == [
        ("comment", "Kim Commenter"),
        ("revision", "Edo Editor"),
    ]
    hers = edo.get(f"/api/v1/activity?by={people[Role.COMMENTER].id}").json()["events"]
    assert [one["happened"]["kind"] for one in hers] == ["comment"]
    assert edo.get("/api/v1/activity?map=none").json()["events"] == []
    assert "Good" in edo.get("/activity").text


def test_one_persons_edits_of_one_thing_in_a_row_are_one_line(visitor, edit):
    """Ana rewrites a claim three times, Ben does so in between; an hour later she comes back to it."""
    edit("ana", "cl_a")
    edit("ben", "cl_a")
    edit("ana", "cl_a")
    edit("ana", "cl_a")
    edit("ana", "cl_b")
    edit("ana", "cl_a", after=70)
    assert lines(visitor) == [(6, 1, 0), (5, 1, 0), (4, 3, 0), (2, 1, 0)]
    assert "3 times" in visitor(Role.VIEWER).get("/activity").text


def test_undoing_and_doing_again_is_one_line(visitor, edit):
    """Two edits, both taken back and made again: the second tells of the four that followed."""
    edit("ana", "cl_a")
    edit("ana", "cl_b", "cl_c")
    edit("ana", "cl_b", "cl_c", undoes=2)
    edit("ana", "cl_a", undoes=1)
    edit("ana", "cl_a", undoes=4)
    edit("ana", "cl_b", "cl_c", undoes=3)
    assert lines(visitor) == [(6, 5, 4), (1, 1, 0)]
    page = visitor(Role.VIEWER).get("/activity").text
    assert "5 changes, some of them undone" in page
    assert "/maps/first_order/compare?a=revision:1&amp;b=revision:6" in page


def test_undos_of_several_things_are_told_by_their_number(visitor, edit):
    """Long after two edits both are taken back: no single label says that."""
    edit("ana", "cl_a")
    edit("ana", "cl_b")
    edit("ana", "cl_b", undoes=2, after=30)
    edit("ana", "cl_a", undoes=1)
    event = visitor(Role.VIEWER).get("/api/v1/activity").json()["events"][0]
    assert event["text"] == {"en": "Undone and done again: 2 times", "de": "Rückgängig gemacht und wiederholt: 2-mal"}


def test_pages_tell_everything_once(visitor, site, watch, edit):
    """Of 100 edits in pairs, a minute apart, 50 lines; whatever pages they come on, each comes once."""
    for number in range(50):
        edit("ana", f"cl_{number}", after=1)
        edit("ana", f"cl_{number}", after=0.1)
    first = visitor(Role.VIEWER).get("/api/v1/activity").json()
    assert len(first["events"]) == 40
    rest = lines(visitor, "?before=" + first["older"].replace("+", "%2B"))
    told = [(int(one["happened"]["id"]), one.get("times", 1), 0) for one in first["events"]] + rest
    everything = bundled(site.store.activity("first_order", watch.now().replace(year=2000), 1_000))
    assert told == [(int(run[0].id), len(run), 0) for run in everything]
    assert sum(times for _, times, _ in told) == 100


def test_a_busy_hour_does_not_hide_what_was_before(visitor, edit, monkeypatch):
    """120 edits within an hour, of which a page looks at 50: page after page leads through all of them to the first."""
    monkeypatch.setattr(activity, "_MOST", 50)
    for number in range(120):
        edit("ana", f"cl_{number}", after=0.1)
    told, before = [], ""
    while before is not None:
        page = visitor(Role.VIEWER).get(f"/api/v1/activity?{before}").json()
        told += [int(one["happened"]["id"]) for one in page["events"]]
        before = page["older"] and "before=" + page["older"].replace("+", "%2B")
    assert told == list(range(120, 0, -1))


@pytest.mark.parametrize("before", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00%2B14:00", "2026-03-02T12:00:00Z"])
def test_any_moment_can_be_asked_for(visitor, edit, before):
    """Long after everything or long before: no page, and no failure."""
    edit("ana", "cl_a")
    assert visitor(Role.VIEWER).get(f"/api/v1/activity?before={before}").status_code == 200


def test_a_moment_without_a_zone_is_refused(visitor):
    """Nobody can say when it was."""
    assert visitor(Role.VIEWER).get("/api/v1/activity?before=2026-03-02T12:00:00").status_code == 422
