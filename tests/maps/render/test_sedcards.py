from __future__ import annotations

import io

import msgspec
from deck import DECK, NOBODY, SAVER
from pypdf import PdfReader

from wegweiser.domain.personas import UseShare
from wegweiser.maps.render import sedcards_html, sedcards_pdf
from wegweiser.maps.render.sedcards import deck


def test_every_persona_gets_a_page_of_its_own():
    """Three personas, three tagged A4 pages, the same bytes twice."""
    made = sedcards_pdf(DECK, "de")
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 3
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Was die Daten nicht sagen" in reader.pages[0].extract_text()
    assert sedcards_pdf(DECK, "de") == made


def test_a_persona_with_much_to_say_still_fits_its_page():
    """Six traits, six figures and fourteen groups are set smaller, on one page."""
    groups = tuple(UseShare(f"g{i}", f"Einkommensklasse {i}", SAVER.share, 0.3) for i in range(14))
    full = msgspec.structs.replace(SAVER, traits=SAVER.traits * 2, figures=SAVER.figures * 3, demography=groups)
    made = sedcards_pdf(msgspec.structs.replace(DECK, personas=(full,)), "de")
    assert len(PdfReader(io.BytesIO(made)).pages) == 1


def test_a_persona_of_seven_people_shows_no_number():
    """Neither the claim nor a share of a group below twenty is shown."""
    hidden = deck(DECK, "de")["cards"][1]
    assert hidden["hidden"]
    assert (hidden["line"], hidden["facts"], hidden["dials"], hidden["groups"]) == ("", (), (), ())


def test_a_share_of_twelve_people_is_not_drawn():
    """A bar for a dozen people would be a number in disguise."""
    old = deck(DECK, "en")["cards"][0]["groups"][1]["bars"][1]
    assert (old["shown"], old["length"], old["base"], old["support"]) == ("n\u00a0<\u00a020", 0.0, -1.0, "")


def test_a_trait_whose_interval_holds_zero_is_open():
    """More, less, not settled."""
    assert [dial["tone"] for dial in deck(DECK, "en")["cards"][0]["dials"]] == ["more", "less", "open"]


def test_markup_in_a_name_is_shown():
    """A name that looks like a script is a name."""
    page = sedcards_html(DECK, "en")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; #let $x$ *a* _b_ @c \\" in page


def test_the_page_is_small_and_speaks_german():
    """Self-contained and under 600 KB."""
    page = sedcards_html(DECK, "de")
    assert len(page.encode()) < 600_000
    assert '<html lang="de">' in page
    assert "Was sie unterscheidet" in page


def test_no_personas_leave_the_reason():
    """Thirty-one customers are too few, and both forms say so."""
    assert "31 customers are too few" in sedcards_html(NOBODY, "en")
    text = PdfReader(io.BytesIO(sedcards_pdf(NOBODY, "en"))).pages[0].extract_text()
    assert "31 customers are too few" in text
