from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from walked import LONG

from wegweiser.maps.charts.widths import REGULAR, SEMIBOLD, width, wrapped

SAMPLES = ("Product page", "Donaudampfschifffahrt", "1,022", "50.1% go on (47.0\u201353.2%)", "Äpfel, Öl & Übermut")


@pytest.mark.browser
@pytest.mark.parametrize("weight", [REGULAR, SEMIBOLD])
def test_a_text_is_as_wide_as_the_browser_draws_it(browser, tmp_path, weight):
    """Measured widths are those of the web font, at most six per cent more and never less."""
    from wegweiser.maps.render.resources import font_faces  # noqa: PLC0415  (only where a browser is)

    texts = "".join(
        f'<text y="20" font-size="13" font-weight="{weight}">{s.replace("&", "&amp;")}</text>' for s in SAMPLES
    )
    file = tmp_path / "widths.html"
    style = f"<style>{font_faces('')}text{{font-family:'Source Sans 3';font-variant-numeric:tabular-nums}}</style>"
    file.write_text(f"<!doctype html><meta charset=utf-8>{style}<svg>{texts}</svg>", encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    drawn = page.evaluate("[...document.querySelectorAll('text')].map(e => e.getComputedTextLength())")
    page.close()
    for sample, wide in zip(SAMPLES, drawn, strict=True):
        assert wide <= width(sample, 13, weight) <= wide * 1.06


@given(st.text(st.characters(codec="latin-1", categories=("L", "N", "Zs")), max_size=40), st.integers(40, 300))
def test_wrapped_lines_fit_and_lose_no_letter(text, room):
    """Whatever the name, no line is wider than its room, and the letters are all there."""
    lines = wrapped(text, room, 13, SEMIBOLD)
    assert all(width(line, 13, SEMIBOLD) <= room for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")


def test_words_stay_whole_where_they_fit():
    """Only the word that is too long for a line is divided."""
    assert wrapped("Shipping details", 70, 13) == ("Shipping", "details")
    assert wrapped("Shipping details", 200, 13) == ("Shipping details",)
    assert [line for line in wrapped(LONG, 150, 13) if line.endswith("-")] == ["Donaudampfschifffahrtsg-"]


def test_a_letter_no_font_knows_still_takes_room():
    """A Chinese name is measured as if its letters were of middle width."""
    assert width("\u4e2d\u6587", 10) == pytest.approx(width("nn", 10))
