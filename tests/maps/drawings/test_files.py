from __future__ import annotations

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from drawn import everything
from pypdf import PdfReader

from wegweiser.errors import UnknownName
from wegweiser.i18n import NBSP
from wegweiser.maps.drawings import files, ways

DRAWN = {figure.id: figure for figure in everything("de")}
EVIL = ways.variants((ways.Variant(("=cmd()",), 300, 290, 0.3, None, 420.0),), "en")


def test_a_picture_carries_its_fonts_and_colours():
    """The file needs nothing from outside; dark is dark."""
    light = files.saved(DRAWN["scores"], "svg", "de").content.decode()
    assert "var(--" not in light
    assert "@font-face" in light
    assert "#f7f5f0" in light
    assert "#15171b" in files.saved(DRAWN["scores"], "svg", "de", files.Imprint(dark=True)).content.decode()


@pytest.mark.parametrize("name", ["attribution", "feelings", "steps"])
def test_a_page_holds_title_table_and_imprint(name):
    """The PDF is read by another program: what it says is what the figure says, every time the same bytes."""
    figure = DRAWN[name]
    made = files.saved(figure, "pdf", "de", files.Imprint("Der Laden"))
    text = " ".join(PdfReader(BytesIO(made.content)).pages[0].extract_text().replace(NBSP, " ").split())
    assert figure.title.replace(NBSP, " ")[:40] in text
    assert figure.table.heads[0] in text
    assert "Der Laden" in text
    assert made.content == files.saved(figure, "pdf", "de", files.Imprint("Der Laden")).content


def test_a_picture_of_dots_is_a_png():
    """One picture, sharp enough for a slide."""
    made = files.saved(DRAWN["matrix"], "png", "de")
    assert made.content.startswith(b"\x89PNG")
    assert int.from_bytes(made.content[16:20]) > 1800


def test_a_spreadsheet_gets_numbers():
    """Numbers stay numbers, shares are percent, and what few people said is left empty."""
    sheet = openpyxl.load_workbook(BytesIO(files.saved(DRAWN["matrix"], "xlsx", "de").content)).active
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.4, "0.0%")
    assert sheet["C3"].value is None


def test_no_cell_is_a_formula():
    """A touchpoint called =cmd() stays a name in both kinds of tables."""
    sheet = openpyxl.load_workbook(BytesIO(files.saved(EVIL, "xlsx", "en").content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=cmd()", "s")
    rows = list(csv.reader(StringIO(files.saved(EVIL, "csv", "en").content.decode("utf-8-sig"))))
    assert rows[1] == ["'=cmd()", "300", "0.3", "", "420.0"]


def test_a_german_table_opens_in_a_german_spreadsheet():
    """Semicolons part the cells, the comma is the decimal sign, and a mark at the beginning tells the encoding."""
    content = files.tabled("people", ("Name", "Wert"), (("Änne", 1.5), ("a,b", 3), ("c;d", None)), "csv", "de").content
    assert content == '\ufeffName;Wert\r\nÄnne;1,5\r\na,b;3\r\n"c;d";\r\n'.encode()


def test_an_unknown_form_is_named():
    """What exists is said."""
    with pytest.raises(UnknownName, match="png"):
        files.saved(EVIL, "pmg", "en")


def test_a_table_without_a_picture_is_a_spreadsheet():
    """Numbers stay numbers, nothing is a formula, and there is no picture to ask for."""
    rows = (("=Ana", 3, None), ("Ben", 1.5, "x"))
    sheet = openpyxl.load_workbook(
        BytesIO(files.tabled("people", ("Name", "Visits", "Note"), rows, "xlsx").content)
    ).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["=Ana", 3, None],
        ["Ben", 1.5, "x"],
    ]
    assert sheet["A2"].data_type == "s"
    text = files.tabled("people", ("Name",), (("=Ana",),), "csv").content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [["Name"], ["'=Ana"]]
    with pytest.raises(UnknownName, match="csv"):
        files.tabled("people", ("Name",), (), "pdf")
