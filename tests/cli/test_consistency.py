"""Offers are read by a run, and `wegweiser consistency` says where channels contradict each other."""

from __future__ import annotations

import pytest

LISTS = """
[[offers]]
name = "lists"
files = ["lists.csv"]
columns = {object = "article"}
sides = {store = "in_store", web = "online"}
"""
REDUCED = """
[[offers]]
name = "lists"
files = ["lists.csv"]
columns = {object = "article", side = "side", time = "day", price = "price", discount = "less"}
"""


@pytest.fixture
def priced(tmp_path, visits, wegweiser):
    """Return a workspace with a price list: one price is right, one differs by a quarter, one row says nothing."""
    folder = tmp_path / "mine"
    wegweiser("init", folder)
    wegweiser("add", visits, "-C", folder)
    (folder / "lists.csv").write_text("article,in_store,online\ntea,4.00,4.00\nsoap,5.00,4.00\nrice,,\n", "utf-8")
    toml = folder / "wegweiser.toml"
    toml.write_text(toml.read_text("utf-8") + LISTS, "utf-8")
    assert wegweiser("run", "-C", folder, "--formats", "json").code in {0, 1}
    return folder


def test_offers_are_counted_in_the_report_and_in_the_status(priced, wegweiser):
    """Two articles on two sides are four offers, the row of rice two without a price; they stay in every run."""
    assert wegweiser("status", "-C", priced, "--json").json["offers"] == 4
    report = wegweiser("run", "-C", priced, "--formats", "json", "--json").json["offers"]
    assert [(file["file"], file["rows"], file["offers"], file["state"]) for file in report] == [
        ("lists.csv", 3, 4, "unchanged")
    ]
    assert ["lists.csv", "3", "4"] in [
        line.split()[:3] for line in wegweiser("run", "-C", priced, "--formats", "json").out.splitlines()
    ]


def test_a_break_is_a_finding(priced, wegweiser):
    """One of two articles breaks, which is exit code 1, and the table says so."""
    answer = wegweiser("consistency", "summary", "-C", priced, "--period", "all", "--json")
    assert answer.code == 1
    (row,) = answer.json["rows"]
    assert (row["kind"], row["compared"], row["broken"]) == ("price", 2, 1)
    shown = wegweiser("consistency", "breaks", "-C", priced, "--period", "all").out
    (soap,) = [line.split() for line in shown.splitlines() if line.startswith("soap")]
    assert {"5", "4", "25.0%"} <= set(soap), "offers are no people: two of them are no secret"


def test_without_a_kind_the_one_that_breaks_most_is_listed(tmp_path, visits, wegweiser):
    """Prices agree, the discount holds online only: the breaks are those of the discount."""
    folder = tmp_path / "reduced"
    wegweiser("init", folder)
    wegweiser("add", visits, "-C", folder)
    rows = "tea,web,2026-03-02,4.00,20\ntea,store,2026-03-02,4.00,0\n"
    (folder / "lists.csv").write_text("article,side,day,price,less\n" + rows, "utf-8")
    toml = folder / "wegweiser.toml"
    toml.write_text(toml.read_text("utf-8") + REDUCED, "utf-8")
    wegweiser("run", "-C", folder, "--formats", "json")
    (row,) = wegweiser("consistency", "breaks", "-C", folder, "--json").json["rows"]
    assert (row["object"], row["high_side"], row["low_side"]) == ("tea", "web", "store")
    assert "suppressed" not in row


def test_pairs_and_aftermath_answer_too(priced, wegweiser):
    """The store is half a euro dearer over two articles; nobody is known to have seen both sides."""
    (row,) = wegweiser("consistency", "pairs", "-C", priced, "--period", "all", "--json").json["rows"]
    assert (row["objects"], row["dearer_by"], row["times_dearer"]) == (2, 0.5, 1)
    assert (
        wegweiser("consistency", "aftermath", "--goal", "purchase", "-C", priced, "--period", "all", "--json").json[
            "rows"
        ]
        == []
    )


def test_rows_that_say_nothing_stand_in_quarantine(priced, wegweiser):
    """The row without any price is listed with its reason, once for each side's empty price."""
    listed = wegweiser("quarantine", "list", "-C", priced, "--json").json["rows"]
    assert [(row["source"], row["code"]) for row in listed] == [("lists", "nothing_offered")]


def test_offers_that_cannot_be_compared_are_refused(tmp_path, wegweiser):
    """A set of offers without an object is named before anything runs."""
    folder = tmp_path / "mine"
    wegweiser("init", folder)
    toml = folder / "wegweiser.toml"
    toml.write_text(toml.read_text("utf-8") + LISTS.replace("object", "side"), "utf-8")
    answer = wegweiser("run", "-C", folder)
    assert answer.code == 2
    assert "what is offered" in answer.err
