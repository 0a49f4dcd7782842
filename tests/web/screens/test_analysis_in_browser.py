"""The analysis screens in Chromium: the slider, a search by a real worker, steps moved by keys, a phone, axe."""

from __future__ import annotations

import threading
import time

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from wegweiser.domain.people import Role
from wegweiser.web.app import app
from wegweiser.web.frame.guarding import session_cookie

pytestmark = pytest.mark.browser
SCREENS = ("paths", "funnel", "feelings", "levers", "personas")


@pytest.fixture
def site(shop):
    """Return the site of a shop that was run."""
    return shop


@pytest.fixture
def served(site):
    """Return the address of the app, which stops with the test."""
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
    """Return a function that opens an address as a viewer, and fails if anything goes wrong on the page."""
    contexts, told = [], []

    def open_page(address, width=1280, scheme="light", language="en"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        token = site.store.sessions.open(people[Role.VIEWER].id)
        cookies = {session_cookie(site): token, "wg_language": language}
        context.add_cookies([{"name": name, "value": value, "url": served} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("console", lambda message: told.append(message.text) if "Content Security" in message.text else None)
        page.goto(served + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert told == []


def test_the_slider_draws_the_graph_anew(opened):
    """Only the figure changes; the slider keeps the focus, so that a key can move it on."""
    page = opened("/paths")
    page.locator("html[data-ready]").wait_for()
    slider = page.get_by_label("Moves shown")
    slider.focus()
    with page.expect_response(lambda answer: "share=1" in answer.url):
        page.keyboard.press("End")
    page.locator("#graph p").get_by_text("Shown: 100%").wait_for()
    assert slider.evaluate("node => node === document.activeElement")


def test_a_search_is_waited_for_and_shown(opened):
    """A real worker answers while the page waits; the answer comes by itself."""
    page = opened("/paths")
    page.get_by_label("Pattern", exact=True).fill("cart -> purchase")
    page.keyboard.press("Enter")
    page.get_by_text("go this way", exact=True).wait_for(timeout=60_000)
    assert page.get_by_label("Pattern", exact=True).input_value() == "cart -> purchase"
    assert page.locator("#found").count() == 1


def test_steps_are_moved_by_keys_and_buttons(opened):
    """Alt and an arrow move a step on the page; the button does so without a script; both orders are sent."""
    page = opened("/funnel?steps=ad_click&steps=product_view&steps=cart")
    page.wait_for_function("() => !!customElements.get('wg-sort') && !!window.Sortable")
    steps = page.locator("[name=steps]")
    page.locator("[data-id=cart]").focus()
    page.keyboard.press("Alt+ArrowUp")
    assert [one.input_value() for one in steps.all()] == ["ad_click", "cart", "product_view"]
    page.get_by_role("button", name="down").first.click()
    page.wait_for_url("**down=0**")
    assert [one.input_value() for one in steps.all()] == ["cart", "ad_click", "product_view"]


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "de")])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(opened, scheme, language):
    """No violation on any screen, and no page scrolls sideways at 360 pixels."""
    page = opened("/paths", 360, scheme, language)
    found, wide = {}, {}
    for screen in SCREENS:
        page.goto(page.evaluate("location.origin") + f"/{screen}")
        wide[screen] = page.evaluate("document.documentElement.scrollWidth")
        found[screen] = [one["id"] for one in Axe().run(page).response["violations"]]
    assert [screen for screen in SCREENS if found[screen]] == [], found
    assert wide == dict.fromkeys(SCREENS, 360)
