"""Who may do what: every route there is, for everybody who may come, by page and by API."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from wegweiser.domain.people import Role
from wegweiser.web import app as app_module
from wegweiser.web.app import app
from wegweiser.web.frame import Action, Download, Stream
from wegweiser.web.frame.declared import Nothing, Public
from wegweiser.web.frame.guarding import session_cookie
from wegweiser.web.screens import declared

# A new route is listed here by hand, so that somebody has thought about who may.
ANYBODY = """
GET /brand/logo.png
GET /brand/style.css
GET /health
GET /openapi.json
GET /s/{token}
GET /s/{token}/file/{form}
GET /s/{token}/present
GET /sign-in
GET /sign-in/back
GET /sign-in/provider
GET /welcome/{token}
POST /s/{token}
POST /sign-in
POST /welcome/{token}
"""
VIEWER = """
GET /
GET /account
GET /activity
GET /api
GET /asked/{job}
GET /data
GET /data/quarantine
GET /data/runs
GET /data/sources/{name}
GET /feelings
GET /feelings/figures/{figure}/{form}
GET /funnel
GET /funnel/figures/{figure}/{form}
GET /goals
GET /goals/{id}
GET /jobs
GET /jobs/live
GET /jobs/{job}
GET /jobs/{job}/then
GET /levers
GET /levers/figures/{figure}/{form}
GET /maps
GET /maps/{map}
GET /maps/{map}/comments
GET /maps/{map}/compare
GET /maps/{map}/compare/patch
GET /maps/{map}/evidence
GET /maps/{map}/export
GET /maps/{map}/export/{form}
GET /maps/{map}/live
GET /maps/{map}/parts
GET /maps/{map}/present
GET /maps/{map}/proposals
GET /maps/{map}/versions
GET /maps/{map}/waiting
GET /mentions
GET /paths
GET /paths/figures/{figure}/{form}
GET /personas
GET /personas/files/{form}
GET /settings
GET /settings/about
GET /settings/brand
GET /settings/phases
GET /tasks
GET /tasks.csv
GET /tables/{table}/{form}
GET /touchpoints
GET /touchpoints/preview
GET /touchpoints/{id}
POST /account
POST /account/keys
POST /account/keys/{id}/revoke
POST /account/password
POST /account/sessions/end
POST /account/sessions/{id}/end
POST /funnel/counts
POST /funnel/saved
POST /funnel/saved/{id}/remove
POST /jobs/{job}/stop
POST /maps/{map}/among
POST /mentions/read
POST /maps/{map}/comments/seen
POST /paths/groups
POST /paths/searches
POST /sign-out
POST /start/seen
"""
COMMENTER = """
POST /maps/{map}/comments
POST /maps/{map}/comments/{id}/remove
POST /maps/{map}/comments/{id}/reopen
POST /maps/{map}/comments/{id}/settle
POST /maps/{map}/comments/{id}/words
"""
EDITOR = """
GET /data/adding
GET /data/adding/{file}
GET /goals/new
GET /logs/{job}
GET /maps/new
GET /maps/new/import/{token}
GET /maps/{map}/change
GET /maps/{map}/import
GET /maps/{map}/import/{file}
GET /maps/{map}/shares
GET /touchpoints/new
POST /data/adding/{file}
POST /data/adding/{file}/drop
POST /data/adding/{file}/look
POST /data/files
POST /data/sources/{name}/questions
POST /data/replay
POST /goals
POST /goals/{id}
POST /goals/{id}/remove
POST /levers/{id}/note
POST /levers/{id}/tasks
POST /logs
POST /maps/new/child
POST /maps/new/copy
POST /maps/new/import
POST /maps/new/import/{token}
POST /maps/new/template
POST /maps/{map}/about
POST /maps/{map}/archive
POST /maps/{map}/edits
POST /maps/{map}/import
POST /maps/{map}/import/{file}
POST /maps/{map}/places
POST /maps/{map}/proposals/decide
POST /maps/{map}/proposals/phase
POST /maps/{map}/proposals/seen
POST /maps/{map}/redo
POST /maps/{map}/reviewed
POST /maps/{map}/revisions/{number}/restore
POST /maps/{map}/shares
POST /maps/{map}/shares/{share}/revoke
POST /maps/{map}/tests
POST /maps/{map}/tests/{id}
POST /maps/{map}/undo
POST /maps/{map}/versions
POST /maps/{map}/versions/{id}/name
POST /maps/{map}/versions/{id}/remove
POST /maps/{map}/versions/{id}/restore
POST /personas/{id}/words
POST /runs
POST /start/template
POST /tasks
POST /tasks/places
POST /tasks/{id}
POST /tasks/{id}/remove
POST /touchpoints
POST /touchpoints/confirm
POST /touchpoints/{id}
POST /touchpoints/{id}/confirm
POST /touchpoints/{id}/remove
"""
ADMIN = """
GET /settings/hooks
GET /settings/keys
GET /settings/log
GET /settings/log.csv
GET /settings/people
POST /data/sources/{name}/forget
POST /settings
POST /settings/brand
POST /settings/hooks
POST /settings/hooks/ping
POST /settings/hooks/{id}/active
POST /settings/hooks/{id}/remove
POST /settings/invitations/{id}/withdraw
POST /settings/keys/{id}/revoke
POST /settings/people/invite
POST /settings/people/{id}/active
POST /settings/people/{id}/reset
POST /settings/people/{id}/role
POST /settings/phases
POST /settings/phases/model
POST /start/demo
"""
TABLE = {
    route: needs
    for needs, routes in (
        (None, ANYBODY),
        (Role.VIEWER, VIEWER),
        (Role.COMMENTER, COMMENTER),
        (Role.EDITOR, EDITOR),
        (Role.ADMIN, ADMIN),
    )
    for route in routes.strip().splitlines()
    if route
}
REACHED = Download("reached", "text/plain", b"reached")


def route_of(one):
    """Return how a route is listed."""
    return f"{'POST' if isinstance(one, Action) else 'GET'} {one.path}"


def needed(one):
    """Return the role the table gives a route; one that is not listed yet fails its own test, and no other."""
    return TABLE.get(route_of(one), None if isinstance(one.needs, Public) else one.needs)


def stub(one):
    """Return a declaration that says `reached` and does nothing, with everything else as it is."""
    if isinstance(one, Action):
        return replace(one, takes=Nothing, act=lambda *_: REACHED, note="-")
    if isinstance(one, Stream):
        return replace(one, asks=Nothing, follow=once)
    return replace(one, asks=Nothing, load=lambda *_: REACHED, slow=None)


async def once(*_):
    """Yield one event."""
    yield "reached", {}


@pytest.fixture
def served(site, monkeypatch):
    """Return every route of the app with nothing behind it, and no limit to how often they are asked."""
    monkeypatch.setattr(app_module, "declared", lambda: tuple(map(stub, declared())))
    monkeypatch.setattr(site.pace.writes, "lets", lambda _: True)
    return app(site)


@pytest.fixture
def browse(site, served):
    """Return a function that gives the browser of a session."""

    def make(token=""):
        made = TestClient(served, base_url=site.base_url, follow_redirects=False)
        if token:
            made.cookies.set(session_cookie(site), token)
        return made

    return make


def ask(client, one, *, api, headers=None):
    """Return whether a request came through, and its status."""
    path = re.sub(r"\{[^}]*:int\}", "1", one.path)
    path = ("/api/v1" if api else "") + re.sub(r"\{[^}]*\}", "x", path)
    method = "POST" if isinstance(one, Action) else "GET"
    answer = client.request(method, path, headers=headers or {})
    return "reached" in answer.text, answer.status_code


def places(one):
    """Return where a declaration can be reached: as a page, and as API where it has one."""
    return [False] if isinstance(one, Stream) or not one.api else [False, True]


def test_every_route_is_listed_with_who_may():
    """The table and the app agree, route by route."""
    found = {route_of(one): None if isinstance(one.needs, Public) else one.needs for one in declared()}
    assert {k: v for k, v in found.items() if TABLE.get(k, "missing") != v} == {}, "list the route above"
    assert sorted(set(TABLE) - set(found)) == []


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_reaches_what_the_table_says_and_no_more(site, people, browse, role):
    """A stranger is led to the door or gets 401; whose role is too low gets 403."""
    token = site.store.sessions.open(people[role].id) if role else ""
    client = browse(token)
    headers = {"x-csrf-token": site.store.sessions.find(token)[1].csrf} if role else {}
    wrong = []
    for one in declared():
        needs = needed(one)
        if role is None and needs is None and isinstance(one, Action):
            continue  # its form carries the secret of a page: tested with the forms
        may = needs is None or (role is not None and role.covers(needs))
        for api in places(one):
            refusals = {403} if role else ({401} if api else {303, 403})
            reached, status = ask(client, one, api=api, headers=headers)
            if reached != may or (not may and status not in refusals):
                wrong.append((route_of(one), api, reached, status))
    assert wrong == []


@pytest.mark.parametrize("how", ["let go", "idle", "old", "forged", "signed out"])
def test_a_session_that_ended_reaches_nothing(site, people, browse, watch, how):
    """Let go by an admin, away for 15 days, older than 90 days, invented, signed out: all strangers."""
    ada = people[Role.ADMIN]
    token = site.store.sessions.open(ada.id)
    if how == "let go":
        site.store.people.add("second@example.org", "Second", Role.ADMIN)
        site.store.people.change(ada.id, active=False)
    elif how == "idle":
        watch.on(days=15)
    elif how == "old":
        for _ in range(10):
            site.store.sessions.find(token)
            watch.on(days=9)
    elif how == "forged":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    else:
        site.store.sessions.close(token)
    client = browse(token)
    through = [
        (route_of(one), api)
        for one in declared()
        for api in places(one)
        if needed(one) is not None and ask(client, one, api=api)[0]
    ]
    assert through == []


@pytest.mark.parametrize("role", list(Role))
def test_a_key_may_what_its_role_may_and_never_more_than_its_owner(site, people, browse, role):
    """An admin's key of each role, and an editor's key that was made when she was an admin."""
    keys = site.store.keys
    token, _ = keys.make("report", people[Role.ADMIN].id, role)
    lowered, _ = keys.make("old", people[Role.EDITOR].id, Role.ADMIN)
    client = browse()
    wrong = []
    for one in declared():
        needs = needed(one)
        for api in places(one):
            for said, effective in ((token, role), (lowered, Role.EDITOR)):
                may = needs is None or effective.covers(needs)
                reached, _ = ask(client, one, api=api, headers={"authorization": f"Bearer {said}"})
                if reached != may:
                    wrong.append((route_of(one), api, effective, reached))
    assert wrong == []


@pytest.mark.parametrize("how", ["revoked", "expired", "owner let go", "invented"])
def test_a_key_that_ended_reaches_nothing(site, people, browse, watch, how):
    """Revoked, after its day, of somebody who was let go, or made up."""
    from datetime import timedelta  # noqa: PLC0415

    vic = people[Role.VIEWER]
    token, key = site.store.keys.make("report", vic.id, Role.VIEWER, watch.now() + timedelta(days=1))
    if how == "revoked":
        site.store.keys.revoke(key.id)
    elif how == "expired":
        watch.on(days=1)
    elif how == "owner let go":
        site.store.people.change(vic.id, active=False)
    else:
        token = "wgk_" + "x" * 43
    client, headers = browse(), {"authorization": f"Bearer {token}"}
    one = next(one for one in declared() if route_of(one) == "GET /account")
    assert ask(client, one, api=True, headers=headers) == (False, 401)


ATTACKS = {
    "no secret": {},
    "another's secret": {"x-csrf-token": "0" * 64},
    "from another site": {"origin": "https://evil.example.com"},
    "sent by another site": {"sec-fetch-site": "cross-site"},
    "sent by a neighbour": {"sec-fetch-site": "same-site"},
}


@pytest.mark.parametrize("how", ATTACKS)
def test_no_page_elsewhere_can_send_a_form(site, people, browse, how):
    """Her cookie travels along, and still nothing happens (CSRF); the secret alone does not help another site."""
    token = site.store.sessions.open(people[Role.ADMIN].id)
    client, secret = browse(token), site.store.sessions.find(token)[1].csrf
    good = {"x-csrf-token": secret}
    headers = ATTACKS[how] if "secret" in how else good | ATTACKS[how]
    through = []
    for one in declared():
        if isinstance(one, Action):
            through += [(one.path, api) for api in places(one) if ask(client, one, api=api, headers=headers)[0]]
            assert all(ask(client, one, api=api, headers=good)[0] for api in places(one)), one.path
    assert through == []
