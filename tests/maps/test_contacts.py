"""Cards, steps and measures: every figure with its n, nothing about fewer than twenty people."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from wegweiser.domain.claims import Status
from wegweiser.domain.journey_maps import DataBox
from wegweiser.maps.contacts import cards, measures, period, slug, steps
from wegweiser.maps.results import CampaignRow
from wegweiser.stats import wilson


def test_cards_stand_in_their_phase_with_the_most_customers_first(shop_figures):
    """The page (100 customers) comes before the ad (19); the talk without a phase has no card."""
    found = [(card.phase, card.id) for card in cards(shop_figures())]
    assert found == [("look", "page"), ("look", "ad"), ("buy", "cart"), ("buy", "till"), ("stay", "letter")]


def test_a_card_is_measured_with_share_n_and_evidence(shop_figures):
    """60 of 100 customers met the cart, with the interval of Wilson."""
    cart = cards(shop_figures())[2]
    assert (cart.share, cart.contacts, cart.origin) == (wilson(60, 100), 90, "observed")
    assert (cart.claim.id, cart.claim.status, cart.claim.n) == ("cl_tp_cart_buy", Status.MEASURED, 100)
    assert cart.claim.text == {"en": "Cart: 60 customers", "de": "Warenkorb: 60 Kunden"}
    assert cart.claim.evidence == ("ev_touchpoints",)


def test_nineteen_customers_are_not_counted_out_loud(shop_figures):
    """The ad met 19 customers: neither their number nor a share nor the contacts leave the house."""
    ad = cards(shop_figures())[1]
    assert (ad.share, ad.contacts, ad.claim.n, ad.claim.status) == (None, None, None, Status.INFERRED)
    assert ad.claim.text["de"] == "Anzeige: weniger als 20 Kunden"


def test_contacts_computed_from_other_data_say_so(shop_figures):
    """Nine in ten letters are derived, so the card is."""
    assert [card.origin for card in cards(shop_figures())] == ["observed", "derived", "observed", "observed", "derived"]


def test_in_a_simulation_every_contact_is_simulated(shop_figures):
    """Made-up data says so on each card, and where contacts were computed from it, that."""
    figures = dataclasses.replace(shop_figures(), data=DataBox(simulated=True))
    assert [card.origin for card in cards(figures)] == ["simulated", "derived", "simulated", "simulated", "derived"]


def test_steps_follow_the_order_in_which_most_meet_them(shop_figures):
    """The till is first met third by 30 of 40 journeys, the cart second, so the cart stands before the till."""
    found = steps(shop_figures())
    assert [step.id for step in found] == ["st_page_look", "st_cart_buy", "st_till_buy", "st_letter_stay"]
    assert found[0].dwell.median_s == 120.0
    assert found[1].dwell.n == 30
    assert found[2].dwell is None


def test_a_touchpoint_one_in_twenty_one_customers_meets_is_no_step(shop_figures):
    """With 600 customers 29 are under 5 %."""
    rows = [{"touchpoint": "cart", "phase": "buy", "customers": 29, "contacts": 29}]
    assert steps(shop_figures(touchpoints=rows, summary=[{"customers": 600}])) == ()
    rows[0]["customers"] = 30
    assert len(steps(shop_figures(touchpoints=rows, summary=[{"customers": 600}]))) == 1


def test_a_campaign_is_a_measure_in_the_phase_of_its_touchpoint(shop_figures, shop_plan):
    """Spring met 50 customers in March; the campaign of 19 people is not told."""
    look, buy, _ = measures(shop_plan, shop_figures())
    assert [claim.text for claim in look.claims] == [
        {"en": "Spring: 50 customers, 1 Mar\u201331 Mar 2026", "de": "Spring: 50 Kunden, 01.03.\u201331.03.2026"}
    ]
    assert look.claims[0].id == "cl_campaign_spring_page"
    assert (buy.claims, buy.looked) == ((), True)


def test_of_many_campaigns_three_are_named_and_the_rest_counted(shop_figures, shop_plan):
    """Five campaigns make three claims and one that says how many more."""
    rows = [{"campaign": f"C{n}", "touchpoint": "page", "customers": 20 + n} for n in range(5)]
    claims = measures(shop_plan, shop_figures(campaigns=rows))[0].claims
    assert [claim.text["de"] for claim in claims[:3]] == [f"C{n}: 2{n} Kunden, ohne Datum" for n in (4, 3, 2)]
    assert claims[3].text == {"en": "2 more campaigns", "de": "2 weitere Kampagnen"}


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
