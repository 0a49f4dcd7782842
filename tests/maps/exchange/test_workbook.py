"""The workbook: written, edited and read again; ids stay, and nothing measured changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from shop import MAP, PLAN

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import Cell
from wegweiser.domain.phases import Phase
from wegweiser.errors import InvalidSetting, SourceProblem
from wegweiser.i18n import read as told
from wegweiser.maps import Plan, join
from wegweiser.maps.exchange import Taken, export, read


def edited(change: Callable[[Any], None], language: Any = "en") -> Taken:
    """Return the shop's workbook after somebody changed it in a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(export(MAP, PLAN, "xlsx", language).content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue(), "journey.xlsx")


def column(sheet: Any, heading: str) -> int:
    """Return the place of a column by its heading."""
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def put(sheet: Any, name: str, heading: str, value: object) -> None:
    """Write a value into the row of an id."""
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == name)
    sheet.cell(row, column(sheet, heading)).value = value


def said(taken: Taken) -> str:
    """Return the remarks in English."""
    return " ".join(told(remark, "en") for remark in taken.remarks)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_workbook_nobody_changed_gives_the_plan_back(language):
    """Every field of Ana's plan is the same, and nothing is remarked on."""
    taken = read(export(MAP, PLAN, "xlsx", language).content, "journey.xlsx")
    assert taken.plan == PLAN
    assert taken.base == PLAN
    assert taken.remarks == ()


def test_a_german_workbook_has_no_codes_where_words_exist():
    """The kind of the map, the kinds of evidence and who wrote a statement are told in words, and read back."""
    book = openpyxl.load_workbook(io.BytesIO(export(MAP, PLAN, "xlsx", "de").content))
    shown = {
        cell.value for sheet in book if sheet.sheet_state == "visible" for row in sheet.iter_rows() for cell in row
    }
    assert shown & {"current", "rule", "template", "human", "event_query", "survey_item"} == set()
    taken = edited(lambda book: put(book["Karte"], "kind", "Wert", "Wie es sein soll"), "de")
    assert (taken.plan.kind, taken.remarks) == ("target", ())


def test_the_same_map_gives_the_same_bytes():
    """No clock gets into the file."""
    assert export(MAP, PLAN, "xlsx").content == export(MAP, PLAN, "xlsx").content


def test_saving_it_in_another_program_changes_nothing():
    """A file rewritten by openpyxl still gives the plan back."""
    taken = edited(lambda _: None)
    assert taken.plan == PLAN
    assert taken.remarks == ()


def test_sheets_are_one_per_thing_with_hidden_ids_and_lists():
    """Nine sheets beside the help, ids in a hidden first column, phases to choose from."""
    book = openpyxl.load_workbook(io.BytesIO(export(MAP, PLAN, "xlsx", "de").content))
    assert book.sheetnames[:5] == ["Hilfe", "Karte", "Phasen", "Zeilen", "Schritte"]
    assert len([one for one in book if one.sheet_state == "visible"]) == 10
    claims = book["Aussagen"]
    assert claims.column_dimensions["A"].hidden
    rules = [rule.formula1 for rule in claims.data_validations.dataValidation]
    assert "'Phasen'!$B$2:$B$200" in rules
    assert claims.cell(2, column(claims, "Text")).value == "Wann offen?"
    assert claims.cell(2, column(claims, "Text (andere Sprache)")).value == "When open?"


def test_numbers_and_days_are_typed():
    """A count is a number and a day is a date, so that people can sort by them."""
    book = openpyxl.load_workbook(io.BytesIO(export(MAP, PLAN, "xlsx").content))
    told_ = next(row for row in book["Claims"].iter_rows() if row[0].value == "cl_told")
    values = [cell.value for cell in told_]
    assert 3 in values
    assert any(cell.is_date for cell in told_)


def test_a_changed_text_keeps_its_id_and_its_other_language():
    """Ana rewords her question in German; the English stays."""
    taken = edited(lambda book: put(book["Aussagen"], "cl_open", "Text", "Ab wann offen?"), "de")
    claim = taken.plan.cell("question", "look").claims[0]
    assert claim == Claim("cl_open", {"en": "When open?", "de": "Ab wann offen?"})
    assert taken.plan == replace(
        PLAN, cells=(replace(PLAN.cells[0], claims=(claim, PLAN.cells[0].claims[1])), *PLAN.cells[1:])
    )


def test_a_row_without_id_is_new():
    """Ben adds a gap; it gets an id of its own."""
    taken = edited(lambda book: book["Claims"].append([None, "Gaps and opportunities", "Buy", "No change left"]))
    new = taken.plan.cell("gap", "buy").claims[-1]
    assert (new.id, new.text, new.status) == ("cl_gap_buy_no_change_left", "No change left", Status.ASSUMPTION)


def test_a_removed_row_is_removed():
    """Cem deletes a claim of his own and one that was measured: that one is hidden."""

    def change(book: Any) -> None:
        sheet = book["Claims"]
        for name in ("cl_two", "cl_quick"):
            sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[0].value == name))

    plan = edited(change).plan
    assert [claim.id for claim in plan.cell("question", "look").claims] == ["cl_open"]
    assert plan.hide == ("cl_hidden", "cl_quick")


def test_words_for_what_was_measured_become_ones_own_with_its_numbers():
    """Ana says the measured claim her way; joined again, it keeps n."""
    taken = edited(lambda book: put(book["Claims"], "cl_quick", "Text", "In and out"))
    assert taken.plan.cell("experience", "buy").claims == (
        Claim("cl_quick", {"en": "In and out", "de": "Quick at the till"}),
    )


def test_a_measured_figure_is_read_only():
    """Ben improves the numbers; they stay, and he is told so."""

    def change(book: Any) -> None:
        put(book["Claims"], "cl_quick", "People (n)", 9999)
        put(book["Metrics"], "me_visits", "Value", 9999)

    taken = edited(change)
    assert taken.plan == PLAN
    assert said(taken).count("is measured or fixed here") == 2


def test_figures_of_few_people_are_not_in_the_workbook():
    """A claim of four people stands there without its words."""
    book = openpyxl.load_workbook(io.BytesIO(export(MAP, PLAN, "xlsx").content))
    words = " ".join(str(value) for sheet in book for row in sheet.values for value in row)
    assert "Nobody may read this" not in words


def test_a_status_without_evidence_is_refused_with_a_remark():
    """Ana calls her question measured; without evidence it stays an assumption."""
    taken = edited(lambda book: put(book["Claims"], "cl_two", "Status", "measured"))
    assert taken.plan == PLAN
    assert "needs evidence" in said(taken)


def test_a_phase_that_is_removed_takes_its_content_with_it():
    """The phase Stay goes, and what stood there is counted."""

    def change(book: Any) -> None:
        sheet = book["Phases"]
        sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[0].value == "stay"))

    taken = edited(change)
    assert [phase.id for phase in taken.plan.phases] == ["look", "buy"]
    assert all(cell.phase != "stay" for cell in taken.plan.cells)
    assert len(taken.plan.curve) == 1
    assert "went with it" in said(taken)


def test_a_new_phase_can_be_named_in_the_same_file():
    """Cem adds a phase and a claim in it at once."""

    def change(book: Any) -> None:
        book["Phases"].append([None, "Return"])
        book["Claims"].append([None, "Goals", "Return", "Come back"])

    plan = edited(change).plan
    assert plan.phases[-1] == Phase(id="ph_return", name="Return")
    assert [claim.text for claim in plan.cell("goal", "ph_return").claims] == ["Come back"]


def test_an_unknown_phase_is_remarked_on_with_its_row():
    """A claim in a phase nobody knows is left out, and its words are in the remark."""
    taken = edited(lambda book: book["Claims"].append([None, "Goals", "Nowhere", "Lost words"]))
    assert taken.plan == PLAN
    assert "no phase is called “Nowhere”" in said(taken)
    assert "Lost words" in said(taken)


def test_a_copied_row_is_a_new_claim():
    """Ana copies a row with its hidden id and rewords it."""

    def change(book: Any) -> None:
        sheet = book["Claims"]
        sheet.append([cell.value for cell in next(row for row in sheet.iter_rows() if row[0].value == "cl_two")])
        sheet.cell(sheet.max_row, column(sheet, "Text")).value = "Three"

    taken = edited(change)
    assert [told(c.text, "en") for c in taken.plan.cell("question", "look").claims] == ["When open?", "Two", "Three"]
    assert len({claim.id for claim in taken.plan.cell("question", "look").claims}) == 3


def test_fields_of_the_map_and_the_curve_can_be_changed():
    """Title, days of review and a point's feeling are taken; nonsense is remarked on."""

    def change(book: Any) -> None:
        put(book["Map"], "title", "Value", "The corner shop")
        put(book["Map"], "review_every_days", "Value", "often")
        put(book["Curve"], "point_1", "Feeling (\u22122 to +2)", "\u22120,5")

    taken = edited(change)
    assert taken.plan.title == {"en": "The corner shop", "de": "Der Laden"}
    assert taken.plan.review == PLAN.review
    assert taken.plan.curve[1] == replace(PLAN.curve[1], value=-0.5)
    assert "“often” is no whole number" in said(taken)


def test_a_sheet_that_is_gone_changes_nothing():
    """Somebody deleted the sheet of claims; the claims stay."""
    taken = edited(lambda book: book.remove(book["Claims"]))
    assert taken.plan == PLAN
    assert "Sheet Claims is missing" in said(taken)


def test_formulas_stay_texts():
    """What starts with = + - @ is no formula in any cell, and comes back unchanged."""
    texts = ['=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)", "=1+1"]
    claims = tuple(Claim(f"cl_{i}", text) for i, text in enumerate(texts))
    plan = replace(PLAN, title="=cmd|'/c calc'!A1", cells=(Cell("goal", "buy", claims),))
    content = export(join(plan), plan, "xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert read(content, "a.xlsx").plan == plan


def test_a_damaged_hidden_sheet_is_refused():
    """The sheet that says what the file was made from was edited."""

    def emptied(book: Any) -> None:
        book["wegweiser"]["A1"] = "|{}|"

    def shortened(book: Any) -> None:
        sheet = book["wegweiser"]
        sheet["A1"] = sheet["A1"].value.replace('"lane":', '"line":')

    for change in (emptied, shortened):
        with pytest.raises(SourceProblem, match="damaged"):
            edited(change)


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
TEXTS = WORDS | st.fixed_dictionaries({"en": WORDS, "de": WORDS}) | st.fixed_dictionaries({"de": WORDS})


def test_a_hidden_sheet_that_lies_is_refused():
    """Somebody rewrote what the file was made from: a point lies far beyond the map."""

    def change(book: Any) -> None:
        sheet = book["wegweiser"]
        text = "".join(row[0][1:-1] for row in sheet.values).replace('"x":0.5', '"x":55.5')
        sheet.delete_rows(1, sheet.max_row)
        sheet["A1"] = f"|{text}|"
        book.remove(book["Curve"])

    with pytest.raises(InvalidSetting, match="lie outside the map"):
        edited(change)


@settings(max_examples=15, deadline=None)
@given(
    title=TEXTS, names=st.lists(TEXTS, min_size=1, max_size=3), claims=st.lists(TEXTS, max_size=4), german=st.booleans()
)
def test_any_plan_comes_back_from_its_workbook(title, names, claims, german):
    """Whatever people write, the plan read back is the plan written."""
    phases = tuple(Phase(id=f"ph_{i}", name=name) for i, name in enumerate(names))
    cell = Cell("goal", "ph_0", tuple(Claim(f"cl_{i}", text) for i, text in enumerate(claims)), looked=True)
    plan = Plan(id="journey", title=title, phases=phases, cells=(cell,))
    taken = read(export(join(plan), plan, "xlsx", "de" if german else "en").content, "a.xlsx")
    assert taken.plan == plan
    assert taken.remarks == ()
