"""Levers on the map: the same mark in the cell, on the curve and beside the words; what is not ranked stays hollow."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from grocer import GROCER
from msgspec.structs import replace
from pypdf import PdfReader

from wegweiser.domain.feelings import Series
from wegweiser.domain.levers import Grade
from wegweiser.i18n import read
from wegweiser.maps.render import html, pdf
from wegweiser.maps.render.levers import Shown
from wegweiser.maps.render.rows import bands
from wegweiser.maps.render.statements import Speaker

APART = tuple(lever for lever in GROCER.levers if lever.rank is None)


def marks(pins) -> list[tuple[str, bool]]:
    """Return mark and firmness of pins."""
    return [(pin.badge.mark, pin.badge.firm) for pin in pins]


def test_ranked_levers_carry_their_rank_and_the_others_the_letter_of_their_grade():
    """Two share rank 1, two rank 3; C and D are hollow letters."""
    shown = Shown(GROCER, "en")
    assert [card.badge.mark for card in shown.list().ranked] == ["1", "1", "3", "3"]
    assert [(card.badge.mark, card.badge.firm) for card in shown.list().apart] == [("C", False), ("D", False)]
    assert shown.list().apart[0].badge.spoken == "lever to test, grade C"


def test_a_card_says_effect_worth_and_how_sure_it_is():
    """Effect in points with its interval, worth without cents, ties; a German minus is no hyphen."""
    first, _, third, _ = Shown(GROCER, "de").list().ranked
    assert first.effect == "+3,1\u00a0Pkt. (+1,9 bis +4,5) ·\u00a02.400 Kunden"
    assert first.worth == "wert 2.321\u00a0€ (1.423–3.370\u00a0€)"
    assert first.sure == "unter den ersten drei: 77\u00a0% ·\u00a0nicht zu trennen von 1 weiteren"
    assert third.worth == "wert 674\u00a0€ (\u2212225 bis 1.722\u00a0€)"


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_shows_no_effect_has_no_mark_and_says_why(language):
    """A hold-out without an effect stands below the cards, in a sentence, on the page and in print."""
    first = next(lever for lever in GROCER.levers if lever.rank is not None)
    doubted = replace(first, rank=None, tie=None, doubt={"en": "No effect shown", "de": "Keine Wirkung"})
    rest = tuple(lever for lever in GROCER.levers if lever is not first)
    shown = Shown(replace(GROCER, levers=(*rest, doubted)), language)
    text = {"en": "No effect shown", "de": "Keine Wirkung"}[language]
    assert shown.list().unshown == (f"{read(first.text, language)} ·\u00a0{text}",)
    assert doubted.text not in [lever.text for lever in (*shown.ranked, *shown.apart)]
    assert shown.list().unshown[0] in unescape(html(replace(GROCER, levers=(*rest, doubted)), language))
    pages = PdfReader(io.BytesIO(pdf(replace(GROCER, levers=(*rest, doubted)), language))).pages
    assert text.replace(" ", "") in re.sub(r"\s+", "", "".join(one.extract_text() for one in pages))


def test_what_is_listed_apart_says_what_a_test_takes():
    """A range without a middle, the customers per group; fewer than 20 customers are not told."""
    ranged, associated = Shown(GROCER, "en").list().apart
    assert (ranged.effect, ranged.test) == (
        "\u22120.4 to +7.1\u00a0pts ·\u00a0310 customers",
        "test this: 4,210 customers per group",
    )
    assert associated.effect.endswith("<\u00a020 customers")
    assert Shown(GROCER, "en").list().keys == (
        "C: range over ways to adjust, which may miss the true effect",
        "D: goes together, no cause shown",
    )


def test_the_mark_stands_at_the_gap_it_starts_from_else_in_its_cell():
    """The first starts from a statement of the map; the others end the cell, ranked ones with their words."""
    row = next(row for band in bands(Speaker(GROCER, "en")) for row in band.rows if row.kind == "gaps")
    aware, _, buy, *_ = row.boxes
    assert [badge.mark for badge in aware.statements[0].badges] == ["1"]
    assert [(badge.mark, text) for badge, text in aware.badges] == [("3", "Three coupons instead of one")]
    assert [(badge.mark, text) for badge, text in buy.badges] == [("1", "Bring “waiting” down to 3 min"), ("C", "")]


def test_marks_on_the_curve_cover_no_point_of_it():
    """Each stands in its phase, on the curve, at least a mark's width from a reported or assumed point."""
    pins = Shown(GROCER, "en").pins()
    assert marks(pins) == [("1", True), ("3", True), ("1", True), ("C", False), ("3", True), ("D", False)]
    assert [int(pin.x) for pin in pins] == [0, 0, 2, 2, 3, 4]
    assert all(abs(pin.x - point.x) >= 0.07 for pin in pins for point in GROCER.curve)
    assert all(-2 <= pin.value <= 2 for pin in pins)


def test_without_a_curve_the_ribbon_carries_them():
    """No feeling reported: the marks stand on the flow, four a phase at most."""
    many = replace(GROCER, curve=(), levers=tuple(replace(APART[0], id=f"lv_{n}") for n in range(9)))
    pins = Shown(many, "en").pins()
    assert (len(pins), {pin.value for pin in pins}) == (4, {0.0})
    assert html(many, "en").count('class="pin"') == 4


def test_where_nothing_is_ranked_the_page_says_so_and_lists_what_to_test():
    """Events alone rank nothing."""
    page = html(replace(GROCER, levers=APART), "de")
    assert "Noch nichts geordnet: kein Experiment, kein protokollierter Treiber. Erst testen:" in page
    assert "testen: 4.210 Kunden je Gruppe" in page
    none = html(replace(GROCER, levers=()), "en")
    assert "No lever yet: no gap points at a place" in none


def test_a_map_nobody_asked_for_levers_has_no_list():
    """A template's map says nothing about levers."""
    assert "Levers" not in html(replace(GROCER, levers=None), "en")


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_print_holds_every_card_on_its_one_sheet(language):
    """Texts, figures and the letters' key are in the PDF, which stays one page and the same bytes."""
    made = pdf(GROCER, language)
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 1
    words = re.sub(r"[\s\u00ad\u2010-]+", "", pages[0].extract_text())
    cards = Shown(GROCER, language).list()
    told = [part for c in (*cards.ranked, *cards.apart) for part in (c.text, c.effect, c.worth, c.sure, c.test)]
    assert [text for text in (*told, *cards.keys) if re.sub(r"[\s\u00ad\u2010-]+", "", text) not in words] == []
    assert pdf(GROCER, language) == made


def test_the_warning_of_a_range_opens_beside_its_card():
    """The page carries what a lever rests on and what to mind."""
    page = html(GROCER, "en")
    assert "The whole range may miss the true effect." in page
    assert GROCER.levers[4].grade is Grade.C
    assert page.count('class="lever firm"') == 4


def test_marks_stand_on_the_main_curve_where_there_are_several():
    """A curve read from texts at the same places neither moves a mark nor stops the drawing."""
    beside = tuple(replace(point, series=Series.TEXT, value=-2.0) for point in GROCER.curve)
    assert Shown(replace(GROCER, curve=(*GROCER.curve, *beside)), "en").pins() == Shown(GROCER, "en").pins()
