from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
import yaml

from wegweiser.voice.models.lexicon import features

PRAISE, BLAME, BALANCE, AT_THE_END, DENIED, DENSE = range(6)


@pytest.mark.parametrize(
    ("sentence", "language", "sign"),
    [
        ("The staff were friendly", "en", 1),
        ("The staff were not friendly", "en", -1),
        ("Not a bad hotel", "en", 1),
        ("Die Sendung war nicht gut verpackt", "de", -1),
        ("Das gefällt mir nicht", "de", -1),
        ("Gar nicht schlecht", "de", 1),
        ("Die Sendung kam am Dienstag", "de", 0),
        ("Drei Wochen gewartet", "de", -1),
        ("Hotline 20 Minuten gewartet, dann aufgelegt", "de", -1),
        ("Das Paket kam zu spät und der Karton war nass", "de", -1),
        ("Nur zwei Minuten gewartet", "de", 0),
        ("Der Bus hat gewartet, als er mich sah", "de", 0),
        ("Der Kurs dauert bis in den späten Abend", "de", 0),
        ("It arrived on Tuesday", "en", 0),
    ],
)
def test_praise_and_blame_are_turned_by_negation(sentence, language, sign):
    """A negator turns the next word with a tone, at the end of a sentence the one before it."""
    balance = features([sentence], [language])[0, BALANCE]
    assert np.sign(balance) == sign


def test_what_follows_but_is_read_by_itself():
    """Said as "Nett, aber zu langsam", it balances to nothing, and ends in blame of 1 / (1 + 1)."""
    row = features(["Nett, aber zu langsam"], ["de"])[0]
    assert row[BALANCE] == 0
    assert row[AT_THE_END] == -0.5


def test_no_word_is_listed_as_praise_and_as_blame():
    """A word of both would mean whatever was read last."""
    listed = yaml.safe_load((files("wegweiser.voice.models") / "data" / "lexicon.yaml").read_text("utf-8"))
    for words in listed.values():
        assert set(words["positive"].split()) & set(words["negative"].split()) == set()


def test_a_language_without_a_lexicon_is_read_as_english():
    """French text gives no error, and few hits."""
    assert features(["Excellent service"], ["fr"])[0, PRAISE] == 0.5
