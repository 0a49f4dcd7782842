"""Event names we know, in English and German: what each is called, where it belongs, and how it is drawn."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from wegweiser.domain.touchpoints import Medium


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A known kind of contact; `name` is a message of this room's catalogue, `role` that of its phase.

    `goal` is the kind of goal the contact reaches: purchase, newsletter, service or recommendation.
    """

    pattern: str
    name: str
    role: str
    icon: str
    channel: str = "web"
    medium: Medium = Medium.OWNED
    direct: bool = True
    structural: bool = False
    goal: str = ""


GENERIC = frozenset(
    {"", "action", "activity", "contact", "click", "event", "exposure", "impression", "interaction", "message", "open"}
    | {"opened", "sent", "touch", "touchpoint", "view", "visit", "ansicht", "besuch", "klick", "kontakt", "nachricht"}
)
"""Spelled-out event names that say nothing without the channel."""

CHANNEL_ICONS = {
    "app": "smartphone",
    "call": "phone",
    "cellular": "smartphone",
    "chat": "message-circle",
    "display": "megaphone",
    "email": "mail",
    "filiale": "store",
    "mail": "mail",
    "mobile": "smartphone",
    "newsletter": "mail",
    "online": "globe",
    "phone": "phone",
    "delivery": "truck",
    "post": "newspaper",
    "print": "newspaper",
    "radio": "radio",
    "search": "search",
    "service": "message-circle",
    "shop": "store",
    "social": "users",
    "store": "store",
    "telefon": "phone",
    "telephone": "phone",
    "tv": "tv",
    "web": "globe",
    "website": "globe",
}


@cache
def words() -> tuple[Word, ...]:
    """Return the words that ship, narrow ones first."""
    text = (files("wegweiser.journeys") / "words.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=tuple[Word, ...])


def spelled(name: str) -> str:
    """Return a name in lower case with a space between its words.

    Example:
        >>> spelled("Add_toCart")
        'add to cart'
    """
    return " ".join(re.findall(r"\w+", _parted(name)))


def _parted(name: str) -> str:
    """Return a name in lower case, parted where its author did it by underscore or capital letter."""
    return re.sub(r"(?<=[a-zäöüß0-9])(?=[A-ZÄÖÜ])", " ", name).replace("_", " ").lower()


def readable(name: str) -> str:
    """Return a name as `spelled` does, with the signs that carry meaning: what costs 20 % less is no 20.

    Example:
        >>> readable("20%_off & more"), readable("Add_toCart"), readable("product-view")
        ('20% off & more', 'add to cart', 'product view')
    """
    return " ".join(re.findall(r"[\w%‰&+€$£¥§#@°½¼¾²³]+", _parted(name)))


@cache
def word_for(name: str) -> Word | None:
    """Return what we know of an event name: of all of it, else of its end, which names the thing, else its beginning.

    Example:
        >>> word_for("ProductView").name, word_for("order_shipped").name, word_for("frobnicate")
        ('Product page', 'Delivery', None)
    """
    text = spelled(name)
    for form in (r"(?:{})", r".*\b(?:{})", r"(?:{})\b.*"):
        for word in words():
            if re.fullmatch(form.format(word.pattern), text):
                return word
    return None
