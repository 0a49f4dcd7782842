"""Questions and expectations are told from plain sentences."""

from __future__ import annotations

import pytest

from wegweiser.voice.texts.asking import kind_of


@pytest.mark.parametrize(
    "sentence",
    [
        "Wann kommt mein Paket an?",
        "wann kommt mein paket",
        "Wie kann ich mein Passwort ändern",
        "Ich weiß nicht, wie ich die Ware zurückschicke.",
        "Ich frage mich, ob das normal ist.",
        "Wo bleibt mein Geld",
        "Gibt es das auch in Blau",
        "Können Sie mir sagen, wann die Filiale öffnet?",
        "Is there a store in Hamburg",
        "I wonder why nobody calls back.",
        "I would like to know when my order ships.",
        "Does the warranty cover a broken zip?",
        "No idea how to return this.",
        "how do i cancel",
    ],
)
def test_what_is_asked_is_a_question(sentence):
    """With or without a question mark, straight or not, in German and English."""
    assert kind_of(sentence) == "question"


@pytest.mark.parametrize(
    "sentence",
    [
        "Ich hätte gedacht, dass jemand zurückruft.",
        "Ich erwarte, dass die Filiale Bescheid weiß.",
        "Die App sollte schneller sein.",
        "Das müsste längst da sein.",
        "I expected a call back.",
        "I would have thought they check this.",
        "The call centre was supposed to ring me back.",
        "Delivery should take two days.",
        "We had hoped for more choice.",
    ],
)
def test_what_should_be_is_an_expectation(sentence):
    """What somebody expected, and what ought to be."""
    assert kind_of(sentence) == "expectation"


@pytest.mark.parametrize(
    "sentence",
    [
        "Kann ich nur empfehlen",
        "When I called, nobody answered.",
        "How lovely this is!",
        "Really?",
        "Was für ein toller Laden!",
        "Wer hier kauft, ist selbst schuld.",
        "Alles wie erwartet.",
        "You should try it",
        "I don't know what I would have done without them.",
        "What a great service",
        "Wie immer alles gut",
    ],
)
def test_what_only_looks_like_one_is_plain(sentence):
    """Praise, exclamations and clauses that begin like a question."""
    assert kind_of(sentence) == "plain"


def test_a_search_is_asked_more_shortly():
    """Two words may be a question where people search; a thing alone is none."""
    assert kind_of("opening hours sunday", "search") == "plain"
    assert kind_of("wie retoure", "search") == "question"
    assert kind_of("how to return", "search") == "question"
