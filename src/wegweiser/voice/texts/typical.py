"""The short sentence that stands for what many say: the one nearest to the middle of theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt

from wegweiser.i18n import LANGUAGES, Text
from wegweiser.voice.texts.voices import Ground, Voice
from wegweiser.voice.texts.wording import content

_FITS, _LONGEST = 60, 90
"""Characters that fit a line of the map with the count behind them, and the most a sentence may have."""
_FEWEST_WORDS = 3
_SAMPLE = 400
"""Sentences looked at per language; more of them move the middle of a group no further."""


def typical(said: Sequence[Voice], base: Ground, feeling: float | None = None) -> Text:
    """Return a masked short sentence in each language it is said in; empty where none may be quoted.

    It is a customer's own, quotable as quotes are, of three words or more; where the group leans to pain or gain it
    leans as well. Of those that fit a line the one nearest to the middle of the group is taken.
    """
    by: dict[str, list[Voice]] = defaultdict(list)
    for voice in said:
        # Where something was masked, the sentence speaks of one case and stands for nobody else's.
        short = len(voice.text) <= _LONGEST and "[" not in voice.text
        if short and voice.language in LANGUAGES and base.quotable(voice):
            by[voice.language].append(voice)
    found = {language: _nearest(_leaning(by[language], feeling), language) for language in sorted(by)}
    return {language: text for language, text in found.items() if text}


def _leaning(said: Sequence[Voice], feeling: float | None) -> Sequence[Voice]:
    """Return the sentences that lean as the group does; all where none does."""
    if not feeling:
        return said
    return [voice for voice in said if voice.feeling is not None and voice.feeling * feeling > 0] or said


def _nearest(said: Iterable[Voice], language: str) -> str:
    texts = sorted({voice.text for voice in said if len(voice.text.split()) >= _FEWEST_WORDS})
    short = [text for text in texts if len(text) <= _FITS] or texts
    every = max(1, len(short) // _SAMPLE)
    words = {text: frozenset(content(text, language)) for text in short[::every]}
    often = Counter(word for told in words.values() for word in told)

    def nearness(text: str) -> float:
        told = words[text]
        return sum(often[word] for word in told) / sqrt(len(told)) if told else 0.0

    return min(words, key=lambda text: (-round(nearness(text), 9), len(text), text), default="")
