from __future__ import annotations

from importlib.resources import files

import pytest
from axe_playwright_python.sync_playwright import Axe
from drawn import everything
from jinja2 import Environment, FileSystemLoader

from wegweiser.i18n import message
from wegweiser.maps.render.resources import font_faces

pytestmark = pytest.mark.browser
WEB = files("wegweiser") / "web"
_PAGE = (
    '{% import "figures.html" as fig %}<!doctype html><html lang="{{ language }}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Figures</title><style>{{ styles|safe }}</style>'
    '<body><main><h1>Figures</h1>{% for one in figures %}{{ fig.figure(one, [("#", "SVG")]) }}{% endfor %}</main>'
)


def shown(language):
    """Return a page with every figure, as the app shows them."""
    made = Environment(loader=FileSystemLoader(str(WEB / "templates")), autoescape=True)
    made.globals |= {"t": lambda text, **values: message(text, language, **values), "icon": lambda _: "", "csrf": str}
    styles = "".join(
        (WEB / "static" / "css" / f"{part}.css").read_text("utf-8")
        for part in ("tokens", "shell", "parts", "forms", "figures")
    )
    # no server stands behind the page, so it carries its fonts
    styles += font_faces("\u0142")
    return made.from_string(_PAGE).render(figures=everything(language), styles=styles, language=language)


@pytest.fixture
def opened(browser):
    """Return a function that opens the page of all figures."""
    contexts = []

    def open_page(language, scheme, wide):
        context = browser.new_context(color_scheme=scheme, viewport={"width": wide, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_content(shown(language))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("language", "scheme", "wide"),
    [("en", "light", 1100), ("de", "dark", 1100), ("de", "light", 360), ("en", "dark", 360)],
)
def test_axe_finds_nothing(opened, language, scheme, wide):
    """Contrast, names and structure, tables opened, in both themes and languages, on a page and on a telephone."""
    page = opened(language, scheme, wide)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide


def test_a_figure_shows_one_picture(opened):
    """A page shows the large picture, a telephone the small one; a heat table is a table on both."""
    for wide, seen in ((1100, "svg[aria-labelledby^=scores-title]"), (360, "svg[aria-labelledby^=scores-small-title]")):
        page = opened("en", "light", wide)
        assert page.locator("#scores svg:visible").count() == 1
        assert page.locator(seen).is_visible()
        assert page.locator("#matrix svg").count() == 0
        assert page.locator("#matrix td").first.is_visible()


def test_no_name_becomes_a_tag():
    """The long name ends with <b>, which stands there as it was written."""
    assert "<b>&" not in shown("en")
