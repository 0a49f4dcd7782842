"""Levers: where the data shows gaps, who gets credit, and what to change first, by the evidence there is."""

from wegweiser.levers.attribution import Attribution
from wegweiser.levers.gaps import gaps
from wegweiser.levers.ranking import Known, Ranked, Ranking
from wegweiser.levers.roles import Roles
from wegweiser.levers.stages import stages

__all__ = ["Attribution", "Known", "Ranked", "Ranking", "Roles", "gaps", "stages"]
