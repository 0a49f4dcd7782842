from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from wegweiser.domain.people import Role
from wegweiser.web.app import app
from wegweiser.web.frame import passwords
from wegweiser.web.frame.guarding import session_cookie

GOOD, OTHER, BAD = "bread and three rolls", "four and twenty buns", "no such bread"


def secret_of(page):
    """Return the secret of the forms of a page."""
    return re.search(r'name="csrf" value="([^"]+)"', page.text)[1]


@pytest.fixture(scope="module", autouse=True)
def cheap():
    """Let hashes cost nothing here."""
    keep, passwords._HASHER = passwords._HASHER, passwords.PasswordHasher(1, 8, 1)  # noqa: SLF001
    passwords._nobodys.cache_clear()  # noqa: SLF001
    yield
    passwords._HASHER = keep  # noqa: SLF001
    passwords._nobodys.cache_clear()  # noqa: SLF001


@pytest.fixture
def come(site, people):
    """Return a function that fills in the sign-in form of a browser and sends it."""
    site.store.people.set_password(people[Role.EDITOR].id, passwords.hashed(GOOD))
    served = app(site)

    def sign_in(browser=None, password=GOOD, next_="", email="EDITOR@example.org"):
        browser = browser or TestClient(served, base_url=site.base_url, follow_redirects=False)
        form = browser.get("/sign-in")
        fields = {"csrf": secret_of(form), "email": email, "password": password, "next": next_}
        return browser, browser.post("/sign-in", data=fields)

    return sign_in


def test_a_good_password_opens_the_way_she_wanted_to_go(come, site):
    """However the address is typed; the cookie is no script's business, and the log knows."""
    browser, answer = come(next_="/account?lang=de")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?lang=de")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{session_cookie(site)}="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Edo Editor" in browser.get("/account").text
    assert site.store.audit.page(limit=1)[0].what == "sign_in"


@pytest.mark.parametrize(("password", "email"), [(BAD, "editor@example.org"), (GOOD, "nobody@example.org")])
def test_a_wrong_password_and_an_unknown_address_sound_the_same(come, site, password, email):
    """The page comes again with the address and without the password; the log has it without what was typed."""
    _, answer = come(password=password, email=email)
    assert answer.status_code == 422
    assert "The e-mail address or the password is wrong." in answer.text
    assert f'value="{email}"' in answer.text
    assert password not in answer.text
    note = site.store.audit.page(limit=1)[0]
    assert (note.what, email in note.target) == ("sign_in_failed", False)


def test_one_account_is_tried_six_times_a_minute_and_no_more(come):
    """The seventh is not even compared: 429, and when to come again."""
    codes = [come(password=BAD)[1] for _ in range(7)]
    assert [answer.status_code for answer in codes] == [422] * 6 + [429]
    assert codes[-1].headers["retry-after"] == "60"


@pytest.mark.parametrize(
    "next_", ["https://evil.example.com", "//evil.example.com", "/\\evil.example.com", "/%09/evil\t", "javascript:1"]
)
def test_nobody_is_sent_elsewhere(come, next_):
    """An address that is not a path of ours leads to the start page."""
    assert come(next_=next_)[1].headers["location"] == "/"


def test_a_session_from_before_is_worth_nothing_after(come, site, people):
    """Whoever put a token of her own into the browser does not share what comes after (session fixation)."""
    browser = TestClient(app(site), base_url=site.base_url, follow_redirects=False)
    planted = site.store.sessions.open(people[Role.VIEWER].id)
    browser.cookies.set(session_cookie(site), planted, domain="127.0.0.1", path="/")
    page = browser.get("/account")
    fields = {"csrf": secret_of(page), "email": "editor@example.org", "password": GOOD}
    come()  # gives Edo his password
    assert browser.post("/sign-in", data=fields).status_code == 303
    assert browser.cookies[session_cookie(site)] != planted
    assert site.store.sessions.find(planted) is None
    assert "Edo Editor" in browser.get("/account").text


def test_an_idle_session_ends_after_two_weeks_and_any_after_ninety_days(come, watch):
    """Every visit moves the end on, until day 90."""
    browser, _ = come()
    for _ in range(6):
        watch.on(days=13)
        assert browser.get("/account").status_code == 200
    watch.on(days=13)
    assert browser.get("/account").status_code == 303
    browser, _ = come()
    watch.on(days=15)
    assert browser.get("/account").headers["location"] == "/sign-in?next=/account"


def test_signing_out_ends_the_session_on_the_server(come, site):
    """A copy of the cookie opens nothing any more."""
    browser, _ = come()
    token = browser.cookies[session_cookie(site)]
    page = browser.get("/account")
    assert browser.post("/sign-out", data={"csrf": secret_of(page)}).headers["location"] == "/sign-in"
    assert site.store.sessions.find(token) is None


def test_the_first_link_makes_the_admin_once(site):
    """A second visitor of the link finds it used up, and no further first link works."""
    token = site.store.invitations.make("first", Role.ADMIN, timedelta(hours=24))
    browser = TestClient(app(site), base_url=site.base_url, follow_redirects=False)
    page = browser.get(f"/welcome/{token}")
    fields = {"csrf": secret_of(page), "name": "Ada", "email": "ada@example.org", "password": "password123"}
    refused = browser.post(f"/welcome/{token}", data=fields)
    assert (refused.status_code, "Anybody would try this password" in refused.text) == (422, True)
    assert browser.post(f"/welcome/{token}", data={**fields, "password": GOOD}).status_code == 303
    (person,) = site.store.people.all()
    assert (person.name, person.role) == ("Ada", Role.ADMIN)
    assert browser.get(f"/welcome/{token}").status_code == 410
    another = site.store.invitations.make("first", Role.ADMIN, timedelta(hours=24))
    assert browser.get(f"/welcome/{another}").status_code == 410


def test_an_invitation_ends_after_its_time(site, watch):
    """Seven days, and the page says so with 410."""
    token = site.store.invitations.make("invite", Role.VIEWER, timedelta(days=7), email="neu@example.org")
    browser = TestClient(app(site), base_url=site.base_url, follow_redirects=False)
    assert "neu@example.org" in browser.get(f"/welcome/{token}").text
    watch.on(days=7)
    assert browser.get(f"/welcome/{token}").status_code == 410


def test_a_reset_signs_every_browser_out(come, site, people):
    """The new password opens, the old one and the old session do not."""
    browser, _ = come()
    token = site.store.invitations.make("reset", Role.EDITOR, timedelta(hours=24), person=people[Role.EDITOR].id)
    other = TestClient(app(site), base_url=site.base_url, follow_redirects=False)
    fields = {"csrf": secret_of(other.get(f"/welcome/{token}")), "password": OTHER}
    assert other.post(f"/welcome/{token}", data=fields).status_code == 303
    assert browser.get("/account").status_code == 303
    assert come()[1].status_code == 422
    assert come(password=OTHER)[1].status_code == 303


def test_two_workspaces_on_one_machine_leave_each_other_signed_in(come, site):
    """The cookie names the port, since a browser sends the cookies of a host to every port of it."""
    cookie = session_cookie(site)
    site.base_url = "http://127.0.0.1:8081"
    assert (cookie, session_cookie(site)) == ("wg_session_8080", "wg_session_8081")
    assert session_cookie(site) in come()[1].headers["set-cookie"]


def test_forms_of_two_workspaces_on_one_machine_stay_apart(site):
    """Both sign-in pages are open; the secret of each form lies in a cookie of its port, and each of them is good."""
    browser = TestClient(app(site), base_url=site.base_url, follow_redirects=False)
    first = secret_of(browser.get("/sign-in"))
    site.base_url = "http://127.0.0.1:8081"
    second = secret_of(browser.get("/sign-in"))
    assert {"wg_pre_8080", "wg_pre_8081"} <= set(browser.cookies)
    site.base_url = "http://127.0.0.1:8080"
    assert secret_of(browser.get("/sign-in")) == first != second


def test_over_tls_the_cookie_is_tied_to_the_host(site, people):
    """Its name begins with __Host-, and it never travels in the clear."""
    site.base_url = "https://maps.example.org"
    site.store.people.set_password(people[Role.EDITOR].id, passwords.hashed(GOOD))
    browser = TestClient(app(site), base_url=site.base_url, follow_redirects=False)
    fields = {"csrf": secret_of(browser.get("/sign-in")), "email": "editor@example.org", "password": GOOD}
    answer = browser.post("/sign-in", data=fields)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if "session" in c)
    assert cookie.startswith("__Host-wg_session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_an_unknown_address_costs_as_much_as_a_wrong_password(come, monkeypatch):
    """One comparison each: no time tells who has an account."""
    compared = []
    inner = passwords._HASHER  # noqa: SLF001

    class Counting:
        def verify(self, kept, said):
            compared.append(said)
            return inner.verify(kept, said)

        check_needs_rehash, hash = inner.check_needs_rehash, inner.hash

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    come(password=BAD)
    come(password=BAD, email="nobody@example.org")
    come(password=BAD, email="")
    assert len(compared) == 3


def test_a_hash_of_weaker_settings_is_made_anew_when_she_signs_in(come, site, people, monkeypatch):
    """The kept hash changes, the password does not, and she stays signed in."""
    weak = site.store.people.password_hash(people[Role.EDITOR].id)
    monkeypatch.setattr(passwords, "_HASHER", passwords.PasswordHasher(2, 8, 1))
    browser, _ = come()
    kept = site.store.people.password_hash(people[Role.EDITOR].id)
    assert ("t=1,p=1" in weak, "t=2,p=1" in kept) == (True, True)
    assert browser.get("/account").status_code == 200
