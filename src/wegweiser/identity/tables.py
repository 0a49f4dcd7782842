"""The tables identity writes."""

from __future__ import annotations

from wegweiser.warehouse import Schema

PROFILE_OF = Schema(
    "profile_of",
    {"subject_id": "BIGINT", "profile_id": "BIGINT", "valid_from": "TIMESTAMP", "valid_to": "TIMESTAMP"},
    ("subject_id", "valid_from nulls first"),
)
"""Subjects whose profile is another one, and when (from inclusive, to exclusive; null is unbounded)."""

IDENTITY_CONFLICT = Schema(
    "identity_conflict",
    {"a": "BIGINT", "b": "BIGINT", "kind": "VARCHAR", "reason": "VARCHAR", "first_at": "TIMESTAMP"},
    ("first_at", "a", "b"),
)
"""Links that were refused: following them would give one profile more identifiers of `kind` than it may have."""
