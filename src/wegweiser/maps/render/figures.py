"""Numbers as a map prints them: with n, with an interval, and never about fewer than twenty people."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from babel.numbers import format_decimal

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.i18n import NBSP, Amount, Between, Count, Day, Language, Share, Span

DOT = f" ·{NBSP}"
"""Stands between small print and begins the new line where one is broken, so that no dot dangles."""
_LARGE, _MEDIUM = 100, 10
_KEPT = 8192
"""So many numbers are remembered as they are printed: an edit draws a map anew, and most of its numbers stay."""


def too_few(n: int | None) -> bool:
    """Return whether a number rests on so few people that it may not be shown."""
    return n is not None and n < SUPPRESSED_BELOW


@lru_cache(_KEPT)
def people(n: int | None, language: Language) -> str:
    r"""Return n as it stands behind a figure; below twenty only that it is below twenty.

    Example:
        >>> people(1204, "de"), people(7, "de"), people(None, "de")
        ('n\xa0=\xa01.204', 'n\xa0<\xa020', '')
    """
    if n is None:
        return ""
    if too_few(n):
        return f"n{NBSP}<{NBSP}{SUPPRESSED_BELOW}"
    return f"n{NBSP}={NBSP}{Count(n).shown(language)}"


def customers(n: int, language: Language) -> str:
    """Return a head count, or that it is below twenty."""
    return f"<{NBSP}{SUPPRESSED_BELOW}" if 0 < n < SUPPRESSED_BELOW else Count(n).shown(language)


def share(proportion: Proportion, language: Language) -> str:
    """Return a share in percent, or that too few people stand behind it."""
    if proportion.suppressed:
        return people(proportion.n, language)
    return Share(proportion.value).shown(language)


@lru_cache(_KEPT)
def interval(figure: Proportion | Estimate, language: Language, digits: int | None = None) -> str:
    r"""Return the 95 % interval of a figure; nothing where the figure itself may not be shown.

    Example:
        >>> interval(Proportion(0.38, 0.36, 0.4, 380, 1000), "de") == "36\u201340\xa0%"
        True
    """
    if too_few(figure.n):
        return ""
    if isinstance(figure, Proportion):
        precise = _percent_digits(figure)
        return Between(Share(figure.lo, precise), Share(figure.hi, precise)).shown(language)
    lo, hi = _measured(figure, figure.lo, language, digits), _measured(figure, figure.hi, language, digits)
    return Between(lo, hi).shown(language) + _unit(figure, language)


def between(figure: Proportion | Estimate, language: Language, digits: int | None = None) -> str:
    """Return the interval of a figure in brackets, to stand right behind it."""
    within = interval(figure, language, digits)
    return f" ({within})" if within else ""


def digits_of(*figures: Proportion | Estimate) -> int:
    """Return how many decimals figures that are compared are printed with: as few as the largest takes.

    Example:
        >>> digits_of(Estimate(40.09, 37.6, 42.6, 810), Estimate(218.86, 210.4, 227.4, 1652))
        0
    """
    return min(_digits(figure) for figure in figures)


def value(figure: Proportion | Estimate, language: Language, digits: int | None = None) -> str:
    r"""Return the figure itself with its unit, or that too few people stand behind it.

    Example:
        >>> value(Estimate(31.24, 29.0, 33.5, 400, "EUR"), "de"), value(Estimate(8.04, 7.9, 8.2, 400), "en")
        ('31,24\xa0€', '8.04')
    """
    if isinstance(figure, Proportion):
        return share(figure, language)
    if too_few(figure.n):
        return people(figure.n, language)
    return _measured(figure, figure.value, language, digits) + _unit(figure, language)


def support(figure: Proportion | Estimate | None, n: int | None, language: Language, digits: int | None = None) -> str:
    """Return what stands in small type behind a statement: its interval and its n."""
    behind = n if n is not None else figure.n if figure else None
    within = interval(figure, language, digits) if figure and not too_few(behind) else ""
    return DOT.join(part for part in (within, people(behind, language)) if part)


def period(since: date | None, until: date | None, language: Language) -> str:
    """Return a stretch of days, open where one end is not known."""
    days = [Day(day).shown(language) for day in (since, until) if day]
    return "\u2013".join(days)


def day(when: date | None, language: Language) -> str:
    """Return a day, or nothing."""
    return Day(when).shown(language) if when else ""


def _percent_digits(figure: Proportion) -> int:
    """Return the decimals of the share itself; one where whole percents would make one point of its interval."""
    digits = Share(figure.value).precision()
    return digits if round(figure.lo, 2) < round(figure.hi, 2) or figure.lo == figure.hi else 1


def _measured(figure: Estimate, number: float, language: Language, digits: int | None) -> str:
    """Return a number in the notation of its figure: money, a length of time, or decimals by its size."""
    if figure.unit == "s":
        return Span(timedelta(seconds=number)).shown(language)
    if _is_money(figure.unit):
        return Amount(number, figure.unit).shown(language)
    return _decimal(number, _digits(figure) if digits is None else digits, language)


def _decimal(number: float, digits: int, language: Language) -> str:
    """Return a number with all its decimals, so that figures below each other are alike: 0,90 under 1,07."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    rounded = round(number, digits) + 0.0  # what rounds to nothing has no sign
    return format_decimal(rounded, format=pattern, locale=language).replace("-", "\u2212")


def _digits(figure: Proportion | Estimate) -> int:
    """Return the decimals of a figure by its size; a percentage follows the rule of shares."""
    if isinstance(figure, Estimate) and figure.unit == "%":
        return Share(figure.value / 100).precision()
    size = abs(figure.value)
    return 0 if size >= _LARGE else 1 if size >= _MEDIUM else 2


def _unit(figure: Estimate, language: Language) -> str:
    written = not figure.unit or figure.unit == "s" or _is_money(figure.unit)
    if figure.unit == "%" and language == "en":
        return "%"
    return "" if written else f"{NBSP}{figure.unit}"


def _is_money(unit: str) -> bool:
    """Return whether a unit is a currency code of ISO 4217."""
    return len(unit) == 3 and unit.isalpha() and unit.isupper()
