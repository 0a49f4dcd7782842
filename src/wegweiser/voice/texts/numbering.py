"""Finds numbers that reach or name somebody: accounts, cards, phones, orders, dates of birth, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

import phonenumbers

from wegweiser.voice.texts.words import words

_DIGITS = re.compile(r"\d")
_REGIONS = ("DE", "GB", "US", "AT", "CH")
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])")
_IBAN_LENGTH = {code[:2]: int(code[2:]) for code in words("iban")}
_BORN = re.compile(
    r"((?:geboren(?: am)?|geb\.(?: am)?|geburts(?:datum|tag)(?: ist| am)?|born(?: on)?|date of birth|"
    r"d\.?o\.?b\.?)\s*:?\s*)\d{1,2}(?:[./-]\s?|\s)(?:\d{1,2}|[A-Za-zäÄ]{3,9})\.?(?:[./-]|\s)\s?\d{2,4}",
    re.IGNORECASE,
)
_GERMAN_STREET = (
    r"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer|ring|steig)"
    r"|(?:[A-ZÄÖÜ][\wäöüß-]+\s){1,2}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Damm|Ufer|Ring))"
    r"\s?\d{1,4}(?:\s?[a-z](?![\w]))?(?:\s?[-/]\s?\d{1,4})?(?![\d])"
    r"(?:\s*,?\s*(?:in\s)?(?:D-)?\d{5}(?:\s+[A-ZÄÖÜ][\wäöüß-]+)?)?"
)
_ENGLISH_STREET = (
    r"(?<!\w)\d{1,5}[a-zA-Z]?,?\s+(?:[A-Z][\w'-]+\s){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Crescent|Terrace|Gardens|Boulevard|Blvd)\b\.?"
)
_POSTCODE = r"(?<![\w])[A-Z]{1,2}\d[A-Z\d]? \d[A-BD-HJLNP-UW-Z]{2}(?!\w)"
_ADDRESS = re.compile(f"{_GERMAN_STREET}|{_ENGLISH_STREET}|{_POSTCODE}")
_CUED = re.compile(
    r"((?:order|customer|account|ticket|case|invoice|booking|reference|ref|tracking|parcel|policy|contract|member|"
    r"bestell|kunden|auftrags|rechnungs|vorgangs|vertrags|sendungs|buchungs|konto|mitglieds|referenz|ticket)"
    r"[- ]?(?:number|numbers|no\.?|nr\.?|nummern?|id|code|zeichen)?\s?(?:is|ist|lautet|:|#|=)?\s*#?)"
    r"((?=[A-Za-z/-]{0,6}\d)[A-Za-z0-9][A-Za-z0-9/-]{3,24})",
    re.IGNORECASE,
)
_MIXED = re.compile(
    r"#\d{3,}|(?<![\w-])(?=[A-Z\d-]*\d[A-Z\d-]*\d[A-Z\d-]*\d[A-Z\d-]*\d)[A-Z]{1,5}-?\d[A-Z\d-]{3,24}(?![\w])"
)
_PLAIN = (
    r"(?<![\d.])(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)?\d{2}|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2})(?![\d])"
    r"|(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])"
    r"|(?<![\d.,+])\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?![\d.,]*\d)"
    r"|(?:[€$£]\s?\d[\d.,]*|(?<![\d+])[1-9]\d*(?:[.,]\d+)?\s?(?:€|\$|£|%|eur\b|euro|usd\b|gbp\b|dollar|pound|pfund|franken|chf\b|km\b|kg\b|mal\b|times\b|kunden|customers|people|follower))"
)
_RUN = r"(?:\+|\((?=\+?\d{1,5}\))\+?)?\d(?:(?:[ \u00a0()/\u2013-]{0,3}|\.)\d){4,21}"
_NUMBERS = re.compile(f"(?P<plain>{_PLAIN})|(?P<run>{_RUN})", re.IGNORECASE)
_PHONE_CUE = re.compile(
    r"(?:tel|telefon|telefonnummer|phone|mobile?|handy|handynummer|call|calling|ring|reach|anrufen|erreichbar|unter|fon|"
    r"fax|number|nummer|whatsapp)\W{0,3}(?:(?:me|mich|is|ist|on|at|unter|back)\W+){0,3}$",
    re.IGNORECASE,
)
_AMERICAN = re.compile(r"(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}")
_CARD = re.compile(r"\d(?:[ -]?\d){12,18}")
_LONG = re.compile(r"\d{6,}")


def masked(text: str, said: Callable[[str], str]) -> str:
    """Return the text with numbers masked that reach or name somebody; prices, dates and times stay."""
    if _DIGITS.search(text) is None:
        return text
    text = _ibans(text, said("iban"))
    text = _BORN.sub(lambda found: found[1] + said("date of birth"), text)
    text = _ADDRESS.sub(said("address"), text)
    text = _CUED.sub(lambda found: found[1] + said("number"), text)
    text = _NUMBERS.sub(lambda found: found[0] if found["plain"] else _run(found, said), text)
    return _MIXED.sub(said("number"), text)


def is_iban(text: str) -> bool:
    """Return whether letters and digits without blanks are an IBAN: country's length and ISO 7064 checksum.

    Example:
        >>> is_iban("DE89370400440532013000"), is_iban("DE88370400440532013000")
        (True, False)
    """
    code = text.upper()
    if _IBAN_LENGTH.get(code[:2]) != len(code) or not code.isalnum() or not code.isascii():
        return False
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


def is_card(digits: str) -> bool:
    """Return whether 13 to 19 digits pass the check of Luhn (1960), as payment cards do.

    Example:
        >>> is_card("4111111111111111"), is_card("4111111111111112")
        (True, False)
    """
    doubled = [int(d) if place % 2 == 0 else sum(divmod(2 * int(d), 10)) for place, d in enumerate(reversed(digits))]
    return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0


def _ibans(text: str, word: str) -> str:
    kept, done = [], 0
    for start in _IBAN_START.finditer(text):
        if start.start() < done:
            continue
        end = _iban_end(text, start.start())
        if end is not None:
            kept += [text[done : start.start()], word]
            done = end
    return "".join([*kept, text[done:]]) if kept else text


def _iban_end(text: str, start: int) -> int | None:
    """Return where the IBAN that starts here ends; blanks and hyphens within it are skipped."""
    length = _IBAN_LENGTH.get(text[start : start + 2].upper())
    signs: list[str] = []
    place = start
    while length and place < len(text) and len(signs) < length:
        if text[place].isalnum():
            signs.append(text[place])
        elif text[place] not in " -\u00a0":
            return None
        place += 1
    return place if length and is_iban("".join(signs)) else None


def _run(found: re.Match[str], said: Callable[[str], str]) -> str:
    """Say what a run of digits is, or leave it where it reaches nobody."""
    run = found[0]
    digits = "".join(sign for sign in run if sign.isdigit())
    if _CARD.fullmatch(run) and is_card(digits):
        return said("card")
    before = found.string[max(0, found.start() - 40) : found.start()]
    opened = run[0] in "+(" or run.startswith("0") or _AMERICAN.fullmatch(run) is not None
    if opened and len(digits) >= 7 and not _is_decimal(run):
        return said("phone") if _is_phone(run) or len(digits) <= 15 else said("number")
    if len(digits) >= 5 and _PHONE_CUE.search(before):
        return said("phone")
    return said("number") if _LONG.search(run) or len(digits) >= 12 else run


def _is_decimal(run: str) -> bool:
    return re.fullmatch(r"\d+\.\d+", run) is not None and run.startswith("0.")


def _is_phone(run: str) -> bool:
    for region in _REGIONS[:1] if run.startswith(("+", "(+")) else _REGIONS:
        try:
            if phonenumbers.is_possible_number(phonenumbers.parse(run, region)):
                return True
        except phonenumbers.NumberParseException:
            return False
    return False
