"""Where what customers feel or say contradicts the mission, as a gap of the map."""

from __future__ import annotations

import dataclasses

import pytest

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.mission import Discord
from wegweiser.domain.voices import Heard
from wegweiser.levers.discords import against_the_mission
from wegweiser.stats import wilson

TEXT = {"en": "Effortless: promised +0.5, felt \u22120.4", "de": "Mühelos: versprochen +0,5, erlebt \u22120,4"}
FELT = Discord("easy", "conversion", TEXT, felt=Estimate(-0.4, -0.62, -0.18, 150), least=0.5)
DENIED = Discord("easy", "retention", "denied", denied=wilson(30, 35), words=("too hard", "tiring"))


@pytest.fixture
def found(web_figures):
    """Return a maker of the gaps from discords."""

    def make(*discords):
        return list(against_the_mission(dataclasses.replace(web_figures(), heard=Heard(discords=discords))))

    return make


def test_a_feeling_below_the_promise_is_a_gap_of_its_phase(found):
    """150 people feel -0.4 where +0.5 was promised; the interval stands in the detail."""
    (gap,) = found(FELT)
    assert (gap.id, gap.phase, gap.n, gap.customers) == ("cl_discord_easy_conversion", "conversion", 150, 150)
    assert gap.text == TEXT
    assert gap.estimate == FELT.felt
    assert gap.detail["en"] == "Felt \u22120.4 (\u22120.6 to \u22120.2, n\u00a0=\u00a0150), promised at least +0.5."
    assert gap.detail["de"].startswith("Erlebt \u22120,4 (\u22120,6 bis \u22120,2, n\u00a0=\u00a0150)")


def test_words_that_deny_a_value_are_a_gap_too(found):
    """30 of 35 who speak of it deny it."""
    (gap,) = found(DENIED)
    assert (gap.share.hits, gap.share.n, gap.n) == (30, 35, 30)
    assert gap.detail["en"] == "86% of 35 who speak of it deny it: too hard, tiring"


@pytest.mark.parametrize(
    "discord",
    [
        Discord("easy", "moon", "elsewhere", felt=Estimate(-0.4, -0.6, -0.2, 150), least=0.5),
        Discord("easy", "conversion", "few", felt=Estimate(-0.4, -0.6, -0.2, 19), least=0.5),
        Discord("easy", "conversion", "few", denied=wilson(19, 19)),
    ],
)
def test_a_phase_nobody_knows_and_too_few_people_are_no_gap(found, discord):
    """A phase that left the model, 19 who answered, 19 who deny."""
    assert found(discord) == []
