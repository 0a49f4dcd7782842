"""Mermaid, Markdown and CSV: what they say, and that no text of a person becomes markup or a formula."""

from __future__ import annotations

import csv
import io

from msgspec.structs import replace
from shop import MAP, PLAN

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell
from wegweiser.maps import join
from wegweiser.maps.exchange import export, read


def text(form: str, language: str = "en") -> str:
    """Return an export of the shop's map as a text."""
    return export(MAP, PLAN, form, language).content.decode()


def test_mermaid_holds_phases_steps_and_scores_from_one_to_five():
    """The feeling of +1 at looking is a 4, that of -1.5 at staying a 1, and +0.5 at buying a 3."""
    lines = text("mermaid").splitlines()
    assert lines[:2] == ["journey", "    title The shop"]
    assert "    section Look" in lines
    assert "      Enters: 4: Customers" in lines
    assert "      Web: 4: Customers" in lines
    assert "      Till: 3: Customers" in lines
    assert "      Stay: 1: Customers" in lines


def test_mermaid_reads_nothing_in_the_words_of_people():
    """Colons, semicolons and hashes are marks there; they are replaced by signs that look alike."""
    plan = replace(PLAN, title="A: b; c #d\nsection <x>")
    (title,) = [x for x in export(join(plan), plan, "mermaid").content.decode().splitlines() if "title" in x]
    assert title == "    title A\u2236 b, c \u266fd section \u2039x\u203a"


def test_markdown_is_a_table_of_lanes_and_phases():
    """A row per lane of the view, a column per phase, each claim with the character of its standing."""
    shown = text("markdown", "de")
    assert "|  | Schauen | Kaufen | Stay |" in shown
    assert "| **Kundenfragen** | ○ Wann offen?<br>○ Two |  |  |" in shown
    assert "```mermaid\njourney\n" in shown
    assert "1. Log" in shown


def test_markdown_reads_nothing_in_the_words_of_people():
    """Links, pictures, tags, pipes and code stay letters."""
    bad = "[x](javascript:alert(1)) ![y](http://example.org) <b>|`q` & https://example.org"
    plan = replace(PLAN, cells=(Cell("goal", "buy", (Claim("cl_bad", bad),)),))
    shown = export(join(plan), plan, "markdown").content.decode()
    assert "\\[x\\]\\(javascript:alert\\(1\\)\\) \\!\\[y\\]" in shown
    assert "&lt;b&gt;\\|\\`q\\` &amp;" in shown
    assert "https://" not in shown


def test_csv_has_a_row_per_claim_that_spreadsheets_do_not_run():
    """Formulas have an apostrophe before them, figures are numbers, few people are not counted."""
    plan = replace(PLAN, cells=(*PLAN.cells, Cell("goal", "stay", (Claim("cl_f", "=1+1"),))))
    found = join(plan)
    rows = list(csv.DictReader(io.StringIO(export(found, plan, "csv").content.decode("utf-8-sig"))))
    assert {row["id"]: row["text"] for row in rows}["cl_f"] == "'=1+1"
    rows = list(csv.DictReader(io.StringIO(text("csv").removeprefix("\ufeff"))))
    named = {row["id"]: row for row in rows}
    assert (named["cl_quick"]["n"], named["cl_quick"]["status"]) == ("100", "measured")
    assert (named["cl_few"]["n"], named["cl_few"]["text"]) == ("", "fewer than 20 people: not shown")


def test_our_csv_comes_back_with_its_ids():
    """What people wrote is read again; what was measured is counted and left to the data."""
    plan = replace(PLAN, cells=(*PLAN.cells, Cell("goal", "stay", (Claim("cl_f", "'=1+1", detail="-2"),))))
    taken = read(export(join(plan), plan, "csv").content, "claims.csv")
    assert taken.layout == "claims"
    found = {claim.id: claim for cell in taken.plan.cells for claim in cell.claims}
    assert found["cl_f"] == Claim("cl_f", "'=1+1", detail="-2")
    assert sorted(found) == ["cl_f", "cl_open", "cl_queue", "cl_sell", "cl_told", "cl_two"]
    german = export(join(plan), plan, "csv", "de").content
    assert german.startswith("\ufeffid;lane;".encode())
    assert {claim.id for cell in read(german, "claims.csv").plan.cells for claim in cell.claims} == set(found)
    assert read(export(MAP, PLAN, "csv").content, "claims.csv").remarks[0]["en"].startswith("2 measured statements")
