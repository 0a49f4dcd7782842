"""Events as received and the identifiers they carry."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Origin(StrEnum):
    """How an event came to be: seen, computed from what was seen, or made up by a simulation."""

    OBSERVED = "observed"
    DERIVED = "derived"
    SIMULATED = "simulated"


class Strength(StrEnum):
    """What a shared identifier of a kind proves.

    strong: one person; device: one device, moves to its newest login; weak: stored, never merges.
    """

    STRONG = "strong"
    DEVICE = "device"
    WEAK = "weak"


class IdentifierKind(msgspec.Struct, frozen=True):
    """A kind of key of a person, what it proves, and how many of it one profile may have (0: any number)."""

    name: str
    strength: Strength
    most: int = 0


KINDS: tuple[IdentifierKind, ...] = (
    IdentifierKind("customer", Strength.STRONG, most=1),
    IdentifierKind("email", Strength.STRONG),
    IdentifierKind("card", Strength.STRONG),
    IdentifierKind("cookie", Strength.DEVICE),
    IdentifierKind("device", Strength.DEVICE),
    IdentifierKind("phone", Strength.WEAK),
)

BLOCKED: frozenset[str] = frozenset(
    {
        "",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "guest",
        "undefined",
        "0",
        "anonymous",
        "unknown",
        "[object object]",
        "test@test.com",
        "test@example.com",
    }
)
"""Values, in lower case, that many people share and that therefore identify nobody."""
