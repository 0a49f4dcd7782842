from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from deck import DECK
from grocer import GROCER
from playwright.sync_api import Browser, Page
from rich_deck import BACKDROP, RICH
from strained import bare, strained

from wegweiser.maps.render import html, sedcards_html
from wegweiser.maps.sedcards import compared_html
from wegweiser.personas.telling import compare

pytestmark = pytest.mark.browser
PAGES = {
    "map-de": lambda: html(GROCER, "de"),
    "map-en": lambda: html(GROCER, "en"),
    "bare": lambda: html(bare(), "de"),
    "strained": lambda: html(strained(), "de"),
    "deck-de": lambda: sedcards_html(DECK, "de"),
    "rich-de": lambda: sedcards_html(RICH, "de", BACKDROP),
    "rich-en": lambda: sedcards_html(RICH, "en", BACKDROP),
    "compared-de": lambda: compared_html(compare(RICH), "de", BACKDROP),
}
_CLIPPED = """() => [...document.querySelectorAll('td, th, .card, .st, .gp, .kpi, .who, .tt, .lead, .sed *')]
  .filter(e => e.getClientRects().length && !e.matches('.vh, .feel, .go, .bd') && !e.closest('svg, .vh'))
  .filter(e => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.tagName + '.' + e.className + ': ' + e.textContent.trim().slice(0, 60))"""
_OUTSIDE = """() => [...document.querySelectorAll('.ql, th.bd span')].filter(e => {
  const inner = e.getBoundingClientRect(), outer = e.closest('.fw, th').getBoundingClientRect();
  return inner.height && (inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1 || inner.left < outer.left - 1 ||
    inner.right > outer.right + 1) }).map(e => e.textContent)"""
_OVERLAPPING = """() => { const marks = [...document.querySelectorAll('.ql')].map(e => e.getBoundingClientRect());
  return marks.flatMap((a, i) => marks.slice(i + 1).filter(b =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length }"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page from a file, and fails if it asks for anything else."""
    contexts = []

    def open_page(name: str, scheme: str = "light", size: tuple[int, int] = (1440, 900)) -> Page:
        file = tmp_path / f"{name}.html"
        file.write_text(PAGES[name](), encoding="utf-8")
        context = browser.new_context(color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda entry: asked.append(entry.text))
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready.then(() => true)")
        assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["map-de", "map-en", "bare", "deck-de", "rich-de", "compared-de"])
def test_axe_finds_nothing(opened, name, scheme):
    """Contrast, names, structure: no violation in either theme or language."""
    page = opened(name, scheme)
    found = Axe().run(page)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []


@pytest.mark.parametrize(
    "name", ["map-de", "map-en", "bare", "strained", "deck-de", "rich-de", "rich-en", "compared-de"]
)
def test_nothing_is_clipped_and_no_quotes_overlap(opened, name):
    """Every cell holds its text, at the width of a laptop and of a telephone."""
    page = opened(name)
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(_CLIPPED) == []
        assert page.evaluate(_OUTSIDE) == []
        assert page.evaluate(_OVERLAPPING) == 0


def test_no_page_of_personas_is_wider_than_a_telephone(opened):
    """Cards reflow into one column; the comparison scrolls inside its region."""
    for name in ("rich-de", "compared-de"):
        page = opened(name, size=(390, 844))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_comparison_scrolls_by_keyboard_while_names_stay(opened):
    """The region takes the focus; arrows move the columns, rows keep their names in sight."""
    page = opened("compared-de", size=(390, 844))
    region = page.get_by_role("region")
    region.focus()
    page.keyboard.press("ArrowRight")
    # the browser glides; the page's own policy forbids Playwright's waiting for a function
    moved = (
        page.evaluate("document.querySelector('.cmp').scrollLeft") or page.wait_for_timeout(20) for _ in range(200)
    )
    assert next(filter(None, moved)) > 0
    edge = region.bounding_box()["x"]
    assert page.locator("tbody th[scope=row]").first.bounding_box()["x"] == pytest.approx(edge, abs=2)


def test_nothing_of_a_card_that_is_not_known_leaves_a_heading(opened):
    """Every heading has something below it."""
    page = opened("rich-de")
    empty = "[...document.querySelectorAll('.sed section')].filter(e => e.children.length < 2).length"
    assert page.evaluate(empty) == 0
    assert page.locator("#card-3 h3").all_inner_texts()[0] == "Ziele"


def test_a_telephone_scrolls_the_map_inside_its_frame(opened):
    """The page itself is no wider than the screen."""
    page = opened("map-de", size=(390, 844))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_switch_of_views_works_from_the_keyboard(opened):
    """Arrow keys walk from working to full and back to minimal."""
    page = opened("map-en")
    page.locator("#view-working").focus()
    assert not page.get_by_role("rowheader", name="Steps").is_visible()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("rowheader", name="Steps").is_visible()
    page.locator("#view-minimal").check()
    assert not page.get_by_role("rowheader", name="Goals").is_visible()
    assert page.get_by_role("rowheader", name="Feelings").is_visible()


def test_evidence_opens_from_the_keyboard_and_leads_to_its_source(opened):
    """Enter opens what supports a claim, its link closes it and goes to the source."""
    page = opened("map-en")
    page.get_by_role("button", name="validated: Evidence").focus()
    page.keyboard.press("Enter")
    popover = page.locator(".pop:popover-open")
    assert "54\u201362%" in popover.inner_text()
    popover.get_by_role("link").press("Enter")
    assert page.locator(".pop:popover-open").count() == 0
    assert page.url.endswith("#source-5")


def test_the_theme_button_turns_the_page_dark_and_back(opened):
    """The button that is shown does something."""
    page = opened("map-en")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate(paper) == "rgb(21, 23, 27)"
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate(paper) == light


def test_phases_stay_in_sight_while_the_lanes_scroll(opened):
    """Phase heads and lane names are sticky."""
    page = opened("map-de", size=(1000, 600))
    page.evaluate("document.querySelector('.canvas').scrollTo(300, 500)")
    head = page.locator("thead .ph").first.bounding_box()
    lane = page.locator("th.ln").last.bounding_box()
    canvas = page.locator(".canvas").bounding_box()
    assert head["y"] == pytest.approx(canvas["y"], abs=2)
    assert lane["x"] == pytest.approx(canvas["x"] + 20 + 30, abs=22)
