"""The words of a text as they are compared: small, without endings, words of one meaning as one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from wegweiser.voice.texts.words import words

_TOKEN = re.compile(r"\[[^\]]*\]|[^\W\d_]+(?:-[^\W\d_]+)*")
_STOP = {"de": words("stop_de"), "en": words("stop_en")}
# Verbs that German and English split: "schicke … zurück" is to return, "Geld … zurück" a refund, "call me back" a
# call back.
_SPLIT = (
    (re.compile(r"\b(?:geld|betrag|money)\b([^.!?]{0,40})\b(?:zurück|wieder|back)\b", re.IGNORECASE), r" refund \1 "),
    (re.compile(r"\b(?:call|ring|ruf)\w*\b([^.!?]{0,30})\b(?:zurück|back)\b", re.IGNORECASE), r" callback \1 "),
    (re.compile(r"\b(?:schick|send|geb|bring)\w*\b([^.!?]{0,40})\b(?:zurück|back)\b", re.IGNORECASE), r" return \1 "),
)
_ENDINGS_DE = ("ungen", "ern", "em", "en", "er", "es", "st", "e", "n", "s", "t")
_ENDINGS_EN = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s")
_SHORTEST = 4
_PLAIN = str.maketrans("äöü", "aou")
"""Plurals change a vowel: Platz and Plätze are one."""


def tokens(text: str) -> list[str]:
    """Return the words of a text in small letters; what was masked is none."""
    return [word.lower() for word in _TOKEN.findall(text) if word[0] != "["]


def content(text: str, language: str) -> list[str]:
    """Return what a text speaks of: its words without the frequent ones, each as its meaning or its stem.

    Example:
        >>> content("Wann kommt mein Paket an?", "de"), content("When do my parcels arrive?", "en")
        (['arrive', 'parcel'], ['parcel', 'arrive'])
    """
    stop = _STOP.get(language) or _STOP["en"]
    small = text.lower()
    if "zurück" in small or "back" in small:
        for split, whole in _SPLIT:
            text = split.sub(whole, text)
    return [stem(word, language) for word in tokens(text) if word not in stop and len(word) > 1]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the meaning a word shares with others, else the word without its ending.

    Example:
        >>> stem("bestellungen", "de"), stem("boxes", "en")
        ('order', 'box')
    """
    whole, starts = _concepts()
    if word in whole:
        return whole[word]
    for length in range(min(len(word), 14), 2, -1):
        if word[:length] in starts:
            return starts[word[:length]]
    for ending in _ENDINGS_DE if language == "de" else _ENDINGS_EN:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - (language != "de"):
            return word[: -len(ending)].translate(_PLAIN)
    return word.translate(_PLAIN)


def is_concept(word: str) -> bool:
    """Return whether a word is one of the meanings that ship, which say more than other words."""
    return word in _concepts()[0]


def stems(listed: str) -> frozenset[str]:
    """Return the stems of a list of words that ships, in both languages."""
    return frozenset(stem(word, language) for word in words(listed) for language in _STOP)


def is_stop(word: str, language: str) -> bool:
    """Return whether a word in small letters is too frequent to say what a text is about."""
    return word in (_STOP.get(language) or _STOP["en"])


@cache
def _concepts() -> tuple[dict[str, str], dict[str, str]]:
    whole: dict[str, str] = {}
    starts: dict[str, str] = {}
    for group in words("concepts"):
        name, _, listed = group.partition(":")
        whole[name] = name
        for word in listed.split(","):
            if word.endswith("-"):
                starts[word[:-1]] = name
            else:
                whole[word] = name
    return whole, starts
