from __future__ import annotations

import pytest

from wegweiser.domain.phases import Phase, PhaseModel, phase_model, shipped_models
from wegweiser.domain.touchpoints import Signature
from wegweiser.i18n import both, read, untranslated
from wegweiser.journeys import observed, propose
from wegweiser.journeys.notes import NOTES
from wegweiser.journeys.words import spelled, word_for, words

FIVE = phase_model("five")


def signatures(*names):
    """Return signatures of events, written `event` or `event@channel`."""
    pairs = [name.partition("@") for name in names]
    return [Signature(code, "shop", event, channel, "") for code, (event, _, channel) in enumerate(pairs)]


def proposed(*names, model=FIVE, order=None):
    """Return the proposed touchpoints by id."""
    return {t.id: t for t in propose(signatures(*names), model, order).touchpoints}


def test_signs_that_carry_meaning_stay_in_names():
    """`20% off` is no `20 off`; ids are words only, and lines between words are no signs."""
    found = proposed("20%_off & more", "frob-nicated", "B&B")
    assert {name: touchpoint.name for name, touchpoint in found.items()} == {
        "20_off_more": "20% off & more",
        "b_b": "B&b",
        "frob_nicated": "Frob nicated",
    }


@pytest.mark.parametrize(
    ("event", "role", "goal"),
    [
        ("ad", "aware", ""),
        ("newsletter", "aware", ""),
        ("email_open", "aware", ""),
        ("page_view", "consider", ""),
        ("productView", "consider", ""),
        ("Produktseite", "consider", ""),
        ("search", "consider", ""),
        ("newsletter_signup", "consider", "newsletter"),
        ("store visit", "consider", ""),
        ("add_to_cart", "decide", ""),
        ("Warenkorb", "decide", ""),
        ("checkout", "buy", ""),
        ("shipping_details", "buy", ""),
        ("payment", "buy", ""),
        ("payment_error", "buy", ""),
        ("purchase", "buy", "purchase"),
        ("Kauf", "buy", "purchase"),
        ("Bestellung", "buy", "purchase"),
        ("Auftrag erteilt", "buy", "purchase"),
        ("Katalog bestellt", "consider", ""),
        ("Rechnung bezahlt", "keep", ""),
        ("basket", "buy", "purchase"),
        ("order_shipped", "keep", ""),
        ("return", "keep", ""),
        ("refund", "keep", ""),
        ("support_call", "keep", "service"),
        ("review", "advocate", "recommendation"),
    ],
)
def test_common_names_are_known_in_both_languages(event, role, goal):
    """The dictionary knows each name's part in a journey and the kind of goal it reaches."""
    word = word_for(event)
    assert (word.role, word.goal) == (role, goal)


def test_every_known_name_and_note_is_said_in_german():
    """No word of the dictionary and no note is left in English."""
    assert untranslated({word.name for word in words()} | set(NOTES.values()), "de") == ()


def test_a_proposal_places_names_flags_and_repeats():
    """The checkout is structural, the repeat purchase belongs to retention, and everything is a proposal."""
    found = proposed("purchase", "ad", "checkout", "product_view")
    assert [(t.id, t.phase) for t in found.values()] == [
        ("ad", "awareness"),
        ("product_view", "consideration"),
        ("checkout", "conversion"),
        ("purchase", "conversion"),
    ]
    assert all(t.proposed for t in found.values())
    assert (found["checkout"].structural, found["purchase"].repeat_phase) == (True, "retention")
    assert (found["ad"].medium, found["ad"].icon) == ("paid", "megaphone")
    assert found["product_view"].name == {"en": "Product page", "de": "Produktseite"}


def test_the_proposal_takes_every_event_it_was_made_from():
    """Whatever events are called, with stars and brackets too, each lands at a touchpoint of its own."""
    events = signatures("purchase", "we[i]rd*", "we?", "", "Ärger@Laden", "PURCHASE")
    registry = propose(events, FIVE)
    assert registry.unmapped(events) == ()
    assert len(registry.touchpoints) == 5


def test_a_name_that_says_nothing_is_told_apart_by_channel():
    """Contacts by phone and by mail are two touchpoints, with the channel's icon."""
    found = proposed("contact@cellular", "contact@email", "contact@email")
    assert sorted(found) == ["contact_cellular", "contact_email"]
    assert found["contact_cellular"].channel == "cellular"
    assert found["contact_cellular"].match.channel == "cellular"


def test_the_channel_of_the_data_goes_before_the_usual_one():
    """A purchase in the shop is not on the web; one without a channel is; an unknown name has no channel."""
    assert proposed("purchase@store")["purchase"].channel == "store"
    assert proposed("purchase")["purchase"].channel == "web"
    assert proposed("frobnicate")["frobnicate"].channel == "other"


def test_two_events_of_one_meaning_are_told_apart_by_name():
    """Purchase and order are both purchases, and both reach the goal."""
    found = proposed("purchase", "order")
    assert read(found["order"].name, "de") == "Kauf (order)"
    (goal,) = propose(signatures("purchase", "order"), FIVE).goals
    assert (goal.id, goal.touchpoints, goal.proposed) == ("purchase", ("order", "purchase"), True)


@pytest.mark.parametrize(
    ("position", "phase"), [(0.1, "awareness"), (0.5, "consideration"), (0.9, "conversion"), (1.5, "retention")]
)
def test_an_unknown_name_goes_where_it_comes_in_time(position, phase):
    """Early is awareness, halfway consideration, shortly before the purchase conversion, after it retention."""
    assert proposed("Frobnicate", order={"frobnicate": position})["frobnicate"].phase == phase


def test_every_model_gets_a_phase_for_every_role():
    """Models without a phase of a role use the nearest; one without roles goes by place."""
    names = ("ad", "product_view", "cart", "purchase", "return", "recommendation")
    for model in shipped_models().values():
        assert all(t.phase for t in proposed(*names, model=model).values())
    own = PhaseModel("own", "Own", (Phase("first", "First"), Phase("second", "Second")))
    phases = {name: t.phase for name, t in proposed(*names, model=own).items()}
    assert (phases["ad"], phases["purchase"]) == ("first", "second")


def test_goals_of_four_kinds_are_found():
    """A purchase, a newsletter, a contact with service, and a recommendation."""
    registry = propose(signatures("purchase", "newsletter_signup", "support_chat", "review"), FIVE)
    assert [goal.id for goal in registry.goals] == ["purchase", "newsletter", "service", "recommendation"]
    assert registry.goals[0].name == both("Purchase")


def test_names_are_spelled_out():
    """Camel case, underscores and hyphens part words."""
    assert [spelled(name) for name in ("addToCart", "add_to-cart", "Zahlung OK")] == [
        "add to cart",
        "add to cart",
        "zahlung ok",
    ]


def test_what_is_observed_orders_unknown_names(shop):
    """On the way to the purchase 'noise' comes halfway; the names alone would say nothing about it."""
    shop.load([("Ana", 0, "ad"), ("Ana", 1, "noise"), ("Ana", 2, "buy"), ("Ana", 3, "help")])
    seen = observed(shop.warehouse)
    assert [s.event for s in seen.signatures] == ["ad", "view", "cart", "buy", "help", "noise"]
    assert seen.order["noise"] == 0.5
    assert seen.order["help"] == 1.5
