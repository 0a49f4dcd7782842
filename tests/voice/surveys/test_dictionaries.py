"""Dictionary files, listed field by field or tidy."""

from __future__ import annotations

from openpyxl import Workbook

from wegweiser.voice.surveys.dictionaries import bare, read_dictionary


def test_fields_of_one_section_share_the_codes_below_the_last(dictionary):
    """The three ratings have seven codes each; the number above them has none."""
    fields = read_dictionary(dictionary)
    assert [len(fields[name].levels) for name in ("id", "q1shop", "q1web", "q1all")] == [0, 7, 7, 7]
    assert fields["q1shop"].levels["6"] == "Never used"
    assert (fields["q1shop"].section, fields["q2nps"].section) == ("How was it?", "")


def test_a_spreadsheet_reads_like_text_and_a_code_beside_a_field_belongs_to_it(tmp_path):
    """Q2B has no question of its own: its row holds a code, so it asks what Q2A asks."""
    book = Workbook()
    for row in (
        ("Field", "Question"),
        ("Q2A ", "Why?"),
        ("Q2B", 1, "Price "),
        (None, "Other reasons"),
        (None, 2, "Way"),
    ):
        book.active.append(row)
    book.save(tmp_path / "codes.xlsx")
    fields = read_dictionary(tmp_path / "codes.xlsx")
    assert {name: (one.text, one.levels) for name, one in fields.items()} == {
        "q2a": ("Why?", {"1": "Price", "2": "Way"}),
        "q2b": ("Why?", {"1": "Price", "2": "Way"}),
    }


def test_a_tidy_list_has_a_header_for_codes(written):
    """Field, question, code, label: a field is named on its first row."""
    path = written("tidy.csv", "field,question,code,label\nsat,Zufriedenheit,1,sehr gut\n,,2,gut\nage,Alter,,\n")
    fields = read_dictionary(path)
    assert fields["sat"].levels == {"1": "sehr gut", "2": "gut"}
    assert (fields["age"].text, fields["age"].levels) == ("Alter", {})


def test_digits_stay_apart_where_a_sign_divides_them():
    """Q8-11 and Q81-1 are two names."""
    assert bare("Q8-11") != bare("Q81-1")
