"""Topics of sentences: from labels that came with the texts, else from words for them, else from clusters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from wegweiser.stats.deferred import Deferred
from wegweiser.voice.models.classifier import Classifier, Quality, fit
from wegweiser.voice.models.lexicon import lexicon
from wegweiser.voice.models.sentiment import folds
from wegweiser.voice.models.vectors import Vectors

if TYPE_CHECKING:
    from scipy import sparse
    from sklearn import decomposition
    from sklearn.feature_extraction import text as vectorizers
else:
    sparse = Deferred("scipy.sparse")
    decomposition = Deferred("sklearn.decomposition")
    vectorizers = Deferred("sklearn.feature_extraction.text")

_WORD = re.compile(r"[^\W\d_]{3,}")
_CONTENT = r"(?u)\b[^\W\d_]{4,}\b"
_LEAST_PER_TOPIC = 20
_SURE = 0.4
_STEM = 5
"""Letters by which a seed and a word agree, so that deliveries and delivery are one."""
_MOST_CLUSTERS, _TEXTS_PER_CLUSTER = 12, 50
_NEAR = 0.2


class Topics(Protocol):
    """What finds the topic of sentences."""

    @property
    def name(self) -> str:
        """Where its topics come from."""
        ...

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[str | None, ...]:
        """Return the topic of each text, None where none is likely enough."""
        ...


@dataclass(frozen=True, eq=False)
class LearntTopics:
    """Topics as the labels of the own texts define them."""

    vectors: Vectors
    labels: tuple[str, ...]
    classifier: Classifier
    name: str = "labels"

    @property
    def quality(self) -> Quality:
        """How well it finds the labels of texts it was not trained on."""
        return self.classifier.quality

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[str | None, ...]:
        """Return the topic of each text, None where none is likely enough."""
        found = self.classifier.probabilities(self.vectors.rows(texts, languages))
        best, sure = found.argmax(axis=1), found.max(axis=1) >= _SURE
        return tuple(self.labels[one] if known else None for one, known in zip(best, sure, strict=True))


@dataclass(frozen=True, eq=False)
class SeededTopics:
    """Topics by words that stand for them; the topic with most of its words in the sentence wins."""

    seeds: Mapping[str, tuple[str, ...]]
    name: str = "words"
    _topics: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note for each stem the topics it speaks for."""
        for topic, words in self.seeds.items():
            for stem in {word.casefold()[:_STEM] for word in words}:
                self._topics[stem] = (*self._topics.get(stem, ()), topic)

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[str | None, ...]:  # noqa: ARG002
        """Return the topic of each text, None where no word of any stands in it."""
        return tuple(self._of(text) for text in texts)

    def _of(self, text: str) -> str | None:
        stems = {word[:_STEM] for word in _WORD.findall(text.casefold())}
        hits = Counter(topic for stem in sorted(stems) for topic in self._topics.get(stem, ()))
        return min(hits, key=lambda topic: (-hits[topic], topic)) if hits else None


@dataclass(frozen=True, eq=False)
class ClusteredTopics:
    """Topics nobody named: groups of words that occur together, each called by its three most telling words."""

    words: vectorizers.TfidfVectorizer
    axes: NDArray[np.float64]
    labels: tuple[str, ...]
    name: str = "clusters"

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[str | None, ...]:  # noqa: ARG002
        """Return the nearest group of each text, None where none is near."""
        near = np.asarray(self.words.transform(texts) @ self.axes.T)
        best, sure = near.argmax(axis=1), near.max(axis=1) >= _NEAR
        return tuple(self.labels[one] if known else None for one, known in zip(best, sure, strict=True))


def learnt(
    texts: Sequence[str], labels: Sequence[str | None], languages: Sequence[str], vectors: Vectors, at_least: int = 100
) -> LearntTopics | None:
    """Return topics as labels define them; None below `at_least` labelled texts or two topics of 20 each."""
    often = Counter(label for label in labels if label)
    kept = tuple(sorted(label for label, count in often.items() if count >= _LEAST_PER_TOPIC))
    rows = [row for row, label in enumerate(labels) if label in kept]
    if len(kept) < 2 or len(rows) < at_least:
        return None
    own = [texts[row] for row in rows]
    classes = np.array([kept.index(str(labels[row])) for row in rows], dtype=np.intp)
    found = fit(vectors.rows(own, [languages[row] for row in rows]), classes, folds(own))
    return LearntTopics(vectors, kept, found)


def clustered(texts: Sequence[str], *, seed: int = 0) -> ClusteredTopics | None:
    """Return groups of words in the texts; None below 100 texts.

    Non-negative factors of TF-IDF (Lee and Seung 1999, Nature 401); a word in more than a tenth of the texts, or in
    fewer than five, tells nothing.
    """
    count = min(_MOST_CLUSTERS, len(texts) // _TEXTS_PER_CLUSTER)
    if count < 2:
        return None
    small = sorted(lexicon("de").small | lexicon("en").small)
    words = vectorizers.TfidfVectorizer(
        token_pattern=_CONTENT, min_df=5, max_df=0.1, max_features=5000, stop_words=small
    )
    try:
        table = words.fit_transform(texts)
    except ValueError:
        # Texts without a word that occurs often enough and not too often.
        return None
    count = min(count, table.shape[1])
    model = decomposition.NMF(count, init="nndsvda", random_state=seed, max_iter=300, tol=1e-3).fit(
        sparse.csr_matrix(table)
    )
    axes = model.components_ / np.maximum(np.linalg.norm(model.components_, axis=1, keepdims=True), 1e-12)
    names = words.get_feature_names_out()
    labels = tuple(", ".join(names[np.argsort(-axis, kind="stable")[:3]]) for axis in axes)
    return ClusteredTopics(words, axes, labels)
