"""Surveys of others: exports read as answers, their questions proposed from data and dictionary."""

from wegweiser.voice.surveys.spec import Layout, SurveySpec

__all__ = ["Layout", "SurveySpec"]
