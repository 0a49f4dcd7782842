"""Sheets of other mapping tools: what is recognised is said, and nothing is lost without a word."""

from __future__ import annotations

import io

import openpyxl
import pytest

from wegweiser.domain.journey_maps import LaneType
from wegweiser.errors import SourceProblem
from wegweiser.i18n import read as told
from wegweiser.maps.exchange import Taken, read

GRID = [
    ["First order", None, None, None],
    [None, "Look", "Buy", None],
    ["Touchpoints", "Window\nLeaflet", "Till", "Web shop"],
    ["Emotions", 4, "very negative", 1],
    ["Customer questions", "- When open?", "Is it safe?", None],
    [None, "- Where is it?", None, None],
    ["Weather", "Rain", None, None],
    ["Opportunities", None, "Open a second till", None],
]
CARDS = """Phase;Kartentyp;Titel;Beschreibung;Farbe
Schauen;Kundenfrage;Wann offen?;;rot
Kaufen;Schmerzpunkt;Lange Schlange;Samstags ab zehn;
;Ziel;Mehr verkaufen;;
Kaufen;Kontaktpunkt;Kasse;;
"""


def book(*sheets: list[list[object]]) -> bytes:
    """Return a workbook of plain sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def said(taken: Taken) -> str:
    """Return the remarks in English."""
    return " ".join(told(remark, "en") for remark in taken.remarks)


def claims(taken: Taken, kind: LaneType) -> list[tuple[str, str]]:
    """Return phase and text of the claims in lanes of a type."""
    lanes = {lane.id for lane in taken.plan.lanes if lane.type is kind}
    names = {phase.id: told(phase.name, "en") for phase in taken.plan.phases}
    return [(names[c.phase], told(x.text, "en")) for c in taken.plan.cells if c.lane in lanes for x in c.claims]


def test_a_drawn_map_is_read_with_phases_as_columns():
    """Lines of a cell are cards, an empty head belongs to the phase before it, a row without name to the lane above."""
    taken = read(book(GRID), "map.xlsx")
    plan = taken.plan
    assert (taken.layout, plan.title) == ("grid", "First order")
    assert [phase.name for phase in plan.phases] == ["Look", "Buy"]
    assert [(card.phase, card.name) for card in plan.touchpoints] == [
        ("ph_look", "Window"), ("ph_look", "Leaflet"), ("ph_buy", "Till"), ("ph_buy", "Web shop"),
    ]  # fmt: skip
    assert claims(taken, LaneType.QUESTION) == [
        ("Look", "When open?"), ("Look", "Where is it?"), ("Buy", "Is it safe?"),
    ]  # fmt: skip


def test_feelings_become_a_curve_on_a_scale_that_is_said():
    """Numbers up to five are read on a scale of 1 to 5, words as they are meant."""
    taken = read(book(GRID), "map.xlsx")
    assert [(round(point.x, 2), point.value, point.n) for point in taken.plan.curve] == [
        (0.5, 1.0, 0), (1.33, -2.0, 0), (1.67, -2.0, 0),
    ]  # fmt: skip
    assert "on a scale from 1 to 5" in said(taken)


def test_an_unknown_lane_is_kept_with_a_remark():
    """Nobody knows a lane of weather; it is one of experiences now."""
    taken = read(book(GRID), "map.xlsx")
    assert ("Look", "Rain") in claims(taken, LaneType.EXPERIENCE)
    assert "“Weather” is not known" in said(taken)
    assert claims(taken, LaneType.GAP) == [("Buy", "Open a second till")]
    (gap,) = [x for c in taken.plan.cells for x in c.claims if x.kind]
    assert gap.kind == "opportunity"


def test_one_row_per_card_is_read_with_german_headings():
    """A list of cards; unknown columns go to the details, a card without phase into one of its own."""
    taken = read(CARDS.encode("cp1252"), "Erstbestellung.csv")
    assert (taken.layout, taken.plan.title) == ("cards", "Erstbestellung")
    assert claims(taken, LaneType.QUESTION) == [("Schauen", "Wann offen?")]
    assert claims(taken, LaneType.GAP) == [("Kaufen", "Lange Schlange")]
    assert [card.name for card in taken.plan.touchpoints] == ["Kasse"]
    details = {told(x.text, "de"): x.detail for c in taken.plan.cells for x in c.claims}
    assert details == {"Wann offen?": "Farbe: rot", "Lange Schlange": "Samstags ab zehn", "Mehr verkaufen": None}
    assert "Farbe" in said(taken)
    assert "“Mehr verkaufen” names no phase" in said(taken)


def test_a_long_text_is_kept_whole_behind_its_short_form():
    """Eighty characters are printed; the rest is in the details."""
    long = "Ana says " + "that it takes long " * 10
    (claim,) = [x for c in read(f"Stage,Title\nBuy,{long}".encode(), "a.csv").plan.cells for x in c.claims]
    assert len(claim.text) <= 80
    assert claim.text.endswith("\u2026")
    assert claim.detail == long.strip()


def test_texts_of_every_script_survive():
    """UTF-16 with a mark, and letters of many scripts."""
    text = "Stage\tTitle\nBuy\tŻółć 収銀 \U0001f600"
    taken = read(text.encode("utf-16"), "a.txt")
    assert claims(taken, LaneType.EXPERIENCE) == [("Buy", "Żółć 収銀 \U0001f600")]


def test_sheets_beside_the_first_are_named():
    """Only one sheet is taken as the map."""
    taken = read(book(GRID, [["Notes"], ["Ask Ben"]]), "map.xlsx")
    assert "Sheets that were not read: Sheet1" in said(taken)


def test_an_unknown_layout_is_refused_with_what_would_be_read():
    """The message says which layouts there are."""
    with pytest.raises(SourceProblem, match="phases as columns with lanes as rows"):
        read(b"a,b\n1,2\n", "a.csv")


@pytest.mark.parametrize(("numbers", "values"), [
    ([-100, 0, 100], [-2, 0, 2]), ([0, 5, 10], [-2, 0, 2]), ([1, 3, 5], [-2, 0, 2]), ([-2, 0, 1], [-2, 0, 1]),
])  # fmt: skip
def test_scales_are_told_apart(numbers, values):
    """From -100 to 100, 0 to 10, 1 to 5, and our own."""
    rows = "".join(f"Buy,Emotion,{n}\n" for n in numbers)
    taken = read(f"Stage,Type,Title\n{rows}".encode(), "a.csv")
    assert [point.value for point in taken.plan.curve] == values
