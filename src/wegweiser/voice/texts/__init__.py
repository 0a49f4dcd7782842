"""Texts of customers: masked, cut into sentences, and read for questions, expectations and associations."""

from wegweiser.voice.texts import hearing, loading, reading
from wegweiser.voice.texts.content import Inventory
from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.spec import ContentSpec, TextSpec

__all__ = ["ContentSpec", "Inventory", "Places", "TextSpec", "hearing", "loading", "reading"]
