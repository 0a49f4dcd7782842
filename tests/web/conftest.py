"""The app as its visitors meet it: a small site, one person of each role, and a browser for each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from wegweiser.domain.people import Role
from wegweiser.store import Lifetimes, open_store
from wegweiser.web.app import app
from wegweiser.web.frame import Site
from wegweiser.web.frame.guarding import session_cookie
from wegweiser.web.opening import site_of

NAMES = {Role.ADMIN: "Ada Admin", Role.EDITOR: "Edo Editor", Role.COMMENTER: "Kim Commenter", Role.VIEWER: "Vic Viewer"}


class Watch:
    """A clock that is moved by hand; it begins at noon of 2 March."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time it shows."""
        return self.at

    def on(self, **by: float) -> None:
        """Move it: `watch.on(days=15)`."""
        self.at += timedelta(**by)


class Visitor(TestClient):
    """A browser of one person, or of a stranger: it follows nothing by itself, and its forms carry her secret."""

    csrf = ""

    def send(self, path: str, headers=None, **fields):
        """Send a form as a page of ours does."""
        return self.post(path, data={"csrf": self.csrf, **fields}, headers=headers)

    def call(self, path: str, **body):
        """Send JSON to the API as a script of ours does."""
        return self.post(f"/api/v1{path}", json=body, headers={"x-csrf-token": self.csrf})


@pytest.fixture
def watch():
    """Return the clock of the site."""
    return Watch()


@pytest.fixture
def site(tmp_path, watch):
    """Return the site of a workspace nobody has loaded anything into."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "wegweiser.toml").write_text('name = "Kornblume"\n', "utf-8")
    lifetimes = Lifetimes(idle=timedelta(days=14), longest=timedelta(days=90))
    with open_store(str(folder / ".wegweiser" / "app.sqlite"), watch, lifetimes) as store:
        yield site_of(folder, store, watch, "http://127.0.0.1:8080")


@pytest.fixture
def people(site: Site):
    """Return one person of each role."""
    return {role: site.store.people.add(f"{role.value}@example.org", name, role) for role, name in NAMES.items()}


@pytest.fixture
def visitor(site: Site, people):
    """Return a function that gives the browser of a role, signed in, or of a stranger."""
    served = app(site)

    def browse(role: Role | None = None) -> Visitor:
        made = Visitor(served, base_url=site.base_url, follow_redirects=False)
        if role is not None:
            token = site.store.sessions.open(people[role].id)
            made.cookies.set(session_cookie(site), token)
            made.csrf = site.store.sessions.find(token)[1].csrf
        return made

    return browse
