"""The drawing told to those who hear it."""

from __future__ import annotations

import pytest
from grocer import GROCER
from lxml import etree

from wegweiser.domain.journey_maps import View
from wegweiser.maps.render import svg
from wegweiser.maps.render.layout import sheet
from wegweiser.maps.render.spoken import with_words

SVG = "{http://www.w3.org/2000/svg}"


def told(language: str = "en", view: View = View.WORKING) -> etree._Element:
    """Return a drawing of one dot with the words of the grocer's map."""
    dot = b'<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><path d="M0 0Z"/></svg>'
    return etree.fromstring(with_words(dot, sheet(GROCER, language, view)))


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_drawing_is_one_picture_with_a_name_and_words(language):
    """Role, language, title and description, the path behind them; both are named by the picture."""
    drawn = told(language)
    assert (drawn.get("role"), drawn.get("lang")) == ("img", language)
    title, desc, path = drawn
    assert (title.tag, desc.tag, path.tag) == (f"{SVG}title", f"{SVG}desc", f"{SVG}path")
    assert drawn.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert title.text == sheet(GROCER, language, View.WORKING).title


def test_every_statement_touchpoint_and_figure_is_told():
    """What the sheet places is said, phase by phase, with its standing."""
    drawn = sheet(GROCER, "en", View.FULL)
    words = told(view=View.FULL)[1].text
    boxes = [box for band in drawn.bands for row in band.rows for box in row.boxes]
    assert [one.text for box in boxes for one in box.statements if one.text not in words] == []
    assert [one.name for box in boxes for one in (*box.cards, *box.steps, *box.figures) if one.name not in words] == []
    assert all(head.name in words for head in drawn.heads)
    assert drawn.finding.status_name in words


def test_the_print_as_a_drawing_is_told():
    """The real drawing is well-formed and says the finding."""
    drawn = etree.fromstring(svg(GROCER, "de"), etree.XMLParser(huge_tree=True))
    assert sheet(GROCER, "de", View.WORKING).finding.text in drawn.find(f"{SVG}desc").text
    assert drawn.find(f"{SVG}use") is not None or drawn.find(f".//{SVG}path") is not None
