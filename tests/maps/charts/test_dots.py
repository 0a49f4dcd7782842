from __future__ import annotations

import re

from msgspec.structs import replace
from walked import LEVERS

from wegweiser.maps.charts import findings, lever_dots, page, rows

PHASES = {"weigh": {"en": "Weigh", "de": "Abwägen"}, "buy": {"en": "Buy", "de": "Kaufen"}}


def test_a_dot_is_hollow_where_nothing_is_settled():
    """Two effects are better, one is open, one is worse; a range and an association have no dot."""
    dots = re.findall(
        r'<circle [^>]*fill="var\(--([a-z0-9-]+)\)" stroke="var\(--([a-z0-9-]+)\)"', lever_dots(LEVERS, PHASES, "en")
    )
    assert dots == [("good", "good"), ("good", "good"), ("surface", "ink-3"), ("bad", "bad")]


def test_effects_are_points_with_their_sign():
    """Real minus, decimal comma, and the range of grade C in words; grade D only goes with."""
    said = re.findall(r">([^<>]+)</text>", lever_dots(LEVERS, PHASES, "de"))
    for words in (
        "+6,1 Pkt.",
        "\u22123,6 Pkt.",
        "+0,5 bis +3,1 Pkt.",
        "geht einher, keine Wirkung",
        "Abwägen · Rang 1",
    ):
        assert words in said
    assert [letter for letter in said if letter in set("ABCD")] == ["A", "B", "B", "B", "C", "D"]


def test_levers_that_cannot_be_told_apart_share_a_bracket():
    """The first two are tied, and only they."""
    assert lever_dots(LEVERS, PHASES, "en").count("<title>cannot be told apart</title>") == 1
    assert "cannot be told apart" not in lever_dots(LEVERS[2:], PHASES, "en")


def test_associations_alone_have_no_scale():
    """Where nothing has an effect there is no axis to read one from."""
    assert ">0</text>" not in lever_dots(LEVERS[5:], PHASES, "en")


def test_the_headline_counts_what_is_settled():
    """Three of six; the first by rank is named. Without one, the chart says so."""
    assert "Settled: 3 of 6 levers, first of all: Show reviews" in lever_dots(LEVERS, PHASES, "en")
    assert "No lever is settled yet" in lever_dots(LEVERS[2:3], PHASES, "en")


def test_of_what_merely_goes_together_five_are_drawn():
    """Fourteen of grade D: five are drawn, nine are left to the table, and the words beside the chart say so."""
    many = (*LEVERS[:5], *(replace(LEVERS[5], id=f"lv_{n}") for n in range(14)))
    assert [lever.id for lever in findings.folded(many)][5:] == [f"lv_{n}" for n in range(5)]
    assert findings.of_levers(many, "de").lead.endswith("9 weitere vom Grad D stehen in der Tabelle.")
    assert findings.folded(LEVERS) == LEVERS
    ways = rows.Ways(title="Shop", levers=many, customers=900)
    assert page(ways, "en").count(">goes with, no effect</text>") == 5


def test_what_shows_no_effect_says_so_instead_of_a_rank():
    """A hold-out whose interval holds zero has no rank beside its dot."""
    open_ = replace(LEVERS[2], rank=None, tie=None, doubt="No effect shown")
    assert "Abwägen · keine Wirkung nachgewiesen" in lever_dots((open_,), PHASES | {open_.phase: PHASES["weigh"]}, "de")
