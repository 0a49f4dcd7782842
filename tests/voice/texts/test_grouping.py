"""Texts that say the same come together, the same way every time."""

from __future__ import annotations

import pytest
from sklearn.metrics import adjusted_rand_score

from wegweiser.voice.texts.grouping import groups
from wegweiser.voice.texts.wording import stems

ASKED = {
    "en": {
        "arrive": ["When will my parcel arrive?", "When does my package come?", "How long until the parcel arrives?"],
        "return": ["How do I return an item?", "Can I send this back?", "how to return shoes"],
        "refund": ["When do I get my refund?", "How long does the refund take?", "When is my money coming back?"],
        "allergy": ["Does the soup contain nuts?", "Are there nuts in the soup?", "Is the soup free of nuts?"],
        "parking": ["Is there a car park near the branch?", "Where can I park my car?", "Is parking free?"],
        "wash": ["Can I wash the jumper at 60 degrees?", "Is the jumper washable at 60?", "May the jumper be washed?"],
    },
    "de": {
        "arrive": ["Wann kommt mein Paket an?", "Wo bleibt mein Paket?", "Wann kommt die Sendung endlich?"],
        "return": [
            "Wie schicke ich Artikel zurück?",
            "Wohin mit der Rücksendung?",
            "Wie kann ich die Ware zurückgeben?",
        ],
        "refund": [
            "Wann bekomme ich mein Geld zurück?",
            "Wie lange dauert die Erstattung?",
            "Wo bleibt mein Geld zurück?",
        ],
        "nuts": ["Enthält die Suppe Nüsse?", "Sind in der Suppe Nüsse?", "Ist die Suppe ohne Nüsse?"],
        "parking": ["Gibt es Parkplätze an der Filiale?", "Wo kann ich parken?", "Kostet der Parkplatz etwas?"],
        "wash": [
            "Kann ich den Pullover bei 60 Grad waschen?",
            "Ist der Pullover waschbar?",
            "Darf der Pullover gewaschen werden?",
        ],
    },
}


def grouped(language):
    """Return truth and group of every question of a language."""
    told = [(text, topic) for topic, texts in ASKED[language].items() for text in texts]
    found = groups([text for text, _ in told], language, without=stems("frame"))
    label = {place: number for number, group in enumerate(found) for place in group.members}
    return [topic for _, topic in told], [label.get(place, -1) for place in range(len(told))]


@pytest.mark.parametrize("language", ["de", "en"])
def test_paraphrases_come_together(language):
    """Six questions in three wordings each; half of them about things no list of ours knows."""
    assert adjusted_rand_score(*grouped(language)) >= 0.75


def test_the_order_of_texts_does_not_matter():
    """The same texts in another order give the same groups with the same words in the middle."""
    texts = [text for topics in ASKED["en"].values() for text in topics]
    turned = texts[::-1]
    first = {(g.words, frozenset(texts[n] for n in g.members)) for g in groups(texts, "en")}
    assert first == {(g.words, frozenset(turned[n] for n in g.members)) for g in groups(turned, "en")}


def test_texts_without_content_are_in_no_group():
    """Nothing but small words says nothing."""
    assert groups(["is it?", "", "And you?"], "en") == []
    assert [group.members for group in groups(["parcel", "is it?"], "en")] == [(0,)]


def test_rare_wordings_join_the_group_they_are_near(monkeypatch):
    """Beyond the most frequent wordings, one that is like a group joins it and one that is like none stays out."""
    monkeypatch.setattr("wegweiser.voice.texts.grouping._MOST", 2)
    texts = ["parcel late"] * 3 + ["invoice wrong"] * 2 + ["parcel late again rain", "zebra"]
    found = groups(texts, "en", alike=0.3)
    assert [set(group.members) for group in found] == [{0, 1, 2, 5}, {3, 4}]
