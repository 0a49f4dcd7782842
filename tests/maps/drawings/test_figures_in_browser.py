from __future__ import annotations

import pytest
from drawn import everything

from wegweiser.maps.render.resources import TEMPLATES, font_faces

pytestmark = pytest.mark.browser
_WRONG = """() => [...document.querySelectorAll('svg.chart')].flatMap(svg => {
  const o = svg.getBoundingClientRect(), name = svg.getAttribute('aria-labelledby').split(' ')[0]
  const all = [...svg.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()])
  const out = all.filter(([, b]) =>
    b.left < o.left - 1 || b.right > o.right + 1 || b.top < o.top - 1 || b.bottom > o.bottom + 1)
  const over = all.flatMap(([s, a], i) => all.slice(i + 1).filter(([, b]) =>
    a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 5 && b.top < a.bottom - 5)
    .map(([t]) => s + ' | ' + t))
  return [...out.map(([t]) => name + ' cut: ' + t), ...over.map(t => name + ' covered: ' + t)]})"""


@pytest.mark.parametrize(("language", "small"), [("en", False), ("de", False), ("en", True), ("de", True)])
def test_no_label_collides_or_is_cut(browser, language, small):
    """Every text of every figure lies inside its picture and beside the others, on a page and on a telephone."""
    pictures = "".join(
        f'<div style="width:{344 if small else 1290}px">{one.small if small else one.svg}</div>'
        for one in everything(language)
        if one.small or not small
    )
    styles = (TEMPLATES / "base.css").read_text("utf-8") + font_faces(pictures)
    page = browser.new_page(viewport={"width": 360 if small else 1320, "height": 900})
    page.set_content(f"<!doctype html><style>{styles}</style>{pictures}")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(_WRONG) == []
    page.close()
