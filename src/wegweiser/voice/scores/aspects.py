"""Which questions say how a place was: its ratings; cleanliness, ease and the like are scores of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.surveys import FELT, Item, Metric, Role
from wegweiser.i18n import LANGUAGES, Text, both, read

EASE = "ease"
_WORDS = {
    "cleanliness": re.compile(r"\bclean|\bsauber|hygien", re.IGNORECASE),
    "friendliness": re.compile(r"\bfriendl|courte(sy|ous)|\bpolite|freundlich|höflich", re.IGNORECASE),
    "speed": re.compile(r"\bwait(ing)?[ -]times?\b|\bqueu|\bspeed\b|wartezeit|schnelligkeit|tempo\b", re.IGNORECASE),
    "price": re.compile(r"\bprices?\b|\bpricing\b|value for money|\bpreise?\b|preis-leistung", re.IGNORECASE),
}  # fmt: skip


@dataclass(frozen=True)
class Rated:
    """The questions whose answers are the feeling at a place, by survey and id.

    `aspects` names what was asked about at touchpoints nobody rated as such: there the aspects stand for it.
    """

    items: frozenset[tuple[str, str]] = frozenset()
    aspects: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)


def aspect_of(item: Item) -> str:
    """Return what of a place a question asks about; empty where it rates the place itself.

    The questions file decides where it says so; else how easy it was is ease, and words tell the rest.

    Example:
        >>> aspect_of(Item("a", "Restaurants", Role.ANSWER, metric=Metric.SATISFACTION))
        ''
        >>> aspect_of(Item("b", "Restaurants", Role.ANSWER, metric=Metric.SATISFACTION, section="Cleanliness"))
        'cleanliness'
    """
    if item.aspect is not None:
        return item.aspect
    if item.metric is Metric.EFFORT:
        return EASE
    words = " ".join(read(text, language) for text in (item.section, item.text) for language in LANGUAGES)
    return next((name for name, pattern in _WORDS.items() if pattern.search(words)), "")


def rated(items: Mapping[str, Iterable[Item]], answered: Mapping[tuple[str, str], int]) -> Rated:
    """Return the questions that say how each place was, by who answered what.

    Ratings of the place count alone. Its aspects stand for it where there are none, or where fewer than 20 people
    rated it and more answered about an aspect.
    """
    places: dict[str, list[tuple[str, Item]]] = defaultdict(list)
    for survey, asked in items.items():
        for item in asked:
            felt = item.role is Role.ANSWER and item.metric in FELT and item.scale is not None and not item.overall
            if felt and answered.get((survey, item.id)):
                places[item.about or f"phase {item.phase}"].append((survey, item))
    kept: set[tuple[str, str]] = set()
    aspects: dict[str, tuple[Text, ...]] = {}
    for place, found in places.items():
        whole = [one for one in found if not aspect_of(one[1])]
        enough = _most(whole, answered) >= SUPPRESSED_BELOW or _most(found, answered) < SUPPRESSED_BELOW
        chosen = whole if whole and enough else found
        kept |= {(survey, item.id) for survey, item in chosen}
        if chosen is not whole:
            aspects[place] = tuple(
                _named(name) for name in sorted({aspect_of(item) for _, item in chosen} - {"", place})
            )
    return Rated(frozenset(kept), aspects)


def _most(found: Iterable[tuple[str, Item]], answered: Mapping[tuple[str, str], int]) -> int:
    return max((answered[survey, item.id] for survey, item in found), default=0)


def _named(aspect: str) -> Text:
    """Return an aspect as people read it; one that a person named is called so."""
    known = {
        EASE: both("ease"),
        "cleanliness": both("cleanliness"),
        "friendliness": both("friendliness"),
        "speed": both("speed"),
        "price": both("price"),
    }
    return known.get(aspect, aspect)
