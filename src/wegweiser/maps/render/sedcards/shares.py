"""Shares of a persona on a card: channels, media, devices, times and groups, as bars beside everyone else's."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile

import msgspec
from msgspec.structs import replace

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.personas import Persona, UseShare
from wegweiser.i18n import Count, Language, Share, message, read
from wegweiser.maps.render.figures import DOT, people, share, support
from wegweiser.maps.render.sedcards.traits import capital

_ROWS, _ALIKE = 8, 2
"""Demographic groups on a card, and how many of them may answer the same question."""


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


def groups(persona: Persona, language: Language) -> tuple[Group, ...]:
    """Return channels, media, devices and times; what has nothing to show has no group."""
    parts = (
        ("Channels", "bars", _widest(persona.channels)),
        ("Media", "bars", _answers(_widest(_of_enough(persona.media)), language)),
        ("Devices", "bars", _answers(_of_enough(persona.devices), language)),
        ("Weekdays", "columns", persona.weekdays),
        ("Time of day", "bars", persona.hours),
    )
    return tuple(
        Group(message(title, language), kind, _bars(shares, language), _basis(shares, language))
        for title, kind, shares in parts
        if shares
    )


def _widest(shares: tuple[UseShare, ...]) -> tuple[UseShare, ...]:
    """Return at most so many as a card has room for, the widest of them, in their own order."""
    kept = sorted(shares, key=lambda use: (-use.share.value, use.id))[:_ROWS]
    return tuple(use for use in shares if use in kept)


def _answers(shares: tuple[UseShare, ...], language: Language) -> tuple[UseShare, ...]:
    """Return shares under their answer alone where all of them begin with the same question.

    The heading asks it already: of “Preferred device “phone”” the phone is left.
    """
    names = [read(use.name, language) for use in shares]
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    asked = "".join(letters[0] for letters in alike).rpartition(" ")[0]
    if len(names) < 2 or not asked:
        return shares
    told = [capital(name.removeprefix(asked).strip(" „“”")) for name in names]
    return tuple(replace(use, name=name) for use, name in zip(shares, told, strict=True))


def _of_enough(shares: tuple[UseShare, ...]) -> tuple[UseShare, ...]:
    """Return the shares of people that twenty of them or more make up."""
    return tuple(use for use in shares if use.share.suppressed or use.share.hits >= SUPPRESSED_BELOW)


def who(shares: tuple[UseShare, ...], language: Language) -> Group | None:
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
    note = message("+1 more group" if more == 1 else "+{n} more groups", language, n=Count(more)) if more else ""
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
