"""Feelings of sentences: a model of the workspace's own scored comments, and a modest one where there are too few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.voice.models.classifier import Classes, Classifier, Numbers, Quality, fit
from wegweiser.voice.models.vectors import Rows, Vectors

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
_APART = 0.5
"""Own scores from -0.5 to +0.5 count as neutral: three of five stars."""
_MOST, _MOST_LETTERS = 20_000, 1_500_000
"""Comments trained on, and letters in them; more of them take time and hardly help."""
_LEAST_PER_CLASS = 5
_FOLDS = 5
_SURE, _SURE_OF_PRIOR = 0.45, 0.55
_PRIOR_FEELING = (-1.0, 0.0, 1.0)
"""The prior tells a direction, not a strength."""


@dataclass(frozen=True, eq=False)
class Labelled:
    """Comments with the score their writers gave (-2..+2) and their languages."""

    texts: Sequence[str]
    scores: Sequence[float]
    languages: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse lists of different lengths."""
        if not len(self.texts) == len(self.scores) == len(self.languages):
            raise InvalidSetting("Scored comments", ["texts, scores and languages differ in number"])

    @property
    def classes(self) -> Classes:
        """The class of each comment: negative, neutral, positive."""
        scores = np.asarray(self.scores, dtype=np.float64)
        return np.where(scores > _APART, POSITIVE, np.where(scores < -_APART, NEGATIVE, NEUTRAL))

    def chosen(self, rows: NDArray[np.intp]) -> Labelled:
        """Return some of the comments."""
        return Labelled(*([values[row] for row in rows] for values in (self.texts, self.scores, self.languages)))


@dataclass(frozen=True, eq=False)
class _Learnt:
    """A classifier with the mean own score of each of its classes."""

    classifier: Classifier
    feelings: tuple[float, ...]
    sure: float
    certain: bool


_PRIORS: dict[str, _Learnt] = {}
"""What our own sentences teach, by the name of the vectors."""


@dataclass(frozen=True, eq=False)
class Sentiment:
    """What reads feelings; `quality` is by language what cross-validation found, empty for the prior alone."""

    name: str
    vectors: Vectors
    prior: _Learnt | None
    own: Mapping[str, _Learnt] = field(default_factory=dict)

    @property
    def quality(self) -> dict[str, Quality]:
        """How well the own models read, by language; "" stands for all languages together."""
        return {language: learnt.classifier.quality for language, learnt in self.own.items()}

    @property
    def certain(self) -> bool:
        """Whether own comments taught it; the prior alone tells a direction with low certainty."""
        return bool(self.own)

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Return probabilities (negative, neutral, positive) and feeling; rows it is not sure about are nan."""
        rows = self.vectors.rows(texts, languages)
        probabilities = np.full((len(texts), 3), np.nan)
        feeling = np.full(len(texts), np.nan)
        spoken = np.asarray(languages, dtype=object)
        for language in sorted(set(languages)):
            here = np.flatnonzero(spoken == language)
            learnt = self._for(language)
            found, felt = _read(learnt, rows if len(here) == len(texts) else rows[here])
            probabilities[here], feeling[here] = found, felt
        return probabilities, feeling

    def _for(self, language: str) -> _Learnt:
        found = self.own.get(language) or self.own.get("") or self.prior
        if found is None:
            raise UnknownName("language of the model", language, self.own)
        return found


def train(labelled: Labelled, vectors: Vectors, *, at_least: int = 100) -> Sentiment:
    """Return a model of the own scored comments, one per language that has enough of them, else the prior.

    Vectors that hold across languages also learn one model from all comments, for languages with too few.
    """
    spoken = sorted(set(labelled.languages))
    sets = {"": np.arange(len(labelled.texts))} if vectors.multilingual else {}
    if len(spoken) > 1 or not sets:
        sets |= {language: _of(labelled, language) for language in spoken}
    own = {}
    for language, rows in sets.items():
        learnt = _learn(labelled.chosen(_some(rows, labelled.texts)), vectors) if len(rows) >= at_least else None
        if learnt is not None:
            own[language] = learnt
    # Where one model reads every language, the prior is never asked.
    prior = None if "" in own else _prior(vectors)
    return Sentiment(_name(vectors, labelled, own), vectors, prior, own)


def folds(texts: Sequence[str]) -> NDArray[np.intp]:
    """Return the fold of each text by its words, so that the same comment is never learnt and tested."""
    return np.array([_number(" ".join(text.casefold().split())) % _FOLDS for text in texts], dtype=np.intp)


def written() -> tuple[list[str], list[str], Classes, Classes]:
    """Return the sentences the prior learns from: texts, languages, classes and domains."""
    data = msgspec.yaml.decode((files("wegweiser.voice.models") / "data" / "prior.yaml").read_bytes())
    classes = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE}
    rows = [
        (text, language, classes[tone], place)
        for place, domain in enumerate(data.values())
        for language, tones in domain.items()
        for tone, texts in tones.items()
        for text in texts
    ]
    texts, languages, tones, domains = (list(column) for column in zip(*rows, strict=True))
    return texts, languages, np.array(tones, dtype=np.intp), np.array(domains, dtype=np.intp)


def _prior(vectors: Vectors) -> _Learnt:
    """Return what the sentences written by us teach; whole domains were held out to calibrate it.

    These sentences never change, and to read them takes seconds: a process learns from them once.
    """
    if vectors.name not in _PRIORS:
        texts, languages, classes, domains = written()
        learnt = fit(vectors.rows(texts, languages), classes, domains)
        _PRIORS[vectors.name] = _Learnt(learnt, _PRIOR_FEELING, _SURE_OF_PRIOR, certain=False)
    return _PRIORS[vectors.name]


def _learn(labelled: Labelled, vectors: Vectors) -> _Learnt | None:
    """Return what comments teach; None where a class is too rare to tell it from the others."""
    classes, parts = labelled.classes, folds(labelled.texts)
    if np.bincount(classes, minlength=3).min() < _LEAST_PER_CLASS:
        return None
    scores = np.asarray(labelled.scores, dtype=np.float64)
    feelings = tuple(float(scores[classes == one].mean()) for one in (NEGATIVE, NEUTRAL, POSITIVE))
    rows = vectors.rows(labelled.texts, labelled.languages)
    return _Learnt(fit(rows, classes, parts), feelings, _SURE, certain=True)


def _read(learnt: _Learnt, rows: Rows) -> tuple[Numbers, Numbers]:
    found = learnt.classifier.probabilities(rows)
    unsure = found.max(axis=1) < learnt.sure
    if not learnt.certain:
        # What is neutral differs most between companies: the prior tells a direction or nothing.
        unsure |= found.argmax(axis=1) == NEUTRAL
    found[unsure] = np.nan
    return found, found @ np.array(learnt.feelings)


def _of(labelled: Labelled, language: str) -> NDArray[np.intp]:
    return np.flatnonzero(np.asarray(labelled.languages, dtype=object) == language)


def _some(rows: NDArray[np.intp], texts: Sequence[str]) -> NDArray[np.intp]:
    """Return at most so many rows as are trained on, drawn evenly."""
    letters = sum(len(texts[row]) for row in rows)
    most = min(_MOST, len(rows) * _MOST_LETTERS // max(letters, 1))
    return rows if len(rows) <= most else np.sort(np.random.default_rng(0).choice(rows, most, replace=False))


def _name(vectors: Vectors, labelled: Labelled, own: Mapping[str, _Learnt]) -> str:
    """Return model and version; a change of the comments it learnt from changes the name."""
    if not own:
        return f"{vectors.name} (prior 1, low certainty)"
    pairs = zip(labelled.texts, labelled.scores, labelled.languages, strict=True)
    told = "\n".join(sorted(f"{language} {score} {text}" for text, score, language in pairs))
    return f"{vectors.name} ({len(labelled.texts)} own comments, {_number(told):016x})"[:-11] + ")"


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())
