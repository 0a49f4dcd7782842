"""Personas as sedcards: every word and number of a card, ready to be placed on a page."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.personas import Persona, PersonaSet, Trait, UseShare
from wegweiser.i18n import Amount, Count, Language, Share, message, read
from wegweiser.maps.render.figures import (
    DOT,
    between,
    customers,
    day,
    digits_of,
    interval,
    people,
    period,
    share,
    support,
    too_few,
    value,
)
from wegweiser.maps.render.page import environment, with_fonts
from wegweiser.maps.render.press import Form, press

_WORDS = {
    "personas": "Personas",
    "apart": "What sets them apart",
    "how_to_read": "Distance in standard deviations, with its 95 % interval; hollow: not settled",
    "fewer": "less than others",
    "more": "more than others",
    "figures": "In figures",
    "who": "Who they are",
    "unknown": "What the data does not say",
    "here": "this group, with 95 % interval",
    "rest": "everyone else",
    "suppressed": "fewer than 20 people: not shown",
    "none": "No personas",
}
_ROWS, _ALIKE = 8, 2
"""Demographic groups on a card, and how many of them may answer the same question."""


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


class Bar(msgspec.Struct, frozen=True):
    """A share of use: 0..1 of the longest bar, its interval, and the place of everyone else."""

    name: str
    short: str
    shown: str
    length: float
    lo: float
    hi: float
    base: float
    """Below 0 where not known."""
    support: str


class Group(msgspec.Struct, frozen=True):
    """Shares that belong together, drawn as bars or as columns in time, with what stands below them."""

    title: str
    kind: str
    bars: tuple[Bar, ...]
    note: str


class Part(msgspec.Struct, frozen=True):
    """How large the group is: the share, what surrounds it, and the place of its interval on 0..1."""

    shown: str
    words: str
    at: float
    lo: float
    hi: float


class Sedcard(msgspec.Struct, frozen=True):
    """One persona in one language."""

    name: str
    line: str
    initials: str
    part: Part | None
    figures: tuple[Figure, ...]
    dials: tuple[Dial, ...]
    groups: tuple[Group, ...]
    who: Group | None
    unknown: tuple[str, ...]
    hidden: bool
    imprint: tuple[str, ...]


def deck(personas: PersonaSet, language: Language) -> dict[str, Any]:
    """Return every card of a set with the words around them."""
    about = (
        message("{n} customers", language, n=Count(personas.profiles)),
        message("{n} with enough behaviour", language, n=Count(personas.covered)) if personas.covered else "",
        period(personas.since, personas.as_of, language),
    )
    return {
        "language": language,
        "verdict": read(personas.verdict, language),
        "about": DOT.join(part for part in about if part),
        "method": read(personas.method, language),
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
    if too_few(persona.size):
        persona = msgspec.structs.replace(
            persona, claim="", traits=(), figures=(), channels=(), weekdays=(), hours=(), demography=()
        )
    return Sedcard(
        name=read(persona.name, language),
        line=read(persona.claim, language),
        initials=_initials(persona, language),
        part=None if too_few(persona.size) else _part(persona, language),
        figures=tuple(_figure(trait, language) for trait in persona.figures),
        dials=_dials(tuple(trait for trait in persona.traits if _told(trait)), language),
        groups=_groups(persona, language),
        who=_who(persona.demography, language),
        unknown=tuple(read(text, language) for text in persona.unknown),
        hidden=too_few(persona.size),
        imprint=_imprint(persona, language),
    )


def _initials(persona: Persona, language: Language) -> str:
    """Return the monogram; that of a name a rule gave in several languages is the card's own."""
    words = read(persona.name, language).split()
    ours = persona.named_by == "rule" and isinstance(persona.name, dict) and len(words) > 1
    return (words[0][0] + words[1][0]).upper() if ours else persona.initials


def _part(persona: Persona, language: Language) -> Part:
    whole = persona.share
    words = (
        message(
            "{n} of {all} customers with enough behaviour",
            language,
            n=customers(persona.size, language),
            all=Count(whole.n),
        ),
        interval(whole, language),
    )
    return Part(share(whole, language), DOT.join(part for part in words if part), whole.value, whole.lo, whole.hi)


def _imprint(persona: Persona, language: Language) -> tuple[str, ...]:
    sure = (
        message("Stability {value} (agreement when drawn again, 0 to 1)", language, value=Amount(persona.stability)),
        message("Homogeneity {value} (mean probability of belonging)", language, value=Share(persona.homogeneity)),
    )
    parts = (
        *(() if too_few(persona.size) else sure),
        message("named by a rule" if persona.named_by == "rule" else "named by a person", language),
        message("as of {day}", language, day=day(persona.as_of, language)) if persona.as_of else "",
    )
    return tuple(part for part in parts if part)


def _figure(trait: Trait, language: Language) -> Figure:
    """Return a key figure under its whole name: value per month is another than value per purchase."""
    here, rest = _percent(trait)
    digits = digits_of(here, rest)
    return Figure(
        name=_capital(read(trait.name, language)),
        shown=value(here, language, digits),
        support=support(here, None, language, digits),
        rest=message("everyone else {value}", language, value=value(rest, language, digits)),
    )


def _percent(trait: Trait) -> tuple[Estimate | Proportion, Estimate | Proportion]:
    """Return both values of a trait, as percent where its phrase speaks of percent."""
    told = trait.shown if isinstance(trait.shown, str) else trait.shown.get("en", "")
    return _in_percent(trait.here, told), _in_percent(trait.rest, told)


def _in_percent(figure: Estimate | Proportion, told: str) -> Estimate | Proportion:
    """Return a mean of shares as percent; a proportion already is one, and any unit says what it is."""
    if isinstance(figure, Proportion) or figure.unit or "%" not in told or not 0 <= figure.lo <= figure.hi <= 1:
        return figure
    return Estimate(100 * figure.value, 100 * figure.lo, 100 * figure.hi, figure.n, "%")


def _told(trait: Trait) -> bool:
    """Return whether a trait may be told: a share of the group that fewer than twenty people make up may not."""
    here = trait.here
    return not (isinstance(here, Proportion) and 0 < here.hits < SUPPRESSED_BELOW <= here.n)


def _dials(traits: tuple[Trait, ...], language: Language) -> tuple[Dial, ...]:
    """Return the traits on one scale, wide enough for the longest interval."""
    ends = (abs(end) for trait in traits for end in (trait.difference.lo, trait.difference.hi))
    reach = 1.05 * max(*ends, 1.0) if traits else 1.0
    return tuple(_dial(trait, reach, language) for trait in traits)


def _dial(trait: Trait, reach: float, language: Language) -> Dial:
    gap = trait.difference
    few = too_few(trait.here.n)
    settled = gap.lo > 0 or gap.hi < 0
    phrase = read(trait.shown, language)
    return Dial(
        shown=people(trait.here.n, language) if few else _capital(phrase),
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
    name = read(trait.name, language)
    if too_few(here.n):
        return name
    parts = (
        f"{name}: {value(here, language, digits)}{between(here, language, digits)}",
        message("everyone else {value}", language, value=value(rest, language, digits)),
        people(here.n, language),
    )
    return DOT.join(part for part in parts if part)


def _groups(persona: Persona, language: Language) -> tuple[Group, ...]:
    parts = (
        ("Channels", "bars", persona.channels),
        ("Weekdays", "columns", persona.weekdays),
        ("Time of day", "bars", persona.hours),
    )
    return tuple(
        Group(message(title, language), kind, _bars(shares, language), _basis(shares, language))
        for title, kind, shares in parts
        if shares
    )


def _who(shares: tuple[UseShare, ...], language: Language) -> Group | None:
    """Return the demographic groups that tell most, in their own order; how many more there are stands below."""
    told = [s for s in shares if not s.share.suppressed and s.share.hits >= SUPPRESSED_BELOW]
    if not told:
        return None
    kept: list[UseShare] = []
    asked: Counter[str] = Counter()
    answers = Counter(_question(use) for use in shares)
    for use in sorted(told, key=_apart):
        question = _question(use)
        # of two answers one tells both
        if len(kept) < _ROWS and asked[question] < (1 if answers[question] == 2 else _ALIKE):
            kept.append(use)
            asked[question] += 1
    shown = tuple(use for use in told if use in kept)
    more = len(shares) - len(shown)
    note = message("+{n} more groups", language, n=Count(more)) if more else ""
    below = DOT.join(part for part in (_basis(shown, language), note) if part)
    return Group(message("Who they are", language), "bars", _bars(shown, language), below)


def _question(use: UseShare) -> str:
    """Return what a group answers: the age of age:65+; a group that names none stands for itself."""
    return use.id.partition(":")[0]


def _apart(use: UseShare) -> tuple[float, bool, float, str]:
    """Return the order of groups: the most unlike everyone else first, of two alike the one found more often here."""
    rest = use.base or 0.0
    return -round(abs(use.share.value - rest), 4), use.share.value < rest, -use.share.value, use.id


def _basis(shares: tuple[UseShare, ...], language: Language) -> str:
    """Return the n behind the shares, or from which to which it goes."""
    counted = sorted({s.share.n for s in shares if not s.share.suppressed})
    if not counted:
        return ""
    least, most = people(counted[0], language), Count(counted[-1]).shown(language)
    return least if len(counted) == 1 else f"{least}\u2013{most}"


def _bars(shares: tuple[UseShare, ...], language: Language) -> tuple[Bar, ...]:
    shown = [s for s in shares if not s.share.suppressed]
    longest = max((max(s.share.hi, s.base or 0.0) for s in shown), default=0.0) or 1.0
    # a group prints its percents alike: with a decimal only where one of them would read as nothing
    digits = 1 if any(0 < s.share.value < 0.01 for s in shown) else 0
    return tuple(_bar(use, longest, digits, language) for use in shares)


def _bar(use: UseShare, longest: float, digits: int, language: Language) -> Bar:
    few = use.share.suppressed
    name = read(use.name, language)
    return Bar(
        name=name,
        short=name if len(name) <= 3 else name[: 2 if language == "de" else 3],
        shown=share(use.share, language) if few else Share(use.share.value, digits).shown(language),
        length=0.0 if few else use.share.value / longest,
        lo=0.0 if few else use.share.lo / longest,
        hi=0.0 if few else use.share.hi / longest,
        base=-1.0 if use.base is None or few else use.base / longest,
        support="" if few else support(use.share, None, language),
    )


def _capital(words: str) -> str:
    """Return words that begin a line with a capital."""
    return words[:1].upper() + words[1:]
