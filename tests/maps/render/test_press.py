from __future__ import annotations

import io
import re

import msgspec
import pytest
from grocer import GROCER
from pypdf import PdfReader
from strained import EIGHTY, bare, strained

from wegweiser.domain.journey_maps import View
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import read
from wegweiser.maps.render import pdf, png, svg
from wegweiser.maps.render.press import Form, press
from wegweiser.maps.render.resources import printable


@pytest.fixture(scope="module")
def german() -> bytes:
    """Return the grocer's map in German."""
    return pdf(GROCER, "de")


@pytest.fixture(scope="module")
def strained_print() -> bytes:
    """Return the map that strains every rule, printed once."""
    return pdf(strained(), "de")


def _words(made: bytes) -> str:
    """Return the text of all pages without spaces and hyphens, which line breaks put anywhere."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return _bare(text)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_the_map_is_one_tagged_a3_sheet_under_2_mb(german):
    """PDF/UA-1 passes in the compiler; the file says its language, its title and that it is tagged."""
    reader = PdfReader(io.BytesIO(german))
    assert len(reader.pages) == 1
    assert len(german) < 2_000_000
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [420, 297]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert reader.metadata.title == "Vom Prospekt zur Stammkundin"
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_only_the_shipped_fonts_are_embedded(german):
    """No font of the machine and no fallback gets in."""
    fonts = {font["/BaseFont"].split("+")[-1] for font in _fonts(german)}
    assert fonts
    assert all(name.startswith(("SourceSans3-", "SourceSerif4-")) for name in fonts)


def _fonts(made: bytes) -> list[dict[str, str]]:
    reader = PdfReader(io.BytesIO(made))
    return [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]


def test_the_same_map_gives_the_same_bytes(german):
    """A second run is identical to the byte."""
    assert pdf(GROCER, "de") == german


def test_every_claim_of_the_view_is_printed(german):
    """Nothing is clipped away: each statement of a working lane is in the text of the page."""
    words = _words(german)
    shown = {lane.id for lane in GROCER.lanes if View.WORKING in lane.views}
    claims = [read(claim.text, "de") for cell in GROCER.cells if cell.lane in shown for claim in cell.claims]
    assert [text for text in claims if _bare(text) not in words] == []


def test_no_text_is_smaller_than_seven_points(strained_print):
    """Even a map that strains every rule is set in seven points or more, on a second sheet if need be."""
    made = strained_print
    sizes: set[float] = set()
    reader = PdfReader(io.BytesIO(made))
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, size: (
                sizes.add(round(abs(tm[0] or tm[1]) * size, 2)) if text.strip() else None
            )
        )
    assert min(sizes) >= 7
    assert len(reader.pages) == 2
    assert _words(made).count(_bare("Bestellabwicklungsphase 2")) == 2


def test_a_second_sheet_is_no_blank_one(strained_print):
    """What does not fit one sheet is spread over two: the second has a fair part of the words."""
    first, second = (len(page.extract_text()) for page in PdfReader(io.BytesIO(strained_print)).pages)
    assert second > 0.3 * first


def test_a_strained_map_prints_every_claim_and_no_secret(strained_print):
    """Long compounds, markup and a dozen cards: every claim is there, the seven customers are not."""
    words = _words(strained_print)
    expected = [
        f"{EIGHTY} {lane}ph{phase}{k}"
        for lane in ("ask", "expect", "exp", "goal", "gap")
        for phase in range(7)
        for k in range(2)
    ]
    assert [text for text in expected if _bare(text) not in words] == []
    assert _bare("<script>alert(1)</script> #let x = $1 *fett* _kursiv_ @ref \\ <") in words
    assert "Geheim" not in words


def test_the_full_view_prints_its_evidence():
    """Sources with method and query follow on a page of their own."""
    made = pdf(GROCER, "en", View.FULL)
    assert len(PdfReader(io.BytesIO(made)).pages) == 2
    assert _bare("select count(distinct household_id)") in _words(made)


def test_a_map_without_data_is_printed():
    """A template map in English has neither flow nor curve, and says so."""
    words = _words(pdf(bare(), "en"))
    assert words.count("notmeasuredyet") == 2


def test_pictures_come_from_the_same_template():
    """SVG and PNG are the printed sheet; more pixels per inch make a wider picture."""
    assert svg(GROCER, "de").startswith(b"<svg")
    small, large = png(GROCER, "de", ppi=30), png(GROCER, "de", ppi=60)
    assert [int.from_bytes(made[16:20]) for made in (small, large)] == [496, 992]


def test_a_picture_of_two_sheets_becomes_one_long_one():
    """A picture has one page, so the sheet grows instead."""
    made = png(strained(), "de", ppi=30)
    width, height = int.from_bytes(made[16:20]), int.from_bytes(made[20:24])
    assert width == 496
    assert height > 351


def test_a_template_that_does_not_compile_raises():
    """The compiler's own words are passed on."""
    with pytest.raises(RuntimeError, match="does not contain key"):
        press("map.typ", {"sheet": {}}, Form())


def test_a_sheet_that_takes_too_long_is_given_up(monkeypatch):
    """Whoever waits is told what to print instead, and the worker is stopped."""
    monkeypatch.setattr("wegweiser.maps.render.press._PATIENCE", 0.01)
    with pytest.raises(InvalidSetting, match="print a shorter view"):
        press("map.typ", {}, Form())


@pytest.mark.parametrize(
    ("text", "printed"),
    [("Größe 12\u00a0€", "Größe 12\u00a0€"), ("日本 😀", "?? ?"), ("Łódź", "Łódź"), ("a\u0000b", "a?b")],
)
def test_a_character_no_font_can_draw_is_replaced(text, printed):
    """The sheet is printed even where somebody's name has a letter we do not carry."""
    assert printable(text) == printed


def test_the_title_may_be_empty():
    """A map nobody named yet prints."""
    assert pdf(msgspec.structs.replace(GROCER, title="-", persona=None, finding=None), "en")
