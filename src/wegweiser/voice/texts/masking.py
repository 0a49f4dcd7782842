"""Masks personal data in a text: what could name or reach somebody becomes a word in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable

from wegweiser.voice.texts import naming, numbering

VERSION = 1
"""Grows when masking changes, so that texts are read again."""
_GERMAN = {
    "e-mail": "E-Mail",
    "phone": "Telefon",
    "card": "Karte",
    "link": "Link",
    "handle": "Konto",
    "number": "Nummer",
    "address": "Adresse",
    "date of birth": "Geburtsdatum",
    "iban": "IBAN",
    "name": "Name",
}
KINDS: tuple[str, ...] = tuple(_GERMAN)
"""What is masked."""
_MAIL = re.compile(
    r"(?:mailto:)?[\w.+%'-]{1,64}(?:@|\s?[(\[{]\s?(?:at|ät|@)\s?[)\]}]\s?)"
    r"[\w-]{1,63}(?:(?:\.|\s?[(\[]\s?(?:dot|punkt)\s?[)\]]\s?)[\w-]{2,63}){1,5}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@/.])@\w[\w.]{0,49}(?<!\.)")
_LINK = re.compile(
    r"\b(?:https?|ftp)://[^\s<>\"]+|\bwww\.[^\s<>\"]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/[^\s<>\"]*", re.IGNORECASE
)
_AT = re.compile(r"@|[(\[{]\s?(?:at|ät)\s?[)\]}]", re.IGNORECASE)


def mask(text: str, language: str = "en") -> str:
    """Return the text with personal data replaced by what it was, in German where the text is German.

    Masked are e-mail addresses, links, handles, IBANs, payment cards, phone numbers, numbers of orders and customers,
    dates of birth, postal addresses, and names after a title, an introduction, a greeting or above a signature. A name
    that stands alone within a sentence stays.

    Example:
        >>> mask("Mr. Jones (bob@example.org) called +44 20 7946 0018 on 3 May.")
        'Mr. [name] ([e-mail]) called [phone] on 3 May.'
        >>> mask("Frau am Schalter sehr nett. Viele Grüße, Anna Müller", "de")
        'Frau am Schalter sehr nett. Viele Grüße, [Name]'
    """
    said = _german if language == "de" else _english
    if _AT.search(text):
        text = _MAIL.sub(said("e-mail"), text)
    if "/" in text or "www." in text.lower():
        text = _LINK.sub(said("link"), text)
    if "@" in text:
        text = _HANDLE.sub(said("handle"), text)
    text = numbering.masked(text, said)
    return naming.masked(text, said)


Said = Callable[[str], str]


def _english(kind: str) -> str:
    return f"[{kind}]"


def _german(kind: str) -> str:
    return f"[{_GERMAN[kind]}]"
