"""Opportunities, worked by hand: of 1,000 customers few meet the catalogue, and they go on more often."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from wegweiser.levers import gaps
from wegweiser.levers.openings import little_used
from wegweiser.stats import wilson

CATALOGUE = {
    "touchpoint": "catalogue", "phase": "consideration",
    "customers": 150, "went_on": 90, "others": 800, "others_on": 240,
}  # fmt: skip


def test_what_few_meet_and_goes_with_going_on_is_an_opportunity(web_figures):
    """90 of 150 with the catalogue go on, 240 of the 800 others: 60 % against 30 %."""
    (found,) = little_used(web_figures(onward=[CATALOGUE]))
    assert found.text == {
        "en": "60% with “catalogue” go on, 30% without: test this",
        "de": "60\u00a0% mit „catalogue (de)“ gehen weiter, 30\u00a0% ohne: testen",
    }
    assert (found.kind, found.share, found.customers) == ("opportunity", wilson(90, 150), 150)
    assert found.detail["en"].startswith("Only 15% of customers meet it. 800 others in this phase do not. Grade D")


@pytest.mark.parametrize(
    "other",
    [
        {"customers": 200, "went_on": 120},
        {"customers": 19, "went_on": 19},
        {"went_on": 60},
        {"others": 19, "others_on": 0},
        {"others_on": 19},
        {"touchpoint": "purchase"},
        {"touchpoint": "payment_error"},
        {"touchpoint": "shipping"},
    ],
    ids=["one in five", "nineteen", "within chance", "few others", "few go on", "a goal", "a fault", "a checkout"],
)
def test_nothing_is_told_where_it_is_common_small_within_chance_or_no_choice(web_figures, other):
    """Each of these alone is enough to keep quiet."""
    assert list(little_used(web_figures(onward=[CATALOGUE | other]))) == []


def test_what_we_send_is_no_opportunity(web_figures):
    """Who gets a letter was chosen for it, so that they go on says nothing."""
    figures = web_figures(onward=[CATALOGUE])
    touchpoints = tuple(replace(t, channel="mail") if t.id == "catalogue" else t for t in figures.touchpoints)
    assert list(little_used(dataclasses.replace(figures, touchpoints=touchpoints))) == []


def test_a_phase_tells_its_clearest_one(web_figures):
    """Of page (50 %) and catalogue (60 %) the catalogue is told; home stands in another phase."""
    rows = [CATALOGUE | {"touchpoint": "page", "went_on": 75}, CATALOGUE]
    rows.append(CATALOGUE | {"touchpoint": "home", "phase": "awareness"})
    assert [found.refs for found in little_used(web_figures(onward=rows))] == [("home",), ("catalogue",)]


def test_it_stands_among_the_gaps_as_an_opportunity(web_figures):
    """Its claim fits in print, is marked, and rests on who went on."""
    claims = [claim for _, claim in gaps(web_figures(onward=[CATALOGUE])) if claim.kind == "opportunity"]
    assert [(claim.id, claim.evidence) for claim in claims] == [("cl_open_catalogue_consideration", ("ev_onward",))]
    assert all(len(text) <= 80 for claim in claims for text in claim.text.values())
