"""Authored: what people write of personas in personas.yaml, joined with what was found and tested against data."""

from wegweiser.personas.authored.joining import joined
from wegweiser.personas.authored.spec import AuthoredPersonas
from wegweiser.personas.authored.template import HEAD, by_hand_template, proposed
from wegweiser.personas.authored.testing import held_against, known_features

__all__ = ["HEAD", "AuthoredPersonas", "by_hand_template", "held_against", "joined", "known_features", "proposed"]
