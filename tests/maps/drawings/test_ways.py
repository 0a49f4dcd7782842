from __future__ import annotations

import re

import pytest
from walked import BUY, FUNNEL, GRAPH, LONG, NAMES, STEPS

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.maps.drawings import ways

CEM = ways.Variant((NAMES["ad"], NAMES["view"], BUY), 300, 290, 0.3, Proportion(0.5, 0.44, 0.56, 150, 300), 420.0)
BEN = ways.Variant((LONG,), 12, 12, 0.01)


def test_the_slider_keeps_the_best_way_in_and_out_of_every_touchpoint():
    """At nothing asked for, 782 of 1,991 moves stay; at 0.5 the loop of 900 joins them first."""
    least = ways.kept(GRAPH, 0.0)
    assert [(edge.source, edge.target) for edge in least.edges] == [
        ("ad", "view"), ("view", "cart"), ("cart", "view"), ("cart", "buy"),
    ]  # fmt: skip
    assert least.shown == 782 / 1991
    more = ways.kept(GRAPH, 0.5)
    assert (len(more.edges), more.shown) == (5, 1682 / 1991)


def test_the_graph_says_what_share_of_moves_it_shows():
    """1,682 of 1,991 moves are 84 %."""
    assert "Shown: 84% of 1,991 moves." in ways.graph(GRAPH, "en", share=0.5).how


@pytest.mark.parametrize("drawn", [ways.flow(STEPS, "en", name="mine"), ways.graph(GRAPH, "en", name="mine")])
def test_a_figure_has_ids_of_its_own(drawn):
    """Two of a kind can stand on one page."""
    assert re.findall(r' (?:id|aria-labelledby)="([^"]+)"', drawn.svg) == [
        "mine-title mine-desc", "mine-title", "mine-desc",
    ]  # fmt: skip


def test_a_funnel_says_its_losses_in_words():
    """Between product page and cart 600 of 1,000 are lost; the others took 3 minutes in the median."""
    made = ways.funnel(FUNNEL, "en", passages=(ways.Passage(180.0), None, None))
    assert "600 lost here (60%)" in made.svg
    assert "median time 3\u00a0min." in made.svg
    assert made.data[1] == ("Cart", 400, 0.4, 0.4, 600, 180.0)
    assert made.data[2][2:4] == (made.data[2][1] / 400, made.data[2][1] / 1000)


def test_a_funnel_counts_in_who_is_still_on_the_way():
    """Kaplan-Meier says 52 %; of 19 people it says nothing."""
    seen = ways.funnel(FUNNEL, "en", passages=(ways.Passage(None, Estimate(0.52, 0.5, 0.54, 1000)), None, None))
    assert "52% arrive, counting in who is still on the way (Kaplan-Meier) (50\u201354%)" in seen.svg
    few = ways.funnel(FUNNEL, "en", passages=(ways.Passage(None, Estimate(0.52, 0.5, 0.54, 19)), None, None))
    assert "Kaplan" not in few.svg


def test_a_funnel_does_not_count_out_few_people():
    """Seven visits reach the last step: neither picture, table nor data says so."""
    made = ways.funnel(FUNNEL, "en")
    assert made.data[3] == ("Thanks", None, None, None, None)
    assert made.table.rows[3] == ("Thanks", "<\u00a020", "", "", "")
    assert ">7<" not in made.svg + made.small


def test_variants_hide_what_few_people_took():
    """Twelve people went their own way: their path is counted in the note and drawn nowhere."""
    made = ways.variants((CEM, BEN), "en")
    assert made.note == "Not shown: 1 of the paths, each of fewer than 20 customers."
    assert made.data == (("Advertisement → Product page → Purchase", 300, 0.3, 0.5, 420.0),)
    assert "Donau" not in made.svg


def test_names_are_escaped():
    """A touchpoint called like a tag stays a name."""
    made = ways.variants((ways.Variant((LONG, "<script>x</script>"), 300, 290, 0.3),), "de")
    assert "<script>" not in made.svg + made.small
    assert "&lt;script&gt;" in made.svg
