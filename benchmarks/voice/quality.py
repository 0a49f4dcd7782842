"""Prints how well texts are read: English on labelled comments of patients, German on sentences we wrote.

    python benchmarks/voice/quality.py --data FOLDER [--vectors FOLDER]

FOLDER holds nhs_comments/text_data.csv (its licence lets us test on it; nothing of it is shipped). `vaderSentiment` is
a package of the tests; `gersent` is compared where somebody installed it.
"""

from __future__ import annotations

import argparse
import csv
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from wegweiser.domain.estimates import Estimate
from wegweiser.voice.models.classifier import accuracy, calibration_error, fit, macro_f1
from wegweiser.voice.models.lexicon import features
from wegweiser.voice.models.sentiment import NEGATIVE, NEUTRAL, POSITIVE, Labelled, folds, train, written
from wegweiser.voice.models.shares import share
from wegweiser.voice.models.topics import learnt
from wegweiser.voice.models.vectors import SentenceVectors, Vectors, WordVectors

_TENTHS_TESTED = 3
_SIZES = (100, 300, 1000, 3000)
_NOTHING = "Couldn't be improved"
"""Answers such as "Nothing" to "What could we do better?": praise that no list of words can know."""


@dataclass(frozen=True, eq=False)
class Comments:
    """Comments with feeling and topic as people labelled them."""

    texts: list[str]
    classes: np.ndarray
    topics: list[str]

    def chosen(self, rows: np.ndarray) -> Comments:
        """Return some of them."""
        return Comments([self.texts[r] for r in rows], self.classes[rows], [self.topics[r] for r in rows])

    @property
    def labelled(self) -> Labelled:
        """The comments as a workspace would have them, with the sign as score."""
        return Labelled(self.texts, (self.classes - 1.0) * 2, ["en"] * len(self.texts))


def comments(folder: Path) -> tuple[Comments, Comments]:
    """Return comments to learn from and comments to test on; the same words never stand in both."""
    with (folder / "nhs_comments" / "text_data.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if re.fullmatch(r"-?[0-5]", row["criticality"])]
    rows = [row for row in rows if row["feedback"].strip()]
    signs = np.sign([int(row["criticality"]) for row in rows]).astype(np.intp) + 1
    every = Comments([row["feedback"] for row in rows], signs, [row["label"] for row in rows])
    drawn = np.array([_drawn(text) for text in every.texts])
    tested = drawn % 10 < _TENTHS_TESTED
    learning = np.flatnonzero(~tested)
    return every.chosen(learning[np.argsort(drawn[learning], kind="stable")]), every.chosen(np.flatnonzero(tested))


def _drawn(text: str) -> int:
    words = re.sub(r"\W+", " ", text.casefold()).strip()
    return int.from_bytes(blake2b(words.encode(), digest_size=6).digest())


def _shown(one: Estimate) -> str:
    return f"{one.value:.3f} ({one.lo:.3f} to {one.hi:.3f})"


def _line(name: str, truth: np.ndarray, said: np.ndarray, rest: str = "") -> None:
    print(f"| {name} | {_shown(macro_f1(truth, said))} | {_shown(accuracy(truth, said))} | {rest} |", flush=True)


def _signs(values: Sequence[float], least: float = 0.0) -> np.ndarray:
    array = np.asarray(values)
    return np.where(array > least, POSITIVE, np.where(array < -least, NEGATIVE, NEUTRAL))


def _vader(texts: Sequence[str]) -> np.ndarray:
    analyser = SentimentIntensityAnalyzer()
    return _signs([analyser.polarity_scores(text)["compound"] for text in texts], 0.0499)


def _gersent() -> Callable[[Sequence[str]], np.ndarray] | None:
    if not find_spec("gersent"):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = import_module("gersent").GerSent()
    return lambda texts: _signs([reader.sentiment(text)["composite"] for text in texts])


def _feelings(learning: Comments, tested: Comments, kinds: Sequence[Vectors], sizes: Sequence[int], title: str) -> None:
    truth, spoken = tested.classes, ["en"] * len(tested.texts)
    print(f"\n## Feelings, English, {title}: {len(learning.texts)} to learn from, {len(truth)} tested\n")
    print(f"Tested: {np.bincount(truth).tolist()} negative, neutral, positive.\n")
    print("| reader | macro-F1 | accuracy | calibration error, negatives counted and true, unread |\n|---|---|---|---|")
    _line("majority", truth, np.full_like(truth, np.bincount(learning.classes).argmax()))
    _line("VADER", truth, _vader(tested.texts))
    _line("own lexicon", truth, _signs(features(tested.texts, spoken)[:, 2]))
    for vectors in kinds:
        rows = vectors.rows(tested.texts, spoken)
        prior = train(Labelled([], [], []), vectors).prior
        if prior:
            _line(f"{vectors.name}, prior only", truth, prior.classifier.probabilities(rows).argmax(axis=1))
            pole = truth != NEUTRAL
            found = prior.classifier.probabilities(rows)[pole]
            auc = _auc(found[:, POSITIVE] - found[:, NEGATIVE], truth[pole] == POSITIVE)
            print(f"| {vectors.name}, prior only, positive against negative | AUC {auc:.3f} | | |")
        for size in (*sizes, len(learning.texts)):
            own = train(learning.chosen(np.arange(size)).labelled, vectors)
            model = (own.own.get("") or own.own["en"]).classifier
            found = model.probabilities(rows)
            read, _ = own.read(tested.texts, spoken)
            counted = share(read[:, NEGATIVE], np.arange(len(read)))
            error = f"{calibration_error(found, truth):.3f}"
            rest = f"{error}, {_shown(counted.estimate)} and {(truth == NEGATIVE).mean():.3f}, {counted.unread}"
            _line(f"{vectors.name}, {size} own", truth, model.named(found), rest)


def _auc(values: np.ndarray, positive: np.ndarray) -> float:
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable") + 1
    ups = int(positive.sum())
    return float((ranks[positive].sum() - ups * (ups + 1) / 2) / (ups * (len(values) - ups)))


def _topics(learning: Comments, tested: Comments, kinds: Sequence[Vectors]) -> None:
    labels = sorted(set(learning.topics))
    truth = np.array([labels.index(topic) for topic in tested.topics])
    print(f"\n## Topics, English: {len(labels)} labels\n\n| reader | macro-F1 | accuracy | |\n|---|---|---|---|")
    most = max(labels, key=learning.topics.count)
    _line("majority", truth, np.full_like(truth, labels.index(most)))
    for vectors in kinds:
        model = learnt(learning.texts, learning.topics, ["en"] * len(learning.texts), vectors)
        if model is None:
            continue
        found = model.classifier.probabilities(vectors.rows(tested.texts, ["en"] * len(truth)))
        _line(vectors.name, truth, model.classifier.named(found), f"{calibration_error(found, truth):.3f}")


def _german(learning: Comments, kinds: Sequence[Vectors]) -> None:
    texts, languages, classes, domains = written()
    german = np.array([language == "de" for language in languages])
    own, truth = [text for text, keep in zip(texts, german, strict=True) if keep], classes[german]
    print(f"\n## Feelings, German: {len(own)} sentences we wrote, in {domains.max() + 1} domains\n")
    print("| reader | macro-F1 | accuracy | calibration error |\n|---|---|---|---|")
    _line("majority", truth, np.full_like(truth, POSITIVE))
    gersent = _gersent()
    if gersent:
        _line("gersent", truth, gersent(own))
    _line("own lexicon", truth, _signs(features(own, ["de"] * len(own))[:, 2]))
    for vectors in kinds:
        rows = vectors.rows(texts, languages)
        found = np.zeros((len(texts), 3))
        for domain in range(int(domains.max()) + 1):
            there = domains == domain
            found[there] = fit(rows[~there], classes[~there], domains[~there]).probabilities(rows[there])
        error = f"{calibration_error(found[german], truth):.3f}"
        _line(f"{vectors.name}, prior without the domain tested", truth, found[german].argmax(axis=1), error)
    for vectors in (one for one in kinds if one.multilingual):
        model = fit(vectors.rows(learning.texts, ["en"] * len(learning.texts)), learning.classes, folds(learning.texts))
        said = model.named(model.probabilities(vectors.rows(own, ["de"] * len(own))))
        _line(f"{vectors.name}, learnt from the English comments only", truth, said)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, default=None, help="where to keep sentence vectors")
    asked = parser.parse_args()
    learning, tested = comments(asked.data)
    kinds: list[Vectors] = [WordVectors(), SentenceVectors(asked.vectors)]
    _feelings(learning, tested, kinds, _SIZES, "all comments")
    some = [one.chosen(np.flatnonzero(np.array(one.topics) != _NOTHING)) for one in (learning, tested)]
    _feelings(some[0], some[1], kinds, (), f"without '{_NOTHING}'")
    _topics(learning, tested, kinds)
    _german(learning, kinds)


if __name__ == "__main__":
    main()
