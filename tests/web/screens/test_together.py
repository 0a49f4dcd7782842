"""Comments: who may say, change, settle and remove what, who is called, and what the log of all maps tells."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role

SCRIPTED = {"hx-request": "true"}


@pytest.fixture
def talk(first_order):
    """Return where people talk about the small map."""
    return first_order + "/comments"


def said(site):
    """Return everything said about the map."""
    return site.store.comments.of("first_order")


def test_a_comment_calls_a_person_and_is_seen_once(site, visitor, people, talk):
    """Kim calls Edo: he has one mention, reads the talk, and has none."""
    kim, edo = visitor(Role.COMMENTER), visitor(Role.EDITOR)
    text = "Is that so, @Edo Editor? <b>"
    assert kim.submit(talk, text=text, target="claim:cl_a").headers["location"] == talk + "?target=claim%3Acl_a"
    assert [one["comment"]["text"] for one in edo.get("/api/v1/mentions").json()["calls"]] == [text]
    page = edo.get(talk + "?target=claim:cl_a").text
    assert ("<mark>@Edo Editor</mark>? &lt;b&gt;" in page, "Kim Commenter" in page) == (True, True)
    assert edo.get("/api/v1/mentions").json() == {"calls": []}
    assert said(site)[0].mentions == (people[Role.EDITOR].id,)


def test_a_viewer_reads_and_says_nothing(visitor, talk):
    """The page has no field, and what is sent all the same is refused."""
    vic = visitor(Role.VIEWER)
    assert "<textarea" not in vic.get(talk).text
    assert vic.submit(talk, text="x").status_code == 403


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": "x", "target": "claim:none"}, 404),
        ({"text": " \u200b ", "target": "map"}, 422),
        ({"text": "x" * 4001, "target": "map"}, 422),
        ({"text": "x", "answers": "cm_none"}, 404),
        ({}, 422),
    ],
)
def test_what_cannot_be_said_is_told(site, visitor, talk, fields, status):
    """No such place, nothing said, too much said, an answer to nothing."""
    assert visitor(Role.COMMENTER).submit(talk, SCRIPTED, **fields).status_code == status
    assert said(site) == ()


def test_only_who_wrote_it_changes_it_and_an_admin_may_remove_it(site, visitor, talk):
    """Edo cannot touch Kim's words, Ada can take them away but not put others into Kim's mouth."""
    kim, edo, ada = visitor(Role.COMMENTER), visitor(Role.EDITOR), visitor(Role.ADMIN)
    kim.submit(talk, text="First")
    here = f"{talk}/{said(site)[0].id}"
    assert [one.submit(here + "/words", text="Other").status_code for one in (edo, ada)] == [403, 403]
    assert kim.submit(here + "/words", text="Second").status_code == 303
    assert (said(site)[0].text, said(site)[0].edited is not None) == ("Second", True)
    assert [one.submit(here + "/remove").status_code for one in (edo, ada)] == [403, 303]
    assert said(site) == ()


def test_a_thread_is_answered_settled_and_opened_again(site, visitor, talk):
    """Settled threads leave the count on the map; the answer of a script is the talk as it stands now."""
    kim = visitor(Role.COMMENTER)
    kim.submit(talk, text="Why?", target="claim:cl_a")
    first = said(site)[0].id
    part = kim.submit(talk, SCRIPTED, text="Because", answers=first).text
    assert (part.lstrip().startswith('<section id="talk"'), "Because" in part) == (True, True)
    assert kim.submit(f"{talk}/{first}/settle", SCRIPTED).status_code == 200
    assert site.store.comments.counts("first_order") == {}
    kim.submit(f"{talk}/{first}/reopen")
    assert site.store.comments.counts("first_order") == {"claim:cl_a": 2}


def test_a_comment_of_another_map_is_not_found(site, visitor, talk):
    """An id alone opens nothing: the map in the address must be the comment's."""
    kim = visitor(Role.COMMENTER)
    kim.submit(talk, text="Here")
    site.store.maps.create("other", b"{}", by="x", title="Other")
    assert kim.submit(f"/maps/other/comments/{said(site)[0].id}/settle").status_code == 404


def test_the_activity_of_all_maps_is_listed_and_narrowed(visitor, people, talk, first_order):
    """Edo's edit and Kim's comment, newest first; those of one person alone where she is asked for."""
    edo, kim = visitor(Role.EDITOR), visitor(Role.COMMENTER)
    edo.submit(first_order + "/edits", **{"edit.edit": "set_owner", "edit.owner": "Ana"})
    kim.submit(talk, text="Good")
    events = edo.get("/api/v1/activity").json()["events"]
    assert sorted((one["happened"]["kind"], one["name"]) for one in events) == [
        ("comment", "Kim Commenter"),
        ("revision", "Edo Editor"),
    ]
    hers = edo.get(f"/api/v1/activity?by={people[Role.COMMENTER].id}").json()["events"]
    assert [one["happened"]["kind"] for one in hers] == ["comment"]
    assert "Good" in edo.get("/activity").text
