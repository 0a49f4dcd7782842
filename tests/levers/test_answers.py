"""Weaker responses, worked by hand: three ways of sending, one much better followed up than the others."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from wegweiser.domain.claims import Status
from wegweiser.levers import gaps
from wegweiser.levers.answers import weaker_responses
from wegweiser.stats import wilson


def sent(touchpoint: str, responded: int, receipts: int = 1000, **more: object) -> dict[str, object]:
    """Return what a touchpoint sent, each to another customer, and how often the purchase followed."""
    share = wilson(responded, receipts)
    row = {"touchpoint": touchpoint, "response": "purchase", "receipts": receipts, "responded": responded}
    return row | {"customers": receipts, "lo": share.lo, "hi": share.hi} | more


def test_what_is_followed_up_less_than_the_best_of_its_kind_is_found(web_figures):
    """The purchase follows 60 of 1,000 sent by the page and 170 of 1,000 by the catalogue, far beyond chance."""
    (found,) = weaker_responses(web_figures(responses=[sent("page", 60), sent("catalogue", 170)]))
    assert found.text == {
        "en": "“purchase” follows 6.0% of page, but 17% of catalogue",
        "de": "„purchase (de)“ nach page (de): 6,0\u00a0%, nach catalogue (de): 17\u00a0%",
    }
    assert (found.id, found.phase, found.customers, found.share.n) == ("cl_answer_page", "consideration", 1000, 1000)
    assert found.detail["en"] == (
        "60 of 1,000 sent to 1,000 customers; the best: 170 of 1,000. Who got which was not drawn by lot."
    )


def test_within_chance_nobody_falls_behind(web_figures):
    """160 and 170 of 1,000 may be the same, and one alone has nobody to compare with."""
    assert list(weaker_responses(web_figures(responses=[sent("page", 160), sent("catalogue", 170)]))) == []
    assert list(weaker_responses(web_figures(responses=[sent("page", 60)]))) == []


def test_only_what_is_of_a_kind_is_compared(web_figures):
    """The home page stands in another phase, the account's response is another one."""
    rows = [sent("page", 60), sent("home", 170), sent("catalogue", 170, response="account")]
    assert list(weaker_responses(web_figures(responses=rows))) == []


def test_a_response_nobody_made_is_a_gap_and_one_of_nineteen_is_not_told(web_figures):
    """None of 1,000 may be said; 19 of 1,000 would tell of too few."""
    none, few = ([sent("page", n), sent("catalogue", 170)] for n in (0, 19))
    assert [found.share.hits for found in weaker_responses(web_figures(responses=none))] == [0]
    assert list(weaker_responses(web_figures(responses=few))) == []


def test_without_a_phase_there_is_no_place_to_tell_it(web_figures):
    """Where nobody said which phase the touchpoints belong to, the weaker one stands nowhere."""
    figures = web_figures(responses=[sent("page", 60), sent("catalogue", 170)])
    touchpoints = tuple(replace(t, phase=None) for t in figures.touchpoints)
    assert list(weaker_responses(dataclasses.replace(figures, touchpoints=touchpoints))) == []


def test_long_names_leave_out_the_best_and_fit_in_print(web_figures):
    """With names of thirty characters the best is told by its share alone."""
    figures = web_figures(responses=[sent("page", 60), sent("catalogue", 170)])
    long = {"en": "Page of the summer catalogue 26", "de": "Seite des Sommerkatalogs 2026"}
    touchpoints = tuple(
        replace(t, name=long) if t.id in {"page", "catalogue"} else t for t in figures.touchpoints
    )  # fmt: skip
    (found,) = weaker_responses(dataclasses.replace(figures, touchpoints=touchpoints))
    assert found.text["de"] == "„purchase (de)“ nach Seite des Sommerkatalogs 2026: 6,0\u00a0%, beim besten: 17\u00a0%"
    assert max(map(len, found.text.values())) <= 80


def test_it_is_a_measured_gap_that_claims_no_cause(web_figures):
    """As a claim it rests on the responses, and weighs by the customers who got the weaker one."""
    ((phase, claim),) = (
        (phase, claim)
        for phase, claim in gaps(web_figures(responses=[sent("page", 60), sent("catalogue", 170)]))
        if claim.id.startswith("cl_answer")
    )
    assert (phase, claim.kind, claim.status, claim.impact) == ("consideration", "gap", Status.MEASURED, "high")
    assert claim.evidence == ("ev_responses",)
