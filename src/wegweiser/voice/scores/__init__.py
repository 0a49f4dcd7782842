"""Scores: answers summed up per question, and feelings per touchpoint, phase and persona."""

from wegweiser.voice.scores.changes import between_touchpoints, between_waves
from wegweiser.voice.scores.harmony import discords
from wegweiser.voice.scores.inferred import inferred
from wegweiser.voice.scores.ratings import ratings
from wegweiser.voice.scores.scores import BY, Scores

__all__ = ["BY", "Scores", "between_touchpoints", "between_waves", "discords", "inferred", "ratings"]
