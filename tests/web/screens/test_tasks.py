"""Tasks: added from a place of a map, moved, given away, handed out, and reviews that are due."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.people import Role


@pytest.fixture
def edo(visitor, first_order):  # noqa: ARG001  (the map must be there)
    """Return the browser of an editor of the small map."""
    return visitor(Role.EDITOR)


def test_a_task_begun_at_a_place_leads_back_to_it(site, edo):
    """The form holds the words of the claim; the card names the place."""
    assert 'value="It was dear"' in edo.get("/tasks?map=first_order&add=claim:cl_b").text
    edo.submit("/tasks", map="first_order", target="claim:cl_b", title="Make it cheaper", due="2026-03-01")
    page = edo.get("/tasks").text
    assert ("/maps/first_order/evidence?target=claim%3Acl_b" in page, "late:" in page) == (True, True)
    assert site.store.tasks.all()[0].due == date(2026, 3, 1)


def test_a_task_moves_between_lists_and_is_changed(site, edo, people):
    """Dropped into another list by a script; given to Kim by a form; what is not told stays."""
    edo.submit("/tasks", map="first_order", title="Do it", note="soon")
    task = site.store.tasks.all()[0].id
    assert edo.submit("/tasks/places", {"hx-request": "true"}, id=task, list="doing", place="0").status_code == 204
    edo.submit(f"/tasks/{task}", title="Do it well", owner=people[Role.COMMENTER].id)
    now = site.store.tasks.get(task)
    assert (now.title, now.state, now.note, now.owner) == ("Do it well", "doing", "soon", people[Role.COMMENTER].id)
    edo.submit(f"/tasks/{task}", state="done")
    assert site.store.tasks.get(task).done_at is not None
    edo.submit(f"/tasks/{task}/remove")
    assert site.store.tasks.all() == ()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"map": "none", "title": "x"}, 404),
        ({"map": "first_order", "title": ""}, 422),
        ({"map": "first_order", "title": "x", "link": "javascript:alert(1)"}, 422),
        ({"map": "first_order", "title": "x", "owner": "pe_none"}, 404),
        ({"map": "first_order", "title": "x", "target": "claim:none"}, 404),
        ({"map": "first_order", "title": "x", "due": "soon"}, 422),
    ],
)
def test_what_is_no_task_is_told(site, edo, fields, status):
    """No such map, person or place, no words, a link that is none, a day that is none."""
    assert edo.submit("/tasks", **fields).status_code == status
    assert site.store.tasks.all() == ()


def test_the_file_of_tasks_holds_no_formula(edo):
    """What a spreadsheet would calculate is text there."""
    edo.submit("/tasks", map="first_order", title="=1+1")
    rows = edo.get("/tasks.csv").text.splitlines()
    assert rows[0].lstrip("\ufeff").startswith("Id,Task,State")
    assert ",'=1+1,Open," in rows[1]


def test_the_file_of_tasks_opens_in_a_german_spreadsheet(edo):
    """Semicolons, a mark in front, German heads and states; the JSON says what it always says."""
    edo.submit("/tasks", map="first_order", title="Fragen, was fehlt", due="2026-03-05")
    edo.cookies.set("wg_language", "de")
    rows = edo.get("/tasks.csv").content.decode().splitlines()
    assert rows[0].startswith("\ufeffKennung;Aufgabe;Stand;")
    assert ";Fragen, was fehlt;Offen;;2026-03-05;Erstbestellung;" in rows[1]
    assert list(edo.get("/api/v1/tasks").json()["lists"]) == ["open", "doing", "done"]


def test_a_review_that_is_due_is_told_until_it_is_done(site, edo, first_order):
    """Due on 1 March, it is 2 March; reviewed today, it comes again after 30 days."""
    edo.submit(first_order + "/about", every_days="30", next="2026-03-01")
    assert "A review is due:" in edo.get("/tasks").text
    edo.submit(first_order + "/reviewed")
    assert site.store.maps.get("first_order").review_next == date(2026, 4, 1)
    assert "A review is due:" not in edo.get("/tasks").text


def test_a_viewer_reads_tasks_and_changes_none(visitor, edo, site):
    """No form for her, and no way around it."""
    edo.submit("/tasks", map="first_order", title="Do it")
    vic = visitor(Role.VIEWER)
    assert ("Do it" in vic.get("/tasks").text, "wg-sort action" in vic.get("/tasks").text) == (True, False)
    assert vic.submit(f"/tasks/{site.store.tasks.all()[0].id}", state="done").status_code == 403
