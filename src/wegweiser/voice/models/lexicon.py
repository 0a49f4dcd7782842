"""Words that carry a feeling, with negation and "but": a handful of numbers per sentence, in German and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
from numpy.typing import NDArray

FEATURES = 6
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_BEFORE, _AFTER = 3, 2
"""How many words after a negator, and before one, mean the opposite: "not at all good", "gefällt mir nicht"."""
_LANGUAGES = ("de", "en")
_TOO = "zu"


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    positive: str
    negative: str
    negators: str
    contrast: str
    small: str
    waits: str
    late: str
    units: str
    few: str
    numbers: str


@dataclass(frozen=True, eq=False)
class Durations:
    """Words by which a length of time becomes blame: three weeks alone are none, to wait for them is."""

    waits: frozenset[str]
    late: frozenset[str]
    units: frozenset[str]
    few: frozenset[str]
    numbers: frozenset[str]

    def blames(self, words: Sequence[str], tones: list[float]) -> None:
        """Mark what waits beside a length of time, and what is too late, as blame where it had no tone."""
        lasts = any(word in self.units and self._is_long(words, place) for place, word in enumerate(words))
        for place, word in enumerate(words):
            too = place > 0 and words[place - 1] == _TOO and word in self.late
            if not tones[place] and (too or (lasts and word in self.waits)):
                tones[place] = -1.0

    def _is_long(self, words: Sequence[str], place: int) -> bool:
        """Tell whether a number stands before a unit of time, and nothing that makes it small before the number."""
        before = words[max(place - _BEFORE, 0) : place]
        counted = [word.isdigit() or word in self.numbers for word in before]
        return any(counted) and not any(word in self.few for word in before)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one language; what a word means is looked up once."""

    tones: dict[str, float]
    stems: dict[str, float]
    negators: frozenset[str]
    contrast: frozenset[str]
    small: frozenset[str]
    long: Durations
    seen: dict[str, float] = field(default_factory=dict)

    def tone(self, word: str) -> float:
        """Return 1 for a word of praise, -1 for one of blame, 0 for any other; the longest stem decides."""
        found = self.seen.get(word)
        if found is None:
            stems = (word[:end] for end in range(len(word), 2, -1) if word[:end] in self.stems)
            found = self.tones.get(word, self.stems.get(next(stems, ""), 0.0))
            self.seen[word] = found
        return found

    def features(self, sentence: str) -> list[float]:
        """Return praise, blame, balance, balance after the last "but", negation, and how many words count."""
        words = _WORD.findall(sentence.casefold().replace("\u2019", "'"))
        tones = [self.tone(word) for word in words]
        self.long.blames(words, tones)
        turn = 0
        denied = False
        for place, word in enumerate(words):
            if word in self.contrast:
                turn = place
            if word in self.negators:
                denied = True
                self._turn_round(tones, place)
        praise = sum(tone for tone in tones if tone > 0)
        blame = -sum(tone for tone in tones if tone < 0)
        return [
            praise / (1 + praise),
            blame / (1 + blame),
            _squashed(praise - blame),
            _squashed(sum(tones[turn:])),
            float(denied),
            (praise + blame) / (4 + len(words)),
        ]

    def _turn_round(self, tones: list[float], place: int) -> None:
        """Turn the next word with a tone within reach; at the end of a sentence, the one before the negator."""
        tones[place] = 0.0
        ahead = [at for at in range(place + 1, min(place + 1 + _BEFORE, len(tones))) if tones[at]]
        behind = [at for at in range(max(place - _AFTER, 0), place) if tones[at]]
        if ahead:
            tones[ahead[0]] *= -1
        elif behind and place == len(tones) - 1:
            tones[behind[-1]] *= -1


def features(sentences: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    """Return the numbers of each sentence read in its own language; English where a language has no lexicon.

    Example:
        >>> features(["Not good at all"], ["en"])[0, :3].tolist()
        [0.0, 0.5, -0.5]
    """
    rows = [
        lexicon(language if language in _LANGUAGES else "en").features(sentence)
        for sentence, language in zip(sentences, languages, strict=True)
    ]
    return np.array(rows, dtype=np.float32).reshape(len(rows), FEATURES)


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language that has one."""
    text = (files("wegweiser.voice.models") / "data" / "lexicon.yaml").read_bytes()
    words = msgspec.yaml.decode(text, type=dict[str, _Words])[language]
    tones: dict[str, float] = {}
    stems: dict[str, float] = {}
    for tone, listed in ((1.0, words.positive), (-1.0, words.negative)):
        for word in listed.split():
            if word.endswith("*"):
                stems[word[:-1]] = tone
            else:
                tones[word] = tone
    negators, contrast, small = (frozenset(listed.split()) for listed in (words.negators, words.contrast, words.small))
    lists = (words.waits, words.late, words.units, words.few, words.numbers)
    long = Durations(*(frozenset(listed.split()) for listed in lists))
    return Lexicon(tones, stems, negators, contrast, small, long)


def _squashed(balance: float) -> float:
    return balance / (1 + abs(balance))
