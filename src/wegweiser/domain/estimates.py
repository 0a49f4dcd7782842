"""Numbers as they are shown to a person: with n, and with an interval where they are estimates."""

from __future__ import annotations

from datetime import timedelta

import msgspec

SUPPRESSED_BELOW = 20
HOLLOW_BELOW = 30


class Proportion(msgspec.Struct, frozen=True, omit_defaults=True, tag="proportion"):
    """A share `value` (0..1) of `n` cases with its 95 % interval `lo`..`hi`; `hits` of the n have the property."""

    value: float
    lo: float
    hi: float
    hits: int
    n: int

    @property
    def suppressed(self) -> bool:
        """True where fewer than 20 people stand behind the share, so that it may not be shown."""
        return self.n < SUPPRESSED_BELOW


class Estimate(msgspec.Struct, frozen=True, omit_defaults=True, tag="estimate"):
    """A figure `value` from `n` cases with its 95 % interval `lo`..`hi`, in `unit`."""

    value: float
    lo: float
    hi: float
    n: int
    unit: str = ""


class Duration(msgspec.Struct, frozen=True, omit_defaults=True):
    """Median and 90th percentile of a length of time in seconds, from `n` cases."""

    median_s: float
    p90_s: float
    n: int

    @property
    def median(self) -> timedelta:
        """The median as a length of time."""
        return timedelta(seconds=self.median_s)
