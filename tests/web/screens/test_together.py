"""Comments: who may say, change, settle and remove what, who is called, and how a long talk is read."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role
from wegweiser.web import mapping

SCRIPTED = {"hx-request": "true"}


@pytest.fixture
def talk(first_order):
    """Return where people talk about the small map."""
    return first_order + "/comments"


def said(site):
    """Return everything said about the map."""
    return site.store.comments.of("first_order")


def test_a_comment_calls_a_person_until_he_says_that_he_read_it(site, visitor, people, talk):
    """Kim calls Edo: reading the talk changes nothing, his button does, and it is of no use to others."""
    kim, edo = visitor(Role.COMMENTER), visitor(Role.EDITOR)
    text = "Is that so, @Edo Editor? <b>"
    assert kim.submit(talk, text=text, target="claim:cl_a").headers["location"] == talk + "?target=claim%3Acl_a"
    assert [one["comment"]["text"] for one in edo.get("/api/v1/mentions").json()["calls"]] == [text]
    page = edo.get(talk + "?target=claim:cl_a").text
    assert ("<mark>@Edo Editor</mark>? &lt;b&gt;" in page, "Kim Commenter" in page) == (True, True)
    one = said(site)[0]
    assert (f'name="id" value="{one.id}"' in page, "Mark as read" in visitor(Role.ADMIN).get(talk).text) == (
        True,
        False,
    )
    kim.submit(talk + "/seen", id=one.id)
    assert len(edo.get("/api/v1/mentions").json()["calls"]) == 1
    answer = edo.submit(talk + "/seen", id=one.id, target="claim:cl_a")
    assert (answer.status_code, answer.headers["location"]) == (303, talk + "?target=claim%3Acl_a")
    assert edo.get("/api/v1/mentions").json() == {"calls": [], "more": 0}
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


def test_a_long_talk_has_pages_and_open_threads_come_first(site, visitor, people, talk):
    """Of 30 threads the three oldest are settled: they end page 2; an answer brings its thread to the top."""
    mapping.take_in(site)
    kim = people[Role.COMMENTER].id
    ids = [site.store.comments.add("first_order", "map", kim, f"No. {number}").id for number in range(30)]
    for one in ids[:3]:
        site.store.comments.resolve(one, kim)
    site.store.comments.add("first_order", "map", kim, "Again", answers=ids[5])
    vic = visitor(Role.VIEWER)

    def shown(query):
        return [one["first"]["comment"]["text"] for one in vic.get(f"/api/v1{talk}?{query}").json()["threads"]]

    assert (shown("")[:2], len(shown(""))) == (["No. 5", "No. 29"], 25)
    assert shown("page=2") == shown("page=9") == ["No. 4", "No. 3", "No. 2", "No. 1", "No. 0"]
    assert shown("some=settled") == ["No. 2", "No. 1", "No. 0"]
    assert (len(shown("some=open")), shown("some=open&page=2")) == (25, ["No. 4", "No. 3"])
    assert f'href="{talk}?some=open&amp;page=2"' in vic.get(talk + "?some=open").text


def test_what_is_done_on_a_page_leads_back_to_it(site, visitor, talk):
    """Settling leads back to the same part; what somebody says stands on the first page, whatever was shown."""
    kim = visitor(Role.COMMENTER)
    kim.submit(talk, text="Why?")
    here = f"{talk}/{said(site)[0].id}/settle"
    assert kim.submit(here, all="true", some="open", page="2").headers["location"] == talk + "?some=open&page=2"
    begun = kim.submit(talk, text="More", all="true", some="settled", page="2")
    assert begun.headers["location"] == talk
    answered = kim.submit(talk, text="So", answers=said(site)[1].id, all="true", some="open", page="2")
    assert answered.headers["location"] == talk + "?some=open"
