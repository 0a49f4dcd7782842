"""German and English: messages from the catalogues beside this file, numbers and dates by CLDR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, TypeAlias

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent

Language: TypeAlias = Literal["en", "de"]
Text: TypeAlias = str | dict[str, str]
LANGUAGES: tuple[Language, ...] = ("en", "de")
NBSP = "\u00a0"
_REMEMBERED = 20_000
"""Numbers kept as they were written: a page writes the same ones again and again, and CLDR takes its time."""
_UNIT = re.compile(r"(?<=\d)(?:%|\u00a0\D+)$")
"""What stands behind a number and is read with both ends of an interval."""
_SIGNS = frozenset("+-\u2212")
_SECONDS = {"min": 60, "hour": 3600, "day": 86400, "month": 2629800, "year": 31557600}


@lru_cache(_REMEMBERED)
def _decimal(value: float, pattern: str | None, language: str) -> str:
    return format_decimal(value, format=pattern, locale=language)


@lru_cache(_REMEMBERED)
def _day(day: date, pattern: str, language: str) -> str:
    return format_date(day, format=pattern, locale=language)


@lru_cache(_REMEMBERED)
def _percent(value: float, pattern: str, language: str) -> str:
    return format_percent(value, format=pattern, locale=language)


@dataclass(frozen=True)
class Count:
    """A whole number of things: 48,210 or 48.210."""

    n: float

    def shown(self, language: Language) -> str:
        """Return the number grouped as the language groups it."""
        return _decimal(round(self.n), None, language)


@dataclass(frozen=True)
class Amount:
    """A number with decimals and, where it is money, its currency: 1.82 or 1,82 EUR.

    A `fixed` one keeps its zeros, so that both ends of an interval have as many digits: 1.0 to 1.1.
    """

    value: float
    currency: str | None = None
    digits: int = 2
    fixed: bool = False

    def shown(self, language: Language) -> str:
        """Return the amount in the language's notation."""
        if self.currency:
            return format_currency(self.value, self.currency, locale=language).replace("-", "\u2212")
        rounded = round(self.value, self.digits) + 0.0  # what rounds to nothing has no sign
        pattern = "#,##0" + ("." + "0" * self.digits if self.digits else "") if self.fixed else None
        return _decimal(rounded, pattern, language).replace("-", "\u2212")


@dataclass(frozen=True)
class Signed:
    """A feeling, a score or a difference with its sign: +1.2 or +1,2; what rounds to nothing has none."""

    value: float
    digits: int = 1
    fixed: bool = False

    @classmethod
    def within(cls, value: float, lo: float, hi: float) -> Signed:
        """Return a figure with as many decimals, one to three, as keep what is shown inside its interval.

        Example:
            >>> Signed.within(0.549, 0.51, 0.59).shown("en"), Signed.within(1.39, 1.36, 1.43).shown("en")
            ('+0.55', '+1.4')
        """
        return cls(value, next((digits for digits in (1, 2) if lo <= round(value, digits) <= hi), 3))

    def shown(self, language: Language) -> str:
        """Return the number in the language's notation, with a plus or a minus sign."""
        rounded = round(self.value, self.digits) + 0.0
        return ("+" if rounded > 0 else "") + Amount(rounded, digits=self.digits, fixed=self.fixed).shown(language)


@dataclass(frozen=True)
class Share:
    """A share between 0 and 1 shown in percent: 38 % (de) or 38% (en).

    Without `digits` it is whole from 10 to 90 %, where a point hardly matters, and has one decimal outside.
    """

    value: float
    digits: int | None = None

    def shown(self, language: Language) -> str:
        """Return the percentage; below 0.5 % one digit is shown at least so that something is not called nothing."""
        digits = self.precision()
        if 0 < self.value < 0.005:
            digits = max(digits, 1)
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + ("\u00a0%" if language == "de" else "%")
        return _percent(self.value, pattern, language)

    def precision(self) -> int:
        """Return how many decimals are shown: those asked for, else none for nothing, all, and 10 to 90 %."""
        if self.digits is not None:
            return self.digits
        return 0 if self.value in (0, 1) or 0.0995 <= self.value < 0.9005 else 1


@dataclass(frozen=True)
class Span:
    """A length of time in the unit people would use: 14 min., 9 days, 12 months."""

    length: timedelta

    def shown(self, language: Language) -> str:
        """Return the length in its largest unit that is at least two, else in the next smaller one."""
        seconds = self.length.total_seconds()
        if seconds < 2 * _SECONDS["min"]:
            return f"{round(seconds)}{NBSP}{message('s', language)}"
        if seconds < 2 * _SECONDS["hour"]:
            return f"{round(seconds / 60)}{NBSP}{message('min.', language)}"
        if seconds < 2 * _SECONDS["day"]:
            return f"{round(seconds / 3600)}{NBSP}{message('hrs.', language)}"
        if seconds < 3 * _SECONDS["month"]:
            return f"{round(seconds / 86400)}{NBSP}{message('days', language)}"
        if seconds < 2 * _SECONDS["year"]:
            return f"{round(seconds / _SECONDS['month'])}{NBSP}{message('months', language)}"
        return f"{round(seconds / _SECONDS['year'])}{NBSP}{message('years', language)}"


@dataclass(frozen=True)
class Day:
    """A calendar day: 31 Oct 2026 or 31.10.2026."""

    day: date

    def shown(self, language: Language) -> str:
        """Return the day in the language's medium form."""
        return _day(self.day, "d MMM yyyy" if language == "en" else "dd.MM.yyyy", language)


@dataclass(frozen=True)
class Short:
    """A large count in short form: 21.4K or 21,4 Tsd."""

    n: float

    def shown(self, language: Language) -> str:
        """Return the count itself below 10,000, and compact above."""
        if abs(self.n) < 10_000:
            return Count(self.n).shown(language)
        if abs(self.n) < 999_950:
            return f"{format_decimal(round(self.n / 1000, 1), locale=language)}{message('k', language)}"
        return format_compact_decimal(self.n, fraction_digits=1, locale=language)


@dataclass(frozen=True)
class Between:
    r"""The two ends of an interval, written one way everywhere: 36\u201340%, 1.20\u20131.80\xa0EUR, \u22120.2 to +0.4.

    A unit both ends share stands once. Where an end has a sign, a word stands in place of the dash.
    """

    lo: Count | Amount | Share | Signed | Span | Short | Text
    hi: Count | Amount | Share | Signed | Span | Short | Text

    def shown(self, language: Language) -> str:
        r"""Return both ends in the language's notation.

        Example:
            >>> Between(Share(0.36), Share(0.4)).shown("de"), Between(Signed(-0.2), Signed(0.4)).shown("en")
            ('36\u201340\xa0%', '\u22120.2 to +0.4')
        """
        lo, hi = _show(self.lo, language), _show(self.hi, language)
        shared = _UNIT.search(hi)
        if shared and lo.endswith(shared[0]):
            lo = lo.removesuffix(shared[0])
        if _SIGNS.intersection(lo[:1] + hi[:1]):
            return message("{lo} to {hi}", language, lo=lo, hi=hi)
        return f"{lo}\u2013{hi}"


Shown: TypeAlias = Count | Amount | Share | Signed | Span | Day | Short | Between | Text | int


def message(msgid: str, language: Language, **values: Shown) -> str:
    """Return the message in the language, its {named} values formatted for it.

    Example:
        >>> message("{n} customers", "de", n=Count(48210))
        '48.210 Kunden'
    """
    text = msgid if language == "en" else _catalogue(language).get(msgid, msgid)
    return text.format(**{name: _show(value, language) for name, value in values.items()}) if values else text


def both(msgid: str, **values: Shown) -> Text:
    """Return the message in every language we speak, as a translatable text.

    Example:
        >>> both("{n} customers", n=Count(1200))
        {'en': '1,200 customers', 'de': '1.200 Kunden'}
    """
    return {language: message(msgid, language, **values) for language in LANGUAGES}


def read(text: Text, language: Language) -> str:
    """Return a translatable text in the language, else in English, else in whatever language it has."""
    if isinstance(text, str):
        return text
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def untranslated(msgids: set[str], language: Language) -> tuple[str, ...]:
    """Return the messages that have no translation in the language's catalogues, sorted."""
    return tuple(sorted(m for m in msgids if not _catalogue(language).get(m)))


def _show(value: Shown, language: Language) -> str:
    if isinstance(value, (str, dict)):
        return read(value, language)
    return Count(value).shown(language) if isinstance(value, int) else value.shown(language)


@cache
def _catalogue(language: Language) -> dict[str, str]:
    """Merge the language's catalogues, one file per room."""
    merged: dict[str, str] = {}
    for path in sorted((files("wegweiser") / "locales" / language).iterdir(), key=lambda p: p.name):
        if path.name.endswith(".po"):
            with path.open("rb") as file:
                merged |= _messages(read_po(file))
    return merged


def _messages(catalogue: Catalog) -> dict[str, str]:
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}
