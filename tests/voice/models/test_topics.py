from __future__ import annotations

from wegweiser.voice.models.topics import SeededTopics, clustered, learnt
from wegweiser.voice.models.vectors import WordVectors

PARCEL = [f"The parcel came late on day {n}" for n in range(60)]
STAFF = [f"Friendly nurse number {n} helped" for n in range(60)]


def test_labels_that_came_with_the_texts_teach_topics():
    """Sixty of each are enough; a label that occurs three times is no topic."""
    texts, labels = [*PARCEL, *STAFF, "x", "y", "z"], ["delivery"] * 60 + ["staff"] * 60 + ["odd"] * 3
    topics = learnt(texts, labels, ["en"] * 123, WordVectors())
    assert topics.labels == ("delivery", "staff")
    assert topics.read(["My parcel is late", "A friendly nurse"], ["en", "en"]) == ("delivery", "staff")
    assert topics.quality.f1.value > 0.9


def test_too_few_labels_teach_no_topics():
    """99 labelled texts are one too few."""
    assert learnt(PARCEL[:49] + STAFF[:50], ["a"] * 49 + ["b"] * 50, ["en"] * 99, WordVectors()) is None


def test_words_that_stand_for_a_topic_find_it():
    """Most words win, the first name on a tie; a stem is enough; without any word there is no topic."""
    topics = SeededTopics({"delivery": ("Lieferung", "parcel"), "price": ("price", "expensive")})
    found = topics.read(["Die Lieferungen", "parcel price", "expensive price of a parcel", "Hello"], ["de"] * 4)
    assert found == ("delivery", "delivery", "price", None)


def test_without_labels_and_words_texts_fall_into_named_groups():
    """Two groups of words, each named by its own; too few texts make none."""
    texts = [
        f"{text} {('yellow', 'green', 'purple', 'orange', 'white')[n % 5]}" for n, text in enumerate(PARCEL + STAFF)
    ]
    many = [*texts, *(f"plain sentence {n}" for n in range(1200))]
    topics = clustered(many)
    one, other = topics.read(["the parcel", "a nurse helped"], ["en", "en"])
    assert "parcel" in one
    assert "nurse" in other or "helped" in other
    assert clustered(PARCEL[:20]) is None
    assert clustered(["ab"] * 200) is None
