"""Of a sentence the words that tell something are left, in German and English."""

from __future__ import annotations

import re

import pytest

from wegweiser.voice.texts.phrases import beside, things, tokens_of, without_greeting

NAMED = re.compile("nordlicht", re.IGNORECASE)


def said(sentence, language):
    """Return what stands beside the name, as it was written."""
    return [phrase.written for phrase in beside(sentence, language, NAMED, frozenset({"nordlicht"}))]


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("Liebes Nordlicht-Team, wo bleibt mein Zelt?", "wo bleibt mein Zelt?"),
        ("Hallo liebes Nordlicht Team wo bleibt es?", "wo bleibt es?"),
        ("Sehr geehrte Damen und Herren, es regnet.", "es regnet."),
        ("Dear Nordlicht team, thanks.", "thanks."),
        ("Das Zelt ist dicht. Viele Grüße an Nordlicht", "Das Zelt ist dicht. "),
        ("Liebe zum Detail, das ist Nordlicht.", "Liebe zum Detail, das ist Nordlicht."),
    ],
)
def test_a_greeting_says_nothing_of_us(sentence, left):
    """Salutation and farewell go; a sentence that only begins alike stays."""
    assert without_greeting(sentence) == left


@pytest.mark.parametrize(
    ("sentence", "language", "left"),
    [
        ("Bei Nordlicht denke ich an ehrliche Beratung.", "de", ["ehrliche", "Beratung"]),
        ("Nordlicht steht für faire Leute und Abenteuer.", "de", ["faire", "Abenteuer"]),
        ("Nordlicht ist nicht zuverlässig.", "de", ["nicht zuverlässig"]),
        ("Ich bestelle sogar bei Nordlicht.", "de", []),
        ("Nordlicht schickt pünktlich.", "de", ["pünktlich"]),
        ("I ordered from Nordlicht already.", "en", []),
        ("Nordlicht feels reliable and modern.", "en", ["reliable", "modern"]),
    ],
)
def test_things_and_how_they_are_stand_beside_our_name(sentence, language, left):
    """Verbs, adverbs of any sentence and small words are no associations; what is denied stays denied."""
    assert said(sentence, language) == left


def test_a_german_noun_is_no_verb():
    """People do "erhalten", and "das Erhalten" is a thing."""
    small, large = (
        [phrase.written for phrase in things(tokens_of(text), "de", frozenset())]
        for text in ("wir erhalten Ware", "das Erhalten der Ware")
    )
    assert (small, large) == (["Ware"], ["Erhalten", "Ware"])
