"""Surveys of our own: defined as text, shown on a small page, answered into the log."""

from wegweiser.voice.asking import forms, links, log, sampling, taking
from wegweiser.voice.asking.spec import OwnQuestion, OwnSurvey

__all__ = ["OwnQuestion", "OwnSurvey", "forms", "links", "log", "sampling", "taking"]
