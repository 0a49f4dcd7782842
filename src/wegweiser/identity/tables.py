"""The tables about profiles."""

from __future__ import annotations

from wegweiser.warehouse import Schema

PROFILE_OF = Schema(
    "profile_of",
    {"subject_id": "BIGINT", "profile_id": "BIGINT", "valid_from": "TIMESTAMP", "valid_to": "TIMESTAMP"},
    ("subject_id", "valid_from nulls first"),
)
"""Subjects whose profile is another one, and when (from inclusive, to exclusive; null is unbounded)."""

MEMBERSHIP = Schema(
    "membership",
    {"profile_id": "BIGINT", "persona_id": "VARCHAR", "probability": "DOUBLE"},
    ("profile_id", "persona_id"),
)
"""Which persona a profile belongs to, and how surely; one part "all", sealed where personas are found."""

IDENTITY_CONFLICT = Schema(
    "identity_conflict",
    {"a": "BIGINT", "b": "BIGINT", "kind": "VARCHAR", "reason": "VARCHAR", "first_at": "TIMESTAMP"},
    ("first_at", "a", "b"),
)
"""Links that were refused: following them would give one profile more identifiers of `kind` than it may have."""
