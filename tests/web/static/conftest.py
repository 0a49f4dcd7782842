"""A page that shows every part and element, served for real under the app's own policy, and what its elements ask."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from tests.web.browsing import running

from wegweiser.clock import FixedClock
from wegweiser.domain.people import Person, Role
from wegweiser.web.frame.assets import ROUTE
from wegweiser.web.frame.headers import APP_POLICY
from wegweiser.web.frame.rendering import environment, render
from wegweiser.web.frame.site import Visit

HERE = Path(__file__).parent
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DRAWING = Markup(
    '<svg viewBox="0 0 600 90" role="img" aria-label="48,210 begin, 7,516 leave">'
    '<path d="M0 10H600V60C300 60 300 30 0 40Z" fill="color-mix(in oklab,var(--accent) 25%,var(--paper))"/>'
    '<rect width="8" height="70" y="4" rx="2" fill="var(--accent)"/>'
    '<rect x="592" width="8" height="50" y="14" rx="2" fill="var(--bad)"/>'
    '<text x="16" y="26" font-size="13" fill="var(--ink)">48,210</text></svg>'
)
MENTION = Markup("<mark>@Tom</mark> When is the letter sent?")


class Desk:
    """Answers what the elements of the page ask, and remembers what they sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, str]]] = []
        self.streams = 0
        self.down = False

    def show(self, request, template, status=200, **given):
        """Return a page in the language and theme the browser asks for."""
        ana = Person("ana", "ana@example.org", "Ana Berger", Role.EDITOR, NOON)
        visit = Visit(
            site=SimpleNamespace(
                config=SimpleNamespace(timezone="Europe/Berlin"),
                clock=FixedClock(NOON),
                store=SimpleNamespace(settings={}, comments=SimpleNamespace(unread=lambda _: ())),
            ),
            language=request.query_params.get("lang", "en"),
            person=ana,
            role=Role.EDITOR,
            csrf="secret",
            path="/maps",
            theme=request.cookies.get("wg_theme", "system"),
        )
        body = render(template, visit, **given)
        return HTMLResponse(body, status, {"content-security-policy": APP_POLICY})

    async def taken(self, request):
        """Return the fields of a form and keep them; the status line is told of each."""
        async with request.form() as given:
            form = dict(given)
        self.sent.append((request.url.path, form))
        return form

    async def page(self, request):
        """Show one of the pages."""
        name = request.path_params.get("name") or "gallery"
        given = {"drawing": DRAWING, "mention": MENTION, "n": request.query_params.get("n", "")}
        return self.show(request, f"pages/{name}.html", **given)

    async def edit(self, request):
        """Keep a text; refuse "no", and say of "late" that somebody was faster unless that one's text was seen."""
        form = await self.taken(request)
        if form["text"] == "late" and form["base"] != "Rechnung ist unklar":
            return self.show(request, "pages/answers.html", 409, kind="theirs")
        if form["text"] == "no":
            problem = {"title": "That cannot be used.", "detail": "", "problems": (), "near": None, "rest": 0}
            return self.show(request, "parts/problem.html", 422, problem=problem)
        place = {"cl_1": "one", "cl_2": "two"}.get(form["id"], "three")
        answer = self.show(request, "pages/answers.html", kind="edited", text=form["text"], id=form["id"], place=place)
        answer.headers["x-told"] = '"Kept."'
        return answer

    async def move(self, request):
        """Keep a move; what is stuck stays."""
        form = await self.taken(request)
        return Response(status_code=409 if form["id"] == "stuck" else 204)

    async def upload(self, request):
        """Take a file and go on."""
        async with request.form() as form:
            self.sent.append(("/upload", {"name": form["file"].filename, "csrf": form["csrf"]}))
        return Response(status_code=204, headers={"hx-redirect": "/pages/evidence?n=7"})

    async def job(self, request):
        """Show a job four tenths further on."""
        return self.show(request, "pages/answers.html", kind="job", share=float(request.query_params["share"]) + 0.4)

    async def live(self, _request):
        """Tell of one person and one change, then end the stream; it is opened again."""
        self.streams += 1
        if self.down:
            return Response(status_code=503)

        async def events():
            yield b"retry: 200\n\n"
            yield 'event: here\ndata: {"people": [{"name": "Tom Weiß", "initials": "TW"}]}\n\n'.encode()
            yield b'event: changed\ndata: {"revision": 15, "by": "tom", "targets": ["cell:feel/p1"]}\n\n'
            await asyncio.sleep(0.3)

        return StreamingResponse(events(), media_type="text/event-stream")


@pytest.fixture
def desk():
    """Return what the elements talk to."""
    return Desk()


@pytest.fixture
def served(desk, monkeypatch):
    """Return the address of the gallery, which stops with the test."""
    monkeypatch.setattr(environment().loader, "searchpath", [*environment().loader.searchpath, str(HERE)])
    routes = [
        ROUTE,
        Route("/", desk.page),
        Route("/pages/{name}", desk.page),
        Route("/evidence", lambda request: desk.show(request, "pages/evidence.html", n=request.query_params["n"])),
        Route("/edit", desk.edit, methods=["POST"]),
        Route("/move", desk.move, methods=["POST"]),
        Route("/upload", desk.upload, methods=["POST"]),
        Route("/job/{id}", desk.job),
        Route("/live", desk.live),
    ]
    with running(Starlette(routes=routes)) as address:
        yield address


@pytest.fixture
def opened(served, windows):
    """Return a function that opens a page and waits until it is ready."""
    # Some elements are refused something, and must bear it.
    windows.expected.append("Failed to load resource")

    def open_page(address="/", scheme="light", size=(1440, 900), reduced_motion="no-preference", **more):
        page = windows.open(served, scheme=scheme, size=size, base_url=served, reduced_motion=reduced_motion, **more)
        page.goto(address)
        page.locator("html[data-ready]").wait_for()
        return page

    return open_page
