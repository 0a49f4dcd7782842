"""Personas: fictional representatives of groups found in behaviour, or the answer that there are none."""

from wegweiser.personas.find import Found, assigned, find
from wegweiser.personas.membership import PersonaModel
from wegweiser.personas.queries import Search, Tables
from wegweiser.personas.settings import PersonaSettings

__all__ = ["Found", "PersonaModel", "PersonaSettings", "Search", "Tables", "assigned", "find"]
