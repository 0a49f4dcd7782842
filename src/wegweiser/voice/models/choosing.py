"""The reader a workspace uses: chosen by its settings, taught by its own scored and labelled comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wegweiser.errors import UnknownName
from wegweiser.voice.models.endpoint import endpoint
from wegweiser.voice.models.sentiment import Labelled, Sentiment, train
from wegweiser.voice.models.topics import SeededTopics, Topics, clustered, learnt
from wegweiser.voice.models.vectors import SentenceVectors, Vectors, WordVectors, installed
from wegweiser.voice.reader import Reader, Readings
from wegweiser.voice.settings import VoiceSettings

_AT_ONCE = 4096
"""Sentences read at a time: memory stays the same however many there are."""
_LANGUAGE = "en"


@dataclass(frozen=True, eq=False)
class Known:
    """What a workspace's own texts tell a model before it reads: texts, and what came with each where it came.

    `scores` are on -2..+2, `topics` labels, both None where a text has none. `seeds` are words that stand for a topic
    (the touchpoint's own words, say), used where too few texts have a label.
    """

    texts: Sequence[str] = ()
    languages: Sequence[str] = ()
    scores: Sequence[float | None] = ()
    topics: Sequence[str | None] = ()
    seeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def labelled(self) -> Labelled:
        """The texts that have a score."""
        rows = [row for row, score in enumerate(self.scores) if score is not None and not np.isnan(score)]
        return Labelled(
            [self.texts[row] for row in rows],
            [float(self.scores[row] or 0.0) for row in rows],
            [self.languages[row] for row in rows],
        )


@dataclass(frozen=True, eq=False)
class ModelReader:
    """Reads feelings and topics by models of the workspace's own comments, offline."""

    sentiment: Sentiment
    topics: Topics | None = None

    @property
    def name(self) -> str:
        """Model and version, with where topics come from."""
        return self.sentiment.name if self.topics is None else f"{self.sentiment.name}; topics by {self.topics.name}"

    def read(self, sentences: list[str], languages: list[str]) -> Readings:
        """Return what the models read in the sentences; the same words are read once per batch."""
        found = [self._some(sentences[some], languages[some]) for some in _batches(len(sentences))]
        values = np.concatenate([np.empty((0, 4)), *(values for values, _ in found)])
        topics = tuple(topic for _, some in found for topic in some)
        return Readings(values[:, 0], values[:, 1], values[:, 2], values[:, 3], topics)

    def _some(self, sentences: list[str], languages: list[str]) -> tuple[np.ndarray, list[str | None]]:
        different = {pair: place for place, pair in enumerate(dict.fromkeys(zip(sentences, languages, strict=True)))}
        texts, spoken = [text for text, _ in different], [language for _, language in different]
        probabilities, feeling = self.sentiment.read(texts, spoken)
        topics = self.topics.read(texts, spoken) if self.topics else (None,) * len(texts)
        places = [different[pair] for pair in zip(sentences, languages, strict=True)]
        return np.column_stack([probabilities, feeling])[places], [topics[place] for place in places]


def best(settings: VoiceSettings, known: Known, folder: Path | None = None) -> Reader:
    """Return the reader that the settings ask for, taught by what is known; `folder` keeps sentence vectors.

    Raises:
        UnknownName: No model has this name.
        MissingExtra: Sentence vectors are asked for and not installed.
        InvalidSetting: An endpoint is asked for and not described.
    """
    topics = tuple(sorted({topic for topic in known.topics if topic} | set(known.seeds)))
    if settings.model == "endpoint":
        return endpoint(settings, topics)
    vectors = _vectors(settings.model, folder)
    return ModelReader(train(known.labelled, vectors, at_least=settings.at_least), _topics(known, settings, vectors))


def _vectors(model: str, folder: Path | None) -> Vectors:
    if model not in {"auto", "fast", "sentences"}:
        raise UnknownName("model", model, ["auto", "fast", "sentences", "endpoint"])
    if model == "fast" or (model == "auto" and not installed()):
        return WordVectors()
    return SentenceVectors(folder)


def _topics(known: Known, settings: VoiceSettings, vectors: Vectors) -> Topics | None:
    if any(known.topics):
        found = learnt(known.texts, known.topics, known.languages, vectors, settings.at_least)
        if found is not None:
            return found
    return SeededTopics(known.seeds) if known.seeds else clustered(known.texts)


def _batches(count: int) -> Iterator[slice]:
    return (slice(start, start + _AT_ONCE) for start in range(0, count, _AT_ONCE))
