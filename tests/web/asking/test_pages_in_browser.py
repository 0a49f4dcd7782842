from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(served, windows):
    """Return a function that opens an address."""
    # A form with problems and a page that is not there are among the pages.
    windows.expected.append("Failed to load resource")

    def open_page(address, scheme="light", size=(1200, 900), motion="no-preference"):
        page = windows.open(served, scheme=scheme, size=size, reduced_motion=motion)
        page.goto(served + address)
        return page

    return open_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing(opened, language, scheme):
    """Form, form with problems, thanks and an error: no violation in either theme or language."""
    page = opened(f"/ask/kauf?lang={language}", scheme)
    states = ["form", "problems", "thanks", "error"]
    for state in states:
        if state == "problems":
            page.locator(".send").click()
            page.locator(".wrong").wait_for()
        elif state == "thanks":
            page.locator("input[name=q-nps][value='9']").check()
            page.locator(".send").click()
            page.get_by_role("status").wait_for()
        elif state == "error":
            page.goto(page.url.split("/ask")[0] + f"/ask/none?lang={language}")
        found = Axe().run(page)
        assert [(state, v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []


def test_the_whole_form_is_filled_in_from_the_keyboard(opened):
    """Tab reaches each group once, arrows choose, what has the focus is framed, Enter sends."""
    page = opened("/ask/kauf?lang=en")
    page.locator("input[name=q-nps]").first.focus()
    page.keyboard.press("ArrowRight")
    chosen = page.locator("label:has(input[name=q-nps]:checked)")
    assert chosen.inner_text() == "1"
    assert chosen.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q-ease"
    page.keyboard.press("Space")
    page.locator(".send").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == "We bake on."


def test_problems_have_the_focus_and_lead_to_their_question(opened):
    """After sending, the summary is read first; its link goes to the first box of the question."""
    page = opened("/ask/kauf?lang=de")
    page.locator(".send").click()
    page.locator(".wrong").wait_for()
    assert page.evaluate("document.activeElement.className") == "wrong"
    assert page.get_by_role("radiogroup").first.get_attribute("aria-invalid") == "true"
    page.locator(".wrong a").press("Enter")
    assert page.url.endswith("#q-nps")
    assert page.evaluate("document.activeElement.name + document.activeElement.value") == "q-nps0"


@pytest.mark.parametrize("wide", [360, 600, 1440])
def test_nothing_is_wider_than_the_screen_and_every_box_is_large_enough(opened, wide):
    """From a telephone to a desktop: no scrolling sideways, targets of 24 pixels and more, seven boxes in one row."""
    page = opened("/ask/kauf?lang=de", size=(wide, 800))
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    boxes = [label.bounding_box() for label in page.locator("fieldset label").all()]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24
    row = [label.bounding_box()["y"] for label in page.locator(".n7 label").all()]
    assert len(set(row)) == 1


def test_nothing_moves_for_who_wants_it_still(opened):
    """Reduced motion: no transition is left."""
    page = opened("/ask/kauf", motion="reduce")
    assert page.locator(".scale label").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
