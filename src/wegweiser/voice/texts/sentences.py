"""Cuts a text into its sentences."""

from __future__ import annotations

import re

from wegweiser.voice.texts.words import words

_BULLET = re.compile(r"^\s*(?:[-*•·–+>]|\d{1,2}[.)]|[a-h]\))\s+")
_LINES = re.compile(r"\s*\n\s*\n\s*|\s*\n(?=\s*(?:[-*•·–+>]|\d{1,2}[.)])\s)|\s*\n(?=\s*[^a-zäöüß\s])")
_FACE = r"(?:[:;=8xX][-'o^]?[()DPp/\\|*]+|<3|[\U0001F300-\U0001FAFF\u2600-\u27BF]\uFE0F?)"
_END = re.compile(rf"[.!?…]+[\"'“”»)\]]*(?:\s*{_FACE})*(?=\s|$)|{_FACE}(?:\s*{_FACE})*(?=\s+[A-ZÄÖÜ])")
_LAST = re.compile(r"[\w.]+$")
_ABBREVIATIONS = words("abbreviations")
_MONTHS = re.compile(
    r"\s*(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez|stock|etage|tag|mal|klasse|platz|woche|versuch)",
    re.IGNORECASE,
)
_WORDS_TOO = frozenset({"so", "do", "min", "max", "no", "art", "sat", "sun"})
"""Abbreviations that are words as well: before the capital of a word that opens a sentence they end one."""
_BEGINS = re.compile(
    r"\s+(?:Ich|Wir|Man|Es|Das|Die|Der|Wie|Was|Wann|Wo|Warum|Wieso|Und|Aber|Kann|Gibt|I|We|It|The|This|That|How|What|"
    r"When|Where|Why|And|But|Can|Is)\b"
)
_LEAST = 2


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in their order; abbreviations, ordinals, bullets and smileys are minded.

    Example:
        >>> sentences("Kam am 3. Mai an, z.B. ohne Karton :( Nie wieder! Really?")
        ['Kam am 3. Mai an, z.B. ohne Karton :(', 'Nie wieder!', 'Really?']
    """
    found: list[str] = []
    for block in _LINES.split(text):
        line = _BULLET.sub("", block)
        start = 0
        for end in _END.finditer(line):
            if _goes_on(line, start, end):
                continue
            _take(found, line[start : end.end()])
            start = end.end()
        _take(found, line[start:])
    return found


def _take(found: list[str], sentence: str) -> None:
    """Add a sentence; what has no letters belongs to the one before."""
    plain = " ".join(sentence.split())
    if sum(sign.isalnum() for sign in plain) >= _LEAST:
        found.append(plain)
    elif plain and found:
        found[-1] = f"{found[-1]} {plain}"


def _goes_on(line: str, start: int, end: re.Match[str]) -> bool:
    """Tell whether a full stop ends no sentence: after an abbreviation, an initial, or a German ordinal."""
    if end[0].rstrip("\"'“”»)]") != ".":
        return False
    last = _LAST.search(line[start : end.start()])
    word = last[0].lower() if last else ""
    if word.isdigit():
        return len(word) <= 2 and (_MONTHS.match(line, end.end()) is not None)
    if word in _WORDS_TOO and _BEGINS.match(line, end.end()):
        return False
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")
