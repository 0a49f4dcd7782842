"""Goals: the condition that says a journey succeeded."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from wegweiser.i18n import Text


class Goal(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A journey succeeds when its profile reaches one of the `touchpoints`; a conversion is one such contact.

    `lookback_days` is how long before a conversion counts, and how long a silence closes a journey as lost.
    """

    id: str
    name: Text
    touchpoints: tuple[str, ...]
    lookback_days: float = 30.0
    proposed: bool = False

    @property
    def lookback(self) -> timedelta:
        """The lookback as a length of time."""
        return timedelta(days=self.lookback_days)
