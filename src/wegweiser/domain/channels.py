"""Channels: media of touchpoints; the common ones ship with their names, others are named in wegweiser.toml."""

from __future__ import annotations

from collections.abc import Iterable

from wegweiser.domain.touchpoints import Channel
from wegweiser.i18n import LANGUAGES, read

SHIPPED: tuple[Channel, ...] = (
    Channel("ad", {"en": "Advertising", "de": "Werbung"}, "megaphone"),
    Channel("app", {"en": "App", "de": "App"}, "smartphone"),
    Channel("broadcast", {"en": "TV and radio", "de": "TV und Radio"}, "tv"),
    Channel("cellular", {"en": "Mobile phone", "de": "Mobiltelefon"}, "smartphone"),
    Channel("chat", {"en": "Chat", "de": "Chat"}, "message-circle"),
    Channel("delivery", {"en": "Delivery", "de": "Lieferung"}, "truck"),
    Channel("direct", {"en": "Direct", "de": "Direkt"}, "globe"),
    Channel("display", {"en": "Display advertising", "de": "Displaywerbung"}, "megaphone"),
    Channel("email", {"en": "E-mail", "de": "E-Mail"}, "mail"),
    Channel("event", {"en": "Event", "de": "Veranstaltung"}, "users"),
    Channel("mail", {"en": "Letter post", "de": "Briefpost"}, "mail"),
    Channel("mobile", {"en": "Mobile", "de": "Mobil"}, "smartphone"),
    Channel("other", {"en": "Other", "de": "Sonstige"}, "circle-dot"),
    Channel("person", {"en": "In person", "de": "Persönlich"}, "users"),
    Channel("phone", {"en": "Phone", "de": "Telefon"}, "phone"),
    Channel("post", {"en": "Post", "de": "Post"}, "mail"),
    Channel("print", {"en": "Print", "de": "Print"}, "newspaper"),
    Channel("search", {"en": "Search", "de": "Suche"}, "search"),
    Channel("service", {"en": "Service", "de": "Service"}, "headset"),
    Channel("social", {"en": "Social media", "de": "Soziale Medien"}, "users"),
    Channel("store", {"en": "Store", "de": "Laden"}, "store"),
    Channel("telephone", {"en": "Landline", "de": "Festnetz"}, "phone"),
    Channel("tv", {"en": "Television", "de": "Fernsehen"}, "monitor"),
    Channel("web", {"en": "Website", "de": "Website"}, "globe"),
)


def channels_of(ids: Iterable[str], named: Iterable[Channel] = ()) -> tuple[Channel, ...]:
    """Return a channel for every id, sorted: the one somebody named, a shipped one, or one called by its id.

    Example:
        >>> [channel.name for channel in channels_of(["store", "kiosk"])]
        ['Kiosk', {'en': 'Store', 'de': 'Laden'}]
    """
    known = {channel.id: channel for channel in (*SHIPPED, *named)}
    return tuple(known.get(name, Channel(name, name[:1].upper() + name[1:])) for name in sorted(set(ids)))


def channel_id(word: str) -> str:
    """Return the id of the channel a word in data means: a shipped one by its id or name, else the word, small.

    Example:
        >>> channel_id("Website"), channel_id("E-Mail"), channel_id("TV"), channel_id("Kiosk")
        ('web', 'email', 'tv', 'kiosk')
    """
    small = word.strip().casefold()
    return small if small in {channel.id for channel in SHIPPED} else _BY_NAME.get(small, small)


_BY_NAME = {read(one.name, language).casefold(): one.id for one in reversed(SHIPPED) for language in LANGUAGES}
