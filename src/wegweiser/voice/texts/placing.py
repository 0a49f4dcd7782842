"""Finds the touchpoint a sentence speaks of by the words that name it."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import msgspec

from wegweiser.domain.touchpoints import Touchpoint
from wegweiser.i18n import LANGUAGES, read

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# "not the app but the hotline", "statt der App": what is set aside is not what the sentence speaks of.
_ASIDE = re.compile(
    r"\b(?:instead of|rather than|unlike|anstatt|anstelle|statt|nicht|not)(?: (?:the|a|an|my|your|via|by|in|on|"
    r"per|über|im|der|die|das|dem|den|des|ein|eine|einer|mein|meine))* ([\w-]+)(?=[^.!?]{0,30}[, ](?:but|sondern)\b)|"
    r"\b(?:instead of|rather than|unlike|anstatt|anstelle|statt)(?: (?:the|a|an|my|calling|der|die|des|dem|den|einer|"
    r"einem))*"
    r" ([\w-]+)|\b(?:never|nie|niemals) (?:used|use|opened|genutzt|benutzt)(?: (?:the|your|die|den|das))* ([\w-]+)|"
    r"\b((?:[\w-]+ ){1,3})(?:nie|niemals|noch nicht|nicht) (?:genutzt|benutzt|verwendet)\b",
    re.IGNORECASE,
)
_LEAST = 3
_COMMON = frozenset(
    {"shop", "page", "view", "seite", "customer", "kunde", "kunden", "other", "order", "purchase", "kauf"}
)


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of customers for one kind of contact, and the touchpoints that are of this kind."""

    id: str
    words: str
    match: str
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """The words that name each touchpoint: whole words, beginnings, endings, and expressions of several words."""

    whole: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    phases: Mapping[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, touchpoints: Iterable[Touchpoint]) -> Places:
        """Return the words for these touchpoints: their own names in both languages first, then those that ship."""
        items = tuple(touchpoints)
        found: dict[str, dict[str, str]] = {"whole": {}, "starts": {}, "ends": {}, "phrases": {}}
        for touchpoint in items:
            for name in (touchpoint.id.replace("_", " "), *(read(touchpoint.name, lang) for lang in LANGUAGES)):
                plain = " ".join(_TOKEN.findall(name.lower()))
                if len(plain) >= _LEAST and plain not in _COMMON:
                    found["phrases" if " " in plain else "whole"].setdefault(plain, touchpoint.id)
        for named in _shipped():
            fitting = _fitting(named, items)
            if fitting is not None:
                for word in shlex.split(named.words):
                    kind = (
                        "phrases"
                        if " " in word
                        else "starts"
                        if word[-1] == "-"
                        else "ends"
                        if word[0] == "-"
                        else "whole"
                    )
                    found[kind].setdefault(word.strip("-"), fitting)
        return cls(**found, phases={touchpoint.id: touchpoint.phase for touchpoint in items})

    def find(self, sentence: str) -> str | None:
        """Return the touchpoint named most often, the first one at a tie; None where none is named.

        What is set aside ("not the app but the hotline", "never used the app") is not spoken of.
        """
        small = sentence.lower()
        hits = [touchpoint for phrase, touchpoint in self.phrases.items() if phrase in small]
        aside = {word for found in _ASIDE.finditer(small) for said in found.groups() if said for word in said.split()}
        named = (self._named(token) for token in _TOKEN.findall(small) if token not in aside)
        hits += [touchpoint for touchpoint in named if touchpoint is not None]
        return Counter(hits).most_common(1)[0][0] if hits else None

    def _named(self, token: str) -> str | None:
        if token in self.whole:
            return self.whole[token]
        for length in range(min(len(token), 16), _LEAST - 1, -1):
            if token[:length] in self.starts:
                return self.starts[token[:length]]
        return next((self.ends[token[n:]] for n in range(2, len(token) - 2) if token[n:] in self.ends), None)


def _fitting(named: Named, items: tuple[Touchpoint, ...]) -> str | None:
    """Return the first touchpoint of a kind: by its words, else by its channel."""
    pattern = re.compile(named.match, re.IGNORECASE)
    for touchpoint in items:
        told = " ".join((touchpoint.id.replace("_", " "), *(read(touchpoint.name, lang) for lang in LANGUAGES)))
        if pattern.search(told):
            return touchpoint.id
    return next((touchpoint.id for touchpoint in items if touchpoint.channel in named.channels), None)


@cache
def _shipped() -> tuple[Named, ...]:
    text = (files("wegweiser.voice.texts") / "touchpoints.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=tuple[Named, ...])
