"""What people type comes out as text: every form is filled with markup, then every page is read as browsers do."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from starlette.testclient import TestClient

from wegweiser.domain.people import Role
from wegweiser.web.app import app
from wegweiser.web.frame import View
from wegweiser.web.frame.guarding import session_cookie
from wegweiser.web.screens import declared

MARK = "zq7"
POISON = (
    f"""{MARK}'"><script>alert(1)</script><img src=x onerror=alert(2)></textarea><svg onload=alert(3)>{{{{7*7}}}}"""
)
_MOST_PAGES = 90
_LEFT = re.compile(r"/sign-out|/end$|/revoke$|/active$|/password$|/role$|/remove$|/archive$|/stop$")
"""Forms that would end the crawl or what it reads."""
_TYPES = {
    "email": "zq7@example.org",
    "number": "3",
    "date": "2026-03-02",
    "range": "3",
    "url": "https://example.com/zq7",
}
_TEXTS = {"text", "search", "password", "hidden"}


class Page(HTMLParser):
    """What a browser makes of a page: its links, its forms, and whatever could run."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.running = [], [], []
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Take a link, a form, a field; hold what runs."""
        told = {name: value or "" for name, value in attrs}
        self._script = tag == "script"
        self.running += [f"{tag} {name}" for name in told if name.startswith("on")]
        self.running += [f"{tag} {v}" for k, v in told.items() if k in {"href", "src", "action"} and _runs(v)]
        if tag == "script" and "src" not in told:
            self.running.append("inline script")
        if tag == "style":
            self.running.append("inline style")
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag == "form":
            self.forms.append((told.get("method", "get"), told.get("action", ""), []))
        if tag in {"input", "textarea", "select"} and self.forms and "name" in told:
            self.forms[-1][2].append((tag, told))
        if tag == "option" and self.forms and self.forms[-1][2] and self.forms[-1][2][-1][0] == "select":
            self.forms[-1][2][-1][1].setdefault("value", told.get("value", ""))

    def handle_data(self, data):
        """Notice the text of a script."""
        if self._script and data.strip():
            self.running.append("script text")

    def handle_endtag(self, tag):
        """Leave a script."""
        del tag
        self._script = False


def _runs(address):
    return address.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))


def filled(fields):
    """Return a form as somebody fills it who means harm; None where it wants a file."""
    found = {}
    for tag, told in fields:
        name, kind = told["name"], told.get("type", "text")
        if kind == "file":
            return None
        if name == "csrf" or tag == "select" or kind in {"checkbox", "radio"}:
            found.setdefault(name, told.get("value", "on"))
        elif kind == "hidden":
            found[name] = told.get("value", "")
        else:
            found[name] = _TYPES.get(kind, POISON[: int(told.get("maxlength", 2_000))])
    return found


def crawl(client):
    """Return every page that can be reached, by its address."""
    todo = [one.path for one in declared() if isinstance(one, View) and one.template and "{" not in one.path]
    found = {}
    while todo and len(found) < _MOST_PAGES:
        address = todo.pop(0)
        if address in found or _LEFT.search(address.partition("?")[0]):
            continue
        answer = client.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found[address] = answer
        page = Page(answer.text)
        for link in page.links:
            target = urljoin(address, link)
            if not urlsplit(target).netloc and target.startswith("/"):
                todo.append(target.partition("#")[0])
    return found


def poisoned(thing):
    """Return a plan whose every word is markup; ids and kinds stay."""
    if isinstance(thing, list):
        return [poisoned(one) for one in thing]
    if isinstance(thing, dict):
        words = {"text", "title", "name", "subtitle", "line", "detail", "quote", "owner", "mission"}
        return {k: _words(v) if k in words else poisoned(v) for k, v in thing.items()}
    return thing


def _words(value):
    return dict.fromkeys(value, POISON) if isinstance(value, dict) else POISON


@pytest.fixture
def client(shop):
    """Return an admin's browser on a shop that was run and whose map is full of markup; she may do all she likes."""
    plan = yaml.safe_load((Path(__file__).parent / "mapping" / "first_order.yaml").read_text("utf-8"))
    (shop.folder / "journey.yaml").write_text(yaml.safe_dump(poisoned(plan), allow_unicode=True), "utf-8")
    ada = shop.store.people.add("ada@example.org", "Ada", Role.ADMIN)
    shop.store.people.add("ben@example.org", POISON, Role.EDITOR)
    shop.pace.writes.lets = lambda _: True
    made = TestClient(app(shop), base_url=shop.base_url, follow_redirects=False, raise_server_exceptions=True)
    made.cookies.set(session_cookie(shop), shop.store.sessions.open(ada.id, POISON))
    return made


def test_nothing_anybody_types_runs(client):
    """Each form of each page gets markup in each field; afterwards no page holds a script, a handler or a style."""
    sent = 0
    for answer in crawl(client).values():
        for method, action, fields in Page(answer.text).forms:
            told = filled(fields)
            if method.lower() == "post" and told is not None and not _LEFT.search(action):
                sent += client.post(action, data=told).status_code < 500
    pages = crawl(client)
    running = {address: found for address, answer in pages.items() if (found := Page(answer.text).running)}
    assert running == {}
    assert sent > 3
    assert [a for a, answer in pages.items() if answer.status_code >= 500] == []
    assert any(MARK in answer.text for answer in pages.values())
    assert any(address.startswith("/maps/first_order") and MARK in answer.text for address, answer in pages.items())
    assert [
        address for address, answer in pages.items() if "49" in re.findall(MARK + r"[^<]{0,200}", answer.text)
    ] == []
    policies = {answer.headers["content-security-policy"] for answer in pages.values()}
    assert all("script-src 'self'" in policy and "unsafe-eval" not in policy for policy in policies)


def test_what_stands_in_an_address_does_not_run(client):
    """A query no page asked for, a path that is markup."""
    for address in crawl(client):
        joint = "&" if "?" in address else "?"
        answer = client.get(f"{address}{joint}next={POISON}&who={POISON}&what={POISON}&q={POISON}&lang={POISON}")
        assert Page(answer.text).running == [], address
    lost = client.get(f"/nowhere/{POISON}")
    assert (lost.status_code, Page(lost.text).running) == (404, [])


def test_the_reader_finds_what_runs():
    """The test itself: a script, a handler, an address that runs."""
    assert Page("<p onclick=x>").running == ["p onclick"]
    assert Page("<script>alert(1)</script>").running == ["inline script", "script text"]
    assert Page('<a href=" JavaScript:x">').running == ["a  JavaScript:x"]
    assert Page('<a title="<script>">&lt;script&gt;</a>').running == []
