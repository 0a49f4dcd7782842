"""Measures: what campaigns are followed by, which ran, and nothing about fewer than twenty people."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Status
from wegweiser.domain.touchpoints import Medium
from wegweiser.maps.measures import measures, period, slug
from wegweiser.maps.results import CampaignRow


def test_a_campaign_is_a_measure_in_the_phase_of_its_touchpoint(shop_figures, shop_plan):
    """Spring met 50 customers in March; the campaign of 19 people is not told."""
    look, buy, _ = measures(shop_plan, shop_figures())
    assert [claim.text for claim in look.claims] == [
        {"en": "Spring: 50 customers, 1 Mar\u201331 Mar 2026", "de": "Spring: 50 Kunden, 01.03.\u201331.03.2026"}
    ]
    assert look.claims[0].id == "cl_campaign_spring_page"
    assert (buy.claims, buy.looked) == ((), True)


def test_many_campaigns_are_one_line_with_their_time(shop_figures, shop_plan):
    """Five campaigns, one of them tiny, are one claim: how many, and from the first day to the last."""
    rows = [
        {"campaign": f"C{n}", "touchpoint": "page", "customers": 17 + n,
         "since": date(2026, n, 1), "until": date(2026, n, 9)}
        for n in range(1, 6)
    ]  # fmt: skip
    (claim,) = measures(shop_plan, shop_figures(campaigns=rows))[0].claims
    assert claim.text == {
        "en": "5 campaigns, 1 Jan\u20139 May 2026",
        "de": "5 Kampagnen, 01.01.\u201309.05.2026",
    }
    assert (claim.id, claim.n) == ("cl_campaigns_look", 100)


def test_what_customers_tell_each_other_is_no_measure_of_ours(shop_figures, shop_plan):
    """A code friends share looks like a campaign; at an earned touchpoint it is none."""
    figures = shop_figures()
    earned = tuple(replace(t, medium=Medium.EARNED) if t.id == "page" else t for t in figures.touchpoints)
    assert measures(shop_plan, figures)[0].claims
    assert measures(shop_plan, dataclasses.replace(figures, touchpoints=earned))[0].claims == ()


def answer(touchpoint: str, responded: int, **more: object) -> dict[str, object]:
    """Return a row: 100 receipts of 80 customers, some followed by the till after four days."""
    row = {"touchpoint": touchpoint, "response": "till", "receipts": 100, "responded": responded, "customers": 80}
    return row | {"lo": 0.2, "hi": 0.4, "median_days": 4.0} | more


def test_a_campaign_says_what_follows_it(shop_figures, shop_plan):
    """30 of 100 receipts of the page's campaigns are followed by the till; the interval is the one handed in."""
    claim = measures(shop_plan, shop_figures(responses=[answer("page", 30)], campaigns=[]))[0].claims[0]
    assert claim.text == {
        "en": "Page: 30% of 100 followed by “Till”",
        "de": "Seite: auf 30\u00a0% von 100 folgt „Kasse“",
    }
    assert claim.detail["en"] == "30 of 100, 80 customers; half of the responses come within 4\u00a0days."
    assert (claim.share.lo, claim.share.hi, claim.share.hits, claim.n) == (0.2, 0.4, 30, 100)
    assert (claim.evidence, claim.status) == (("ev_responses",), Status.MEASURED)


def test_of_several_responses_the_goal_is_told(shop_figures, shop_plan):
    """After the page more see the cart than the till, but the till is the purchase."""
    rows = [answer("page", 60, response="cart"), answer("page", 30)]
    first, *_ = measures(shop_plan, shop_figures(responses=rows))[0].claims
    assert first.refs == ("page", "till")


def test_a_response_of_nineteen_people_is_not_told(shop_figures, shop_plan):
    """19 responses are too few to tell, 19 receivers too; that nobody at all responds may be said."""
    rows = [answer("page", 19), answer("ad", 30, customers=19), answer("letter", 0, median_days=None)]
    look, _, stay = measures(shop_plan, shop_figures(responses=rows, campaigns=[]))
    assert look.claims == ()
    assert stay.claims[0].detail["de"] == "0 von 100, 80 Kunden."


def test_a_response_is_no_measure_of_its_own(shop_figures, shop_plan):
    """Spring was sent by page and answered at the till: it runs where it reaches people, not where they pay."""
    rows = [{"campaign": "Spring", "touchpoint": name, "customers": 50} for name in ("page", "till")]
    look, buy, _ = measures(shop_plan, shop_figures(campaigns=rows, responses=[answer("page", 30)]))
    assert [claim.id for claim in look.claims] == ["cl_response_page", "cl_campaign_spring_page"]
    assert (buy.claims, buy.looked) == ((), True)


def test_without_campaigns_nobody_looked(shop_figures, shop_plan):
    """Data that names no campaign leaves the lane open, not empty."""
    assert not any(cell.looked for cell in measures(shop_plan, shop_figures(campaigns=[])))


@pytest.mark.parametrize(
    ("since", "until", "german"),
    [
        (date(2025, 12, 24), date(2026, 1, 6), "24.12.2025\u201306.01.2026"),
        (date(2026, 1, 6), date(2026, 1, 6), "06.01.2026"),
        (date(2026, 1, 6), None, "06.01.2026"),
        (None, None, "ohne Datum"),
    ],
)
def test_a_period_names_a_year_once(since, until, german):
    """The year stands at the end where both days share it."""
    assert period(CampaignRow("Spring", "page", 20, since, until))["de"] == german


def test_a_name_becomes_part_of_an_id():
    """Umlauts stay, everything else that is no letter or digit parts words."""
    assert slug("Größe: Typ A/26") == "größe_typ_a_26"


def test_an_advertisement_is_no_response(shop_figures, shop_plan):
    """After the page the same campaign's advertisement met more people than the cart: nobody answered with it."""
    rows = [answer("page", 60, response="ad"), answer("page", 30, response="cart")]
    first, *_ = measures(shop_plan, shop_figures(responses=rows, campaigns=[]))[0].claims
    assert first.refs == ("page", "cart")
