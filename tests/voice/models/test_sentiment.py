from __future__ import annotations

import csv
from collections import Counter

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.voice.models import Labelled, train
from wegweiser.voice.models.classifier import macro_f1
from wegweiser.voice.models.lexicon import features
from wegweiser.voice.models.sentiment import folds, written
from wegweiser.voice.models.vectors import SentenceVectors, WordVectors


def test_scores_become_three_classes():
    """One and two stars are negative, three neutral, four and five positive."""
    stars = Labelled(["a", "b", "c", "d", "e"], [-2, -1, 0, 1, 2], ["en"] * 5)
    assert stars.classes.tolist() == [0, 0, 1, 2, 2]


def test_lists_of_different_lengths_are_refused():
    """A score without its comment would shift all others."""
    with pytest.raises(InvalidSetting, match="differ in number"):
        Labelled(["a"], [1, 2], ["en"])


def test_enough_own_comments_teach_an_own_model(comments):
    """120 comments are enough for 100: certain, named after them, feelings between the mean scores of the classes."""
    model = train(comments, WordVectors())
    assert model.certain
    assert model.name.startswith("fast 1 (120 own comments, ")
    probabilities, feeling = model.read(["The driver was rude and late", "Excellent friendly shop"], ["en", "en"])
    assert np.nansum(probabilities, axis=1) == pytest.approx([1, 1])
    assert feeling[0] < -0.5
    assert feeling[1] > 0.5
    assert list(model.quality) == ["en"]


def test_too_few_comments_leave_the_prior(comments):
    """Of 120 comments 121 are asked for: direction only, with low certainty, nothing said of plain sentences."""
    model = train(comments, WordVectors(), at_least=121)
    assert not model.certain
    assert "low certainty" in model.name
    probabilities, feeling = model.read(
        ["Das war wunderbar", "Wo ist meine Sendung?", "Furchtbar unfreundlich"], ["de"] * 3
    )
    assert np.isnan(probabilities[1]).all()
    assert np.isnan(feeling[1])
    assert feeling[0] > 0 > feeling[2]
    assert np.nanmax(np.abs(feeling)) <= 1


@pytest.mark.parametrize(
    "told",
    [
        "Hotline 20 Minuten gewartet, dann aufgelegt",
        "Das Paket kam drei Tage zu spät und der Karton war nass",
        "Drei Wochen gewartet",
    ],
)
def test_the_prior_hears_blame_in_a_long_wait(told):
    """No word of these is blame by itself; a length of time that was waited for is."""
    _, feeling = train(Labelled([], [], []), WordVectors()).read([told], ["de"])
    assert feeling[0] < -0.4


def test_a_language_with_too_few_comments_is_read_by_the_prior(comments):
    """Fast vectors know no German from English comments."""
    model = train(comments, WordVectors())
    assert model.read(["Wunderbar"], ["de"])[1][0] <= 1


def test_a_class_nobody_gave_leaves_the_prior():
    """A hundred times praise teaches nothing about blame."""
    praise = Labelled([f"great {n}" for n in range(100)], [2.0] * 100, ["en"] * 100)
    assert not train(praise, WordVectors()).certain


def test_the_name_follows_the_comments_not_their_order(comments):
    """Another order is the same model; another score is another."""
    turned = comments.chosen(np.arange(len(comments.texts))[::-1])
    other = Labelled(comments.texts, [-score for score in comments.scores], comments.languages)
    names = [train(one, WordVectors()).name for one in (comments, turned, other)]
    assert names[0] == names[1] != names[2]


def test_long_comments_are_taught_in_part(comments, monkeypatch):
    """As many comments as hold so many letters teach; their number still names all that were known."""
    monkeypatch.setattr("wegweiser.voice.models.sentiment._MOST_LETTERS", sum(map(len, comments.texts)) // 2)
    model = train(comments, WordVectors())
    assert 50 <= model.own["en"].classifier.quality.f1.n <= 60


def test_the_same_comment_falls_into_one_fold():
    """Case and blanks do not matter, so that nothing is learnt and tested at once."""
    assert len(set(folds(["All good", "all  GOOD", "all good "]))) == 1


def test_the_prior_has_written_sentences_of_every_kind():
    """At least 400, each once, the three feelings and both languages alike often."""
    texts, languages, classes, _ = written()
    assert len(set(texts)) == len(texts) >= 400
    assert len(set(Counter(zip(languages, classes.tolist(), strict=True)).values())) == 1


def test_the_prior_beats_majority_and_own_words_on_domains_it_never_saw():
    """Whole domains held out: intervals clear of the majority's 1/6 and of counting praise and blame."""
    model = train(Labelled([], [], []), WordVectors())
    texts, languages, classes, _ = written()
    balance = features(texts, languages)[:, 2]
    counted = macro_f1(classes, np.where(balance > 0, 2, np.where(balance < 0, 0, 1)))
    quality = model.prior.classifier.quality
    assert quality.f1.lo > quality.majority
    assert quality.f1.value > counted.value
    assert quality.error < 0.08


def test_sentence_vectors_carry_english_comments_to_german(comments, tmp_path):
    """One model of all comments reads languages with too few of their own, where vectors hold across languages."""
    mixed = Labelled([*comments.texts, "Ja"], [*comments.scores, 0.0], [*comments.languages, "de"])
    model = train(mixed, SentenceVectors(tmp_path))
    assert sorted(model.quality) == ["", "en"]
    assert model.read(["Der Fahrer war unverschämt und zu spät"], ["de"])[1][0] < 0


@pytest.mark.data
def test_own_comments_of_a_hospital_beat_the_lexicon_and_are_calibrated(shared_data):
    """A quarter of the NHS comments: macro-F1 clear of the majority, calibration error under 0.08."""
    with (shared_data / "nhs_comments" / "text_data.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["criticality"].lstrip("-").isdigit()][::4]
    texts = [row["feedback"] for row in rows]
    model = train(Labelled(texts, [float(row["criticality"]) for row in rows], ["en"] * len(rows)), WordVectors())
    quality = model.quality["en"]
    assert quality.f1.lo > max(quality.majority, 0.5)
    assert quality.error < 0.08
