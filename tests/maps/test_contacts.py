"""Cards and steps: every figure with its n, nothing about fewer than twenty people."""

from __future__ import annotations

import dataclasses

from wegweiser.domain.claims import Status
from wegweiser.domain.journey_maps import DataBox
from wegweiser.maps.contacts import cards, steps
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
    """Nine in ten letters are derived, so the card is, and its claim is inferred, not measured."""
    found = cards(shop_figures())
    assert [card.origin for card in found] == ["observed", "derived", "observed", "observed", "derived"]
    assert (found[3].claim.status, found[4].claim.status) == (Status.MEASURED, Status.INFERRED)


def test_that_all_is_simulated_is_not_said_card_by_card(shop_figures):
    """Made-up data says so in the head of the map; a card says only what was computed from other contacts."""
    figures = dataclasses.replace(shop_figures(), data=DataBox(simulated=True))
    assert [card.origin for card in cards(figures)] == ["observed", "derived", "observed", "observed", "derived"]


def test_a_time_of_no_seconds_is_no_time(shop_figures):
    """Contacts known only to the day follow one another at once, which says nothing about how long it took."""
    rows = [{"source": "page", "target": "cart", "transitions": 50, "customers": 40, "median_s": 0.0, "p90_s": 600.0}]
    assert steps(shop_figures(transitions=rows))[0].dwell is None


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
