"""Questions customers ask, clustered: how often, where, and whether our own pages answer them."""

from __future__ import annotations

from datetime import date

import msgspec

from wegweiser.i18n import Text


class Question(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One question that `customers` people asked `times` times in a phase."""

    id: str
    text: Text
    phase: str
    times: int
    customers: int
    touchpoint: str | None = None
    answered_by: str | None = None
    """The page or content that answers it; None means nobody answers it."""
    as_of: date | None = None
