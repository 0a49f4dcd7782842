"""`wegweiser claims`: from a claim to a test to a verdict."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.journey_maps import Cell
from wegweiser.domain.phases import phase_model
from wegweiser.maps import Plan, document
from wegweiser.stats import wilson

LOSS = Claim(
    "cl_loss",
    {"en": "40% leave at the till", "de": "40 % gehen an der Kasse"},
    Status.MEASURED,
    ("ev_events",),
    n=1000,
    share=wilson(400, 1000),
    as_of=date(2025, 9, 1),
    author="rule",
)


@pytest.fixture
def folder(tmp_path):
    """Return a workspace with a map of one assumption and one figure of last September."""
    (tmp_path / "wegweiser.toml").write_text('name = "Kornblume"\nlanguage = "en"\n', "utf-8")
    plan = Plan.of(phase_model("five"), "Shop")
    waited = Cell("experience", "conversion", (Claim("cl_waited", "I waited too long"),))
    Plan(id="journey", title="Shop", phases=plan.phases, cells=(waited,)).write(tmp_path / "journey.yaml")
    found = document.Generated(
        cells=(Cell("gap", "conversion", (LOSS,)),),
        evidence=(Evidence("ev_events", "event_query", "Events"),),
        as_of=date(2025, 9, 1),
    )
    (tmp_path / "journey.data.json").write_bytes(found.json())
    return tmp_path


def test_claims_are_listed_as_the_map_shows_them(wegweiser, folder):
    """The figure of September stands on the map of September; that this is 212 days ago is said once."""
    rows = wegweiser("claims", "-C", folder, "--json").json
    assert [(row["claim"], row["status"], row["until"], row["why"]) for row in rows] == [
        ("cl_loss", "measured", "2026-02-28", ""),
        ("cl_waited", "assumption", "", ""),
    ]
    assert "cl_loss" not in wegweiser("claims", "-C", folder, "--status", "assumption").out
    listed = wegweiser("claims", "-C", folder).out
    assert "I waited too long" in listed
    for told in (listed, wegweiser("status", "-C", folder).out):
        assert told.count("Data end on 1 Sep 2025, 212 days ago") == 1


def test_data_of_yesterday_need_no_word(wegweiser, folder):
    """Where what is measured counts for a year, half a year is not told."""
    path = folder / "wegweiser.toml"
    path.write_text(path.read_text("utf-8") + "\n[validity]\nmeasured_days = 365\n", "utf-8")
    assert "Data end" not in wegweiser("claims", "-C", folder).out


def test_a_claim_is_taken_through_a_test_and_contradicted(wegweiser, folder):
    """The survey is printed ready to paste; 3 of 100 contradict the claim, and the list says so."""
    planned = wegweiser("claims", "validate", "cl_waited", "--method", "survey", "-C", folder).out
    assert planned.startswith("v_waited_survey\nDid this happen to you: “I waited too long”?\n")
    assert "Needed: at least 50%, of 194 people." in planned
    assert "[[ask]]" in planned
    few = wegweiser("claims", "decide", "v_waited_survey", "--hits", 3, "--n", 10, "-C", folder)
    assert (few.code, "no verdict yet: 10 of 194" in few.out) == (1, True)
    said = wegweiser("claims", "decide", "v_waited_survey", "--hits", 3, "--n", 100, "-C", folder)
    assert (said.code, said.out.strip()) == (
        0,
        "v_waited_survey: contradicted. The next `wegweiser run` draws it on the map.",
    )
    (row,) = wegweiser("claims", "-C", folder, "--status", "contradicted", "--json").json
    assert (row["claim"], row["n"]) == ("cl_waited", 100)
    (test,) = wegweiser("claims", "tests", "-C", folder, "--json").json
    assert (test["verdict"], test["validation"]["was"]) == ("contradicted", "assumption")
    assert "contradicted" in wegweiser("claims", "tests", "-C", folder).out


def test_a_figure_is_checked_and_an_interview_asked(wegweiser, folder):
    """The check says from where on the figure holds; the guide's question waits for whoever asks it."""
    made = wegweiser("claims", "validate", "cl_loss", "--method", "data", "-C", folder, "--json").json
    assert (made["validation"]["needed"], made["validation"]["planned_n"], made["survey"]) == (0.32, 275, "")
    guide = wegweiser("claims", "validate", "cl_waited", "--method", "interview", "-C", folder).out
    assert "Count who tells: “I waited too long”" in guide
    added = wegweiser("claims", "validate", "cl_waited", "--method", "survey", "--add", "-C", folder).out
    assert "The survey stands in wegweiser.toml." in added
    assert "v_waited_survey" in wegweiser("ask", "list", "-C", folder).out


def test_half_a_result_is_misuse(wegweiser, folder):
    """Hits without n, a mean outside its interval, figures and answers at once."""
    wegweiser("claims", "validate", "cl_waited", "--method", "survey", "-C", folder)
    for wrong in (
        ("--hits", 3),
        ("--mean", 1, "--lo", 2, "--hi", 3, "--n", 50),
        ("--hits", 3, "--n", 9, "--from-answers"),
    ):
        said = wegweiser("claims", "decide", "v_waited_survey", *wrong, "-C", folder)
        assert (said.code, "The result cannot be used" in said.err) == (2, True)
    unreached = wegweiser("claims", "decide", "v_waited_survey", "--from-answers", "-C", folder)
    assert (unreached.code, "paste its survey" in unreached.err) == (2, True)
