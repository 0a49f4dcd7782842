"""Which touchpoint a question is about, and where that stands in the journey."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from wegweiser.domain.phases import Phase
from wegweiser.domain.surveys import Item
from wegweiser.i18n import Text

_LEAST = 2
_FILLER = re.compile(
    "a|an|the|of|and|or|to|in|on|at|with|for|from|by|our|your|my|his|her|its|this|that|is|was|were|are|how|would|"
    "you|rate|do|did|overall|please|der|die|das|des|dem|den|und|oder|zu|im|am|mit|für|von|bei|unser|unsere|"
    "unserer|ihr|ihre|ihrer|wie|würden|sie|sind|waren|haben|bewerten|bitte|quality|satisfaction|zufriedenheit|"
    "zufrieden|satisfied|experience|easy|difficult|einfach"
)
_WORD = re.compile(r"[a-zäöüß0-9-]+")
_MOST_WORDS = 3


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A touchpoint that surveys ask about: its name, its phase, and parts of words that give it away."""

    id: str
    phase: str
    name: Text
    icon: str
    words: tuple[str, ...]


class Places(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The touchpoints of one kind of journey, with its phases in order."""

    id: str
    phases: tuple[Phase, ...]
    touchpoints: tuple[Place, ...]

    def find(self, text: str) -> Place | None:
        """Return the touchpoint whose longest word stands in a text, or None."""
        said = text.casefold()
        found = [(len(word), place) for place in self.touchpoints for word in place.words if _stands(word, said)]
        return max(found, key=lambda pair: pair[0])[1] if found else None


@cache
def known() -> tuple[Places, ...]:
    """Return the kinds of journeys that ship.

    Example:
        >>> known()[0].find("Airport restaurants").id
        'restaurants'
    """
    return msgspec.yaml.decode((files("wegweiser.voice.surveys") / "places.yaml").read_bytes(), type=tuple[Places, ...])


def kind_of(texts: Iterable[str]) -> Places | None:
    """Return the kind of journey that knows most of the questions, None where none knows two."""
    said = list(texts)
    counted = Counter({places.id: len({p.id for t in said if (p := places.find(t))}) for places in known()})
    (best, n), *_ = counted.most_common(1)
    return next(places for places in known() if places.id == best) if n >= _LEAST else None


def subject(text: str) -> str | None:
    """Return what a question is about as an id, made of its telling words, or None where it has none.

    Example:
        >>> subject("How satisfied are you with our delivery service?"), subject("Overall, how was it?")
        ('delivery_service', None)
    """
    told = [word for word in _WORD.findall(text.casefold()) if not _FILLER.fullmatch(word) and len(word) > _LEAST]
    return "_".join(told[:_MOST_WORDS]).replace("-", "_") or None


def journey_of(items: Sequence[Item]) -> Places | None:
    """Return the shipped journey whose touchpoints a survey asks about; None where there is none."""
    asked = {(item.about, item.phase) for item in items if item.phase}
    fitting = Counter({p.id: sum((t.id, t.phase) in asked for t in p.touchpoints) for p in known()})
    (best, n), *_ = fitting.most_common(1)
    return next(places for places in known() if places.id == best) if n else None


def _stands(word: str, text: str) -> bool:
    """Tell whether a word begins somewhere in a text; in German it may end a compound as well."""
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None or (len(word) > 6 and word in text)
