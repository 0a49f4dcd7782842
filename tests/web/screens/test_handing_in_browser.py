"""Slides, shared maps, files and settings in Chromium: by keys, on a telephone, read by axe."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from wegweiser.domain.people import Role
from wegweiser.domain.talk import Offer
from wegweiser.web import mapping
from wegweiser.web.app import app
from wegweiser.web.frame.guarding import session_cookie

pytestmark = pytest.mark.browser

PLAN = Path(__file__).parents[1] / "mapping" / "first_order.yaml"
MAP = "/maps/first_order"
PAGES = (
    f"{MAP}/export",
    f"{MAP}/shares",
    f"{MAP}/import",
    f"{MAP}/present",
    "/settings",
    "/settings/phases",
    "/settings/brand",
    "/settings/about",
    "/api",
)


@pytest.fixture
def served(site):
    """Return the address of the app, which stops with the test."""
    (site.folder / "journey.yaml").write_bytes(PLAN.read_bytes())
    mapping.take_in(site)
    config = uvicorn.Config(app(site), port=0, log_level="error", timeout_graceful_shutdown=1, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def opened(browser, served, site, people):
    """Return a function that opens an address as an admin, or as a stranger."""
    contexts = []

    def open_page(address, language="en", scheme="light", width=360, *, known=True):
        context = browser.new_context(viewport={"width": width, "height": 780}, color_scheme=scheme)
        contexts.append(context)
        cookies = {"wg_language": language}
        cookies |= {session_cookie(site): site.store.sessions.open(people[Role.ADMIN].id)} if known else {}
        context.add_cookies([{"name": name, "value": value, "url": served} for name, value in cookies.items()])
        page = context.new_page()
        page.goto(served + address)
        page.locator("html[data-ready]").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()


def wrong_with(page):
    """Return what axe finds on a page, and whether it is wider than the window."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [one["id"] for one in Axe().run(page).response["violations"]], wide


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("de", "light")])
def test_every_page_reads_well_on_a_telephone(opened, language, scheme):
    """Axe finds nothing, and no page is wider than 360 pixels."""
    found = {address: wrong_with(opened(address, language, scheme)) for address in PAGES}
    assert {address: wrong for address, wrong in found.items() if wrong != ([], False)} == {}


def test_a_shared_map_reads_well_for_a_stranger(opened, site):
    """The map, and the question for a password."""
    lasts = timedelta(days=1)
    open_, _ = site.store.shares.make("first_order", "x", lasts, Offer(files=True))
    locked, _ = site.store.shares.make("first_order", "x", lasts, password_hash="unknown")  # noqa: S106
    for token in (open_, locked):
        for language, scheme in (("en", "dark"), ("de", "light")):
            assert wrong_with(opened(f"/s/{token}", language, scheme, known=False)) == ([], False)


def test_slides_go_by_keys_and_buttons_and_stand_in_the_address(opened):
    """Right twice, End, Home; the button goes on; a link with the slide's name opens it."""
    page = opened(f"{MAP}/present", width=1280)
    page.wait_for_function("() => !!customElements.get('wg-present')")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "End", "Home"):
        page.keyboard.press(key)
        seen.append(page.locator("[data-shown]").get_attribute("id"))
    assert seen == ["slide-order", "slide-use", "slide-end", "slide-start"]
    page.get_by_role("button", name="Next slide").click()
    assert page.url.endswith("#slide-order")
    assert page.locator("section:visible").count() == 1
    again = opened(f"{MAP}/present#slide-use", width=1280)
    again.locator("#slide-use[data-shown]").wait_for()
