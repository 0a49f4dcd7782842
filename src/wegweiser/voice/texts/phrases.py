"""The telling words of a sentence: what stands beside our name, and what a customer speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.voices import Voice
from wegweiser.voice.texts.wording import is_concept, is_stop, stem, stems
from wegweiser.voice.texts.words import words

NOT = "not"
"""What stands before the stem of a word that is denied."""
_TOKEN = re.compile(r"\u0001|\[[^\]]*\]|[^\W\d_]+(?:-[^\W\d_]+)*|[,;:.!?()]")
_COPULA = words("copula")
_DENIED = words("denied")
_BREAKS = frozenset(",;:.!?()") | words("breaks")
_NEAR = 4
_NAME = "\u0001"
_MARKS = frozenset({_NAME, "["})
_LEAST = 3
_SILENT = frozenset[str]().union(*map(words, ("frame", "lone", "fillers", "greetings")))
_SILENT_STEMS = stems("frame") | stems("lone")
_ACTS = words("acts")
_ACT_STEMS = frozenset(word for word in stems("acts") if not is_concept(word))
# "Liebes Nordlicht-Team," and "Viele Grüße an Nordlicht" name us and say nothing of us.
_WORD = r"(?:[\w'-]+|\[[^\]]*\])"
_OPENING = re.compile(
    rf"^\W*(?:hallo|hello|hi|hey|moin(?: moin)?|servus|grüezi|grüß gott|guten (?:tag|morgen|abend)|"
    rf"(?:sehr )?geehrte[rsn]?|liebe[rsn]?(?! zu)|dear|good (?:morning|afternoon|evening))\b"
    rf"(?:(?:[ -]+{_WORD}){{0,4}}?[ -]*[,!:\u2013]|(?:[ -]+{_WORD}){{0,2}}?[ -]+team\b|"
    rf"(?:[ -]+{_WORD}){{0,3}}[. ]*$)\W*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:(?:viele|liebe|beste|herzliche|schöne|freundliche|mit (?:freundlichen|besten|vielen)) grü(?:ß|ss)en?|mfg|"
    r"lg|(?:kind|best|warm) (?:regards|wishes)|sincerely|(?:vielen )?dank im voraus|danke im voraus|"
    r"thanks in advance)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it is compared, and as it was written."""

    stems: tuple[str, ...]
    written: str


def without_greeting(sentence: str) -> str:
    """Return a sentence without its salutation and farewell, which say nothing of us.

    Example:
        >>> without_greeting("Liebes Nordlicht-Team, wo bleibt mein Zelt?"), without_greeting("Dear Nordlicht team")
        ('wo bleibt mein Zelt?', '')
    """
    return _CLOSING.sub("", _OPENING.sub("", sentence))


def tokens_of(sentence: str) -> list[str]:
    """Return words, marks and what was masked, in their order."""
    return _TOKEN.findall(sentence)


def beside(sentence: str, language: str, named: re.Pattern[str], ours: frozenset[str]) -> Iterator[Phrase]:
    """Yield what stands beside a name of ours in its clause."""
    tokens = tokens_of(named.sub(f" {_NAME} ", sentence))
    for place in (n for n, said in enumerate(tokens) if said == _NAME):
        start, end = place, place
        while start > 0 and tokens[start - 1].lower() not in _BREAKS and place - start < _NEAR:
            start -= 1
        reach = _NEAR + 3 * any(said.lower() in _COPULA for said in tokens[place + 1 : place + 4])
        while end + 1 < len(tokens) and tokens[end + 1].lower() not in _BREAKS and end - place < reach:
            end += 1
        yield from things(tokens[start : end + 1], language, ours)


def things(tokens: Sequence[str], language: str, ours: frozenset[str]) -> Iterator[Phrase]:
    """Yield the telling words that are no verbs of every day, and none of `ours`: things and how they are.

    A German word with a capital is a thing, though a verb is spelt the same: "das Vertrauen" is kept.
    """
    capital = {token.lower() for token in tokens[1:] if token[0].isupper()} if language == "de" else set()
    for phrase in telling([token for token in tokens if token.lower() not in ours], language):
        last = phrase.written.rpartition(" ")[2].lower()
        if last in capital or not (last in _ACTS or phrase.stems[-1] in _ACT_STEMS):
            yield phrase


def telling(tokens: Sequence[str], language: str) -> Iterator[Phrase]:
    """Yield the words that tell something: none that stand in any sentence, no greetings."""
    denied = ""
    for token in tokens:
        small = token.lower()
        if small in _DENIED:
            denied = small
            continue
        if token[0] in _MARKS or len(small) < _LEAST or is_stop(small, language) or small in _SILENT:
            continue
        said = stem(small, language)
        if said in _SILENT_STEMS:
            continue
        shown = small if language != "de" or token[0].islower() else token
        yield Phrase((NOT, said), f"{denied} {shown}") if denied else Phrase((said,), shown)
        denied = ""


def spoken_of(voice: Voice, places: Places, ours: frozenset[str]) -> Iterator[Phrase]:
    """Yield the topic of a sentence, or its telling words alone and in pairs; a name of ours is neither."""
    if voice.topic:
        yield Phrase((voice.topic,), voice.topic)
        return
    before: Phrase | None = None
    for phrase in telling(tokens_of(without_greeting(voice.text)), voice.language):
        named = voice.touchpoint is not None and places.find(phrase.written) == voice.touchpoint
        if phrase.written.lower() in ours or named:
            continue
        yield phrase
        if before is not None and before.stems != phrase.stems:
            yield Phrase((*before.stems, *phrase.stems), f"{before.written} {phrase.written}")
        before = phrase
