"""What customers said where a feeling stands: words they allowed to be quoted, of a saying at least 20 share."""

from __future__ import annotations

import msgspec

from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.voices import Quote, Saying, SayingKind
from wegweiser.i18n import Language, Text
from wegweiser.maps import screen
from wegweiser.web.frame.site import Site

_FELT = {SayingKind.EXPERIENCE, SayingKind.PAIN, SayingKind.GAIN}


class Quoted(msgspec.Struct, frozen=True):
    """A point of the curve, and what one of its customers said."""

    x: float
    value: float
    touchpoint: str
    name: Text
    quote: str
    customers: int
    """How many say so."""


def sayings(site: Site, *, touchpoint: str = "", phase: str = "") -> tuple[Saying, ...]:
    """Return what everybody's texts say of a touchpoint or a phase and may be quoted, most customers first."""
    heard = site.insights.feelings()
    found = [
        one
        for one in (heard.heard.sayings if heard else ())
        if one.quotes and one.persona is None and one.phase and (one.touchpoint == touchpoint or one.phase == phase)
    ]
    return tuple(sorted(found, key=lambda one: (-one.customers, one.id)))


def quoted(site: Site, here: JourneyMap, language: Language) -> tuple[Quoted, ...]:
    """Return the points of the main curve that can be quoted; a good feeling prefers a gain, a bad one a pain."""
    names = {card.id: card.name for card in here.touchpoints}
    found = []
    for point in screen.main_curve(here):
        liked = SayingKind.GAIN if point.value > 0 else SayingKind.PAIN
        told = [one for one in sayings(site, touchpoint=point.touchpoint or "") if one.kind in _FELT]
        told.sort(key=lambda one: one.kind is not liked)
        if told and point.touchpoint in names:
            words = quote_in(told[0].quotes, language)
            place = point.x, point.value, point.touchpoint, names[point.touchpoint]
            found.append(Quoted(*place, words.text, told[0].customers))
    return tuple(found)


def quote_in(quotes: tuple[Quote, ...], language: Language) -> Quote:
    """Return the first quote in a language, else the first one."""
    return next((one for one in quotes if one.language == language), quotes[0])
