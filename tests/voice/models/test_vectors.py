from __future__ import annotations

import numpy as np
import pytest

from wegweiser.errors import MissingExtra
from wegweiser.voice.models import vectors
from wegweiser.voice.models.vectors import SentenceVectors, WordVectors


class _Counted:
    """A model that counts what it is asked for."""

    def __init__(self):
        self.asked = []

    def query(self, texts):
        """Return the length of each text 384 times."""
        self.asked.extend(texts)
        return np.array([[len(text)] * 384 for text in texts], dtype=np.float32)


@pytest.fixture
def counted(monkeypatch):
    """Return the model that stands in for the large one."""
    model = _Counted()
    monkeypatch.setattr(SentenceVectors, "_loaded", lambda _: model)
    return model


def test_a_sentence_is_worked_out_once_also_in_the_next_run(tmp_path, counted):
    """The file of the folder remembers it by a hash; its text stands nowhere."""
    first = SentenceVectors(tmp_path).embedded(["good", "bad", "good"])
    again = SentenceVectors(tmp_path).embedded(["bad", "good"])
    assert sorted(counted.asked) == ["bad", "good"]
    assert (again[1] == first[0]).all()
    assert first[:, 0].tolist() == [4, 3, 4]
    assert all(b"good" not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_torn_record_is_forgotten_and_the_rest_kept(tmp_path, counted):
    """A run killed while it wrote leaves half a vector."""
    SentenceVectors(tmp_path).embedded(["good"])
    file = next(tmp_path.iterdir())
    file.write_bytes(file.read_bytes() + b"half a vector")
    assert SentenceVectors(tmp_path).embedded(["good", "better"])[:, 0].tolist() == [4, 6]
    assert SentenceVectors(tmp_path).embedded(["better"])[:, 0].tolist() == [6]
    assert counted.asked == ["good", "better"]


@pytest.mark.usefixtures("counted")
def test_words_stand_beside_the_sentence_vector():
    """Six numbers of the lexicon and 384 of the model, and the places of the words."""
    rows = SentenceVectors().rows(["good"], ["en"])
    assert rows.numbers.shape == (1, 390)
    assert (rows.words.indices == WordVectors().rows(["good"], ["en"]).words.indices).all()


def test_without_the_extra_its_name_is_told(monkeypatch):
    """The message says what to install."""
    monkeypatch.setattr(vectors, "installed", lambda: False)
    with pytest.raises(MissingExtra, match=r"wegweiser\[text\]"):
        SentenceVectors()
