"""What a map handed out carries of the house it comes from."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader
from shop import MAP, PLAN

from wegweiser.domain.personas import PersonaSet
from wegweiser.maps.exchange import export
from wegweiser.maps.render.house import PLAIN, House
from wegweiser.maps.sedcards import Backdrop, sedcards_html, sedcards_pdf, sedcards_pptx

STANDING = "Approved \u00b7\u00a03 Mar 2026 \u00b7\u00a0Ada Admin"


def logo(wide: int = 240, high: int = 80) -> bytes:
    """Return a green picture."""
    made = io.BytesIO()
    Image.new("RGB", (wide, high), "#0a783b").save(made, "PNG")
    return made.getvalue()


HOUSE = House("Kornblume", "#0a783b", "#60a980", logo(), STANDING)


def test_a_house_without_colours_has_ours():
    """Accent, tint and ribbon are the app's own; with a colour they are mixed from it."""
    assert (PLAIN.colour, PLAIN.tint, PLAIN.ribbon, PLAIN.line) == ("#2440b8", "#e9edfb", "#cfd6ee", "")
    assert (HOUSE.colour, HOUSE.tint, HOUSE.ribbon) == ("#0a783b", "#e6f2eb", "#cae2d5")


@pytest.mark.parametrize(
    ("wide", "high", "size"), [(240, 80, (36.0, 12.0)), (80, 80, (12.0, 12.0)), (300, 40, (45.0, 6.0))]
)
def test_a_logo_keeps_its_shape_in_its_room(wide, high, size):
    """The room is 45 x 12: a wide one is as wide as that, a high one as high."""
    assert House(logo=logo(wide, high)).logo_size(45, 12) == pytest.approx(size)


def test_a_house_that_says_nothing_changes_nothing():
    """The same bytes as without one."""
    assert export(MAP, PLAN, "html", house=PLAIN).content == export(MAP, PLAN, "html").content


def test_the_page_shows_name_logo_colour_and_standing():
    """All of it in the one file, the logo inside it."""
    page = export(MAP, PLAN, "html", house=HOUSE).content.decode()
    assert f'<p class="house">Kornblume \u00b7\u00a0{STANDING}</p>' in page
    assert 'alt="Kornblume"' in page
    assert "--accent:light-dark(#0a783b,#60a980)" in page
    assert re.findall(r'(?:src|href)="(?!data:|#)([^"]+)"', page) == []


def test_the_print_shows_name_logo_and_standing():
    """The standing is text, the house is the author, and the logo is one more picture than without it."""
    pages = [PdfReader(io.BytesIO(export(MAP, PLAN, "pdf", house=one).content)) for one in (HOUSE, PLAIN)]
    text = pages[0].pages[0].extract_text().replace("\u00a0", " ")
    assert "Kornblume \u00b7 Approved \u00b7 3 Mar 2026 \u00b7 Ada Admin" in text
    assert pages[0].metadata.author == "Kornblume"
    assert [len(one.pages[0].images) for one in pages] == [1, 0]


def test_the_slides_show_name_logo_colour_and_standing():
    """Each slide of the map has the logo, described, and a rule in the accent; the file says who made it."""
    deck = Presentation(io.BytesIO(export(MAP, PLAN, "pptx", house=HOUSE).content))
    first = deck.slides[0].shapes
    (picture,) = (one for one in first if one.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert picture.element.xpath(".//p:cNvPr")[0].get("descr") == "Kornblume"
    assert picture.width / picture.height == pytest.approx(3, abs=0.01)
    assert any(STANDING in one.text_frame.text for one in first if one.has_text_frame)
    assert deck.core_properties.author == "Kornblume"
    rules = [one for one in first if one.has_text_frame and one.top == 0 and one.fill.type is not None]
    assert str(rules[0].fill.fore_color.rgb) == "0A783B"


@pytest.mark.parametrize("form", ["json", "yaml", "csv", "cjml"])
def test_what_programs_read_carries_nothing_of_it(form):
    """A map comes back from these as it went out."""
    assert export(MAP, PLAN, form, house=HOUSE).content == export(MAP, PLAN, form).content


def test_cards_of_personas_show_the_house():
    """Page, print and slides carry the name; the page has the logo and the colour, too."""
    behind, none = Backdrop(house=HOUSE), PersonaSet((), 0, date(2026, 3, 2), date(2026, 1, 1), 1, "", "None")
    page = sedcards_html(none, "en", behind)
    assert ('<p class="house">Kornblume</p>' in page, 'alt="Kornblume"' in page, "#0a783b" in page) == (
        True,
        True,
        True,
    )
    assert PdfReader(io.BytesIO(sedcards_pdf(none, "en", behind))).metadata.author == "Kornblume"
    deck = Presentation(io.BytesIO(sedcards_pptx(none, "en", behind)))
    assert deck.core_properties.author == "Kornblume"
