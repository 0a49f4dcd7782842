"""How what is known of people is called: traits by their question or their column, levels in words, channels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wegweiser.domain.touchpoints import Channel
from wegweiser.i18n import LANGUAGES, Text, both, read
from wegweiser.personas.traits import OTHER, tokens

COMMON = frozenset(
    {
        *(
            "wines",
            "fruits",
            "meat products",
            "fish products",
            "sweet products",
            "gold products",
            "purchases",
            "visits",
        ),
        *("deals", "catalog", "web visits month", "kidhome", "teenhome", "complain", "recency", "tenure", "job"),
        *("age", "income", "home ownership", "marital status", "household size", "household comp", "kids count"),
        *("gender", "city", "country", "region", "education", "occupation", "language"),
        *("age band", "age group", "household", "device", "preferred device", "airline"),
        *("store", "shop", "email", "mail", "web", "website", "app", "coupon", "display", "mailer", "flyer"),
        *("search", "social", "phone", "call center", "campaign", "promotion", "referral", "direct"),
        *("direct mail", "point of sale", "other"),
    }
)
"""Names of traits and channels that have German; any other stays as its owner wrote it."""
_LEVELS: dict[str, Text] = {
    "yes": {"en": "yes", "de": "ja"},
    "no": {"en": "no", "de": "nein"},
    "female": {"en": "female", "de": "weiblich"},
    "male": {"en": "male", "de": "männlich"},
    "phone": {"en": "phone", "de": "Handy"},
    "computer": {"en": "computer", "de": "Computer"},
    "tablet": {"en": "tablet", "de": "Tablet"},
    "north": {"en": "north", "de": "Norden"},
    "south": {"en": "south", "de": "Süden"},
    "east": {"en": "east", "de": "Osten"},
    "west": {"en": "west", "de": "Westen"},
    "single": {"en": "single", "de": "Single"},
    "couple": {"en": "couple", "de": "Paar"},
    "family": {"en": "family", "de": "Familie"},
    "shared flat": {"en": "shared flat", "de": "Wohngemeinschaft"},
}
"""Levels that read in the language of whoever reads; any other keeps the data's words, in quotation marks."""
_LANGUAGES: dict[str, Text] = {
    "de": {"en": "German", "de": "Deutsch"},
    "en": {"en": "English", "de": "Englisch"},
    "fr": {"en": "French", "de": "Französisch"},
    "es": {"en": "Spanish", "de": "Spanisch"},
    "it": {"en": "Italian", "de": "Italienisch"},
    "nl": {"en": "Dutch", "de": "Niederländisch"},
    "pl": {"en": "Polish", "de": "Polnisch"},
    "tr": {"en": "Turkish", "de": "Türkisch"},
}
_SPOKEN = frozenset({"language", "lang", "locale", "sprache"})
_SAID = frozenset({"yes", "no", "ja", "nein", "none", "other", "unknown"})
"""Answers that say nothing without their question."""
_PERSONAL = frozenset(
    {
        *(
            "age",
            "old",
            "alter",
            "gender",
            "sex",
            "geschlecht",
            "county",
            "country",
            "city",
            "region",
            "state",
            "zip",
            "home",
        ),
        *("live", "wohnort", "land", "ort", "born", "birth", "origin", "nationality", "ethnicity", "race", "religion"),
        *("income", "einkommen", "household", "haushalt", "marital", "education", "bildung", "language", "sprache"),
        *("disability", "occupation", "job", "beruf"),
    }
)
_AGE = frozenset({"age", "alter", "old"})
_BANDS = frozenset({"band", "group", "range", "class", "bracket", "gruppe", "klasse"})
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_COUNT = re.compile(r"^(num|number of|nb|cnt) (?=\w)", re.IGNORECASE)
_FIGURE = re.compile(r"(\w+ )?[<>]?[\d.,\s\u2013-]+\w?\+?")
"""A level that is a number or a range: 19-24, Under 15K, 5+."""
_LONGEST, _FEW = 60, 3


def named_channel(channel: str, known: tuple[Channel, ...]) -> Text:
    """Return a channel's name: as its owner wrote it, else its id made readable."""
    return next((c.name for c in known if c.id == channel), None) or _spoken(channel)


def named_trait(name: str, title: Text = "") -> Text:
    """Return a trait's name: a question in quotation marks, else in words, translated where it is a common one.

    Example:
        >>> named_trait("q20age", "Age")["de"], named_trait("q3", "How did you get here? (Tick one)")["en"]
        ('Alter', '“How did you get here?”')
    """
    if not title or plain(name).lower() in COMMON:
        return _spoken(name)
    short: dict[str, str] = {language: _short(read(title, language)) for language in LANGUAGES}
    if len(short["en"].split()) > _FEW or "?" in short["en"]:
        return both("“{level}”", level=short)
    return short if short["en"] != short["de"] else _spoken(short["en"])


def named_level(level: str, trait: str = "") -> Text:
    """Return a level of a trait: numbers as they are, common words translated, others in quotation marks.

    Example:
        >>> named_level("19-24"), named_level("Homeowner")["en"], named_level("phone")["de"]
        ('19-24', '“Homeowner”', 'Handy')
        >>> named_level("de", "language")["en"]
        'German'
    """
    if _FIGURE.fullmatch(level):
        return level
    spoken = _LANGUAGES.get(level.lower()) if _SPOKEN & set(tokens(trait)) else None
    if level == OTHER:
        return both(level)
    return spoken or _LEVELS.get(level.lower()) or both("“{level}”", level=level)


def told(trait: str, title: Text, level: str) -> Text:
    """Return a level with its trait: 'age 25-34', or a question with its answer."""
    name, own = named_trait(trait, title), named_level(level, trait)
    if quoted(name):
        return both("{trait}: {level}", trait=name, level=own)
    return both("{trait} {level}", trait=name, level=own)


def quoted(name: Text) -> bool:
    """Return whether a trait is called by the question it answers."""
    return read(name, "en").startswith("“")


def may_name(trait: str, title: Text, level: str) -> bool:
    """Return whether a group may be named by an answer: one in words to a question that is no demography."""
    said = {word.lower() for word in re.findall(r"\w+", read(title, "en"))} | set(tokens(trait))
    in_words = not _FIGURE.fullmatch(level) and level.lower() not in _SAID
    return bool(title) and in_words and not said & _PERSONAL and len(level) <= _LONGEST


def concept(trait: str, title: Text = "") -> frozenset[str]:
    """Return what a trait is about, so that two columns of one thing are known as one.

    Example:
        >>> concept("age_band") == concept("q20", "Age") == concept("q3", "How old are you?")
        True
    """
    name = read(title, "en")
    words = {word.lower() for word in re.findall(r"\w+", name)} if name else set(tokens(trait))
    if words & _AGE or set(tokens(trait)) & _AGE:
        return frozenset({"age"})
    return frozenset(words - _BANDS)


def plain(name: str) -> str:
    """Return an id as words.

    Example:
        >>> plain("household_size")
        'household size'
    """
    return _COUNT.sub("", _CAMEL.sub(" ", name.replace("_", " ")).strip())


def used(names: Sequence[tuple[str, Text]]) -> tuple[Text, ...]:
    """Return the names of traits in a list."""
    return tuple(named_trait(name, title) for name, title in names)


def _short(title: str) -> str:
    """Return a question without remarks in brackets or after a dash, cut where a word ends."""
    bare = re.split(r"\s[(\u2013]|\s-\s", title.strip())[0].rstrip(" .:\u2026")
    if len(bare) <= _LONGEST:
        return bare
    return bare[:_LONGEST].rsplit(" ", 1)[0].rstrip(",") + "\u2026"


def _spoken(name: str) -> Text:
    shown = plain(name)
    return both(shown.lower()) if shown.lower() in COMMON else shown
