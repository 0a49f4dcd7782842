from __future__ import annotations

import numpy as np
import pytest

from wegweiser.voice.models.classifier import accuracy, calibration_error, fit, macro_f1
from wegweiser.voice.models.sentiment import folds
from wegweiser.voice.models.vectors import WordVectors


def test_macro_f1_and_accuracy_are_those_worked_by_hand():
    """Truth 0 0 1 1, answers 0 1 1 1: F1 2/3 and 4/5, mean 11/15; three of four right."""
    truth, said = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])
    assert macro_f1(truth, said).value == pytest.approx(11 / 15)
    assert accuracy(truth, said).value == 0.75
    assert macro_f1(truth, said).lo <= 11 / 15 <= macro_f1(truth, said).hi


def test_calibration_error_is_the_distance_of_sureness_from_being_right():
    """All say 0.8 and half are right: 0.3 apart."""
    probabilities = np.tile([0.8, 0.2], (100, 1))
    truth = np.arange(100) % 2
    assert calibration_error(probabilities, truth) == pytest.approx(0.3)


def test_probabilities_sum_to_one_and_find_their_class(comments):
    """Ana's praise and Ben's blame are told apart in words no comment had together."""
    vectors = WordVectors()
    rows = vectors.rows(comments.texts, comments.languages)
    model = fit(rows, comments.classes, folds(comments.texts))
    found = model.probabilities(vectors.rows(["lovely friendly staff", "rude and late"], ["en", "en"]))
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert found.argmax(axis=1).tolist() == [2, 0]
    assert model.quality.f1.value > model.quality.majority
    assert model.quality.error < 0.2


def test_of_many_texts_only_so_many_are_held_out(comments, monkeypatch):
    """With 50 texts as enough, half of the 120 comments are held out: two or three of five folds."""
    monkeypatch.setattr("wegweiser.voice.models.classifier._TESTED", 50)
    rows = WordVectors().rows(comments.texts, comments.languages)
    model = fit(rows, comments.classes, np.arange(120) % 5)
    assert model.quality.f1.n == 72
    assert model.quality.f1.value > model.quality.majority


def test_two_classes_are_learnt_as_well_as_three(comments):
    """scikit-learn keeps one row of weights for two classes; ours are two."""
    rows = WordVectors().rows(comments.texts, comments.languages)
    kept = comments.classes != 1
    classes = comments.classes[kept] // 2
    model = fit(rows[kept], classes, folds([text for text, keep in zip(comments.texts, kept, strict=True) if keep]))
    assert model.linear.logits(rows[kept]).shape == (80, 2)
    assert accuracy(classes, model.probabilities(rows[kept]).argmax(axis=1)).value > 0.9
