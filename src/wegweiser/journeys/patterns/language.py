"""The words of a pattern: kinds of contacts, how often, and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias


@dataclass(frozen=True)
class Named:
    """Contacts with the touchpoint of this id; with `*` or `?` those with every touchpoint it fits."""

    name: str
    literal: bool = False
    """Quoted: `*` and `?` are themselves."""


@dataclass(frozen=True)
class Classed:
    """Contacts of a channel or of a phase."""

    kind: str
    name: str


@dataclass(frozen=True)
class Anything:
    """Any contact."""


@dataclass(frozen=True)
class Either:
    """Contacts of one kind or another."""

    options: tuple[Kind, ...]


@dataclass(frozen=True)
class Other:
    """Every contact that is not of a kind."""

    than: Kind


Kind: TypeAlias = Named | Classed | Anything | Either | Other


@dataclass(frozen=True)
class Element:
    """Contacts of a kind, one directly after the other, at least so many and at most so many (None: any number)."""

    kind: Kind
    least: int = 1
    most: int | None = 1


@dataclass(frozen=True)
class Arrow:
    """How two elements follow each other: directly, or eventually without a kind between, and within a time."""

    directly: bool = False
    without: Kind | None = None
    within: timedelta | None = None


@dataclass(frozen=True)
class Pattern:
    """Elements with an arrow between each two; `starts` and `ends` tie both ends to those of the journey."""

    elements: tuple[Element, ...]
    arrows: tuple[Arrow, ...] = ()
    starts: bool = False
    ends: bool = False
    within: timedelta | None = None
