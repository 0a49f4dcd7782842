"""Texts become sentences with what they speak of and how they feel."""

from __future__ import annotations

import numpy as np
import pytest

from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.voice.reader import Readings
from wegweiser.voice.tables import SENTENCE
from wegweiser.voice.texts import TextSpec, loading
from wegweiser.voice.texts.keeping import Comment
from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.reading import read
from wegweiser.warehouse import Query

PLACES = Places.of(
    [
        Touchpoint("delivered", "Delivery", Match(), phase="use"),
        Touchpoint("hotline", "Hotline", Match(), channel="phone", phase="keep"),
    ]
)


class Simple:
    """Feels what is great and what is late, and is sure of nothing else."""

    name = "simple 1"

    def read(self, sentences, languages):
        """Return 0.8 for the one or the other."""
        assert len(sentences) == len(languages)
        great, late = (np.array([word in text for text in sentences]) for word in ("great", "late"))
        sure = great | late
        negative = np.where(sure, np.where(late, 0.8, 0.0), np.nan)
        positive = np.where(sure, np.where(great, 0.8, 0.0), np.nan)
        return Readings(
            negative=negative,
            neutral=np.where(sure, 0.2, np.nan),
            positive=positive,
            feeling=2 * (positive - negative),
            topics=tuple("time" if told else None for told in late),
        )


@pytest.fixture
def loaded(warehouse):
    """Load three texts of Ana, Ben and Cem."""
    comments = [
        Comment(1, "So sad. The parcel came late. It was wet. Why does nobody answer the hotline?", "Ana"),
        Comment(2, "The parcel is great!", "Ben", touchpoint="hotline", phase="keep"),
        Comment(3, "I expected more.", "Cem", topic="hopes"),
    ]
    loading.load_comments(warehouse, TextSpec("c", ()), "all", "1", comments)
    return warehouse


def rows(warehouse):
    """Return the sentences in the order they were said."""
    table = warehouse.table(SENTENCE)
    found = warehouse.run(Query("all", f"select * from {table} order by text_id, place")).rows()
    return {row["text"]: row for row in found}


def test_a_sentence_knows_its_touchpoint_and_kind(loaded):
    """What the source says counts first, then a word that names it, then the sentence before, then the text's first."""
    told = read(loaded, PLACES)
    found = rows(loaded)
    assert (told.texts, told.sentences, told.felt, told.parts) == (3, 6, 0, 1)
    assert [found[text]["touchpoint"] for text in ("So sad.", "The parcel came late.", "It was wet.")] == [
        "delivered"
    ] * 3
    asked = found["Why does nobody answer the hotline?"]
    assert (asked["touchpoint"], asked["phase"], asked["kind"]) == ("hotline", "keep", "question")
    assert (found["The parcel is great!"]["touchpoint"], found["I expected more."]["touchpoint"]) == ("hotline", None)
    assert found["I expected more."]["kind"] == "expectation"
    assert {row["model"] for row in found.values()} == {"rules 2"}


def test_a_reader_lends_feelings_and_topics(loaded):
    """0.8 negative and 0.2 neutral are -1.6; who was not sure says nothing."""
    assert read(loaded, PLACES, Simple()).felt == 2
    found = rows(loaded)
    late, great = found["The parcel came late."], found["The parcel is great!"]
    assert (late["feeling"], late["negative"], late["topic"], late["model"]) == (-1.6, 0.8, "time", "simple 1")
    assert great["feeling"] == 1.6
    assert (found["It was wet."]["feeling"], found["I expected more."]["topic"]) == (None, "hopes")


def test_a_label_that_came_with_the_text_stands(warehouse):
    """Ben's text says "delivery" and the model "time": the label wins, and where there is none the model speaks."""
    comments = [Comment(1, "It came late.", "Ana"), Comment(2, "It was late.", "Ben", topic="delivery")]
    loading.load_comments(warehouse, TextSpec("c", ()), "all", "1", comments)
    read(warehouse, PLACES, Simple())
    found = rows(warehouse)
    assert [found[text]["topic"] for text in ("It came late.", "It was late.")] == ["time", "delivery"]


def test_what_was_read_before_stays(loaded):
    """The same texts, words and model change nothing; another model reads again; texts that are gone go."""
    read(loaded, PLACES)
    assert read(loaded, PLACES).parts == 0
    assert read(loaded, PLACES, Simple()).parts == 1
    (said,) = loaded.parts("said")
    loaded.publish(removed=[said])
    assert read(loaded, PLACES, Simple()).sentences == 0
