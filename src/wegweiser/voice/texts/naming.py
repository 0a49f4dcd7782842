"""Finds names of people where a title, an introduction, a greeting or a signature says that one stands there."""

from __future__ import annotations

import re
from collections.abc import Callable

from wegweiser.voice.texts.words import words

_PART = r"[A-ZÀ-ÖØ-Þ](?:[\wÀ-ÿ]|['\u2019](?!s\b))*"
_WORD = rf"{_PART}(?:-{_PART})*"
_JOINT = r"(?:(?:von|van|de|der|den|zu|und zu|bin|al|la|di|da)\s+)"
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Mister|Sir|Herrn?|Frau|Frl|Hr|Fr|Dr|Prof|Doktor|Doctor|Professor|Dipl|Ing)"
_TITLED = re.compile(
    rf"(?<![\w-])((?:(?:{_TITLE}|MR|MRS|MS|DR|HERRN?|FRAU)\b(?:\.?[ \t\u00a0]+|\.(?=[A-Z])))+)("
    rf"{_JOINT}{{0,2}}{_WORD}\.?(?:[ \t]+{_JOINT}{{0,2}}{_WORD}){{0,2}})"
)
_TITLE_CUE = re.compile(
    r"(?<![\w-])(?:m(?:r|rs|s|x)|miss|mister|sir|herrn?|frau|frl|hr|fr|dr|prof|doktor|doctor|professor|ing)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(r"(?<![\w-])((?:mr|mrs|dr|hr)\b\.?\s+)([a-zäöü][\wäöüß-]+)")
_LOWER_NAMED = re.compile(r"(?<![\w-])((?:herrn?|frau|ms|miss)\s+)([a-zäöü][\wäöüß-]+)")
_INTRODUCED = re.compile(
    r"((?:\bmy (?:full )?name is|\bmy name['\u2019]s|\bmy name:|\bich hei(?:ß|ss)e|\bmein name (?:ist|lautet|:)|"
    r"\bmein name:|\bname:|\bi am called|\bthis is|\bhier (?:ist|spricht|schreibt))\s+)"
    rf"((?-i:{_WORD}(?:[ \t]+{_JOINT}{{0,2}}{_WORD}){{0,2}})|[a-zäöü][\wäöüß]+)",
    re.IGNORECASE,
)
_GREETED = re.compile(
    r"(^[ \t>*_-]*(?:hallo|hi|hey|hello|dear|liebe[rs]?|guten (?:tag|morgen|abend)|moin|servus|"
    rf"good (?:morning|evening))[ \t]+)((?-i:{_WORD}(?:[ \t]+{_WORD}){{0,2}}))(?=[ \t]*[,!.:\n]|[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = (
    r"(?:(?:mit )?(?:viele[nr]?|beste[nr]?|liebe[nr]?|freundliche[nmr]?|herzliche[nmr]?|schöne[nr]?|sonnige)\s+"
    r"(?:grü(?:ß|ss)en?|gruß|gruss)|grü(?:ß|ss)e|gruß|mfg|lg|vg|hg|hochachtungsvoll|"
    r"(?:kind|best|warm|many)(?:est)? (?:regards|wishes)|regards|best|cheers|sincerely|"
    r"yours (?:sincerely|faithfully|truly)|yours|signed|gez\.?)"
)
_SIGNED = re.compile(
    rf"((?:^|[\s.!?,;)]){_CLOSING}(?:[ \t]*[,.!:;\u2013-]+\s*|[ \t]*\n\s*))"
    rf"((?-i:{_WORD}\.?(?:[ \t]+{_JOINT}{{0,2}}{_WORD}\.?){{0,3}}))(?=\s*$|[ \t]*\n|[ \t]*[,(\[])",
    re.IGNORECASE,
)
_THANKED = re.compile(
    r"((?:many thanks|thanks|thank you|danke(?:schön)?|vielen dank)"
    r"(?:[ \t]*[,.!\u2013-]*[ \t]*\n\s*|[ \t]*[,\u2013-]\s*))"
    rf"((?-i:{_WORD}(?:[ \t]+{_WORD})?))(?=\s*$)",
    re.IGNORECASE,
)
_SIGNED_AT_ONCE = re.compile(
    r"((?:^|[\s.!?,;)])(?:(?:viele|beste|liebe|herzliche|schöne|freundliche[nm]?)\s+(?:grü(?:ß|ss)en?|gruß)|"
    r"(?:^|(?<=[\n.!?,] ))(?:lg|vg|mfg|gruß)|(?:kind|best|warm) regards|best wishes)[ \t]+)"
    rf"((?-i:{_WORD}(?:[ \t]+{_WORD}){{0,2}}))(?=\s*$|[ \t]*\n)",
    re.IGNORECASE,
)
_INTRO_CUE = re.compile(r"name|hei[sß]|called|this is|hier (?:ist|sp|sch)", re.IGNORECASE)
_GREET_CUE = re.compile(r"hallo|hi\b|hey|hello|dear|liebe|guten |moin|servus|good ", re.IGNORECASE)
_SIGN_CUE = re.compile(
    r"gr(?:ü|u)(?:ß|ss)|regards|wishes|mfg|\b[lvh]g\b|cheers|sincerely|yours|thank|dank|best\b|signed|gez\b|hochacht",
    re.IGNORECASE,
)
_NOBODY = words("nobody")
_KNOWN = words("names")


def masked(text: str, said: Callable[[str], str]) -> str:
    """Return the text with names masked where something says that a name stands there."""
    word = said("name")
    if _TITLE_CUE.search(text):
        text = _TITLED.sub(lambda found: found[1] + _without(found[2], word), text)
        text = _LOWER.sub(lambda found: found[1] + (found[2] if found[2] in _NOBODY else word), text)
        text = _LOWER_NAMED.sub(lambda found: found[1] + (word if found[2] in _KNOWN else found[2]), text)
    if _INTRO_CUE.search(text):
        text = _INTRODUCED.sub(lambda found: _introduced(found, word), text)
    if _GREET_CUE.search(text):
        text = _GREETED.sub(lambda found: found[1] + _without(found[2], word), text)
    if _SIGN_CUE.search(text):
        text = _SIGNED.sub(lambda found: found[1] + _without(found[2], word), text)
        text = _THANKED.sub(lambda found: _thanked(found, word), text)
        text = _SIGNED_AT_ONCE.sub(lambda found: found[1] + _without(found[2], word), text)
    return text


def _without(name: str, word: str) -> str:
    """Return the word for a name, or the name's words as they are where they name nobody; what follows it stays."""
    parts = re.split(r"(\s+)", name)
    # A small word within a name (von, de) belongs to it; a capital one begins what follows.
    last = next((n for n, part in enumerate(parts) if part[0].isupper() and _plain(part) in _NOBODY), None)
    if last == 0:
        return name
    rest = "" if last is None else "".join(parts[last - 1 :])
    end = "." if not rest and name.endswith(".") and len(parts[-1]) > 2 else ""
    return word + end + rest


def _introduced(found: re.Match[str], word: str) -> str:
    name, cue = found[2], found[1].lower()
    if name[0].islower() and _plain(name) not in _KNOWN:
        return found[0]
    vague = cue.startswith(("this is", "hier "))
    # "This is Great" and "hier ist Schluss" introduce nobody: there a name has two words or is a known one.
    if vague and " " not in name.strip() and _plain(name) not in _KNOWN:
        return found[0]
    return found[1] + _without(name, word)


def _thanked(found: re.Match[str], word: str) -> str:
    """After thanks on the same line only a known name is one: "Thanks, Great Service" thanks nobody by name."""
    known = "\n" in found[1] or _plain(found[2].split()[0]) in _KNOWN
    return found[1] + _without(found[2], word) if known else found[0]


def _plain(word: str) -> str:
    return re.split(r"['\u2019]", word.strip(".,'\u2019"), maxsplit=1)[0].lower()
