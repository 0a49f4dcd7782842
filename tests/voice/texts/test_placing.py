"""Sentences are placed by the words that name a touchpoint."""

from __future__ import annotations

import pytest

from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.voice.texts.placing import Places


def touchpoint(name, en, de, channel="other", phase="use"):
    """Return a touchpoint with its names."""
    return Touchpoint(name, {"en": en, "de": de}, Match(), channel=channel, phase=phase)


PLACES = Places.of(
    [
        touchpoint("support_call", "Phone call", "Anruf", "phone", "keep"),
        touchpoint("delivered", "Delivery", "Lieferung", "post"),
        touchpoint("app", "App", "App", "app"),
        touchpoint("shop_visit", "Shop visit", "Besuch im Laden", "store", "consider"),
        touchpoint("checkout", "Checkout", "Kasse", phase="buy"),
        touchpoint("glow_lamp", "Glow lamp", "Glühlampe"),
    ]
)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Die Hotline war nie erreichbar.", "support_call"),
        ("I was on hold for an hour", "support_call"),
        ("Die Servicehotline ist besetzt", "support_call"),
        ("Das Paket kam nicht.", "delivered"),
        ("No delivery until today", "delivered"),
        ("Die Paketzustellung war toll", "delivered"),
        ("Die App stürzt ab", "app"),
        ("The happy end", None),
        ("In der Filiale war niemand.", "shop_visit"),
        ("Lange Schlange an der Kasse", "checkout"),
        ("My glow lamp is dim", "glow_lamp"),
        ("Nicht die App, sondern die Hotline war das Problem.", "support_call"),
        ("The problem is not the app but the delivery", "delivered"),
        ("Ich habe die App nie benutzt.", None),
        ("I never used the app", None),
        ("Statt der App nahm ich die Hotline", "support_call"),
        ("Alles gut", None),
        ("The app, again the app, and then a call", "app"),
        ("Where is my invoice", None),
    ],
)
def test_a_sentence_speaks_of_the_touchpoint_it_names(sentence, place):
    """By its own name or a word that ships; what is set aside is not spoken of, and only what exists is named."""
    assert PLACES.find(sentence) == place


def test_a_channel_lends_its_words():
    """Without a touchpoint called a call, the one on the phone is meant."""
    places = Places.of([touchpoint("advice", "Advice", "Beratung", "phone")])
    assert places.find("Die Hotline war nett") == "advice"
