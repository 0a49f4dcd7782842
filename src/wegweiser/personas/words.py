"""The vocabulary of behaviour: each feature with its scale, its phrases and the words it lends to a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from wegweiser.domain.touchpoints import Channel
from wegweiser.i18n import LANGUAGES, Amount, Count, Share, Shown, Text, both, read
from wegweiser.personas.titles import named_channel, named_trait
from wegweiser.personas.traits import Whole


class Kind(StrEnum):
    """How a feature is read and shown."""

    RATE = "rate"
    MONEY = "money"
    NUMBER = "number"
    SHARE = "share"
    SPREAD = "spread"
    DAYS = "days"
    POINT = "point"
    """A place on a scale, such as an age or a feeling: nothing is not its natural end."""


@dataclass(frozen=True)
class Feature:
    """One figure per profile, with its message ids: `high` and `low` are phrases, the others parts of a name.

    A name is an adjective of one feature and a noun of another; an empty message id lends none.
    """

    id: str
    kind: Kind
    name: str
    high: str
    low: str
    adjectives: tuple[str, str] = ("", "")
    nouns: tuple[str, str] = ("", "")
    """For high and for low."""
    rare: tuple[str, str] = ("", "")
    """Instead of `low` where it happens less than once a month, less than once a year; figures are of a year."""
    family: str = ""
    """Features of one family say much the same; a card names at most one of them."""
    channel: Text = ""
    whole: Text = ""
    parts: tuple[str, ...] = ()
    """Columns that make up the whole it is a share or the sum of."""

    def called(self) -> Text:
        """Return the feature's name."""
        return both(self.name, channel=self.channel, whole=self.whole)

    def shown(self, here: float, rest: float, currency: str | None) -> Text:
        """Return the phrase that sets `here` against `rest`."""
        high = here >= rest
        if not high and self.rare[0] and here < 1:
            rare = self.rare[here * _MONTHS < 1] or self.rare[0]
            return both(rare, here=Amount(here * _MONTHS, digits=1), rest=Amount(rest * _MONTHS, digits=1))
        values: dict[str, Shown] = {
            "here": self.figure(here, currency),
            "rest": self.figure(rest, currency),
            "channel": self.channel,
            "whole": self.whole,
        }
        msgid = self.high if high else self.low
        if "{ratio}" in msgid:
            # Below 1.1 times "1.0 times as much" would say nothing; from nothing there is no multiple.
            if rest <= 0 or here / rest < 1.1:
                msgid = self.low
            else:
                values["ratio"] = Amount(here / rest, digits=1)
        return both(msgid, **values)

    def figure(self, value: float, currency: str | None) -> Shown:
        """Return the value as it is shown."""
        if self.kind is Kind.SHARE:
            return Share(value)
        if self.kind is Kind.MONEY:
            return Amount(value, currency)
        if self.kind is Kind.DAYS:
            return Count(value)
        if self.kind is Kind.POINT:
            return Amount(value, digits=1)
        return Amount(value, digits=0 if value >= _ROUND else 1 if value >= 1 else 2)


BUYS = Feature(
    id="conversions_per_month",
    kind=Kind.RATE,
    name="purchases per month",
    high="buys {ratio} times as often as the others",
    low="buys {here} times a month, the others {rest} times",
    rare=(
        "buys {here} times a year, the others {rest} times",
        "buys less than once a year, the others {rest} times",
    ),
    adjectives=("Frequent", "Occasional"),
    nouns=("frequent buyers", "occasional buyers"),
    family="frequency",
)
REACHES = replace(
    BUYS,
    name="goals reached per month",
    high="reaches a goal {ratio} times as often as the others",
    low="reaches a goal {here} times a month, the others {rest} times",
    rare=(
        "reaches a goal {here} times a year, the others {rest} times",
        "reaches a goal less than once a year, the others {rest} times",
    ),
    nouns=("goal-driven customers", "undecided customers"),
)
CONTACTS = Feature(
    id="contacts_per_month",
    kind=Kind.RATE,
    name="contacts per month",
    high="has {ratio} times as many contacts as the others",
    low="has {here} contacts a month, the others {rest}",
    rare=("has {here} contacts a year, the others {rest}", ""),
    adjectives=("Active", "Quiet"),
    nouns=("frequent visitors", "rare visitors"),
    family="frequency",
)
BASKET = Feature(
    id="value_per_conversion",
    kind=Kind.MONEY,
    name="value per purchase",
    high="spends {ratio} times as much per purchase as the others",
    low="spends {here} per purchase, the others {rest}",
    nouns=("big-basket customers", "small-basket customers"),
    family="basket",
)
BREADTH = Feature(
    id="touchpoints",
    kind=Kind.NUMBER,
    name="different touchpoints",
    high="different touchpoints on average: {here}, the others {rest}",
    low="different touchpoints on average: {here}, the others {rest}",
    adjectives=("Versatile", "Focused"),
    nouns=("many-touchpoint customers", "few-touchpoint customers"),
    family="breadth",
)
DEPTH = Feature(
    id="contacts_per_session",
    kind=Kind.NUMBER,
    name="contacts per visit",
    high="has {here} contacts per visit, the others {rest}",
    low="has {here} contacts per visit, the others {rest}",
    adjectives=("Thorough", "Brisk"),
    nouns=("long-visit customers", "short-visit customers"),
    family="depth",
)
UNEVEN = Feature(
    id="unevenness",
    kind=Kind.SPREAD,
    name="unevenness of intervals",
    high="comes back at less even intervals than the others",
    low="comes back at more even intervals than the others",
    adjectives=("Irregular", "Regular"),
    family="evenness",
)
WEEKEND = Feature(
    id="weekend",
    kind=Kind.SHARE,
    name="contacts at the weekend",
    high="{here} of contacts at the weekend, the others {rest}",
    low="{here} of contacts at the weekend, the others {rest}",
    nouns=("weekend customers", "weekday customers"),
    family="week",
)
BAND_FEATURES: tuple[Feature, ...] = tuple(
    Feature(id=band, kind=Kind.SHARE, name=name, high=phrase, low=phrase, nouns=(noun, ""), family="day")
    for band, name, phrase, noun in (
        (
            "morning",
            "contacts in the morning",
            "{here} of contacts in the morning, the others {rest}",
            "morning customers",
        ),
        ("midday", "contacts at midday", "{here} of contacts at midday, the others {rest}", "midday customers"),
        (
            "afternoon",
            "contacts in the afternoon",
            "{here} of contacts in the afternoon, the others {rest}",
            "afternoon customers",
        ),
        (
            "evening",
            "contacts in the evening",
            "{here} of contacts in the evening, the others {rest}",
            "evening customers",
        ),
        ("night", "contacts at night", "{here} of contacts at night, the others {rest}", "night customers"),
    )
)
VALUE = Feature(
    id="value_per_month",
    kind=Kind.MONEY,
    name="value per month",
    high="is worth {here} a month, the others {rest}",
    low="is worth {here} a month, the others {rest}",
)
FIGURES = (VALUE, BUYS, BASKET)
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BAND_NAMES = ("in the morning", "at midday", "in the afternoon", "in the evening", "at night")
LEVEL = "{here} with {level}, the others {rest}"
ANSWER = "{level} \u2013 {here}, the others {rest}"
NO_DIFFERENCE = "Typical customers"
_ROUND, _MONTHS = 100, 12
_CALLED = {
    "ad": "customers reached by advertising",
    "delivery": "customers with deliveries",
    "direct": "customers who come directly",
    "mail": "customers with letter post",
    "other": "",
    "referral": "customers who were referred",
    "search": "customers who search",
    "service": "customers of the service",
    "social": "customers from social media",
}
"""Channels of whose name German makes no compound; a channel called "other" names nobody."""
_AGES = frozenset({"age", "alter"})
FEELING = Feature(
    id="answered:feeling",
    kind=Kind.POINT,
    name="feeling reported, \u22122 to +2",
    high="reports a feeling of {here} on the scale from \u22122 to +2, the others {rest}",
    low="reports a feeling of {here} on the scale from \u22122 to +2, the others {rest}",
    adjectives=("Satisfied", "Dissatisfied"),
    family="feeling",
)
ANSWERS = Feature(
    id="answered:surveys",
    kind=Kind.NUMBER,
    name="surveys answered",
    high="answered {ratio} times as many surveys as the others",
    low="answered {here} surveys, the others {rest}",
    family="answers",
)


def by_channel(channel: str, known: tuple[Channel, ...]) -> Feature:
    """Return the feature 'share of contacts on this channel'."""
    name = named_channel(channel, known)
    return Feature(
        id=f"channel:{channel}",
        kind=Kind.SHARE,
        name="contacts by {channel}",
        high="{here} of contacts by {channel}, the others {rest}",
        low="{here} of contacts by {channel}, the others {rest}",
        nouns=(_CALLED.get(channel, "{channel} customers"), ""),
        family=f"channel:{channel}",
        channel=_running(name),
    )


def by_number(name: str, title: Text = "") -> Feature:
    """Return the feature of a trait that is a number; age is never a name."""
    age = name.lower() in _AGES
    return Feature(
        id=f"trait:{name}",
        kind=Kind.POINT if age else Kind.NUMBER,
        name="{channel}",
        high="{channel} {here} on average, the others {rest}",
        low="{channel} {here} on average, the others {rest}",
        nouns=("", "") if age else ("customers with {channel} above average", "customers with {channel} below average"),
        family=f"trait:{name}",
        channel=_running(named_trait(name, title)),
    )


def by_part(whole: Whole, column: str, label: str) -> Feature:
    """Return the feature 'share of spending on this' or 'share of purchases by this'."""
    told = "{here} of spending on {channel}, the others {rest}"
    if not whole.money:
        told = "{here} of {whole} by {channel}, the others {rest}"
    return Feature(
        id=f"part:{column}",
        kind=Kind.SHARE,
        name="spending on {channel}" if whole.money else "{whole} by {channel}",
        high=told,
        low=told,
        nouns=("{channel} buyers" if whole.money else "{channel} customers", ""),
        family=f"part:{column}",
        channel=_running(named_trait(label)),
        whole=_running(named_trait(whole.name)),
        parts=whole.columns,
    )


def in_total(whole: Whole) -> Feature:
    """Return the feature 'spending' or 'purchases', all parts together."""
    if whole.money:
        return Feature(
            id=f"sum:{whole.name}",
            kind=Kind.MONEY,
            name="spending in total",
            high="spends {ratio} times as much as the others",
            low="spends {here} in total, the others {rest}",
            parts=whole.columns,
        )
    return Feature(
        id=f"sum:{whole.name}",
        kind=Kind.RATE,
        name="{whole} in total",
        high="{ratio} times as many {whole} as the others",
        low="{here} {whole} in total, the others {rest}",
        adjectives=("Frequent", "Occasional"),
        family="frequency",
        whole=_running(named_trait(whole.name)),
        parts=whole.columns,
    )


def _running(name: Text) -> Text:
    """Return a channel's name as it stands in a running English sentence: 'store', but 'TV'."""
    words: dict[str, str] = {language: read(name, language) for language in LANGUAGES}
    english = words["en"]
    if english[1:2].islower() or english[1:2] == "-":
        words["en"] = english[:1].lower() + english[1:]
    return words


def joined(texts: tuple[Text, ...]) -> Text:
    """Return the texts as one list, per language."""
    return {language: ", ".join(read(text, language) for text in texts) for language in LANGUAGES}


def capital(text: Text) -> Text:
    """Return the text with a capital first letter, per language."""
    return {language: (line := read(text, language))[:1].upper() + line[1:] for language in LANGUAGES}
