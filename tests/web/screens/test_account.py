from __future__ import annotations

import re

import pytest

from wegweiser.domain.people import Role
from wegweiser.web.frame import passwords
from wegweiser.web.frame.guarding import session_cookie

GOOD, NEXT = "bread and three rolls", "four and twenty buns"


def test_she_says_how_she_is_called_and_spoken_to(visitor, site, people):
    """Name and language stay with her, the look with her browser."""
    vic = visitor(Role.VIEWER)
    answer = vic.submit("/account", name="Viktor <b>V</b>", language="de", theme="dark")
    assert answer.headers["location"] == "/account"
    page = vic.get("/account").text
    assert "Ihr Konto" in page
    assert 'data-theme="dark"' in page
    assert "Viktor &lt;b&gt;V&lt;/b&gt;" in page
    assert site.store.people.get(people[Role.VIEWER].id).language == "de"
    assert vic.submit("/account", name="  ", language="de").status_code == 422


def test_another_password_signs_every_other_browser_out(visitor, site, people):
    """The old one must be right; this browser goes on with a new session."""
    site.store.people.set_password(people[Role.VIEWER].id, passwords.hashed(GOOD))
    here, there = visitor(Role.VIEWER), visitor(Role.VIEWER)
    wrong = here.submit("/account/password", old="no such thing", new=NEXT)
    assert (wrong.status_code, "The old password is wrong." in wrong.text) == (422, True)
    assert here.submit("/account/password", old=GOOD, new="short").status_code == 422
    answer = here.submit("/account/password", old=GOOD, new=NEXT)
    assert answer.status_code == 303
    assert session_cookie(site) in answer.headers["set-cookie"]
    assert there.get("/account").status_code == 303
    assert passwords.matches(site.store.people.password_hash(people[Role.VIEWER].id), NEXT)


def test_a_browser_left_somewhere_is_signed_out(visitor):
    """One of them, or every other."""
    here, *others = (visitor(Role.VIEWER) for _ in range(4))
    browsers = here.get("/api/v1/account").json()["browsers"]
    assert [one["here"] for one in browsers].count(True) == 1
    one = next(b["id"] for b in browsers if not b["here"])
    assert here.submit(f"/account/sessions/{one}/end").status_code == 303
    assert sorted(other.get("/account").status_code for other in others) == [200, 200, 303]
    assert here.call("/account/sessions/end").json() == {"count": 2}
    assert [other.get("/account").status_code for other in others] == [303] * 3
    assert here.get("/account").status_code == 200


def test_a_key_is_shown_once_and_works(visitor, site):
    """Its role at most her own; its page holds it, the account page does not."""
    vic = visitor(Role.VIEWER)
    answer = vic.submit("/account/keys", name="Report", role="viewer", days="30")
    token = re.search(r"wgk_[\w-]{40,}", answer.text)[0]
    assert answer.headers["cache-control"] == "no-store"
    assert token not in vic.get("/account").text
    told = {"authorization": f"Bearer {token}"}
    stranger = visitor()
    assert stranger.get("/api/v1/account", headers=told).json()["person"]["name"] == "Vic Viewer"
    assert vic.submit("/account/keys", name="More", role="editor", days="30").status_code == 403
    (key,) = site.store.keys.all()
    assert vic.submit(f"/account/keys/{key.id}/revoke").status_code == 303
    assert stranger.get("/api/v1/account", headers=told).status_code == 401


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/account", {"name": "Taken over", "language": "en"}),
        ("/account/keys", {"name": "Another", "role": "viewer"}),
        ("/account/sessions/end", {}),
    ],
)
def test_a_key_cannot_make_more_of_itself(visitor, site, people, path, body):
    """A key that leaked makes no further key, ends no session, and renames nobody."""
    token, _ = site.store.keys.make("leaked", people[Role.VIEWER].id, Role.VIEWER)
    told = {"authorization": f"Bearer {token}"}
    assert visitor().post(f"/api/v1{path}", json=body, headers=told).status_code == 403
    assert visitor().post("/account/password", data={"new": NEXT}, headers=told).status_code == 403


def test_somebody_elses_things_are_not_found(visitor, people, site):
    """Ids cannot be guessed, and one that is known still opens nothing (IDOR)."""
    ada = site.store.sessions.open(people[Role.ADMIN].id)
    session = site.store.sessions.find(ada)[1].id
    _, key = site.store.keys.make("hers", people[Role.ADMIN].id, Role.ADMIN)
    edo = visitor(Role.EDITOR)
    assert edo.submit(f"/account/sessions/{session}/end").status_code == 404
    assert edo.submit(f"/account/keys/{key.id}/revoke").status_code == 404
    assert site.store.sessions.find(ada) is not None
    assert not site.store.keys.all()[0].revoked
    assert re.fullmatch(r"ky_[a-z0-9]{16}", key.id)
