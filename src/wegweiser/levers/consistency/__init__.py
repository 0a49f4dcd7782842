"""Consistency across channels: the same thing at the same time, said differently."""

from wegweiser.levers.consistency.comparing import Comparison, Kind, Period
from wegweiser.levers.consistency.consistency import Consistency

__all__ = ["Comparison", "Consistency", "Kind", "Period"]
