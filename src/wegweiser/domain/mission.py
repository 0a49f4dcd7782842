"""The mission: what a company wants customers to feel and to think of it, phase by phase."""

from __future__ import annotations

from datetime import date

import msgspec

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.i18n import Text


class BrandValue(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One value the company stands for, and the feeling it promises in the phases it is about.

    `least` is the mean feeling (-2..+2) that still keeps the promise; `words` (either language) are associations
    that fit it, `against` such as deny it. Without `phases` it holds in all of them.
    """

    id: str
    name: Text
    statement: Text = ""
    phases: tuple[str, ...] = ()
    least: float = 0.5
    words: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


class Discord(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A phase in which measured feelings or associations do not harmonise with a value, with the evidence."""

    value: str
    phase: str
    text: Text
    felt: Estimate | None = None
    least: float | None = None
    denied: Proportion | None = None
    """Associations that deny the value, of those that touch it either way."""
    words: tuple[str, ...] = ()
    """The most frequent of the words that deny it."""
    as_of: date | None = None
