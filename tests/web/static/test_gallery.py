from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

NAMES = ["copy", "drawer", "edit", "live", "shortcuts", "sort", "table", "theme", "upload"]


def awake(page):
    """Wait until every element of the gallery works."""
    tags = [f"wg-{name}" for name in NAMES]
    page.wait_for_function("tags => tags.every(tag => customElements.get(tag))", arg=tags)
    return page


def violations(page, within=None):
    """Return what axe finds on a page, or within a part of it."""
    return [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page, within).response["violations"]]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("de", "light", 1440), ("en", "dark", 1440), ("de", "dark", 390), ("en", "light", 390)],
)
def test_axe_finds_nothing(opened, language, scheme, width):
    """Every part, and the drawer, the dialog and a menu while they are open."""
    page = awake(opened(f"/?lang={language}", scheme, (width, 900), reduced_motion="reduce"))
    assert violations(page) == []
    page.locator("a[data-drawer]").first.click()
    page.locator("#drawer[open]").wait_for()
    assert violations(page, "#drawer") == []
    page.keyboard.press("Escape")
    page.locator("[data-dialog=new]").click()
    assert violations(page, "#new") == []
    page.keyboard.press("Escape")
    page.locator("[popovertarget=more]").click()
    assert violations(page, "#more") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["bare", "present"])
def test_axe_finds_nothing_on_pages_without_a_rail(opened, name, scheme):
    """Sign-in and presenting."""
    assert violations(opened(f"/pages/{name}?lang=de", scheme)) == []


def test_nothing_is_wider_than_the_screen(opened):
    """From a telephone to a wall: the page never scrolls sideways, only what says so."""
    page = opened("/?lang=de")
    for width in (360, 640, 999, 1000, 2560, 3840):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.page'))") <= 0


@pytest.mark.parametrize("width", [390, 1440])
def test_every_target_is_large_enough(opened, width):
    """Buttons and links outside running text are 24 pixels or more both ways (WCAG 2.5.8)."""
    page = awake(opened("/?lang=de", size=(width, 900)))
    small = page.evaluate(
        """() => [...document.querySelectorAll('button,.btn,.go,.seg a,.seg label,.tabs a,input,select')]
        .filter(e => e.checkVisibility() && !e.matches('[type=checkbox],[type=radio],[type=file],.linklike,.seg input'))
        .filter(e => { const r = e.getBoundingClientRect(); return Math.min(r.width, r.height) < 23.9 })
        .map(e => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_the_rail_is_a_menu_on_a_small_screen(opened):
    """The menu opens and closes by keyboard; Escape gives the focus back to its button."""
    page = opened(size=(390, 800))
    assert not page.locator(".rail").is_visible()
    page.locator(".top .open").focus()
    page.keyboard.press("Enter")
    page.locator(".rail a.go[aria-current]").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "brand"
    page.keyboard.press("Escape")
    assert not page.locator(".rail").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == "rail"


def test_the_first_tab_leads_past_the_rail(opened):
    """Skip link first; it goes to the content."""
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page"


def test_a_page_works_without_scripts(browser, served):
    """Links link, forms post, and what needs a script is not there."""
    context = browser.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    page.goto("/")
    assert page.locator("wg-copy").count() == 1
    assert not page.locator("wg-copy").is_visible()
    page.locator("a[data-drawer]").first.click()
    assert page.locator("h1").inner_text() == "Evidence 1"
    context.close()


def test_nothing_moves_for_who_wants_it_still(opened):
    """Reduced motion: no transition and no animation is left."""
    page = opened(reduced_motion="reduce")
    assert page.locator(".btn").first.evaluate("e => getComputedStyle(e).transitionProperty") == "none"
    assert page.locator(".bar .unknown").evaluate("e => parseFloat(getComputedStyle(e).animationDuration)") < 0.001


def test_print_leaves_the_page_alone(opened):
    """Rail, tools and messages are not printed; the whole page is, on white."""
    page = opened()
    page.emulate_media(media="print")
    hidden = [page.locator(name).first.is_visible() for name in (".rail", ".tools", ".tabs")]
    assert hidden == [False, False, False]
    assert page.locator(".page").evaluate("e => getComputedStyle(e).overflow") == "visible"


def test_a_chosen_theme_is_there_before_the_page_paints(opened):
    """The cookie of the switch tells the server, which writes the theme into the page."""
    page = awake(opened())
    page.locator("[popovertarget=me]").click()
    page.locator("[data-theme-to=dark]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(21, 23, 27)"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("[data-theme-to=dark]").get_attribute("aria-pressed") == "true"
