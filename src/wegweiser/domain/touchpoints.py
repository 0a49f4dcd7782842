"""Touchpoints: an event read as contact of a profile with us, on a channel."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from wegweiser.i18n import LANGUAGES, Text, read

_FAULTS = re.compile(
    r"(^|[_\W])(error|bug|fail|failed|failure|declined|timeout|crash|fehler|abgelehnt)([_\W]|$)", re.IGNORECASE
)


class Medium(StrEnum):
    """Whose medium a touchpoint uses."""

    OWNED = "owned"
    EARNED = "earned"
    PAID = "paid"


class Channel(msgspec.Struct, frozen=True, omit_defaults=True):
    """Medium of a touchpoint or delivery, with the icon that draws it."""

    id: str
    name: Text
    icon: str = "circle-dot"


_OUTBOUND = frozenset({"ad", "delivery", "email", "mail", "print", "tv"})
"""Channels on which we write to people."""


class Match(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which events a rule takes: shell patterns (`*`, `?`), case ignored; an omitted field takes everything."""

    event: str = "*"
    channel: str = "*"
    source: str = "*"
    campaign: str = "*"


class Touchpoint(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A point of contact: its words, its place in the phase model, and the rule that finds it in events.

    `direct` is False for contacts we do not make ourselves (word of mouth, a review, the press). `phase` is
    None until somebody or a proposal says where it belongs; `repeat_phase` holds the second and later contacts
    of one profile with it (a repeat purchase is loyalty, not a first decision). `structural` marks a step that
    precedes a goal by construction (the checkout before the purchase).
    """

    id: str
    name: Text
    match: Match
    channel: str = "other"
    medium: Medium = Medium.OWNED
    direct: bool = True
    phase: str | None = None
    repeat_phase: str | None = None
    goal: Text | None = None
    owner: str | None = None
    icon: str | None = None
    cost: float | None = None
    structural: bool = False
    proposed: bool = False

    @property
    def called(self) -> tuple[str, ...]:
        """Its name in every language, as names are compared."""
        return tuple(read(self.name, language).casefold() for language in LANGUAGES)

    @property
    def outbound(self) -> bool:
        """True where we write to people and they cannot go anywhere from there: paid media, letters, broadcasts."""
        return self.medium is Medium.PAID or self.channel in _OUTBOUND


def is_fault(name: str) -> bool:
    """Return whether a touchpoint is a fault by its name.

    Example:
        >>> is_fault("payment_error"), is_fault("terror_films")
        (True, False)
    """
    return _FAULTS.search(name) is not None


class Signature(msgspec.Struct, frozen=True):
    """What rules can see of an event; every event part stores the small `code` of its signature."""

    code: int
    source: str
    event: str
    channel: str
    campaign: str
