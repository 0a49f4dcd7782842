"""Personas as sedcards: every word and number of a card, ready to be placed on a page."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from wegweiser.domain.personas import Persona, PersonaSet
from wegweiser.i18n import Amount, Count, Language, Share, message, read
from wegweiser.maps.render.figures import DOT, customers, day, interval, period, share, too_few
from wegweiser.maps.render.page import environment, with_fonts
from wegweiser.maps.render.press import Form, press
from wegweiser.maps.render.resources import GLYPHS, glyph
from wegweiser.maps.render.sedcards.mood import Mood, mood
from wegweiser.maps.render.sedcards.portrait import HUES, Backdrop, Portrait, portraits
from wegweiser.maps.render.sedcards.shares import Group, groups, who
from wegweiser.maps.render.sedcards.told import Line, List, Said, assumed, lists, quotes, rules, statements
from wegweiser.maps.render.sedcards.traits import Dial, Figure, dials, figure, may_be_told
from wegweiser.maps.render.sedcards.watched import Watched, watched

Paper = Literal["a4", "a3"]
PLAIN = Backdrop()
WORDS = {
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
    "feelings": "Feelings by phase",
    "feelings_read": "\u22122 to +2, with 95 % interval; hollow: fewer than 30 people",
    "rules": "How to tell them",
    "statements": "What people claimed, tested",
    "assumed": "What is assumption",
    "made": "How this card was made",
    "times": "Time of day",
    "notes": "Notes",
    "set": "The set over time",
    "changes": "What has changed",
    "earlier": "Earlier changes",
    "over_time": "Share of active customers",
    "compare": "Side by side",
    "simulated": "simulated data",
    "assumption": "assumption",
    "inferred": "inferred",
    "validated": "validated",
    "contradicted": "contradicted",
}
_NOTHING: dict[str, Any] = dict.fromkeys(
    (
        *("traits", "figures", "loyalty", "channels", "media", "devices", "weekdays", "hours", "demography"),
        *("represented", "quotes", "questions", "feelings", "pains", "triggers", "barriers", "rules", "statements"),
        "assumed",
    ),
    (),
)


class Part(msgspec.Struct, frozen=True):
    """How large the group is: the share, what surrounds it, and the place of its interval on 0..1."""

    shown: str
    words: str
    at: float
    lo: float
    hi: float


class Sedcard(msgspec.Struct, frozen=True):
    """One persona in one language; what is not known is empty and takes no room."""

    name: str
    line: str
    portrait: Portrait
    was: str
    part: Part | None
    quotes: tuple[Said, ...]
    figures: tuple[Figure, ...]
    dials: tuple[Dial, ...]
    lists: tuple[List, ...]
    mood: Mood | None
    groups: tuple[Group, ...]
    who: Group | None
    rules: tuple[Line, ...]
    statements: tuple[Line, ...]
    assumed: tuple[Line, ...]
    unknown: tuple[str, ...]
    notes: str
    hidden: bool
    glyphs: tuple[str, ...]
    """Which glyphs stand on the card, for its key."""
    imprint: tuple[str, ...]


def sedcards(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> tuple[Sedcard, ...]:
    """Return every card of a set."""
    faces = portraits(personas.personas, language, backdrop)
    pairs = zip(personas.personas, faces, strict=True)
    return tuple(_card(persona, face, language, backdrop) for persona, face in pairs)


def watch(personas: PersonaSet, cards: tuple[Sedcard, ...], language: Language) -> Watched:
    """Return what is told of the set, in the hues of its cards."""
    return watched(personas, [card.portrait.hue for card in cards], language)


def deck(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> dict[str, Any]:
    """Return every card of a set with the words around them."""
    about = (
        message("{n} customers", language, n=Count(personas.profiles)),
        message("{n} with enough behaviour", language, n=Count(personas.covered)) if personas.covered else "",
        period(personas.since, personas.as_of, language),
    )
    cards = sedcards(personas, language, backdrop)
    return {
        "language": language,
        "verdict": read(personas.verdict, language),
        "about": DOT.join(part for part in about if part),
        "method": _sentence(read(personas.method, language)),
        "simulated": backdrop.simulated,
        "house": backdrop.house,
        "cards": [_as_data(card) for card in cards],
        "set": msgspec.to_builtins(watch(personas, cards, language)),
        "hues": HUES,
        "words": {name: message(msgid, language) for name, msgid in WORDS.items()},
    }


def deck_page(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> str:
    """Return all cards as one self-contained page."""
    page = environment().get_template("sedcards.html")
    return with_fonts(page.render(deck=deck(personas, language, backdrop)))


def cards_drawn(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> tuple[str, ...]:
    """Return the markup of each card, for a page that brings its style."""
    data = deck(personas, language, backdrop)
    part: Any = environment().get_template("sedcard.html").make_module({"deck": data})
    return tuple(str(part.card(card, place)) for place, card in enumerate(data["cards"], start=1))


def deck_print(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN, *, paper: Paper = "a4") -> bytes:
    """Return all cards as a tagged PDF: one A4 page each, two where one would be too small to read, or one A3 page."""
    data = deck(personas, language, backdrop) | {"paper": paper, "glyphs": {name: glyph(name) for name in GLYPHS}}
    return press("sedcards.typ", data | {"house": backdrop.house.for_print()}, Form("pdf", made=personas.as_of))


def _sentence(words: str) -> str:
    """Return words that end with a full stop, so that others may follow."""
    return words + "." if words and not words.endswith((".", "!", "?")) else words


def _as_data(card: Sedcard) -> dict[str, Any]:
    """Return a card as plain values, its picture as an address for pages and as numbers for print."""
    face = card.portrait
    data: dict[str, Any] = msgspec.to_builtins(card)
    data["portrait"] = {
        "initials": face.initials,
        "hue": face.hue,
        "source": face.source,
        "bytes": list(face.picture),
        "credit": face.credit,
    }
    return data


def _card(persona: Persona, face: Portrait, language: Language, backdrop: Backdrop) -> Sedcard:
    """Return a card; one of fewer than twenty people keeps its numbers to itself."""
    hidden = too_few(persona.size) and not persona.by_hand
    if too_few(persona.size):
        claim = persona.claim if persona.by_hand else ""
        persona = msgspec.structs.replace(persona, claim=claim, **_NOTHING)
    kinds = lists(persona, language)
    told, tested, unsure = (
        rules(persona.rules, language),
        statements(persona.statements, language),
        assumed(persona, language),
    )
    lines = (*(line for kind in kinds for line in kind.lines), *told, *tested, *unsure)
    traits = tuple(trait for trait in (*persona.figures, *persona.loyalty) if may_be_told(trait))
    return Sedcard(
        name=read(persona.name, language),
        line=read(persona.claim, language),
        portrait=face,
        was=_was(persona, language),
        part=None if too_few(persona.size) else _part(persona, language),
        quotes=quotes(persona.quotes, language),
        figures=tuple(figure(trait, language) for trait in traits),
        dials=dials(tuple(trait for trait in persona.traits if may_be_told(trait)), language),
        lists=kinds,
        mood=mood(persona.feelings, backdrop, language),
        groups=groups(persona, language),
        who=who(persona.demography, language),
        rules=told,
        statements=tested,
        assumed=unsure,
        unknown=tuple(read(text, language) for text in persona.unknown),
        notes=read(persona.notes, language),
        hidden=hidden,
        glyphs=tuple(status for status in GLYPHS if any(line.status == status for line in lines)),
        imprint=(*_imprint(persona, language), *((face.credit,) if face.credit else ())),
    )


def _was(persona: Persona, language: Language) -> str:
    """Return what the data calls the persona, or called it before."""
    if persona.previous_name:
        return message("before: {name}", language, name=persona.previous_name)
    return message("found as: {name}", language, name=persona.found_name) if persona.found_name else ""


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
    named = "named by a rule" if persona.named_by == "rule" else "named by a person"
    parts = (
        *(() if too_few(persona.size) or persona.by_hand else sure),
        message("described by people, tested by data" if persona.by_hand else named, language),
        message("as of {day}", language, day=day(persona.as_of, language)) if persona.as_of else "",
    )
    return tuple(part for part in parts if part)
