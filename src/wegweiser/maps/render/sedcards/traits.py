"""Traits of a persona on a card: key figures, and how far they lie from everyone else's."""

from __future__ import annotations

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.personas import Trait
from wegweiser.i18n import Language, message, read
from wegweiser.maps.render.figures import DOT, between, digits_of, people, support, too_few, value


class Dial(msgspec.Struct, frozen=True):
    """A trait: its phrase, both values, and its place between less and more (0..1) with interval."""

    shown: str
    detail: str
    at: float
    lo: float
    hi: float
    tone: str
    """more, less, or open where the interval holds zero."""


class Figure(msgspec.Struct, frozen=True):
    """A key figure: what, how much, how sure, and what everyone else has."""

    name: str
    shown: str
    support: str
    rest: str


def dials(traits: tuple[Trait, ...], language: Language) -> tuple[Dial, ...]:
    """Return the traits on one scale, wide enough for the longest interval."""
    ends = (abs(end) for trait in traits for end in (trait.difference.lo, trait.difference.hi))
    reach = 1.05 * max(*ends, 1.0) if traits else 1.0
    return tuple(_dial(trait, reach, language) for trait in traits)


def figure(trait: Trait, language: Language) -> Figure:
    """Return a key figure under its whole name: value per month is another than value per purchase."""
    here, rest = _percent(trait)
    digits = digits_of(here, rest)
    return Figure(
        name=capital(read(trait.name, language)),
        shown=value(here, language, digits),
        support=support(here, None, language, digits),
        rest=message("everyone else {value}", language, value=value(rest, language, digits)),
    )


def may_be_told(trait: Trait) -> bool:
    """Return whether a trait may be told: a share of the group that fewer than twenty people make up may not."""
    here = trait.here
    return not (isinstance(here, Proportion) and 0 < here.hits < SUPPRESSED_BELOW <= here.n)


def _percent(trait: Trait) -> tuple[Estimate | Proportion, Estimate | Proportion]:
    """Return both values of a trait, as percent where its phrase speaks of percent."""
    told = trait.shown if isinstance(trait.shown, str) else trait.shown.get("en", "")
    return _in_percent(trait.here, told), _in_percent(trait.rest, told)


def _in_percent(figure: Estimate | Proportion, told: str) -> Estimate | Proportion:
    """Return a mean of shares as percent; a proportion already is one, and any unit says what it is."""
    if isinstance(figure, Proportion) or figure.unit or "%" not in told or not 0 <= figure.lo <= figure.hi <= 1:
        return figure
    return Estimate(100 * figure.value, 100 * figure.lo, 100 * figure.hi, figure.n, "%")


def _dial(trait: Trait, reach: float, language: Language) -> Dial:
    gap = trait.difference
    few = too_few(trait.here.n)
    settled = gap.lo > 0 or gap.hi < 0
    phrase = read(trait.shown, language)
    return Dial(
        shown=people(trait.here.n, language) if few else capital(phrase),
        detail=_detail(trait, language),
        at=0.5 if few else 0.5 + gap.value / reach / 2,
        lo=0.5 if few else 0.5 + gap.lo / reach / 2,
        hi=0.5 if few else 0.5 + gap.hi / reach / 2,
        tone="open" if few or not settled else "more" if gap.value > 0 else "less",
    )


def _detail(trait: Trait, language: Language) -> str:
    """Return what a trait was measured on: its name, both values to the same decimals, interval and n."""
    here, rest = _percent(trait)
    digits = digits_of(here, rest)
    name = capital(read(trait.name, language))
    if too_few(here.n):
        return name
    parts = (
        f"{name}: {value(here, language, digits)}{between(here, language, digits)}",
        message("everyone else {value}", language, value=value(rest, language, digits)),
        people(here.n, language),
    )
    return DOT.join(part for part in parts if part)


def capital(words: str) -> str:
    """Return words that begin a line with a capital."""
    return words[:1].upper() + words[1:]
