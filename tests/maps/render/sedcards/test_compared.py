from __future__ import annotations

from dataclasses import replace

import msgspec
from deck import DECK
from rich_deck import BACKDROP, PAULA, RICH

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.personas import Cell, Comparison, Row
from wegweiser.maps.render.sedcards.cards import PLAIN
from wegweiser.maps.render.sedcards.compared import _shelves
from wegweiser.maps.sedcards import compared_html, drawn, sedcards_html, stylesheet
from wegweiser.personas.telling import compare


def test_the_page_heads_a_column_with_each_persona():
    """Three personas side by side in one region the keyboard can scroll."""
    page = compared_html(compare(RICH), "de", BACKDROP)
    assert page.count('<th scope="col">') == 3
    assert 'role="region"' in page
    assert 'tabindex="0"' in page
    assert "Lieferung und Service (aus Texten erschlossen)" in page


def test_a_feeling_at_a_touchpoint_is_called_by_its_name():
    """The registry calls `till` the checkout; `lift`, which it does not name, keeps its id."""
    felt = Estimate(0.5, 0.2, 0.8, 60)
    feelings = (Feeling("conversion", felt, "till"), Feeling("conversion", felt, "lift"))
    people = msgspec.structs.replace(RICH, personas=(msgspec.structs.replace(PAULA, feelings=feelings),))
    named = replace(BACKDROP, touchpoints={"till": {"en": "Checkout", "de": "Kasse"}})
    shelf = next(one for one in _shelves(compare(people), "de", named) if one.title == "Gefühle")
    assert [name for name, _ in shelf.rows] == ["Kasse", "lift"]


def test_what_stands_out_is_bold_and_said():
    """A trait whose interval leaves out everyone else's is marked, for eyes and ears."""
    page = compared_html(compare(RICH), "en")
    assert '<td class="out">' in page
    assert "differs from everyone else</span>" in page


def test_cells_of_few_people_are_empty_and_rows_of_nothing_are_gone():
    """Nineteen people, or three of a hundred, show no number; a row without any is left out."""
    few, three = Proportion(0.5, 0.3, 0.7, 10, 19), Proportion(0.03, 0.0, 0.05, 3, 100)
    rows = (
        Row("a", "channels", "A", (Cell(few), Cell(three))),
        Row("b", "channels", "B", (Cell(Proportion(0.4, 0.3, 0.5, 40, 100)), Cell(few))),
    )
    (shelf,) = _shelves(Comparison(("x", "y"), ("X", "Y"), {"channels": "Channels"}, rows), "en", PLAIN)
    assert [(name, [cell.value for cell in cells]) for name, cells in shelf.rows] == [("B", ["40%", ""])]


def test_shares_of_a_row_are_bars_on_one_scale():
    """The longest interval ends the scale: 0.4 up to 0.5, and 0.2 of it, are 0.8 and 0.4 long."""
    shares = (Proportion(0.4, 0.3, 0.5, 40, 100), Proportion(0.2, 0.1, 0.3, 20, 100))
    rows = (Row("a", "channels", "A", tuple(map(Cell, shares))),)
    (shelf,) = _shelves(Comparison(("x", "y"), ("X", "Y"), {"channels": "Channels"}, rows), "en", PLAIN)
    assert [cell.bar for cell in shelf.rows[0][1]] == [0.8, 0.4]


def test_means_of_shares_are_percent_and_money_is_money():
    """0.34 of contacts is 34 %; an amount keeps its currency and has no bar."""
    share, money = Estimate(0.34, 0.32, 0.36, 400), Estimate(31.0, 29.0, 33.0, 400, "EUR")
    rows = (Row("weekend", "traits", "Weekend", (Cell(share, percent=True), Cell(money))),)
    (shelf,) = _shelves(Comparison(("x", "y"), ("X", "Y"), {"traits": "Traits"}, rows), "de", PLAIN)
    assert [cell.value.replace("\u00a0", " ") for cell in shelf.rows[0][1]] == ["34 %", "31,00 €"]
    assert shelf.rows[0][1][1].bar == -1.0


def test_a_name_like_a_script_is_a_name():
    """Markup is shown, never run."""
    assert "<script>alert" not in compared_html(compare(DECK), "en")
    one = msgspec.structs.replace(RICH, personas=(PAULA,))
    assert compared_html(compare(one), "en").count('<th scope="col">') == 1


def test_a_page_of_its_own_style_gets_the_same_cards_and_table():
    """The parts alone are what the pages hold; the style names every hue and no address."""
    cards, table = drawn(RICH, compare(RICH), "en", BACKDROP)
    page = sedcards_html(RICH, "en", BACKDROP)
    assert [card.strip() in page for card in cards] == [True] * len(RICH.personas)
    assert table.strip() in compared_html(compare(RICH), "en", BACKDROP)
    assert ".hue-7{" in stylesheet("sedcards")
    assert "url(" not in stylesheet("compared")
