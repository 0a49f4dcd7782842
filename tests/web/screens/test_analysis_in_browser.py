"""The analysis screens in Chromium: the slider, a search by a real worker, steps moved by keys, a phone, axe."""

from __future__ import annotations

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe

from wegweiser.domain.people import Role

pytestmark = pytest.mark.browser
SCREENS = ("paths", "funnel", "feelings", "levers", "personas")


@pytest.fixture
def site(shop):
    """Return the site of a shop that was run."""
    return shop


@pytest.fixture
def opened(opened):
    """Return a function that opens an address as a viewer."""
    return partial(opened, role=Role.VIEWER)


def test_the_slider_draws_the_graph_anew(opened):
    """Only the figure changes; the slider keeps the focus, so that a key can move it on."""
    page = opened("/paths")
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
    page = opened("/paths", size=(360, 900), scheme=scheme, language=language)
    found, wide = {}, {}
    for screen in SCREENS:
        page.goto(page.evaluate("location.origin") + f"/{screen}")
        wide[screen] = page.evaluate("document.documentElement.scrollWidth")
        found[screen] = [one["id"] for one in Axe().run(page).response["violations"]]
    assert [screen for screen in SCREENS if found[screen]] == [], found
    assert wide == dict.fromkeys(SCREENS, 360)
