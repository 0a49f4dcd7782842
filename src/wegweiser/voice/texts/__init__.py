"""Texts of customers: masked, cut into sentences, and read for questions, expectations and associations."""

from wegweiser.voice.texts import hearing, loading, reading
from wegweiser.voice.texts.spec import Consent, ContentSpec, TextKind, TextSpec

__all__ = ["Consent", "ContentSpec", "TextKind", "TextSpec", "hearing", "loading", "reading"]
