"""Slides, shared maps, files and settings in Chromium: by keys, on a telephone, read by axe."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from wegweiser.domain.talk import Offer
from wegweiser.web import mapping

pytestmark = pytest.mark.browser

MAP, PHONE = "/maps/first_order", (360, 780)
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
def served(site, first_order, served):  # noqa: ARG001  (the map must be there)
    """Return the address of the app, which knows the map."""
    mapping.take_in(site)
    return served


def wrong_with(page):
    """Return what axe finds on a page, and whether it is wider than the window."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [one["id"] for one in Axe().run(page).response["violations"]], wide


def test_every_page_reads_well_on_a_telephone(opened, served):
    """Axe finds nothing, and no page is wider than 360 pixels; tests/web/whole looks at all in German and dark."""
    page, found = opened("/api", size=PHONE), {}
    for address in PAGES:
        page.goto(served + address)
        page.locator("html[data-ready]").wait_for()
        found[address] = wrong_with(page)
    assert {address: wrong for address, wrong in found.items() if wrong != ([], False)} == {}


def test_a_shared_map_reads_well_for_a_stranger(opened, site):
    """The map, and the question for a password."""
    lasts = timedelta(days=1)
    open_, _ = site.store.shares.make("first_order", "x", lasts, Offer(files=True))
    locked, _ = site.store.shares.make("first_order", "x", lasts, password_hash="unknown")  # noqa: S106
    for token in (open_, locked):
        for language, scheme in (("en", "dark"), ("de", "light")):
            assert wrong_with(opened(f"/s/{token}", None, language=language, scheme=scheme, size=PHONE)) == ([], False)


def test_slides_go_by_keys_and_buttons_and_stand_in_the_address(opened):
    """Right twice, End, Home; the button goes on; a link with the slide's name opens it."""
    page = opened(f"{MAP}/present")
    page.wait_for_function("() => !!customElements.get('wg-present')")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "End", "Home"):
        page.keyboard.press(key)
        seen.append(page.locator("[data-shown]").get_attribute("id"))
    assert seen == ["slide-order", "slide-use", "slide-end", "slide-start"]
    page.get_by_role("button", name="Next slide").click()
    assert page.url.endswith("#slide-order")
    assert page.locator("section:visible").count() == 1
    again = opened(f"{MAP}/present#slide-use")
    again.locator("#slide-use[data-shown]").wait_for()
