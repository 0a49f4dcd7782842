from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from walked import WAYS, strained

from wegweiser.maps.charts import page, rows

pytestmark = pytest.mark.browser
PAGES = {
    "ways-en": lambda: page(WAYS, "en"),
    "ways-de": lambda: page(WAYS, "de"),
    "strained": lambda: page(strained(), "de"),
    "empty": lambda: page(rows.Ways(title="Leer", customers=0), "de"),
}
_BOXES = (
    """const boxes = svg => [...svg.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]);"""
)
_OVERLAPPING = f"""() => {{ {_BOXES} return [...document.querySelectorAll('svg.chart')].flatMap(svg => {{
  const all = boxes(svg); return all.flatMap(([s, a], i) => all.slice(i + 1).filter(([, b]) =>
    a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 5 && b.top < a.bottom - 5)
    .map(([t]) => s + ' | ' + t)) }}) }}"""
_OUTSIDE = f"""() => {{ {_BOXES} return [...document.querySelectorAll('svg.chart')].flatMap(svg => {{
  const o = svg.getBoundingClientRect(); return boxes(svg).filter(([, b]) =>
    b.left < o.left - 1 || b.right > o.right + 1 || b.top < o.top - 1 || b.bottom > o.bottom + 1)
    .map(([t]) => t) }}) }}"""


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that opens a page from a file, and fails if it asks for anything else."""
    contexts = []

    def open_page(name, scheme="light", size=(1440, 900), **more):
        file = tmp_path / f"{name}.html"
        file.write_text(PAGES[name](), encoding="utf-8")
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **more
        )
        contexts.append(context)
        made = context.new_page()
        asked = []
        made.on("request", lambda request: asked.append(request.url))
        made.on("console", lambda entry: asked.append(entry.text))
        made.goto(file.as_uri())
        if more.get("java_script_enabled", True):
            made.evaluate("document.fonts.ready.then(() => true)")
        assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
        return made

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ways-en", "ways-de", "empty"])
def test_axe_finds_nothing(opened, name, scheme):
    """Contrast, names, structure: no violation in either theme or language, tables opened."""
    made = opened(name, scheme)
    made.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(made)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("name", ["ways-en", "ways-de", "strained"])
def test_no_label_collides_or_is_cut(opened, name):
    """Every text of every chart lies inside its picture and beside the others."""
    made = opened(name)
    assert made.evaluate(_OVERLAPPING) == []
    assert made.evaluate(_OUTSIDE) == []


@pytest.mark.parametrize("name", ["ways-de", "strained"])
def test_a_telephone_scrolls_each_chart_inside_its_own_box(opened, name):
    """The page itself is no wider than the screen."""
    made = opened(name, size=(390, 844))
    assert made.evaluate("document.documentElement.scrollWidth") <= 390
    assert made.evaluate("[...document.querySelectorAll('.pan')].every(p => p.scrollWidth >= p.clientWidth)")


def test_the_page_works_without_javascript(opened):
    """The figures open by a click where no script may run."""
    made = opened("ways-en", java_script_enabled=False)
    made.get_by_text("Figures as a table").first.click()
    assert made.get_by_role("rowheader", name="Start").first.is_visible()


def test_the_print_is_light_and_whole(opened):
    """On paper a dark screen's page is white, and the charts fit its width."""
    made = opened("ways-en", "dark")
    made.emulate_media(media="print")
    assert made.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(29, 27, 22)"
    assert made.pdf(prefer_css_page_size=True).startswith(b"%PDF")
