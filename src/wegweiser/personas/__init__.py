"""Personas: fictional representatives of groups found in behaviour, or the answer that there are none."""

from wegweiser.personas.find import find
from wegweiser.personas.queries import Features, Tables, features
from wegweiser.personas.settings import PersonaSettings

__all__ = ["Features", "PersonaSettings", "Tables", "features", "find"]
