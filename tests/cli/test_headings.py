"""Columns of tables are headed in words, German where the workspace is; every command tested shows them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from wegweiser.cli.headings import HEADINGS, heading
from wegweiser.cli.shown import show
from wegweiser.i18n import untranslated
from wegweiser.warehouse import Result


@pytest.mark.parametrize(
    ("column", "english", "german"),
    [
        ("customers", "customers", "Kunden"),
        ("median_s", "median", "Median"),
        ("median_lo_s", "median, from", "Median, von"),
        ("lo", "from", "von"),
        ("hi_s", "to", "bis"),
        ("from_s", "starting at", "ab"),
        ("others_lo", "rate of the others, from", "Quote der anderen, von"),
        ("later_hi", "share later, to", "Anteil später, bis"),
        ("Meat buyers (pe_2)", "Meat buyers (pe_2)", "Meat buyers (pe_2)"),
    ],
)
def test_ids_read_as_words(column, english, german):
    """Units and ends of intervals are put together by rule, an interval is that of a share; names stay."""
    assert (heading(column, "en"), heading(column, "de")) == (english, german)


def test_every_heading_has_its_german():
    """A column nobody translated would be English in a German table."""
    assert untranslated(set(HEADINGS.values()), "de") == ()


def test_a_german_table_is_german_from_head_to_foot(capsys):
    """Ana comes by the newsletter and leaves: headings, the end, yes and the weekday; her touchpoint stays."""
    rows = {"source": ["newsletter"], "target": ["(end)"], "optional": [True], "weekday": [2], "state": ["unchanged"]}
    show(Result("rows", pa.table(rows)), json=False, language="de")
    head, row = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["Quelle", "Ziel", "danach", "optional", "Wochentag", "Stand"]
    assert row == ["newsletter", "(Ende)", "ja", "Dienstag", "unverändert"]


def test_programs_read_ids(capsys):
    """JSON keeps the ids of columns and values in every language."""
    show(Result("rows", pa.table({"target": ["(end)"], "lo": [0.5]})), json=True, language="de")
    out = capsys.readouterr().out
    assert all(part in out for part in ('"target": "(end)"', '"lo": 0.5'))


def test_a_german_workspace_heads_its_tables_in_german(tmp_path, visits, wegweiser):
    """The language of the workspace decides, from the table of files to the figures."""
    folder = tmp_path / "laden"
    told = wegweiser("map", visits, "--out", folder, "--lang", "de", "--formats", "json").out
    assert all(word in told for word in ("Quelle", "Datei", "Zeilen", "geladen"))
    shown = wegweiser("journeys", "goals", "-C", folder).out
    assert shown.splitlines()[0].split()[:5] == ["Ziel", "konvertiert", "verloren", "offen", "Quote"]
