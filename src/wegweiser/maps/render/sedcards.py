"""Personas as sedcards: every word and number of a card, ready to be placed on a page."""

from __future__ import annotations

from typing import Any

import msgspec

from wegweiser.domain.personas import Persona, PersonaSet, Trait, UseShare
from wegweiser.i18n import Amount, Count, Language, Share, message, read
from wegweiser.maps.render.figures import customers, day, interval, people, period, share, support, too_few, value
from wegweiser.maps.render.page import environment, with_fonts
from wegweiser.maps.render.press import Form, press

_WORDS = {
    "personas": "Personas",
    "apart": "What sets them apart",
    "how_to_read": "Standard deviations from everybody; the bar is the 95 % interval, grey is not settled",
    "fewer": "less",
    "more": "more",
    "here": "here",
    "rest": "everyone else",
    "figures": "In figures",
    "unknown": "What the data does not say",
    "base": "the stroke marks everyone else",
    "suppressed": "fewer than 20 people: not shown",
    "none": "No personas",
}
_TALL = "columns"
_WIDE = "bars"


class Dial(msgspec.Struct, frozen=True):
    """A trait: its phrase, both values, and its place between less and more (0..1) with interval."""

    name: str
    shown: str
    here: str
    rest: str
    at: float
    lo: float
    hi: float
    tone: str
    """more, less, or open where the interval holds zero."""
    support: str


class Bar(msgspec.Struct, frozen=True):
    """A share of use: 0..1 of the longest bar, with a stroke for everyone else."""

    name: str
    shown: str
    length: float
    base: float
    support: str


class Group(msgspec.Struct, frozen=True):
    """Shares that belong together, drawn as bars or as columns in time."""

    title: str
    kind: str
    bars: tuple[Bar, ...]


class Sedcard(msgspec.Struct, frozen=True):
    """One persona in one language."""

    name: str
    line: str
    initials: str
    facts: tuple[tuple[str, str, str], ...]
    figures: tuple[tuple[str, str, str], ...]
    dials: tuple[Dial, ...]
    groups: tuple[Group, ...]
    unknown: tuple[str, ...]
    hidden: bool
    imprint: tuple[str, ...]


def deck(personas: PersonaSet, language: Language) -> dict[str, Any]:
    """Return every card of a set with the words around them."""
    about = (
        message("{n} customers", language, n=Count(personas.profiles)),
        message("{n} with enough behaviour", language, n=Count(personas.covered)) if personas.covered else "",
        period(personas.since, personas.as_of, language),
        read(personas.method, language),
    )
    return {
        "language": language,
        "verdict": read(personas.verdict, language),
        "about": " · ".join(part for part in about if part),
        "cards": [msgspec.to_builtins(_card(persona, language)) for persona in personas.personas],
        "words": {name: message(msgid, language) for name, msgid in _WORDS.items()},
    }


def deck_page(personas: PersonaSet, language: Language) -> str:
    """Return all cards as one self-contained page."""
    return with_fonts(environment().get_template("sedcards.html").render(deck=deck(personas, language)))


def deck_print(personas: PersonaSet, language: Language) -> bytes:
    """Return all cards as a tagged PDF, one A4 page each."""
    return press("sedcards.typ", deck(personas, language), Form("pdf", made=personas.as_of))


def _card(persona: Persona, language: Language) -> Sedcard:
    """Return a card; one of fewer than twenty people keeps its numbers to itself."""
    hidden = too_few(persona.size)
    named = message("named by a rule" if persona.named_by == "rule" else "named by a person", language)
    when = message("as of {day}", language, day=day(persona.as_of, language)) if persona.as_of else ""
    return Sedcard(
        name=read(persona.name, language),
        line="" if hidden else read(persona.claim, language),
        initials=persona.initials,
        facts=() if hidden else _facts(persona, language),
        figures=() if hidden else tuple(_figure(trait, language) for trait in persona.figures),
        dials=() if hidden else _dials(persona.traits, language),
        groups=() if hidden else _groups(persona, language),
        unknown=tuple(read(text, language) for text in persona.unknown),
        hidden=hidden,
        imprint=tuple(part for part in (named, when) if part),
    )


def _facts(persona: Persona, language: Language) -> tuple[tuple[str, str, str], ...]:
    rows = (
        ("Share", share(persona.share, language), interval(persona.share, language)),
        ("Customers", customers(persona.size, language), ""),
        (
            "Stability",
            Amount(persona.stability).shown(language),
            message("agreement when drawn again, 0 to 1", language),
        ),
        ("Homogeneity", Share(persona.homogeneity).shown(language), message("mean probability of belonging", language)),
    )
    return tuple((message(label, language), shown, small) for label, shown, small in rows)


def _figure(trait: Trait, language: Language) -> tuple[str, str, str]:
    rest = message("everyone else {value}", language, value=value(trait.rest, language))
    small = " · ".join(part for part in (support(trait.here, None, language), rest) if part)
    return read(trait.name, language), value(trait.here, language), small


def _dials(traits: tuple[Trait, ...], language: Language) -> tuple[Dial, ...]:
    """Return the traits on one scale, wide enough for the longest interval."""
    ends = (abs(end) for trait in traits for end in (trait.difference.lo, trait.difference.hi))
    reach = max(*ends, 1.0) if traits else 1.0
    return tuple(_dial(trait, reach, language) for trait in traits)


def _dial(trait: Trait, reach: float, language: Language) -> Dial:
    gap = trait.difference
    few = too_few(trait.here.n)
    settled = gap.lo > 0 or gap.hi < 0
    return Dial(
        name=read(trait.name, language),
        shown=people(trait.here.n, language) if few else read(trait.shown, language),
        here=value(trait.here, language),
        rest=value(trait.rest, language),
        at=0.5 if few else 0.5 + gap.value / reach / 2,
        lo=0.5 if few else 0.5 + gap.lo / reach / 2,
        hi=0.5 if few else 0.5 + gap.hi / reach / 2,
        tone="open" if few or not settled else "more" if gap.value > 0 else "less",
        support=support(trait.here, None, language),
    )


def _groups(persona: Persona, language: Language) -> tuple[Group, ...]:
    parts = (
        ("Channels", _WIDE, persona.channels),
        ("Who they are", _WIDE, persona.demography),
        ("Weekdays", _TALL, persona.weekdays),
        ("Time of day", _TALL, persona.hours),
    )
    return tuple(
        Group(message(title, language), kind, _bars(shares, language)) for title, kind, shares in parts if shares
    )


def _bars(shares: tuple[UseShare, ...], language: Language) -> tuple[Bar, ...]:
    shown = [s for s in shares if not s.share.suppressed]
    longest = max((max(s.share.value, s.base or 0.0) for s in shown), default=0.0) or 1.0
    return tuple(
        Bar(
            name=read(use.name, language),
            shown=share(use.share, language),
            length=0.0 if use.share.suppressed else use.share.value / longest,
            base=-1.0 if use.base is None or use.share.suppressed else use.base / longest,
            support="" if use.share.suppressed else support(use.share, None, language),
        )
        for use in shares
    )
