"""Which identifiers are one profile: deterministic, repeatable, and undone by rebuilding without a link."""

from wegweiser.identity.resolve import Resolved, resolve
from wegweiser.identity.tables import IDENTITY_CONFLICT, MEMBERSHIP, PROFILE_OF

__all__ = ["IDENTITY_CONFLICT", "MEMBERSHIP", "PROFILE_OF", "Resolved", "resolve"]
