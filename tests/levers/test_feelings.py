"""Feelings below expectation: only reports, only beyond chance, only of twenty people and more."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.personas import Persona
from wegweiser.domain.voices import Heard
from wegweiser.levers import gaps
from wegweiser.levers.feelings import below_expectation, shortfall

CART = Feeling(
    phase="conversion",
    touchpoint="cart",
    experienced=Estimate(-0.5, -0.8, -0.2, 60),
    expected=Estimate(0.5, 0.1, 0.9, 55),
)
MET = [{"touchpoint": "cart", "phase": "conversion", "customers": 480, "contacts": 900}]


def test_a_feeling_that_falls_short_is_a_gap_with_its_interval(web_figures):
    """Felt -0.5, expected +0.5: one less, from 0.5 to 1.5 (root of 0.3 and 0.4 squared)."""
    (found,) = below_expectation(dataclasses.replace(web_figures(touchpoints=MET), heard=Heard(feelings=(CART,))))
    assert found.text == {
        "en": "Felt at “cart”: \u22120.5, expected: +0.5",
        "de": "Gefühl bei „cart (de)“: \u22120,5, erwartet: +0,5",
    }
    gap = found.estimate
    assert [round(x, 3) for x in (gap.value, gap.lo, gap.hi)] == [-1.0, -1.5, -0.5]
    assert (gap.n, found.customers, found.refs) == (55, 480, ("cart",))


@pytest.mark.parametrize(
    "feeling",
    [
        replace(CART, expected=None),
        replace(CART, expected=Estimate(0.0, -0.5, 0.5, 60)),
        replace(CART, experienced=Estimate(-0.5, -0.8, -0.2, 19)),
        replace(CART, series=Series.TEXT),
        replace(CART, series=Series.BEHAVIOUR),
        replace(CART, experienced=Estimate(1.5, 1.2, 1.8, 60)),
        replace(CART, touchpoint="gone"),
        replace(CART, phase="gone"),
    ],
    ids=["nothing expected", "chance", "nineteen", "text", "behaviour", "above", "unknown touchpoint", "unknown phase"],
)
def test_nothing_is_told_without_a_sure_report(web_figures, feeling):
    """Each of these alone is enough to keep quiet."""
    assert (
        list(below_expectation(dataclasses.replace(web_figures(touchpoints=MET), heard=Heard(feelings=(feeling,)))))
        == []
    )


def test_among_many_feelings_a_chance_hit_is_not_told(web_figures):
    """A shortfall that is only just beyond its own interval, beside twenty that fall short of nothing."""
    close = replace(CART, experienced=Estimate(0.0, -0.30, 0.30, 60), expected=Estimate(0.45, 0.15, 0.75, 60))
    level = replace(CART, experienced=Estimate(0.0, -0.3, 0.3, 60), expected=Estimate(0.0, -0.3, 0.3, 60))
    figures = web_figures(touchpoints=MET)
    assert len(list(below_expectation(dataclasses.replace(figures, heard=Heard(feelings=(close,)))))) == 1
    assert list(below_expectation(dataclasses.replace(figures, heard=Heard(feelings=(close, *[level] * 20))))) == []


def test_what_everybody_feels_is_not_told_of_a_persona_again(web_figures):
    """Savers fall short with everybody and are not named; where only they do, their name stands beside the place."""
    savers = replace(CART, persona="pe_1")
    card = Persona("pe_1", "Savers", "count", "S", 50, Proportion(0.5, 0.4, 0.6, 50, 100), 0.9, 0.9)
    for feelings, told in (
        ((savers, CART), ["Felt at “cart”: \u22120.5, expected: +0.5"]),
        ((savers,), ["Felt at “cart, Savers”: \u22120.5, expected: +0.5"]),
    ):
        figures = dataclasses.replace(web_figures(touchpoints=MET), heard=Heard(feelings=feelings), personas=(card,))
        assert [found.text["en"] for found in below_expectation(figures)] == told


@pytest.mark.parametrize(("hi", "impact"), [(-0.1, "medium"), (0.7, "low")], ids=["0.55 short", "0.03 short"])
def test_the_impact_follows_the_size_of_the_gap(web_figures, hi, impact):
    """480 of 1,000 meet the cart; short by 0.55 of 4 for sure 66 are harmed, by 0.03 of 4 hardly anybody."""
    close = replace(CART, experienced=Estimate(hi - 0.1, hi - 0.2, hi, 400), expected=Estimate(0.8, 0.74, 0.86, 400))
    close = close if hi > 0 else replace(close, expected=Estimate(0.5, 0.4, 0.6, 400))
    ((_, claim),) = gaps(dataclasses.replace(web_figures(touchpoints=MET), heard=Heard(feelings=(close,))))
    assert claim.estimate is not None
    assert claim.harm == round(480 * -claim.estimate.hi / 4, 1)
    assert claim.impact == impact


def test_a_feeling_of_a_phase_names_the_phase(web_figures):
    """Without a touchpoint the customers met in the phase are concerned."""
    rows = [{"phase": "conversion", "customers": 600, "touched": 520, "on": None}]
    (found,) = below_expectation(
        dataclasses.replace(web_figures(phases=rows), heard=Heard(feelings=(replace(CART, touchpoint=None),)))
    )
    assert (found.text["en"], found.customers) == ("Felt at “Conversion”: \u22120.5, expected: +0.5", 520)


def test_two_certain_figures_differ_for_sure():
    """Intervals without width: the gap is exact."""
    exact = Feeling(phase="x", experienced=Estimate(0, 0, 0, 30), expected=Estimate(1, 1, 1, 30))
    assert (shortfall(exact).lo, shortfall(exact).hi) == (-1.0, -1.0)


def test_it_stands_among_the_gaps_as_a_measured_claim(web_figures):
    """The claim rests on the survey, with n, interval and day."""
    ((phase, claim),) = gaps(dataclasses.replace(web_figures(touchpoints=MET), heard=Heard(feelings=(CART,))))
    assert (phase, claim.status, claim.evidence, claim.n) == ("conversion", Status.MEASURED, ("ev_feelings",), 55)
    assert claim.estimate is not None
