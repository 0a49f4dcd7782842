from __future__ import annotations

import re

from walked import LEVERS

from wegweiser.maps.charts import lever_dots

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
    assert "3 of 6 levers are settled; the first is: Show reviews" in lever_dots(LEVERS, PHASES, "en")
    assert "No lever is settled yet" in lever_dots(LEVERS[2:3], PHASES, "en")
