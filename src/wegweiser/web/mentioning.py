"""Who is called in a text: `@` and a name as people write it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wegweiser.domain.people import Person


class Piece(NamedTuple):
    """A stretch of a text; `person` is the id of whom it calls, or empty."""

    text: str
    person: str = ""


def mentioned(text: str, people: Iterable[Person]) -> tuple[str, ...]:
    """Return the ids of the people a text calls, in the order it calls them, each once.

    Where two names begin alike, the longer one is meant; a first name alone calls whoever bears it alone.

    Example:
        >>> from datetime import UTC, datetime
        >>> from wegweiser.domain.people import Role
        >>> ana = Person("pe_a", "a@example.org", "Ana Alba", Role.EDITOR, datetime(2026, 1, 1, tzinfo=UTC))
        >>> mentioned("See this, @ana alba!", [ana]), mentioned("Write to x@ana", [ana])
        (('pe_a',), ())
    """
    return tuple(dict.fromkeys(piece.person for piece in pieces(text, people) if piece.person))


def pieces(text: str, people: Iterable[Person]) -> tuple[Piece, ...]:
    """Return a text cut where it calls somebody."""
    names = _names(people)
    found: list[Piece] = []
    start = at = 0
    while (at := text.find("@", at)) >= 0:
        known = next((name for name in names if _stands(text, at, name)), "")
        if known:
            end = at + 1 + len(known)
            found += [Piece(text[start:at])] if at > start else []
            found.append(Piece(text[at:end], names[known]))
            start = at = end
        else:
            at += 1
    return (*found, Piece(text[start:])) if start < len(text) else tuple(found)


def _stands(text: str, at: int, name: str) -> bool:
    """Return whether a name follows the sign and ends there, and whether the sign begins a word."""
    end = at + 1 + len(name)
    if text[at + 1 : end].casefold() != name.casefold():
        return False
    before, after = text[at - 1 : at] if at else "", text[end : end + 1]
    return not before.isalnum() and not after.isalnum()


def _names(people: Iterable[Person]) -> dict[str, str]:
    """Return the names that can be called, the longest first, each with whom it means."""
    known = [person for person in people if person.name]
    firsts = [person.name.split()[0].casefold() for person in known]
    found = {person.name: person.id for person in known}
    for person, first in zip(known, firsts, strict=True):
        if firsts.count(first) == 1:
            found.setdefault(person.name.split()[0], person.id)
    return {name: found[name] for name in sorted(found, key=len, reverse=True)}
