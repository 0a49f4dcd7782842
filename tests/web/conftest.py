"""The app as its visitors meet it: a small site, one person of each role, and a browser for each."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.browsing import Windows, running

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.domain.people import Role
from wegweiser.settings import Settings
from wegweiser.store import Lifetimes, open_store
from wegweiser.web.app import app
from wegweiser.web.frame import Site
from wegweiser.web.frame.guarding import session_cookie
from wegweiser.web.opening import site_of
from wegweiser.workspace import Config, Outputs

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

    def submit(self, path: str, headers=None, **fields):
        """Send a form as a page of ours does."""
        return self.post(path, data={"csrf": self.csrf, **fields}, headers=headers)

    def call(self, path: str, **body):
        """Send JSON to the API as a script of ours does."""
        return self.post(f"/api/v1{path}", json=body, headers={"x-csrf-token": self.csrf})


def _visits() -> str:
    """Return the visits of sixty customers: some buy like Ana, some leave like Ben, some come back like Cem."""
    lines = ["customer,time,event,channel,value"]
    for number in range(60):
        day, who = 1 + number % 28, f"c{number:02}"
        lines.append(f"{who},2026-01-{day:02} 09:00:00,ad_click,search,")
        lines.append(f"{who},2026-01-{day:02} 09:05:00,product_view,web,")
        if number % 3:
            lines.append(f"{who},2026-01-{day:02} 09:20:00,cart,web,")
            lines.append(f"{who},2026-01-{day:02} 09:30:00,purchase,web,{20 + number}")
        if number % 3 == 2:
            lines.append(f"{who},2026-02-{day:02} 12:00:00,purchase,store,{10 + number}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def ran_shop(tmp_path_factory):
    """Return the folder of a shop that was run once; copy it before anything is written there."""
    folder = tmp_path_factory.mktemp("ran") / "shop"
    create_workspace(folder, Config(name="Shop", timezone="Europe/Berlin"))
    (folder / "data" / "visits.csv").write_text(_visits(), "utf-8")
    settings = Settings(memory="512MB", threads=1, now=datetime(2026, 3, 2, 12, tzinfo=UTC))
    with open_workspace(folder, settings) as ws:
        ws.run(Outputs(folder / "maps", ("en",), ("json",)))
    return folder


@pytest.fixture
def shop(ran_shop, tmp_path, watch):
    """Return the site of a shop that was run, with a map of its own."""
    folder = tmp_path / "shop"
    shutil.copytree(ran_shop, folder)
    lifetimes = Lifetimes(idle=timedelta(days=14), longest=timedelta(days=90))
    with open_store(str(folder / ".wegweiser" / "app.sqlite"), watch, lifetimes) as store:
        yield site_of(folder, store, watch, "http://127.0.0.1:8080")


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


@pytest.fixture
def served(site):
    """Return the address of the app on a real server, which stops with the test."""
    with running(app(site)) as site.base_url:
        yield site.base_url


@pytest.fixture
def windows(browser):
    """Return what opens windows; what goes wrong in one of them fails the test."""
    made = Windows(browser)
    yield made
    made.close()


@pytest.fixture
def opened(served, windows, site, people):
    """Return a function that opens an address as somebody, or as a stranger, and waits until the page is ready."""

    def open_page(address, role=Role.ADMIN, *, size=(1280, 900), scheme="light", language="en"):
        token = site.store.sessions.open(people[role].id) if role else ""
        page = windows.open(served, token, size=size, scheme=scheme, language=language)
        page.goto(served + address)
        page.locator("html[data-ready]").wait_for()
        return page

    return open_page


@pytest.fixture
def first_order(site):
    """Return the address of a small map: two phases, Ana's quick and dear order, and no numbers."""
    plan = Path(__file__).parent / "mapping" / "first_order.yaml"
    (site.folder / "journey.yaml").write_bytes(plan.read_bytes())
    return "/maps/first_order"
