from __future__ import annotations

import numpy as np
import pytest

from wegweiser.errors import UnknownName
from wegweiser.voice.models import Known, best
from wegweiser.voice.settings import VoiceSettings

FAST = VoiceSettings(model="fast")


def test_a_reader_reads_every_sentence_in_its_place(comments):
    """The same sentence twice has the same reading, and batches leave no seam."""
    known = Known(comments.texts, comments.languages, comments.scores, seeds={"delivery": ("parcel",)})
    reader = best(FAST, known)
    sentences = [f"The parcel was {'rude' if n % 2 else 'lovely'}" for n in range(5000)]
    read = reader.read(sentences, ["en"] * 5000)
    assert len(read.topics) == 5000
    assert set(read.topics) == {"delivery"}
    assert (read.feeling[::2] == read.feeling[0]).all()
    assert read.feeling[0] > 0 > read.feeling[1]
    assert reader.name.endswith("; topics by words")


def test_nothing_to_read_gives_no_readings():
    """An empty part is no error."""
    read = best(FAST, Known()).read([], [])
    assert (len(read.feeling), read.topics) == (0, ())


def test_comments_without_a_score_teach_nothing():
    """None and nan are left out."""
    known = Known(["a", "b", "c"], ["en"] * 3, [None, float("nan"), 1.0])
    assert known.labelled.texts == ["c"]


def test_an_unknown_model_is_named_with_those_there_are():
    """A slip in the settings is told with the nearest right name."""
    with pytest.raises(UnknownName, match="Did you mean 'fast'"):
        best(VoiceSettings(model="fats"), Known())


def test_labels_of_the_texts_become_topics(comments):
    """40 texts of each of three labels."""
    known = Known(comments.texts, comments.languages, comments.scores, np.repeat(["a", "b", "c"], 40).tolist())
    assert best(FAST, known).name.endswith("; topics by labels")
