"""Levers: where the data shows gaps, and how many customers they concern."""

from wegweiser.levers.attribution import Attribution
from wegweiser.levers.gaps import gaps
from wegweiser.levers.stages import stages

__all__ = ["Attribution", "gaps", "stages"]
